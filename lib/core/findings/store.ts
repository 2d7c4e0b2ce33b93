import type { CallerActivity } from './activity';
import type { Finding } from './finding';
import type { Observation } from './observe';

/** Whoever looks at a caller: pure, may be called again when somebody else wrote in between. */
export type Look = (activity: CallerActivity | null) => Observation;

/**
 * Port: what is remembered of callers, and the findings about them. Written by many at once, killed at
 * any time: a finding is stored before the activity that says that it was made.
 */
export interface FindingStore {
  /**
   * One read and one write for whatever `look` made of the caller; none when it made nothing of it.
   *
   * @returns the findings that were not stored before
   * @throws Error when others wrote each time that it was tried: counts of denials do not depend on it
   */
  observeCaller(caller: string, look: Look): Promise<readonly Finding[]>;
  /** Null when it is not kept (any more). */
  finding(key: FindingKey): Promise<Finding | null>;
  /** Findings of events of that UTC day, `2026-11-25`, the first one first. */
  findingsOn(day: string): Promise<readonly Finding[]>;
}

/** Where a finding is kept: short, and without anything hostile. */
export interface FindingKey {
  /** UTC day of the event that made it. */
  readonly day: string;
  /** Hash of its id. */
  readonly hash: string;
}

/** How long the activity of a caller is remembered after its last denial: long enough for a key that is used once a year. */
export const ACTIVITY_KEPT_MS = 400 * 86_400_000;

/** In the order in which they were made. */
export function byTime(a: Finding, b: Finding): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
