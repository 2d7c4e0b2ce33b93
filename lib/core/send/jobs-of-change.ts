import type { Group } from '../group/group';
import type { SendJob } from './job';

/** A job, and in how many milliseconds it is due. */
export interface DueJob {
  readonly job: SendJob;
  readonly afterMs: number;
}

/** What is asked of {@link jobsOfChange}. */
export interface GroupChange {
  /** Null when the group is new. */
  readonly before: Group | null;
  readonly after: Group;
  /** Names of the channels that can edit what they posted: the others are not told of mere counts. */
  readonly editing: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The jobs that a change of a group makes: one for each channel at once when there is something to see,
 * or later when only the counter went on. Whether there really is something to do is decided when the
 * job is done: a job too many does no harm, one too few would lose an alert.
 */
export function jobsOfChange({ before, after, editing, now }: GroupChange): readonly DueJob[] {
  if (after.treatment === 'digestOnly' || after.diagnosedAt === null) return [];
  // Those that the route does not lead to any more keep true what they have shown.
  const channels = [...new Set([...after.channels, ...(before?.channels ?? [])])];
  if (after.revision > (before?.revision ?? 0))
    return channels.map((channel) => dueJob(after, channel, 0));
  if (after.refreshAt === null || after.refreshAt === before?.refreshAt) return [];
  const afterMs = Math.max(0, Date.parse(after.refreshAt) - now);
  return channels
    .filter((channel) => editing.has(channel))
    .map((channel) => dueJob(after, channel, afterMs));
}

function dueJob({ id }: Group, channel: string, afterMs: number): DueJob {
  return { job: { do: 'deliver', group: id, channel }, afterMs };
}
