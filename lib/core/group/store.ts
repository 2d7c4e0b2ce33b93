import type { Denial } from '../denial/denial';
import type { Explained } from '../diagnosis/diagnosis';
import type { Delivery } from './delivery';
import type { Group, Occurrence } from './group';
import type { Storm } from './storm';

/** What a group's messages are composed from, kept beside the group because it is large. */
export interface StoredDiagnosis {
  readonly denial: Denial;
  readonly explained: Explained;
  /** ISO 8601. */
  readonly at: string;
  /** True when a source answered "not yet": the diagnosis may get better. */
  readonly incomplete: boolean;
  /** What AWS's simulator said; null or absent when it was not asked. */
  readonly simulated?: 'allowed' | 'explicitDeny' | 'implicitDeny' | null;
  /** Changes of the caller's policies before the denial, newest first. */
  readonly recentChanges: readonly {
    readonly time: string;
    readonly by: string;
    readonly what: string;
    readonly eventName: string;
    readonly eventId: string | null;
  }[];
}

/**
 * Makes the group that results when occurrences are added. Pure: it may be called again when somebody
 * else wrote in between.
 *
 * @param group null when this is the first time
 * @param fresh those that were not counted before, at least one
 */
export type Fold = (group: Group | null, fresh: readonly Occurrence[], id: string) => Group;

/**
 * Port: what Denywatch remembers. Written by many at once, killed at any time: whatever a method
 * returned is stored, and each change happens wholly or not at all.
 *
 * The functions that are passed in are pure and may be called several times; one that returns its
 * argument changes nothing, and nothing is written.
 */
export interface DenialStore {
  /**
   * Counts those of the occurrences that were not counted yet, with the group's change in the same
   * transaction, and returns the group as it is stored: long texts are cut. With nothing fresh, the
   * group as it is; where there is none, because another group counted the same requests from the
   * trail of another account, that one.
   *
   * @param occurrences at least one; many may be counted in several transactions
   * @throws RangeError when there are none
   */
  record(fingerprint: string, occurrences: readonly Occurrence[], fold: Fold): Promise<Group>;
  group(id: string): Promise<Group | null>;
  /** @returns the group after the change; null when there is no such group */
  updateGroup(id: string, change: (group: Group) => Group): Promise<Group | null>;
  diagnosis(id: string): Promise<StoredDiagnosis | null>;
  /** Stores the diagnosis and the group's change together. */
  saveDiagnosis(
    id: string,
    diagnosis: StoredDiagnosis,
    change: (group: Group) => Group,
  ): Promise<Group | null>;
  /** Counts occurrences that a noise entry hides, each once, on the UTC day of `now`. */
  countHidden(entry: string, occurrences: readonly Occurrence[]): Promise<void>;
  /** UTC day, `2026-11-25` -> noise entry -> how many it hid. */
  hidden(day: string): Promise<ReadonlyMap<string, number>>;
  /** What one channel has shown of one group. */
  updateDelivery(
    id: string,
    channel: string,
    change: (delivery: Delivery) => Delivery,
  ): Promise<Delivery>;
  /** @param scope a channel, or a channel and a caller */
  updateStorm(scope: string, change: (storm: Storm) => Storm): Promise<Storm>;
  /** True the first time that it is called with this key; remembered for at least `keepMs`. */
  once(key: string, keepMs: number): Promise<boolean>;
  /** Groups that occurred on or after that UTC day, in no order. */
  groupsSince(day: string): AsyncIterable<Group>;
}
