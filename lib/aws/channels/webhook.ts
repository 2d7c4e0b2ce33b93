import { createHmac } from 'node:crypto';
import { renderWebhook } from '../../core/alert/webhook';
import type { AlertChannel, DigestChannel, DigestPost, Post } from '../../core/channel';
import { digestWebhook } from '../../core/digest/render/webhook';
import { HttpsRefusal, httpsPost, type HttpsSettings } from './https-post';
import type { Secret } from './secret';

/** What the channel works with. */
export interface WebhookSettings extends HttpsSettings {
  readonly name: string;
  /** `https://…`: where messages are posted. */
  readonly url: string;
  /**
   * The shared secret: `whsec_` and base64, or any text of at least 16 characters. While it is
   * changed, two with a space between them: messages are signed with both.
   */
  readonly signingSecret: Secret;
}

/** Shorter secrets can be found by trying. */
const SHORTEST_KEY = 16;

/** The receiver does not know the secret. */
const SIGNATURE_IS_REFUSED: ReadonlySet<number> = new Set([401, 403]);

/**
 * A program's webhook, signed: headers `webhook-id` (the same when a message is sent again),
 * `webhook-timestamp` (seconds since the epoch) and `webhook-signature` (`v1,` and the base64 of
 * HMAC-SHA256 over `id.timestamp.body`). A program is told of every change, also of what cannot be
 * edited in a chat: counters, answers, better diagnoses.
 *
 * Follows: Standard Webhooks 1.0, "Signature scheme".
 */
export class WebhookChannel implements AlertChannel, DigestChannel {
  readonly name: string;
  readonly edits = true;
  private readonly settings: WebhookSettings;

  constructor(settings: WebhookSettings) {
    this.name = settings.name;
    this.settings = settings;
  }

  /** @throws RetryLater, or Error saying why the receiver did not take the message, without the secret */
  async deliver(post: Post | DigestPost): Promise<string> {
    const { url: address, signingSecret, now } = this.settings;
    const secret = await signingSecret.get();
    const { id, body } = post.kind === 'digest' ? digestWebhook(post) : renderWebhook(post);
    const timestamp = String(Math.floor(now() / 1_000));
    const keys = secret.split(/\s+/).filter((key) => key !== '');
    const signatures = keysOf(keys).map((key) => sign(key, `${id}.${timestamp}.${body}`));
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    };
    const what = `webhook ${this.name}`;
    try {
      await httpsPost(
        { what, address, headers, body, secrets: keys.flatMap(shownAs) },
        this.settings,
      );
    } catch (error) {
      if (error instanceof HttpsRefusal && SIGNATURE_IS_REFUSED.has(error.status))
        signingSecret.forget();
      throw error;
    }
    if (post.kind === 'digest') return id;
    return post.kind === 'storm' ? post.storm.id : post.group.groupId;
  }
}

/** @throws Error that does not show the secret */
function keysOf(secrets: readonly string[]): readonly Buffer[] {
  const keys = secrets.map((secret) =>
    secret.startsWith(BASE64)
      ? Buffer.from(secret.slice(BASE64.length), 'base64')
      : Buffer.from(secret, 'utf8'),
  );
  if (keys.length > 0 && keys.every((key) => key.length >= SHORTEST_KEY)) return keys;
  throw new Error(
    `the signing secret of a webhook needs at least ${SHORTEST_KEY} bytes: make one with "openssl rand -base64 32" and put whsec_ before it`,
  );
}

const BASE64 = 'whsec_';

/** A secret, and what of it would be enough to sign. */
function shownAs(secret: string): readonly string[] {
  return secret.startsWith(BASE64) ? [secret, secret.slice(BASE64.length)] : [secret];
}

function sign(key: Buffer, text: string): string {
  return `v1,${createHmac('sha256', key).update(text, 'utf8').digest('base64')}`;
}
