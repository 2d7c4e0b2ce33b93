/**
 * Messages of services that answer with a code of denials although no policy refused anything, or
 * although nothing was evaluated. Texts in lower case, and why they are no denial, in words that
 * complete "this is no denial: …". A sentence that says `not authorized to perform` weighs more.
 */
const OTHER_CAUSES: readonly (readonly [why: string, texts: readonly string[]])[] = [
  [
    'the caller could not be authenticated, so that no policy was evaluated',
    [
      'security token included in the request is',
      'token has expired',
      'token is expired',
      'request has expired',
      'has expired',
      'is expired',
      'have expired',
      'authorization token',
      'access token',
      'refresh token',
      'invalid login token',
      'invalid token',
      'token is not',
      'token has been revoked',
      'authorization header',
      'authentication token',
      'basic auth credentials',
      'validate the provided access credentials',
      'signature we calculated',
      'failed authentication',
      'incorrect username or password',
      'password attempts exceeded',
      'user is disabled',
      'user is not confirmed',
      'user does not exist',
      'verify secret hash',
      "logins don't match",
      'unauthenticated access is not supported',
      'must be logged in',
      'no credentials',
      'one time pass code',
      'with session credentials',
      'may not be assumed by root',
    ],
  ],
  [
    'there were too many requests',
    ['rate exceeded', 'throttl', 'too many requests', 'slow down', 'request limit exceeded'],
  ],
  [
    'it was only a dry run, and the call would have succeeded',
    ['request would have succeeded', 'dryrun flag is set'],
  ],
  [
    'the service or feature is not enabled, verified or subscribed to in this account or Region',
    [
      'is not enabled',
      'not enabled for',
      'has not been enabled',
      'have not been enabled',
      'not been activated for',
      'not subscribed',
      'needs a subscription',
      'valid subscription',
      'must be verified',
      'being verified',
      'pending verification',
      'not signed up',
      'is disabled for',
      'been suspended',
      'currently blocked',
      'access to the model with the specified model id',
      'access to this model is not available',
      'invalid_payment_instrument',
      'not available in this region',
      'not supported in this region',
      'not available for this account',
      'is not allowed for this account',
      'is not supported for this account',
    ],
  ],
  [
    'the account or the Region is the wrong one for this call',
    [
      'by accounts in an aws organization',
      'not a member of an organization',
      'not in an organization',
      'but your identity region is',
      'please use the',
    ],
  ],
  [
    'an AWS service owns the resource and nobody else may change it',
    ['an aws service owns', 'owned by an aws service', 'managed by an aws service'],
  ],
  [
    'the state of the key stands in the way, not a policy',
    ['is pending deletion', 'key is disabled'],
  ],
];

/** Messages are at most 1 KB in a record; a longer text is not searched to its end. */
const MAX_LENGTH = 4096;

/** Why a message tells of something else than a denial; null when it does not. */
export function otherCause(message: string): string | null {
  const text = message.slice(0, MAX_LENGTH).toLowerCase();
  const found = OTHER_CAUSES.find(([, texts]) => texts.some((part) => text.includes(part)));
  return found?.[0] ?? null;
}
