import type { Denial } from './denial/denial';
import { denialFromRecord, isDenial } from './denial/to-denial';
import type { Explained } from './diagnosis/diagnosis';
import { claimDiagnosing } from './group/diagnosing';
import { fingerprint } from './group/fingerprint';
import type { Group, Occurrence } from './group/group';
import { diagnosed, occurred } from './group/lifecycle';
import { occurrenceOf } from './group/occurrence';
import type { DenialStore } from './group/store';
import type { CloudTrailRecord } from './record/record';
import { seeCallers, type CallerPorts } from './watch/callers';
import { diagnose, recheckLater } from './watch/diagnose';
import type { NoiseVerdict, WatchOutcome, WatchPorts } from './watch/ports';

/** A record's denial, and where the record stood in the batch. */
interface Met {
  readonly at: number;
  readonly denial: Denial;
  readonly occurrence: Occurrence;
}

/** Denials of one kind: one write for all of them. */
interface Pile {
  /** `digestOnly` when a noise entry says so of each of them. */
  readonly treatment: 'alert' | 'digestOnly';
  readonly met: readonly Met[];
}

/**
 * The whole story of a batch of records: which are denials, whose, of which known or new problems; for
 * a new one, why. When it returns, each occurrence is stored, but for those that failed. It may be
 * called again for the same records: nothing is counted twice. Then callers are looked at across their
 * problems, where `callers` is given: what a noise entry hides is left out.
 *
 * @returns one outcome for each record, in their order
 */
export async function watchBatch(
  records: readonly CloudTrailRecord[],
  ports: WatchPorts & { readonly callers?: CallerPorts },
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
      const pile = piles.get(key);
      const treatment = pile?.treatment === 'alert' ? 'alert' : sorted.noise.treatment;
      piles.set(key, { treatment, met: [...(pile?.met ?? []), sorted.met] });
    }
  });
  await Promise.all([
    ...[...hidden].map(([entry, met]) => settle(met, outcomes, () => hide(entry, met, ports))),
    ...[...piles].map(([key, pile]) =>
      settle(pile.met, outcomes, () => watchPile(key, pile, ports)),
    ),
  ]);
  if (ports.callers !== undefined) await seeCallers(countedOf(piles, outcomes), ports.callers);
  return outcomes;
}

/** What failed comes again. */
function countedOf(
  piles: ReadonlyMap<string, Pile>,
  outcomes: readonly WatchOutcome[],
): readonly Met[] {
  const met = [...piles.values()].flatMap((pile) => pile.met);
  return met.filter(({ at }) => outcomes[at]?.kind !== 'failed');
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
  const { explained, saved } = await diagnoseGroup(holder.denial, group, ports);
  return ({ denial }) => ({ kind: 'diagnosed', denial, group: saved, explained });
}

async function claimAgain(
  group: Group,
  claim: (group: Group) => Group,
  store: DenialStore,
): Promise<Group | null> {
  return claim(group) === group ? group : store.updateGroup(group.id, claim);
}

/** Works out the diagnosis of a group, and stores it with where its messages go. */
async function diagnoseGroup(
  denial: Denial,
  { id }: Group,
  ports: WatchPorts,
): Promise<{ readonly explained: Explained; readonly saved: Group }> {
  const { explained, stored, channels, labels } = await diagnose(denial, ports);
  if (stored.incomplete)
    await recheckLater({ group: id, reason: 'incomplete', attempt: 1, by: null }, ports);
  const at = ports.now();
  const saved = await ports.store.saveDiagnosis(id, stored, (current) =>
    diagnosed(current, { at, channels, labels }),
  );
  if (saved === null) throw new Error(`group ${id} is gone before its diagnosis was stored`);
  return { explained, saved };
}
