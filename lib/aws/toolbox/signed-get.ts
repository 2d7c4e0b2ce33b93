import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../client-settings';

/** The global `fetch`, or one that a test passes in. */
export type Fetch = typeof fetch;

/** Where a signed request goes. */
export interface SignedGet {
  /** `https://host[:port]`. */
  readonly origin: string;
  /** Path with its segments already encoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly region: string;
}

/** One answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  /** AWS's name for the error; empty when there is none. */
  readonly errorName: string;
  readonly body: string;
  /** Seconds; null when the header is absent or no number. */
  readonly retryAfter: number | null;
}

/** Largest answer that is read, in characters. */
const MAX_BODY = 20_000_000;

/**
 * One GET, signed with Signature Version 4 as service `iam`, for an API that has no JavaScript client.
 *
 * @throws what `fetch` or the credentials throw, and an `AbortError` or `TimeoutError` after `timeoutMs`
 */
export async function signedGet(
  request: SignedGet,
  credentials: Credentials,
  fetchFn: Fetch,
  timeoutMs: number,
): Promise<HttpAnswer> {
  const { protocol, hostname, port, host } = new URL(request.origin);
  const signer = new SignatureV4({
    service: 'iam',
    region: request.region,
    credentials,
    sha256: Sha256,
  });
  const signed = await signer.sign({
    method: 'GET',
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: request.path,
    query: { ...request.query },
    headers: { host, accept: 'application/json', 'user-agent': 'denywatch' },
  });
  const search = new URLSearchParams(request.query).toString().replaceAll('+', '%20');
  const response = await fetchFn(`${request.origin}${request.path}${search && `?${search}`}`, {
    headers: signed.headers,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const body = await response.text();
  if (body.length > MAX_BODY) throw new Error(`an answer of ${body.length} characters`);
  const { status, headers } = response;
  return { status, errorName: errorNameOf(headers), body, retryAfter: retryAfterOf(headers) };
}

/** `AccessDeniedException:http://…` -> `AccessDeniedException`. */
function errorNameOf(headers: Headers): string {
  return headers.get('x-amzn-errortype')?.split(':', 1)[0] ?? '';
}

/** `Retry-After` in seconds; the form with a date is not used by the services called here. */
export function retryAfterOf(headers: Headers): number | null {
  const text = headers.get('retry-after') ?? '';
  return /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : null;
}
