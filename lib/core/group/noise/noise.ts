import type { Denial } from '../../denial/denial';
import { NOISE_CATALOGUE } from './catalogue';
import type { NoiseEntry, OwnNoiseEntry } from './entry';
import { prepareMatch } from './match';

/** What the noise rules say of a denial. */
export type NoiseVerdict =
  | { readonly treatment: 'alert' | 'digestOnly' }
  | { readonly treatment: 'hide'; readonly entry: string };

/** Why an entry of the catalogue had less effect than it asks for. */
export type Softened =
  /** A denied change: in the digest at least. */
  | 'write'
  /** The root user: always alerted. */
  | 'root'
  /** A VPC endpoint policy refused it: always alerted. */
  | 'vpcEndpoint';

/** A verdict with what led to it. */
export interface NoiseJudgement {
  readonly treatment: 'alert' | 'digestOnly' | 'hide';
  /** The entry that decided, or that would have but for `softened`; null when none matches. */
  readonly entry: NoiseEntry | null;
  readonly origin: 'catalogue' | 'settings' | null;
  readonly softened: Softened | null;
  /** Entries of the settings that match and have run out. */
  readonly expired: readonly OwnNoiseEntry[];
}

/** The rules of a deployment, prepared once and asked of every denial. */
export interface NoiseRules {
  readonly own: readonly Prepared<OwnNoiseEntry>[];
  readonly catalogue: readonly Prepared<NoiseEntry>[];
}

interface Prepared<Entry> {
  readonly entry: Entry;
  /** Milliseconds since the epoch: from then on it does not match. */
  readonly ends: number;
  readonly matches: (raw: unknown) => boolean;
}

const DAY_MS = 86_400_000;

/**
 * Prepares the rules of a deployment: its own entries, then the catalogue.
 *
 * @param catalogue another one than that of this version, for tests
 */
export function prepareNoise(
  own: readonly OwnNoiseEntry[],
  catalogue: readonly NoiseEntry[] = NOISE_CATALOGUE.entries,
): NoiseRules {
  return {
    own: own.map((entry) => ({
      entry,
      ends: Date.parse(`${entry.expires}T00:00:00Z`) + DAY_MS,
      matches: prepareMatch(entry.match),
    })),
    catalogue: catalogue.map((entry) => ({
      entry,
      ends: Number.POSITIVE_INFINITY,
      matches: prepareMatch(entry.match),
    })),
  };
}

/**
 * What the rules say of a denial. The deployment's own entries come first, and of them a `keep` before
 * all others; then the catalogue, from its top, where the first entry that matches decides.
 *
 * An entry of the catalogue hides no denied write (it is in the digest), and has no effect on the root
 * user nor on what a VPC endpoint policy refused. A deployment's own entry does what it says.
 *
 * @param raw the record as it was read; fields that it does not have match nothing
 * @param now milliseconds since the epoch
 */
export function judgeNoise(
  { raw }: { readonly raw: unknown },
  denial: Denial,
  rules: NoiseRules,
  now: number,
): NoiseJudgement {
  const own = rules.own.filter(({ matches }) => matches(raw));
  const expired = own.filter(({ ends }) => !(now < ends)).map(({ entry }) => entry);
  const valid = own.filter(({ ends }) => now < ends).map(({ entry }) => entry);
  const decided = valid.find(({ treatment }) => treatment === 'keep') ?? valid[0];
  if (decided !== undefined)
    return {
      treatment: treatmentOf(decided),
      entry: decided,
      origin: 'settings',
      softened: null,
      expired,
    };
  const found = rules.catalogue.find(({ matches }) => matches(raw))?.entry;
  if (found === undefined)
    return { treatment: 'alert', entry: null, origin: null, softened: null, expired };
  return { ...soften(found, denial), entry: found, origin: 'catalogue', expired };
}

/** The verdict of {@link judgeNoise} alone. */
export function noiseOf(
  record: { readonly raw: unknown },
  denial: Denial,
  rules: NoiseRules,
  now: number,
): NoiseVerdict {
  const { treatment, entry } = judgeNoise(record, denial, rules, now);
  return treatment === 'hide' && entry !== null
    ? { treatment, entry: entry.id }
    : { treatment: treatment === 'digestOnly' ? 'digestOnly' : 'alert' };
}

function treatmentOf({ treatment }: NoiseEntry): NoiseJudgement['treatment'] {
  return treatment === 'keep' ? 'alert' : treatment;
}

function soften(
  entry: NoiseEntry,
  { principal, errorCode, readOnly }: Denial,
): Pick<NoiseJudgement, 'treatment' | 'softened'> {
  const treatment = treatmentOf(entry);
  if (treatment === 'alert') return { treatment, softened: null };
  if (principal.type === 'root') return { treatment: 'alert', softened: 'root' };
  if (errorCode === 'VpceAccessDenied') return { treatment: 'alert', softened: 'vpcEndpoint' };
  return treatment === 'hide' && readOnly === false
    ? { treatment: 'digestOnly', softened: 'write' }
    : { treatment, softened: null };
}
