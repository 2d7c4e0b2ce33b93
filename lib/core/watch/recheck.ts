import type { Explained } from '../diagnosis/diagnosis';
import type { Layer } from '../policy/layer';
import type { Group } from '../group/group';
import { diagnosed } from '../group/lifecycle';
import type { StoredDiagnosis } from '../group/store';
import { diagnose, recheckLater } from './diagnose';
import type { RecheckJob, WatchPorts } from './ports';

/**
 * Diagnoses a group once more: because a source had answered "not yet", because a person asked whether the
 * request is allowed now, or as a matter of routine. People see it when the answer is another one.
 *
 * @returns the group as it is now; null when it is not kept any more
 */
export async function recheck(job: RecheckJob, ports: WatchPorts): Promise<Group | null> {
  const { store } = ports;
  const before = await store.diagnosis(job.group);
  if (before === null) return null;
  const now = await diagnose(before.denial, ports);
  if (now.stored.incomplete && job.reason === 'incomplete')
    await recheckLater({ ...job, attempt: job.attempt + 1 }, ports);
  const { channels, labels, explained } = now;
  const stored: StoredDiagnosis = { ...now.stored, recentChanges: before.recentChanges };
  const facts = {
    at: ports.now(),
    channels,
    labels,
    better: textOf(explained) !== textOf(before.explained),
    ...askedOf(job, isAllowed(before, stored)),
  };
  return store.saveDiagnosis(job.group, stored, (current) => diagnosed(current, facts));
}

/** Somebody who asked is told either way; a check of routine only when it is allowed now. */
function askedOf(
  { reason, by }: RecheckJob,
  allowed: boolean,
): { readonly asked?: { readonly by: RecheckJob['by']; readonly allowed: boolean } } {
  const isTold = reason === 'asked' || (reason === 'routine' && allowed);
  return isTold ? { asked: { by, allowed } } : {};
}

/** The time at which the policies were read is no news. */
function textOf(explained: Explained): string {
  return JSON.stringify(explained).replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '');
}

/** The layers that AWS's simulator looks at. */
const SIMULATED: ReadonlySet<Layer | null> = new Set<Layer>(['identity', 'boundary', 'scp']);

/**
 * Whether the request would be allowed by now: every collected policy allows it, or AWS's simulator,
 * which had denied it for a layer that it knows, allows it.
 */
function isAllowed(before: StoredDiagnosis, after: StoredDiagnosis): boolean {
  if (after.explained.diagnosis.verdict === 'allowedNow') return true;
  const denied = before.simulated === 'implicitDeny' || before.simulated === 'explicitDeny';
  return denied && after.simulated === 'allowed' && SIMULATED.has(before.explained.diagnosis.layer);
}
