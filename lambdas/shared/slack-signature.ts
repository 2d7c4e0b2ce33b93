import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a request says of its own signature. */
export interface SignatureClaim {
  /** Seconds since the epoch, as it was written. */
  readonly timestamp: string;
  /** `v0=` and 64 hexadecimal digits. The same for the same request, so that a replay is known by it. */
  readonly signature: string;
}

/** The clocks of Slack and of Lambda may differ, and a request may be under way for so long. */
export const SIGNATURE_WINDOW_MS = 5 * 60_000;

/**
 * What the request says of its signature; a text when it cannot be one of Slack's, or is too old. Costs
 * nothing: whatever comes from the internet is refused here before a secret is read.
 *
 * @param headers names in lower case
 * @param now milliseconds since the epoch
 */
export function signatureClaim(
  headers: Readonly<Record<string, string | undefined>>,
  now: number,
): SignatureClaim | string {
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  const signature = headers['x-slack-signature'] ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return 'it has no time of Slack';
  if (!/^v0=[0-9a-f]{64}$/.test(signature)) return 'it has no signature of Slack';
  if (Math.abs(now - Number(timestamp) * 1000) > SIGNATURE_WINDOW_MS)
    return 'its time is more than five minutes away';
  return { timestamp, signature };
}

/**
 * Whether Slack signed exactly these bytes with the app's signing secret. Takes as long for a wrong
 * signature as for the right one.
 *
 * Follows: Slack API, "Verifying requests from Slack".
 */
export function isSigned(claim: SignatureClaim, body: Uint8Array, signingSecret: string): boolean {
  const expected = createHmac('sha256', signingSecret)
    .update(`v0:${claim.timestamp}:`)
    .update(body)
    .digest();
  return timingSafeEqual(expected, Buffer.from(claim.signature.slice('v0='.length), 'hex'));
}
