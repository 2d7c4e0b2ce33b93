import { alertMessage } from '../alert/message';
import { plain } from '../alert/text/phrase';
import type { Denial } from '../denial/denial';
import type { Explained } from '../diagnosis/diagnosis';
import { explainDenial } from '../diagnosis/explain';
import type { Evidence } from '../evidence/evidence';
import { gather } from '../evidence/gather';
import type { GroupLabels } from '../group/group';
import type { StoredDiagnosis } from '../group/store';
import type { Destination, RecheckJob, WatchPorts } from './ports';

/** A diagnosis, and what is kept of it. */
export interface Diagnosed {
  readonly explained: Explained;
  readonly evidence: Evidence;
  readonly stored: StoredDiagnosis;
  readonly channels: Destination['channels'];
  readonly labels: GroupLabels;
}

/** Finds out why a request was denied, and who is told. */
export async function diagnose(denial: Denial, ports: WatchPorts): Promise<Diagnosed> {
  const evidence = await gather(denial, ports.sources, ports.reference);
  const explained = explainDenial(denial, evidence, ports.reference);
  const labels = labelsOf(denial, explained);
  const { channels, owner } = ports.destination(labels, evidence);
  const stored: StoredDiagnosis = {
    denial,
    explained,
    at: new Date(ports.now()).toISOString(),
    incomplete: evidence.incomplete,
    simulated: evidence.simulation?.decision ?? null,
    recentChanges: changesBefore(denial, evidence),
  };
  return { explained, evidence, stored, channels, labels: { ...labels, owner } };
}

/** Wait before asking again for what AWS did not have yet: it comes within minutes or not at all. */
const RECHECK_AFTER_MS = [60_000, 120_000, 240_000];

/** Has a group looked at once more, unless that was done often enough. */
export async function recheckLater(job: RecheckJob, ports: WatchPorts): Promise<void> {
  const afterMs = RECHECK_AFTER_MS[job.attempt - 1];
  if (afterMs !== undefined) await ports.recheckLater(job, afterMs);
}

function labelsOf(denial: Denial, explained: Explained): Omit<GroupLabels, 'owner'> {
  const alert = alertMessage({
    denial,
    explained,
    occurrences: { count: 1, first: denial.time, last: denial.time },
  });
  const { layer, verdict, service, principalType, severity } = alert.labels;
  return {
    accountId: denial.accountId ?? denial.recipientAccountId,
    principalArn: denial.principal.arn,
    principal: alert.principal,
    principalType,
    action: denial.action,
    resource: denial.resource.arn,
    service,
    layer,
    verdict,
    severity,
    headline: plain(alert.headline),
  };
}

/** A change after the denial did not cause it. */
function changesBefore({ time }: Denial, { facts }: Evidence): StoredDiagnosis['recentChanges'] {
  const deniedAt = Date.parse(time ?? '');
  return (facts?.recentChanges ?? []).filter((change) => Date.parse(change.time) <= deniedAt);
}
