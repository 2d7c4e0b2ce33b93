import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  parsed,
  startReceiver,
  type ReceivedRequest,
  type Receiver,
  type ReceiverOptions,
} from './receiver';

/** Judges the signature of a request: what is wrong with it, or null. */
export type SignatureCheck = (request: ReceivedRequest) => string | null;

/** How a {@link WebhookReceiver} is set up. */
export interface WebhookReceiverOptions extends ReceiverOptions {
  /** The shared secret; `whsec_` with base64 after it is decoded, as the convention has it. */
  readonly secret: string;
  /** Another convention than that of {@link standardWebhookCheck}. */
  readonly check?: SignatureCheck;
}

/** A receiver of signed webhooks on the loopback interface. */
export interface WebhookReceiver extends Receiver {
  readonly url: string;
  /** The bodies that were signed well, parsed, each id once. */
  readonly messages: readonly unknown[];
  /** Ids that came more than once: the receiver is expected to know them by the id. */
  readonly repeated: readonly string[];
}

/** Starts a receiver that refuses what is not signed, or was signed more than five minutes ago. */
export async function startWebhookReceiver(
  options: WebhookReceiverOptions,
): Promise<WebhookReceiver> {
  const check = options.check ?? standardWebhookCheck(options.secret);
  const messages: unknown[] = [];
  const repeated: string[] = [];
  const known = new Set<string>();
  const receiver = await startReceiver(
    {
      handle: (request, say) => {
        const problem = request.method === 'POST' ? check(request) : `method ${request.method}`;
        const message = parsed(request.body);
        const wrong = problem ?? (message === undefined ? 'the body is no JSON' : null);
        if (wrong !== null) {
          say(`webhook: ${wrong}`);
          return { status: problem === null ? 400 : 401, body: wrong };
        }
        const id = header(request, 'webhook-id');
        if (id !== null && known.has(id)) {
          repeated.push(id);
        } else {
          if (id !== null) known.add(id);
          messages.push(message);
        }
        return { status: 204 };
      },
      refuse: (error) => ({ status: 400, body: error }),
      rateLimitedBody: { body: 'too many requests' },
    },
    options,
  );
  return { ...receiver, url: `${receiver.origin}/hooks/denywatch`, messages, repeated };
}

const FIVE_MINUTES_S = 300;

/**
 * The check of the convention that senders and receivers share: headers `webhook-id`,
 * `webhook-timestamp` (seconds since the epoch) and `webhook-signature` (`v1,` and the base64 of
 * HMAC-SHA256 over `id.timestamp.body`; several with spaces between them while a secret is changed).
 *
 * Follows: Standard Webhooks 1.0, "Signature scheme".
 */
export function standardWebhookCheck(secret: string): SignatureCheck {
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret, 'utf8');
  return (request) => {
    const id = header(request, 'webhook-id');
    const timestamp = header(request, 'webhook-timestamp');
    const signatures = header(request, 'webhook-signature');
    if (id === null || timestamp === null || signatures === null) {
      return 'needs the headers webhook-id, webhook-timestamp and webhook-signature';
    }
    if (!(Math.abs(request.at / 1000 - Number(timestamp)) <= FIVE_MINUTES_S)) {
      return `timestamp ${timestamp} is not within five minutes of now`;
    }
    const expected = createHmac('sha256', key)
      .update(`${id}.${timestamp}.${request.body}`)
      .digest();
    const right = signatures.split(' ').some((signature) => {
      const [version, value = ''] = signature.split(',');
      const given = Buffer.from(value, 'base64');
      return (
        version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
      );
    });
    return right ? null : 'the signature is wrong';
  };
}

function header(request: ReceivedRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
