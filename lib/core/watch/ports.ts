import type { Denial } from '../denial/denial';
import type { Explained } from '../diagnosis/diagnosis';
import type { Evidence } from '../evidence/evidence';
import type { EvidenceSources } from '../evidence/sources';
import type { DiagnosingLimits } from '../group/diagnosing';
import type { Actor, Group, GroupLabels } from '../group/group';
import type { LifecycleLimits } from '../group/lifecycle';
import type { NoiseVerdict } from '../group/noise/noise';
import type { DenialStore } from '../group/store';
import type { CloudTrailRecord } from '../record/record';
import type { ServiceReference } from '../service-reference/service-reference';

export type { NoiseVerdict } from '../group/noise/noise';

/** Where a group's messages go, and whose it is. */
export interface Destination {
  readonly channels: readonly string[];
  readonly owner: string | null;
}

/** A group whose diagnosis may get better, or is to be checked again. */
export interface RecheckJob {
  readonly group: string;
  /**
   * `incomplete`: a source answered "not yet". `asked`: a person wants to know whether it is allowed now.
   * `routine`: it has been quiet, and was perhaps mended.
   */
  readonly reason: 'incomplete' | 'asked' | 'routine';
  /** 1 for the first. */
  readonly attempt: number;
  /** Who asked; null when nobody did. */
  readonly by: Actor | null;
}

/** What the story needs from outside. */
export interface WatchPorts {
  /** Names of Denywatch's own roles. */
  readonly ownRoles: ReadonlySet<string>;
  readonly store: DenialStore;
  /** Asked once for each problem, so that a storm costs nothing. */
  readonly sources: EvidenceSources;
  readonly reference: ServiceReference;
  readonly noise: (record: CloudTrailRecord, denial: Denial) => NoiseVerdict;
  readonly destination: (labels: Omit<GroupLabels, 'owner'>, evidence: Evidence) => Destination;
  /** Has the group checked again after that many milliseconds. When it returns, the job will not be lost. */
  readonly recheckLater: (job: RecheckJob, afterMs: number) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly limits: LifecycleLimits & DiagnosingLimits;
}

/** What became of one record. */
export type WatchOutcome =
  | { readonly kind: 'noDenial'; readonly why: string }
  /** Denywatch itself was denied: never diagnosed, or it would watch itself for ever. Whoever calls raises an alarm. */
  | { readonly kind: 'ownDenial'; readonly denial: Denial }
  /** Counted as noise. */
  | { readonly kind: 'hidden'; readonly denial: Denial; readonly entry: string }
  /** Counted; its problem is known. */
  | { readonly kind: 'repeated'; readonly denial: Denial; readonly group: Group }
  /** Counted, and its problem was diagnosed: whoever sends alerts has something to send. */
  | {
      readonly kind: 'diagnosed';
      readonly denial: Denial;
      readonly group: Group;
      readonly explained: Explained;
    }
  /** Nothing of it is sure to be stored: it must come again. */
  | { readonly kind: 'failed'; readonly error: unknown };
