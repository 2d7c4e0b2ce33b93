import {
  IncomingWebhook,
  IncomingWebhookHTTPError,
  type IncomingWebhookSendArguments,
} from '@slack/webhook';
import pLimit, { type LimitFunction } from 'p-limit';
import { renderSlackAlone, type SlackGroupMessage } from '../../core/alert/slack-group';
import { renderSlackStorm } from '../../core/alert/slack-storm';
import {
  RetryLater,
  type AlertChannel,
  type DigestChannel,
  type DigestPost,
  type Post,
} from '../../core/channel';
import { digestSlack } from '../../core/digest/render/slack';
import { DEFAULT_WAIT_MS, reasonOf, retryAfterMs, type HttpsSettings } from './https-post';
import { httpsAddress, withoutSecrets, type Secret } from './secret';

/** What the channel works with. */
export interface SlackWebhookSettings extends HttpsSettings {
  readonly name: string;
  /** The webhook's address: who has it can post. */
  readonly url: Secret;
}

function messageOf(post: Post | DigestPost): SlackGroupMessage {
  if (post.kind === 'digest') return digestSlack(post.digest, post.link);
  return post.kind === 'storm' ? renderSlackStorm(post) : renderSlackAlone(post);
}

/** The webhook is revoked, or its channel is gone. */
const ADDRESS_IS_GONE: ReadonlySet<number> = new Set([403, 404, 410]);
const WHAT_THEN =
  'make a new webhook for a channel that is there, and put its address into the secret';

/**
 * Slack by an incoming webhook, one message at a time: Slack takes about one a second. A webhook can
 * neither edit nor reply, so it gets first alerts, escalations, reopenings and the beginning and the
 * end of storms, and the digest.
 *
 * Follows: Slack API, "Sending messages using incoming webhooks", "Rate limits".
 */
export class SlackWebhookChannel implements AlertChannel, DigestChannel {
  readonly name: string;
  readonly edits = false;
  private readonly settings: SlackWebhookSettings;
  private readonly oneAtATime: LimitFunction = pLimit(1);

  constructor(settings: SlackWebhookSettings) {
    this.name = settings.name;
    this.settings = settings;
  }

  /** @throws RetryLater, or Error saying why Slack did not take the message, without the address */
  async deliver(post: Post | DigestPost): Promise<null> {
    await this.oneAtATime(() => this.send(messageOf(post)));
    return null;
  }

  private async send({ text, blocks }: SlackGroupMessage): Promise<void> {
    const { url, fetch: fetchFn = globalThis.fetch, timeoutMs = 8_000 } = this.settings;
    const secret = await url.get();
    const address = httpsAddress(
      secret,
      'the secret of the Slack webhook',
      this.settings.allowLoopback,
    );
    const answer: { retryAfter: string | null } = { retryAfter: null };
    const webhook = new IncomingWebhook(address, {
      timeout: timeoutMs,
      fetch: async (input, init) => {
        const response = await fetchFn(input, init);
        answer.retryAfter = response.headers.get('retry-after');
        return response;
      },
    });
    // The library's types want each kind of block spelled out; the block types here are our own.
    const message = { text, blocks, unfurl_links: false, unfurl_media: false };
    try {
      await webhook.send(message as unknown as IncomingWebhookSendArguments);
    } catch (error) {
      throw this.reason(error, answer.retryAfter, address);
    }
  }

  private reason(error: unknown, retryAfter: string | null, address: string): Error {
    if (!(error instanceof IncomingWebhookHTTPError)) {
      const why = withoutSecrets(reasonOf(error), [address]);
      return new Error(`Slack could not be reached: ${why}`);
    }
    const { statusCode, body } = error;
    if (statusCode === 429) {
      const afterMs = retryAfterMs(retryAfter, this.settings.now()) ?? DEFAULT_WAIT_MS;
      return new RetryLater('Slack asks to wait', afterMs);
    }
    const isGone = ADDRESS_IS_GONE.has(statusCode);
    if (isGone) this.settings.url.forget();
    const says = withoutSecrets(body, [address]);
    const what = says === '' ? '' : `: ${says}`;
    return new Error(`Slack answered ${statusCode}${what}${isGone ? `: ${WHAT_THEN}` : ''}`);
  }
}
