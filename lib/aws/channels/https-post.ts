import { RetryLater } from '../../core/channel';
import type { Fetch } from '../toolbox/signed-get';
import { httpsAddress, withoutSecrets } from './secret';

/** How receivers are reached. */
export interface HttpsSettings {
  readonly fetch?: Fetch;
  /** For one try, the answer included. */
  readonly timeoutMs?: number;
  /** Also takes `http://` on this machine, for tests. */
  readonly allowLoopback?: boolean;
  /** Milliseconds since the epoch: a receiver may name the time at which it can be asked again. */
  readonly now: () => number;
}

/** One message to a receiver. */
export interface HttpsPost {
  /** Names the receiver in errors: `the Teams webhook`. */
  readonly what: string;
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** What must not be in an error, beside the address. */
  readonly secrets?: readonly string[];
}

/** A receiver said no. */
export class HttpsRefusal extends Error {
  override readonly name = 'HttpsRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const TIMEOUT_MS = 8_000;
/** Of an answer, only its beginning is read. */
const LONGEST_ANSWER = 2_000;

/**
 * Posts JSON, once. Redirects are refused: they would carry the message elsewhere.
 *
 * @throws RetryLater for 429, and for 503 with Retry-After; {@link HttpsRefusal} for any other answer
 *   but 2xx; Error when there is none. The address is in none of them.
 */
export async function httpsPost(post: HttpsPost, settings: HttpsSettings): Promise<void> {
  const { what, address, body, headers = {} } = post;
  const { fetch: fetchFn = globalThis.fetch, timeoutMs = TIMEOUT_MS } = settings;
  const url = httpsAddress(address, `the address of ${what}`, settings.allowLoopback);
  const clean = (text: string): string => withoutSecrets(text, [address, ...(post.secrets ?? [])]);
  const answer = await fetchFn(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'denywatch', ...headers },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
    .then(async (response) => ({ response, text: await beginning(response) }))
    .catch((error: unknown): never => {
      throw new Error(`${what} could not be reached: ${clean(reasonOf(error))}`);
    });
  refuse(answer, what, clean, settings.now());
}

function refuse(
  { response, text }: { readonly response: Response; readonly text: string },
  what: string,
  clean: (text: string) => string,
  now: number,
): void {
  if (response.ok) return;
  const { status, headers } = response;
  const asked = retryAfterMs(headers.get('retry-after'), now);
  if (status === 429 || (status === 503 && asked !== null))
    throw new RetryLater(`${what} asks to wait`, asked ?? DEFAULT_WAIT_MS);
  const says = clean(text);
  throw new HttpsRefusal(status, `${what} answered ${status}${says === '' ? '' : `: ${says}`}`);
}

/** When a receiver asks to wait without saying how long. */
export const DEFAULT_WAIT_MS = 30_000;
/** A queue can hold back a message for so long; whoever wants more is asked again then. */
const LONGEST_WAIT_MS = 900_000;

/**
 * Milliseconds to wait by a `Retry-After` in seconds or as a date; null when there is none that can be
 * read. Follows: RFC 9110, 10.2.3.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  const isSeconds = /^\d{1,9}(?:\.\d{1,3})?$/.test(text);
  const isDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text);
  const ms = isSeconds ? Number(text) * 1_000 : isDate ? Date.parse(text) - now : NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), LONGEST_WAIT_MS);
}

/** A receiver that sends without an end is not read to the end. */
async function beginning({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length >= LONGEST_ANSWER) break;
  }
  return text.slice(0, LONGEST_ANSWER);
}

/** Why nothing answered. `fetch failed` says nothing: the reason is in the cause, or in what a client wraps. */
export function reasonOf(error: unknown): string {
  if (!isError(error)) return String(error);
  const inner = error.original ?? error.cause;
  const reason = isError(inner) ? reasonOf(inner) : '';
  if (reason !== '') return reason;
  // Several addresses that all refuse are one error without a message.
  return error.message === '' && typeof error.code === 'string' ? error.code : error.message;
}

/** Errors of other realms are no instances of `Error` here. */
function isError(value: unknown): value is {
  readonly message: string;
  readonly cause?: unknown;
  readonly original?: unknown;
  readonly code?: unknown;
} {
  return (
    typeof value === 'object' &&
    value !== null &&
    'message' in value &&
    typeof value.message === 'string'
  );
}
