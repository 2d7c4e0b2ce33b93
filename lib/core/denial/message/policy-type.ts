import { phraseAt, type Flow } from './flow';
import type { PolicyType } from './parsed-message';

/**
 * How messages, and people who abridge them, call the policy types. A longer name stands before one
 * that is its beginning. `sessions policy` is in the documentation, `session policy` in real messages.
 *
 * Follows: IAM User Guide, "Troubleshoot access denied error messages".
 */
const NAMES: readonly (readonly [name: string, type: PolicyType])[] = [
  ['service control', 'scp'],
  ['scp', 'scp'],
  ['resource control', 'rcp'],
  ['rcp', 'rcp'],
  ['vpc endpoint', 'vpcEndpoint'],
  ['vpce', 'vpcEndpoint'],
  ['permissions boundary', 'boundary'],
  ['permission boundary', 'boundary'],
  ['permissions boundaries', 'boundary'],
  ['sessions', 'session'],
  ['session', 'session'],
  ['resource-based', 'resource'],
  ['resource based', 'resource'],
  ['resource', 'resource'],
  ['bucket', 'resource'],
  ['key', 'resource'],
  ['role trust', 'roleTrust'],
  ['trust', 'roleTrust'],
  ['identity-based', 'identity'],
  ['identity based', 'identity'],
  ['identity', 'identity'],
];

/** Types that a message may name without the word policy. */
const NEEDS_NO_NOUN: ReadonlySet<string> = new Set([
  'scp',
  'rcp',
  'permissions boundary',
  'permission boundary',
  'permissions boundaries',
]);

const NOUNS = [' policy', ' policies', ' polic', ' poli', ' pol'];

/** The policy type at a position, with its end; null when there is none that is known. */
export function policyTypeAt(
  flow: Flow,
  at: number,
): { readonly type: PolicyType; readonly end: number } | null {
  for (const [name, type] of NAMES) {
    const end = phraseAt(flow, at, name);
    if (end < 0) continue;
    const noun = NOUNS.map((word) => phraseAt(flow, end, word)).find((after) => after >= 0);
    if (noun !== undefined) return { type, end: endOfPlural(flow, noun) };
    if (NEEDS_NO_NOUN.has(name) || endsThere(flow, end)) return { type, end };
  }
  return null;
}

/** `policy` is the beginning of no other word here; `policies` is listed before its own beginnings. */
function endOfPlural(flow: Flow, end: number): number {
  return flow.lower.charAt(end) === 's' ? end + 1 : end;
}

/** A message that was cut behind `in a service control`. */
function endsThere(flow: Flow, end: number): boolean {
  return flow.text.slice(end, end + 8).trim() === '';
}
