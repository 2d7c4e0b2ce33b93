import { alertMessage } from './alert/message';
import { plain } from './alert/text/phrase';
import type { Denial } from './denial/denial';
import { denialFromRecord, isDenial } from './denial/to-denial';
import type { Explained } from './diagnosis/diagnosis';
import { explainDenial } from './diagnosis/explain';
import type { Evidence } from './evidence/evidence';
import { gather } from './evidence/gather';
import type { EvidenceSources } from './evidence/sources';
import { claimDiagnosing, type DiagnosingLimits } from './group/diagnosing';
import { fingerprint } from './group/fingerprint';
import type { Actor, Group, GroupLabels, Occurrence } from './group/group';
import { diagnosed, occurred, type LifecycleLimits } from './group/lifecycle';
import { occurrenceOf } from './group/occurrence';
import type { DenialStore, StoredDiagnosis } from './group/store';
import type { CloudTrailRecord } from './record/record';
import type { ServiceReference } from './service-reference/service-reference';

/** What the noise rules say of a denial. */
export type NoiseVerdict =
  | { readonly treatment: 'alert' | 'digestOnly' }
  | { readonly treatment: 'hide'; readonly entry: string };

/** Where a group's messages go, and whose it is. */
export interface Destination {
  readonly channels: readonly string[];
  readonly owner: string | null;
}

/** A group whose diagnosis may get better, or is to be checked again. */
export interface RecheckJob {
  readonly group: string;
  /** `incomplete`: a source answered "not yet". `asked`: a person wants to know whether it is allowed now. */
  readonly reason: 'incomplete' | 'asked';
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

/** A record's denial, and where the record stood in the batch. */
interface Met {
  readonly at: number;
  readonly denial: Denial;
  readonly occurrence: Occurrence;
}

/** Denials of one kind: one write for all of them. */
interface Pile {
  readonly treatment: 'alert' | 'digestOnly';
  readonly met: Met[];
}

/**
 * The whole story of a batch of records: which are denials, whose, of which known or new problems; for
 * a new one, why. When it returns, each occurrence is stored, but for those that failed. It may be
 * called again for the same records: nothing is counted twice.
 *
 * @returns one outcome for each record, in their order
 */
export async function watchBatch(
  records: readonly CloudTrailRecord[],
  ports: WatchPorts,
): Promise<readonly WatchOutcome[]> {
  const outcomes: WatchOutcome[] = records.map(() => ({ kind: 'failed', error: 'not looked at' }));
  const piles = new Map<string, Pile>();
  const hidden = new Map<string, Met[]>();
  records.forEach((record, at) => {
    const sorted = sort(record, at, ports);
    if ('kind' in sorted) outcomes[at] = sorted;
    else if (sorted.noise.treatment === 'hide') push(hidden, sorted.noise.entry, sorted.met);
    else {
      const key = fingerprint(sorted.met.denial);
      const pile = piles.get(key) ?? { treatment: sorted.noise.treatment, met: [] };
      pile.met.push(sorted.met);
      piles.set(key, pile);
    }
  });
  await Promise.all([
    ...[...hidden].map(([entry, met]) => settle(met, outcomes, () => hide(entry, met, ports))),
    ...[...piles].map(([key, pile]) =>
      settle(pile.met, outcomes, () => watchPile(key, pile, ports)),
    ),
  ]);
  return outcomes;
}

/** What kind of record it is, without asking anybody. */
function sort(
  record: CloudTrailRecord,
  at: number,
  ports: WatchPorts,
): WatchOutcome | { readonly noise: NoiseVerdict; readonly met: Met } {
  const denial = denialFromRecord(record, ports.reference);
  if (!isDenial(denial)) return { kind: 'noDenial', why: denial.notDenial };
  if (isOwn(denial, ports.ownRoles)) return { kind: 'ownDenial', denial };
  const noise = ports.noise(record, denial);
  return { noise, met: { at, denial, occurrence: occurrenceOf(denial, record) } };
}

function push(piles: Map<string, Met[]>, key: string, met: Met): void {
  const pile = piles.get(key);
  if (pile === undefined) piles.set(key, [met]);
  else pile.push(met);
}

/** Own roles by name: a record may leave out the path, and the stack does not know the account's number. */
function isOwn({ principal }: Denial, ownRoles: ReadonlySet<string>): boolean {
  const { type, arn } = principal;
  return type === 'role' && arn !== null && ownRoles.has(arn.slice(arn.lastIndexOf('/') + 1));
}

/** One problem that fails holds up no other: only its own records come again. */
async function settle(
  met: readonly Met[],
  outcomes: WatchOutcome[],
  work: () => Promise<(met: Met) => WatchOutcome>,
): Promise<void> {
  try {
    const outcomeOf = await work();
    for (const one of met) outcomes[one.at] = outcomeOf(one);
  } catch (error) {
    for (const one of met) outcomes[one.at] = { kind: 'failed', error };
  }
}

async function hide(
  entry: string,
  met: readonly Met[],
  { store }: WatchPorts,
): Promise<(met: Met) => WatchOutcome> {
  await store.countHidden(
    entry,
    met.map(({ occurrence }) => occurrence),
  );
  return ({ denial }) => ({ kind: 'hidden', denial, entry });
}

async function watchPile(
  key: string,
  { treatment, met }: Pile,
  ports: WatchPorts,
): Promise<(met: Met) => WatchOutcome> {
  const { store, now, limits } = ports;
  const occurrences = met.map(({ occurrence }) => occurrence);
  const claim = (group: Group): Group =>
    claimDiagnosing(group, { ...limits, by: occurrences[0]?.id ?? '', now: now() });
  const recorded = await store.record(key, occurrences, (group, fresh, id) => {
    const next = occurred(group, fresh, { fingerprint: key, id, now: now(), limits, treatment });
    return claim(next);
  });
  // A record that comes again counts nothing and so claims nothing: it may have to take over.
  const group = (await claimAgain(recorded, claim, store)) ?? recorded;
  const holder = met.find(({ occurrence }) => occurrence.id === group.diagnosing?.by);
  if (holder === undefined) return ({ denial }) => ({ kind: 'repeated', denial, group });
  const { explained, saved } = await diagnose(holder.denial, group, ports);
  return ({ denial }) => ({ kind: 'diagnosed', denial, group: saved, explained });
}

async function claimAgain(
  group: Group,
  claim: (group: Group) => Group,
  store: DenialStore,
): Promise<Group | null> {
  return claim(group) === group ? group : store.updateGroup(group.id, claim);
}

/** Wait before asking again for what AWS did not have yet: it comes within minutes or not at all. */
const RECHECK_AFTER_MS = [60_000, 120_000, 240_000];

/** Works out the diagnosis of a group, and stores it with where its messages go. */
async function diagnose(
  denial: Denial,
  group: Group,
  ports: WatchPorts,
): Promise<{ readonly explained: Explained; readonly saved: Group }> {
  const evidence = await gather(denial, ports.sources, ports.reference);
  const explained = explainDenial(denial, evidence, ports.reference);
  const labels = labelsOf(denial, explained);
  const { channels, owner } = ports.destination(labels, evidence);
  const at = ports.now();
  const diagnosis: StoredDiagnosis = {
    denial,
    explained,
    at: new Date(at).toISOString(),
    incomplete: evidence.incomplete,
    recentChanges: changesBefore(denial, evidence),
  };
  if (evidence.incomplete)
    await recheckLater({ group: group.id, reason: 'incomplete', attempt: 1, by: null }, ports);
  const saved = await ports.store.saveDiagnosis(group.id, diagnosis, (current) =>
    diagnosed(current, { at, channels, labels: { ...labels, owner } }),
  );
  if (saved === null) throw new Error(`group ${group.id} is gone before its diagnosis was stored`);
  return { explained, saved };
}

/**
 * Diagnoses a group once more: because a source had answered "not yet", or because a person asked
 * whether the request is allowed now. People see it when the answer is another one.
 *
 * @returns the group as it is now; null when it is not kept any more
 */
export async function recheck(job: RecheckJob, ports: WatchPorts): Promise<Group | null> {
  const { store } = ports;
  const before = await store.diagnosis(job.group);
  if (before === null) return null;
  const { denial } = before;
  const evidence = await gather(denial, ports.sources, ports.reference);
  const { incomplete } = evidence;
  if (incomplete && job.reason === 'incomplete')
    await recheckLater({ ...job, attempt: job.attempt + 1 }, ports);
  const explained = explainDenial(denial, evidence, ports.reference);
  const labels = labelsOf(denial, explained);
  const { channels, owner } = ports.destination(labels, evidence);
  const at = ports.now();
  const diagnosis: StoredDiagnosis = {
    ...before,
    explained,
    incomplete,
    at: new Date(at).toISOString(),
  };
  const better = JSON.stringify(explained) !== JSON.stringify(before.explained);
  return store.saveDiagnosis(job.group, diagnosis, (current) =>
    diagnosed(current, {
      at,
      channels,
      labels: { ...labels, owner },
      better,
      ...(job.reason === 'asked' && {
        asked: { by: job.by, allowed: explained.diagnosis.verdict === 'allowedNow' },
      }),
    }),
  );
}

async function recheckLater(job: RecheckJob, ports: WatchPorts): Promise<void> {
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
