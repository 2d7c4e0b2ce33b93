import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type ChatPostMessageArguments,
  type ChatUpdateArguments,
} from '@slack/web-api';
import type { SlackGroupMessage } from '../../core/alert/slack-group';
import { RetryLater } from '../../core/channel';
import type { Fetch } from '../toolbox/signed-get';
import { reasonOf } from './https-post';
import { withoutSecrets, type Secret } from './secret';
import { ASKS_TO_WAIT, SlackRefusal, TOKEN_IS_BAD } from './slack-refusal';
import { SILENT } from './silent-logger';

/** What Slack's Web API is reached with. */
export interface SlackApiSettings {
  /** Bot token, `xoxb-…`. */
  readonly token: Secret;
  readonly fetch?: Fetch;
  /** Another address than Slack's own, for tests; ends in `/api/`. */
  readonly apiUrl?: string;
  readonly timeoutMs?: number;
}

/** When Slack asks to wait without saying how long. */
const WAIT_MS = 30_000;

/** What Slack keeps with a message for the app that posted it, and does not show. */
export interface SlackMark {
  readonly event_type: 'denywatch_group' | 'denywatch_storm' | 'denywatch_digest';
  readonly event_payload: Readonly<Record<string, string>>;
}

/** A message to be posted. */
export interface SlackPosting {
  readonly channel: string;
  readonly message: SlackGroupMessage;
  readonly mark: SlackMark;
  /** The message that it answers. */
  readonly thread?: string;
  /** A reply that the channel sees too. */
  readonly broadcast?: boolean;
}

/** One message as Slack's history has it. */
export interface SlackFound {
  readonly ts: string;
  readonly mark: SlackMark | null;
}

/**
 * The few methods of Slack's Web API that alerts need. One try each: whoever calls puts off or gives
 * back what fails. The token is in no error.
 */
export class SlackApi {
  private readonly settings: SlackApiSettings;
  private client: { readonly token: string; readonly web: WebClient } | null = null;

  constructor(settings: SlackApiSettings) {
    this.settings = settings;
  }

  /** @returns the `ts` of the message, by which it is found again */
  async post({ channel, message, mark, thread, broadcast }: SlackPosting): Promise<string> {
    const args = {
      ...content(channel, message, mark),
      unfurl_links: false,
      unfurl_media: false,
      ...(thread !== undefined && { thread_ts: thread }),
      ...(broadcast === true && { reply_broadcast: true }),
    };
    // The library's types want each kind of message spelled out; the block types here are our own.
    const { ts } = await this.call('chat.postMessage', (web) =>
      web.chat.postMessage(args as unknown as ChatPostMessageArguments),
    );
    if (ts === undefined) throw new Error('Slack took the message and gave no ts for it');
    return ts;
  }

  async update(at: SlackPlace, message: SlackGroupMessage, mark: SlackMark): Promise<void> {
    const args = { ...content(at.channel, message, mark), ts: at.ts };
    await this.call('chat.update', (web) =>
      web.chat.update(args as unknown as ChatUpdateArguments),
    );
  }

  /**
   * The newest messages of a channel, or the replies in a thread; null when the app must not read
   * them (scope `channels:history`, `groups:history` in private channels).
   */
  async recent({ channel, thread, oldest }: SlackSearch): Promise<readonly SlackFound[] | null> {
    const args = {
      channel,
      limit: NEWEST,
      include_all_metadata: true,
      ...(oldest !== undefined && { oldest }),
    };
    try {
      const { messages = [] } = await (thread === undefined
        ? this.call('conversations.history', (web) => web.conversations.history(args))
        : this.call('conversations.replies', (web) =>
            web.conversations.replies({ ...args, ts: thread }),
          ));
      return messages.flatMap(found);
    } catch (error) {
      if (error instanceof SlackRefusal && error.error === 'missing_scope') return null;
      throw error;
    }
  }

  /**
   * Ids of the people in a user group (scope `usergroups:read`).
   *
   * @param group id of the user group, `S0123ABCD`
   */
  async usersOf(group: string): Promise<ReadonlySet<string>> {
    const { users = [] } = await this.call('usergroups.users.list', (web) =>
      web.usergroups.users.list({ usergroup: group }),
    );
    return new Set(users);
  }

  private async call<T>(method: string, use: (web: WebClient) => Promise<T>): Promise<T> {
    const token = await this.settings.token.get();
    try {
      return await use(this.web(token));
    } catch (error) {
      throw this.reason(method, error, token);
    }
  }

  private web(token: string): WebClient {
    if (this.client?.token !== token) {
      const { fetch, apiUrl, timeoutMs = 8_000 } = this.settings;
      const web = new WebClient(token, {
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        allowAbsoluteUrls: false,
        timeout: timeoutMs,
        logger: SILENT,
        ...(fetch !== undefined && { fetch }),
        ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
      });
      this.client = { token, web };
    }
    return this.client.web;
  }

  private reason(method: string, error: unknown, token: string): Error {
    if (error instanceof WebAPIRateLimitedError)
      return new RetryLater(`Slack asks to wait with ${method}`, error.retryAfter * 1_000);
    if (error instanceof WebAPIPlatformError) return this.refusal(method, error, token);
    if (error instanceof WebAPIHTTPError)
      return new Error(`Slack answered ${error.statusCode} to ${method}`);
    const why = reasonOf(error);
    if (why.includes('Retry header')) return new RetryLater('Slack asks to wait', WAIT_MS);
    return new Error(`Slack could not be reached for ${method}: ${withoutSecrets(why, [token])}`);
  }

  private refusal(method: string, { data }: WebAPIPlatformError, token: string): Error {
    const { error, response_metadata: more } = data;
    const needed: unknown = 'needed' in data ? data.needed : undefined;
    if (ASKS_TO_WAIT.has(error))
      return new RetryLater(`Slack asks to wait with ${method}`, WAIT_MS);
    if (TOKEN_IS_BAD.has(error)) this.settings.token.forget();
    const clean = (text: string): string => withoutSecrets(text, [token]);
    return new SlackRefusal(method, {
      error: clean(error),
      ...(typeof needed === 'string' && { needed: clean(needed) }),
      details: (more?.messages ?? []).slice(0, 3).map(clean),
    });
  }
}

/** Where to look for messages. */
export interface SlackSearch {
  readonly channel: string;
  /** Look among the replies to this message instead of the channel's own messages. */
  readonly thread?: string;
  /** Seconds since the epoch: only messages after that. */
  readonly oldest?: string;
}

/** Where a message is. */
export interface SlackPlace {
  readonly channel: string;
  readonly ts: string;
}

/** How far back is looked: what was sent and not confirmed is minutes old. */
const NEWEST = 200;

function content(
  channel: string,
  { text, blocks }: SlackGroupMessage,
  metadata: SlackMark,
): object {
  return { channel, text, blocks, metadata };
}

/** A message as the library describes it; its types leave out what the payload may hold. */
interface Listed {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
}

function found({ ts, metadata }: Listed): readonly SlackFound[] {
  if (ts === undefined) return [];
  const type = metadata?.event_type;
  if (type !== 'denywatch_group' && type !== 'denywatch_storm') return [{ ts, mark: null }];
  const payload = Object.entries(metadata?.event_payload ?? {}).flatMap(
    ([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []),
  );
  return [{ ts, mark: { event_type: type, event_payload: Object.fromEntries(payload) } }];
}
