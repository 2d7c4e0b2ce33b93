import type { Looked } from '../core/evidence/evidence';

/** What one call was made for, in the words of a gap. */
export interface LookupPurpose {
  /** `the inline policies of role orders-api`. */
  readonly what: string;
  /** IAM action that the call takes, `iam:ListRolePolicies`. */
  readonly permission: string;
}

/** Why a call to AWS failed, as far as it matters to whoever reads the gap. */
export type Trouble =
  'notAllowed' | 'credentials' | 'throttled' | 'timedOut' | 'network' | 'serverFault' | 'refused';

const TROUBLES: ReadonlyMap<string, Trouble> = new Map([
  ...names('notAllowed', [
    'AccessDenied',
    'AccessDeniedException',
    'AuthorizationError',
    'UnauthorizedOperation',
    'UnauthorizedException',
  ]),
  ...names('credentials', [
    'CredentialsProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'TokenProviderError',
    'UnrecognizedClientException',
  ]),
  ...names('throttled', [
    'BandwidthLimitExceeded',
    'LimitExceededException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'SlowDown',
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'TooManyRequestsException',
  ]),
  ...names('timedOut', ['AbortError', 'RequestTimeout', 'RequestTimeoutException', 'TimeoutError']),
  ...names('network', [
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EPIPE',
    'NetworkingError',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_SOCKET',
  ]),
  ['ETIMEDOUT', 'timedOut'],
]);

function names(trouble: Trouble, list: readonly string[]): readonly (readonly [string, Trouble])[] {
  return list.map((name) => [name, trouble]);
}

/**
 * Makes one lookup: an answer, or a gap that says what could not be looked at and what it would take.
 *
 * @throws what is neither AWS's nor the network's fault: an error in this program must be seen
 */
export async function lookUp<T>(
  purpose: LookupPurpose,
  call: () => Promise<T>,
): Promise<Looked<T>> {
  try {
    return { status: 'found', value: await call() };
  } catch (error) {
    return { status: 'unavailable', gap: gapOf(error, purpose) };
  }
}

/**
 * The gap for a failed call.
 *
 * @throws the error itself when it is neither AWS's nor the network's fault
 */
export function gapOf(error: unknown, purpose: LookupPurpose): string {
  const trouble = troubleOf(error);
  if (trouble === null) throw error;
  return `${purpose.what} could not be looked at: ${reasonOf(trouble, purpose.permission, error)}`;
}

/**
 * Why a lookup failed and what it would take, as the end of a sentence.
 *
 * @param said the error or the text in which AWS gave its reason
 */
export function reasonOf(trouble: Trouble, permission: string, said: unknown): string {
  switch (trouble) {
    case 'notAllowed':
      return `it takes the permission ${permission}`;
    case 'credentials':
      return 'the AWS credentials are missing, expired or not valid';
    case 'throttled':
      return `AWS throttled ${permission}`;
    case 'timedOut':
      return `AWS did not answer ${permission} in time`;
    case 'network':
      return 'AWS could not be reached over the network';
    case 'serverFault':
      return `AWS had an internal error in ${permission}`;
    case 'refused':
      return `AWS refused ${permission}: ${shortMessage(said)}`;
  }
}

/** What is read of an error: `instanceof` fails for one from another realm, as those of `fetch` can be. */
interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly cause?: unknown;
  readonly code?: unknown;
}

function isErrorLike(error: unknown): error is ErrorLike {
  return (
    typeof error === 'object' &&
    error !== null &&
    'name' in error &&
    typeof error.name === 'string' &&
    'message' in error &&
    typeof error.message === 'string'
  );
}

/** The kind of failure; null for an error that did not come from AWS or the network. */
export function troubleOf(error: unknown): Trouble | null {
  if (!isErrorLike(error)) return null;
  const named = TROUBLES.get(error.name) ?? troubleOfCode(error.code);
  if (named !== null) return named;
  const status = statusOf(error);
  if (status !== null) return troubleOfStatus(status);
  const caused = error.cause === undefined ? null : troubleOf(error.cause);
  return caused ?? (error.message === 'fetch failed' ? 'network' : null);
}

/** Node's and OpenSSL's codes; null for a code that is neither known nor about TLS. */
function troubleOfCode(code: unknown): Trouble | null {
  if (typeof code !== 'string') return null;
  return TROUBLES.get(code) ?? (TLS_CODE.test(code) ? 'network' : null);
}

const TLS_CODE = /^(?:CERT_|DEPTH_ZERO_|ERR_SSL_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_|UND_ERR_)/;

/** The kind of failure behind an HTTP answer, by AWS's name for it where it has one. */
export function troubleOfAnswer(errorName: string, status: number): Trouble {
  return TROUBLES.get(errorName) ?? troubleOfStatus(status);
}

function troubleOfStatus(status: number): Trouble {
  if (status === 403) return 'notAllowed';
  if (status === 401) return 'credentials';
  if (status === 429) return 'throttled';
  if (status === 408) return 'timedOut';
  return status >= 500 ? 'serverFault' : 'refused';
}

/** True when AWS answered with one of these error names. */
export function isNamed(error: unknown, ...errorNames: readonly string[]): boolean {
  return isErrorLike(error) && errorNames.includes(error.name);
}

/** HTTP status of an SDK exception; null when the error is none (the SDK marks its own by `$fault`). */
function statusOf(error: ErrorLike): number | null {
  if (!('$fault' in error)) return null;
  const assumed = error.$fault === 'client' ? 400 : 500;
  const metadata: unknown = '$metadata' in error ? error.$metadata : null;
  if (typeof metadata !== 'object' || metadata === null) return assumed;
  const status = 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : assumed;
}

const MAX_MESSAGE = 200;

/** AWS's message on one line, cut: it can repeat what the caller sent. */
export function shortMessage(error: unknown): string {
  const text = isErrorLike(error) ? error.message : String(error);
  const line = text
    .slice(0, MAX_MESSAGE * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE - 1)}…` : line;
}
