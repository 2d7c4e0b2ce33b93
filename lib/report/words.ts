import type { ChangeWord, DecisionReason, Standing } from '../core/digest/digest';
import { UTC, zoneNamed, type Zone } from '../core/digest/zone';
import { LAYERS } from '../core/policy/layer';
import type { FindingKind } from '../core/findings/finding';

/** With commas between thousands. */
export function number(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** Short enough for a cell: `1.2k`. */
export function shortNumber(count: number): string {
  return count.toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 1 });
}

/** `1 denial`, `1,200 denials`. */
export function amount(count: number, word: string): string {
  return `${number(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** Tells a word of a closed vocabulary; what is in none is told as it is. */
function told<K extends string>(words: Readonly<Record<K, string>>): (word: string) => string {
  const known = new Map<string, string>(Object.entries(words));
  return (word) => known.get(word) ?? word;
}

/** What has a colour in charts: the policy layers, then what no policy refused, then the rest. */
export const COLOURED = [...LAYERS, 'none', 'unknown'] as const;

/** A policy layer in words; the values are those of the labels. */
export const layerWords = told({
  identity: 'identity policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  resource: 'resource policy',
  vpcEndpoint: 'VPC endpoint policy',
  none: 'a setting, no policy',
  unknown: 'layer not known',
});

/** A finding's kind in words. */
export const findingWords = told<FindingKind>({
  enumeration: 'enumeration',
  bruteForce: 'brute force',
  newPlace: 'new place',
  credentialOutside: 'credential outside AWS',
  burstAfterQuiet: 'burst after quiet',
  guardrailTampering: 'tampering with guardrails',
  longUnusedKey: 'long-unused key',
});

/** Why something is to be decided, in a word or two. */
export const reasonWords = told<DecisionReason>({
  root: 'root user',
  anonymous: 'no credentials',
  privilege: 'permissions',
  guardrail: 'guardrail',
  newCaller: 'new caller',
  write: 'write',
});

/** The rule of a change, as a sentence. */
export const changeRule: Readonly<Record<Exclude<ChangeWord, 'steady' | 'quiet'>, string>> = {
  new: 'Denied for the first time on this day.',
  reopened: 'Came back after it was resolved, or after a week without a denial.',
  growing: 'At least twice as many as yesterday and as usual, and at least ten more.',
  shrinking: 'At most half of yesterday and of usual, and at least ten fewer.',
  resolved: 'Resolved on this day; it has not come back.',
};

/** How sure a diagnosis is, as a sentence. */
export const confidenceWords = told({
  confirmed: 'Confirmed: AWS says so.',
  derived: 'Derived: from the policies themselves.',
  inferred: 'Inferred: from what the record suggests.',
  unknown: 'Not known.',
});

/** How a remedy was proven, as a sentence. */
export const proofWords = told({
  evaluated: 'proven: allowed after the change, neighbours still denied',
  simulated: 'proven by the simulator of AWS',
  notProven: 'not proven',
});

/** A caller's type in words. */
export const callerWords = told({
  role: 'role',
  user: 'user',
  root: 'root user',
  anonymous: 'no credentials',
  service: 'AWS service',
  federatedUser: 'federated user',
  webIdentity: 'web identity',
  saml: 'SAML user',
  identityCenter: 'Identity Center user',
  unknown: 'caller not known',
});

/** Tells times and days of one digest, on the clock of its zone. */
export interface Clock {
  /** `25 Nov, 14:02`; the year when it is another one than the digest's. Text that is no time stays as it is. */
  readonly time: (iso: string) => string;
  /** `14:02:31`. */
  readonly second: (iso: string) => string;
  /** `25 Nov` of `2026-11-25`. */
  readonly day: (day: string) => string;
  /** `Wednesday, 25 November 2026`. */
  readonly longDay: (day: string) => string;
}

const MINUTE_MS = 60_000;

/** @param zone IANA name; UTC's clock when the runtime does not know it */
export function clockOf(zone: string, digestDay: string): Clock {
  const { offsetAt } = knownZone(zone);
  const year = digestDay.slice(0, 4);
  const local = (iso: string): string | null => {
    const ms = Date.parse(iso);
    return Number.isNaN(ms) ? null : new Date(ms + offsetAt(ms) * MINUTE_MS).toISOString();
  };
  const day = (date: string): string => dated(date, date.startsWith(year) ? DAY : DAY_AND_YEAR);
  return {
    time: (iso) => {
      const at = local(iso);
      return at === null ? iso : `${day(at.slice(0, 10))}, ${at.slice(11, 16)}`;
    },
    second: (iso) => local(iso)?.slice(11, 19) ?? iso,
    day,
    longDay: (date) => dated(date, LONG_DAY),
  };
}

function knownZone(name: string): Zone {
  try {
    return zoneNamed(name);
  } catch {
    return UTC;
  }
}

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
}

const DAY = format({ day: 'numeric', month: 'short' });
const DAY_AND_YEAR = format({ day: 'numeric', month: 'short', year: 'numeric' });
const LONG_DAY = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

function dated(day: string, format: Intl.DateTimeFormat): string {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(ms) ? day : format.format(ms);
}

/** Where a problem stands, in a word and the rest: `muted`, `by alice until 2 Dec, 09:00`. */
export function standingWords(
  { name, by, until, since }: Standing,
  { time }: Clock,
): { readonly word: string; readonly more: string } {
  const person = by === null ? '' : `by ${by}`;
  const when = since === null ? '' : time(since);
  switch (name) {
    case 'muted':
      return {
        word: 'muted',
        more: words(person, until === null ? 'until it is fixed' : `until ${time(until)}`),
      };
    case 'acknowledged':
      return { word: 'acknowledged', more: words(person, when === '' ? '' : `on ${when}`) };
    case 'resolved':
      return { word: 'resolved', more: when };
    case 'reopened':
      return { word: 'open', more: words('reopened', when) };
    case 'alerted':
      return { word: 'open', more: words('alerted', when) };
    case 'repeated':
      return { word: 'open', more: 'repeated since the alert' };
    case 'new':
      return { word: 'open', more: 'nobody was told yet' };
  }
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
