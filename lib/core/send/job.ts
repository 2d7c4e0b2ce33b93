import type { LinkOptions } from '../alert/look/links';
import type { AlertChannel } from '../channel';
import type { Group } from '../group/group';
import type { StormLimits } from '../group/storm';
import type { DenialStore } from '../group/store';

/** One thing to do, small enough for a queue. */
export type SendJob =
  { readonly do: 'deliver'; readonly group: string; readonly channel: string } | StormJob;

/** Looks after the summary of one storm until it is over. */
export interface StormJob {
  readonly do: 'storm';
  readonly channel: string;
  readonly scope: string;
  readonly storm: string;
  /** Set for the storm of one caller. */
  readonly caller: string | null;
}

/** What the story needs from outside. */
export interface SendPorts {
  readonly store: DenialStore;
  /** By name. */
  readonly channels: ReadonlyMap<string, AlertChannel>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A text that no other call ever returned, of any process. */
  readonly uniqueId: () => string;
  /** Has the job done after that many milliseconds. When it returns, the job will not be lost. */
  readonly later: (job: SendJob, afterMs: number) => Promise<void>;
  readonly storm: {
    /** Storms of the whole channel. */
    readonly all: StormLimits;
    /** Storms of one caller. */
    readonly perCaller: StormLimits;
  };
  readonly links?: LinkOptions;
}

/** What became of a job. */
export type SendOutcome =
  | {
      readonly kind: 'sent';
      readonly channel: string;
      readonly reason: string;
      readonly first: Group | null;
    }
  | { readonly kind: 'folded'; readonly channel: string }
  /** Put off; the job comes again by itself. */
  | { readonly kind: 'later'; readonly channel: string; readonly afterMs: number }
  /** There was nothing (more) to do, and why. */
  | { readonly kind: 'nothing'; readonly why: string };

/** Longer than any channel takes. */
export const SEND_LEASE_MS = 120_000;

/** Shortest time for which a job is put off: the clocks of two machines differ. */
const MIN_WAIT_MS = 1_000;

/** The job comes again when its time has come. */
export async function putOff(
  job: SendJob,
  until: string,
  { now, later }: Pick<SendPorts, 'now' | 'later'>,
): Promise<SendOutcome> {
  const afterMs = Math.max(MIN_WAIT_MS, Date.parse(until) - now());
  await later(job, afterMs);
  return { kind: 'later', channel: job.channel, afterMs };
}
