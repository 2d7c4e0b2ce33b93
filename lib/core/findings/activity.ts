import type { Denial } from '../denial/denial';
import type { Occurrence } from '../group/group';
import type { FindingCaller, FindingEvent } from './finding';

/** What rules look at of a denial: little, as many may wait to be looked at. */
export type ObservedDenial = Pick<
  Denial,
  'accountId' | 'action' | 'principal' | 'readOnly' | 'vpcEndpointId'
>;

/** One denial as rules see it. */
export interface Observed {
  readonly denial: ObservedDenial;
  readonly occurrence: Occurrence;
}

/** One denial as the window remembers it. */
export interface WindowEvent extends FindingEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** IAM service prefix; null when the action is not known. */
  readonly service: string | null;
  /** The resource without its last part: `arn:aws:secretsmanager:eu-west-1:111122223333:secret`. Null when not known. */
  readonly family: string | null;
}

/** When something was met first and last. ISO 8601, UTC. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** What is remembered of one caller: small and bounded, whoever the caller is. A value: every change makes a new one. */
export interface CallerActivity {
  readonly caller: FindingCaller;
  /** ISO 8601, UTC: the first and the last denial. */
  readonly first: string;
  readonly last: string;
  /** ISO 8601, UTC: the last denial before those of the window; null when there was none. */
  readonly quietSince: string | null;
  /** The newest events within the window, oldest first, each once. */
  readonly window: readonly WindowEvent[];
  /** Network -> when it was met; see `networkOf`. The ones that were met last. */
  readonly networks: Readonly<Record<string, Span>>;
  /** Access key id (of users: `AKIA…`) -> when it was met. */
  readonly keys: Readonly<Record<string, Span>>;
  /** Id of a finding -> when it was made, so that each is made once. The newest. */
  readonly found: Readonly<Record<string, string>>;
}

/** How much is remembered of one caller. */
export const MOST_WINDOW = 100;
/** See {@link MOST_WINDOW}. */
export const MOST_SPANS = 30;

/** Longest text that is kept of one field. An occurrence cuts its own; these are of the denial. */
const MOST_TEXT = 512;

/** What access key ids of users begin with; those of sessions begin with ASIA. */
export const USER_KEY = 'AKIA';

/** The same text for all denials of one caller. */
export function callerOf({
  principal,
  accountId,
}: Pick<Denial, 'principal' | 'accountId'>): FindingCaller {
  const { arn, type, principalId } = principal;
  return {
    id: `${accountId ?? '-'}|${arn ?? `${type}/${principalId ?? '-'}`}`.slice(0, MOST_TEXT),
    accountId: accountId?.slice(0, MOST_TEXT) ?? null,
    principalArn: arn?.slice(0, MOST_TEXT) ?? null,
    principalType: type,
  };
}

/** One denial as the window keeps it; null without a time, which no window can hold. */
export function windowEventOf({ denial, occurrence }: Observed): WindowEvent | null {
  const at = Date.parse(occurrence.time ?? '');
  if (Number.isNaN(at)) return null;
  const { id, time, resource, region, sourceIpAddress, userAgent, accessKeyId } = occurrence;
  const action = denial.action?.slice(0, MOST_TEXT) ?? null;
  return {
    id,
    time,
    at,
    action,
    service: action?.split(':')[0] ?? null,
    resource,
    family: familyOf(resource),
    region,
    sourceIpAddress,
    userAgent,
    accessKeyId,
  };
}

/** Where a resource's own name begins: the last slash, or the last colon of one without. */
function familyOf(resource: string | null): string | null {
  if (resource === null || resource === '*') return null;
  const cut = Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':'));
  return cut <= 0 ? null : resource.slice(0, cut);
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/;

/**
 * The network of an address: its first 16 bits (IPv6: 32). Null for names of AWS services and for
 * addresses of private networks, which are the same everywhere.
 *
 * Follows: RFC 1918, RFC 6598, RFC 4193.
 */
export function networkOf(address: string | null): string | null {
  const [, a, b] = IPV4.exec(address ?? '') ?? [];
  if (a !== undefined && b !== undefined)
    return isPrivate(Number(a), Number(b)) ? null : `${a}.${b}.0.0/16`;
  const groups = (address ?? '').toLowerCase().split(':');
  const [first = '', second = ''] = groups;
  const isIpv6 = groups.length >= 3 && /^[23][0-9a-f]{3}$/.test(first);
  return isIpv6 ? `${first}:${second === '' ? '0' : second}::/32` : null;
}

function isPrivate(a: number, b: number): boolean {
  return (
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 100 && b >= 64 && b < 128)
  );
}

/** The newest spans, with a time added to one of them. */
export function spanned(
  spans: Readonly<Record<string, Span>>,
  key: string,
  time: string,
): Readonly<Record<string, Span>> {
  const before = Object.hasOwn(spans, key) ? spans[key] : undefined;
  const span =
    before === undefined
      ? { first: time, last: time }
      : {
          first: time < before.first ? time : before.first,
          last: time > before.last ? time : before.last,
        };
  const all = new Map(Object.entries(spans)).set(key, span);
  const newest = [...all].sort(([, a], [, b]) => (a.last < b.last ? -1 : 1)).slice(-MOST_SPANS);
  return Object.fromEntries(newest);
}
