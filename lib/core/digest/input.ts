import type { Finding } from '../findings/finding';
import type { Group } from '../group/group';
import type { NoiseEntry } from '../group/noise/entry';
import type { StoredDiagnosis } from '../group/store';
import type { DaySummary, Health } from './digest';
import type { Zone } from './zone';

/** How long the lists of a digest are. */
export interface DigestLimits {
  /** Problems in each list. */
  readonly problems: number;
  /** Entries of each top list, repeat offenders, rows and columns of the heat map. */
  readonly top: number;
  /** Callers that get a proposed policy. */
  readonly proposals: number;
  /** Open problems of one caller that its proposed policy is made from. */
  readonly merged: number;
  /** On so many of the last 35 days a caller is denied something before it is a repeat offender. */
  readonly offenderDays: number;
  /** A mute, or an own noise entry, that ends within so many days is told of. */
  readonly endingDays: number;
}

/** Unless settings say otherwise. */
export const DIGEST_LIMITS: DigestLimits = {
  problems: 50,
  top: 20,
  proposals: 10,
  merged: 25,
  offenderDays: 5,
  endingDays: 3,
};

/** A noise entry of the catalogue, or one of the deployment's own, which ends. */
export type DigestNoiseEntry = NoiseEntry & { readonly expires?: string };

/** What a digest is made from. */
export interface DigestInput {
  /** `2026-11-25`, a day of the zone. */
  readonly day: string;
  readonly zone: Zone;
  /** Groups that occurred within the 35 days before the day's end, each once, in any order. Read once. */
  readonly groups: AsyncIterable<Group> | Iterable<Group>;
  /** Asked for at most a few hundred groups. */
  readonly diagnosis: (groupId: string) => Promise<StoredDiagnosis | null>;
  /** UTC day -> noise entry -> how many it hid. A day that is not in it was not looked at. */
  readonly hidden: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Own entries and the catalogue. */
  readonly noise: readonly DigestNoiseEntry[];
  /** Findings of the day. */
  readonly findings: readonly Finding[];
  readonly health: Pick<Health, 'events' | 'latencyMs' | 'deadLetters'>;
  /** Summaries of earlier days, in any order. */
  readonly history: readonly DaySummary[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** {@link DIGEST_LIMITS} unless given. */
  readonly limits?: DigestLimits;
}
