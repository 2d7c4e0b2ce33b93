import {
  IncomingWebhook,
  IncomingWebhookHTTPError,
  type IncomingWebhookSendArguments,
} from '@slack/webhook';
import pLimit, { type LimitFunction } from 'p-limit';
import type { AlertMessage } from '../core/alert/message';
import { renderSlack } from '../core/alert/slack';
import type { AlertChannel } from '../core/watch';
import { shortMessage } from './lookup';
import { retryAfterOf, type Fetch } from './toolbox/signed-get';

/** Where the address of the webhook comes from. */
export interface WebhookUrl {
  get(): Promise<string>;
  /** Called when Slack does not know the address any more. */
  forget(): void;
}

/** What the channel works with. */
export interface SlackWebhookSettings {
  /** A secret: who has it can post. */
  readonly url: WebhookUrl;
  readonly fetch?: Fetch;
  /** Waits for that many milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>;
  readonly timeoutMs?: number;
}

const MAX_TRIES = 3;
const FIRST_WAIT_MS = 1_000;
/** What Slack may ask one send to wait; for longer, the record goes back to the queue. */
const LONGEST_WAIT_MS = 20_000;
/** The webhook is revoked, or its channel is gone. */
const ADDRESS_IS_GONE: ReadonlySet<number> = new Set([403, 404, 410]);

/** What one try came to. */
type Sent =
  | { readonly status: 'sent' }
  | { readonly status: 'waitThenRetry'; readonly ms: number; readonly why: string }
  | { readonly status: 'failed'; readonly why: string };

/**
 * Posts alerts to a Slack incoming webhook, one at a time: Slack takes about one message a second.
 * The address is in no error.
 *
 * Follows: Slack API, "Sending messages using incoming webhooks", "Rate limits".
 */
export class SlackWebhookChannel implements AlertChannel {
  readonly name = 'slack';
  private readonly settings: Required<SlackWebhookSettings>;
  private readonly oneAtATime: LimitFunction = pLimit(1);

  constructor(settings: SlackWebhookSettings) {
    this.settings = {
      fetch: globalThis.fetch,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      timeoutMs: 8_000,
      ...settings,
    };
  }

  /** @throws Error saying why Slack did not take the message, without the address */
  send(alert: AlertMessage): Promise<void> {
    const { text, blocks } = renderSlack(alert);
    const message = { text, blocks: [...blocks], unfurl_links: false, unfurl_media: false };
    return this.oneAtATime(() => this.post(message));
  }

  private async post(message: IncomingWebhookSendArguments): Promise<void> {
    const url = checked(await this.settings.url.get());
    for (let tries = 1; ; tries++) {
      const sent = await this.tryOnce(url, message, tries);
      if (sent.status === 'sent') return;
      if (sent.status === 'failed' || tries === MAX_TRIES) throw new Error(sent.why);
      await this.settings.sleep(sent.ms);
    }
  }

  private async tryOnce(
    url: string,
    message: IncomingWebhookSendArguments,
    tries: number,
  ): Promise<Sent> {
    const { fetch: fetchFn, timeoutMs: timeout } = this.settings;
    const answer: { retryAfter: number | null } = { retryAfter: null };
    const webhook = new IncomingWebhook(url, {
      timeout,
      fetch: async (input, init) => {
        const response = await fetchFn(input, init);
        answer.retryAfter = retryAfterOf(response.headers);
        return response;
      },
    });
    try {
      await webhook.send(message);
      return { status: 'sent' };
    } catch (error) {
      if (error instanceof IncomingWebhookHTTPError)
        return this.refused(error, answer.retryAfter, tries);
      // Slack may have posted what it did not confirm: trying at once could post it twice.
      const why = shortMessage(error).replaceAll(url, 'the webhook');
      return { status: 'failed', why: `Slack could not be reached: ${why}` };
    }
  }

  private refused(
    { statusCode, body }: IncomingWebhookHTTPError,
    retryAfter: number | null,
    tries: number,
  ): Sent {
    if (ADDRESS_IS_GONE.has(statusCode)) this.settings.url.forget();
    const why = `Slack answered ${statusCode}${body === '' ? '' : `: ${shortMessage(body)}`}`;
    if (statusCode !== 429 && statusCode < 500) return { status: 'failed', why };
    const ms = retryAfter === null ? FIRST_WAIT_MS * 2 ** (tries - 1) : retryAfter * 1_000;
    if (ms <= LONGEST_WAIT_MS) return { status: 'waitThenRetry', ms, why };
    return { status: 'failed', why: `${why}, and asks to wait ${retryAfter ?? 0} s` };
  }
}

/** @throws Error that does not show the address, unlike that of `fetch` */
function checked(url: string): string {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return url;
  throw new Error('the secret of the Slack webhook is no https:// address');
}
