import type { Group } from './group';

/** When a diagnosis is worked out. */
export interface DiagnosingLimits {
  /** How long a diagnosis holds for further denials of its group. */
  readonly freshMs: number;
  /** Longer than a diagnosis takes. */
  readonly leaseMs: number;
}

/** Who wants to work out a diagnosis, and when. */
export interface DiagnosingClaim extends DiagnosingLimits {
  /** The id of an occurrence that will be delivered again if the diagnosis is not saved. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Takes the right to work out the diagnosis, when one is needed and nobody is at it. It belongs to an
 * occurrence and not to a process: when the process dies, the occurrence is delivered again, and with
 * it the right.
 */
export function claimDiagnosing(group: Group, claim: DiagnosingClaim): Group {
  const { by, now, freshMs, leaseMs } = claim;
  if (!needsDiagnosis(group, now, freshMs)) return group;
  if (group.diagnosing !== null && Date.parse(group.diagnosing.until) > now) return group;
  return { ...group, diagnosing: { by, until: new Date(now + leaseMs).toISOString() } };
}

/** True when there is no diagnosis, an old one, or one from before the problem came back. */
export function needsDiagnosis(
  { diagnosedAt, reopenedIn, revision }: Pick<Group, 'diagnosedAt' | 'reopenedIn' | 'revision'>,
  now: number,
  freshMs: number,
): boolean {
  if (diagnosedAt === null) return true;
  if (reopenedIn > revision) return true;
  return Date.parse(diagnosedAt) + freshMs <= now;
}
