import type { Group } from '../group/group';
import type { StoredDiagnosis } from '../group/store';
import { byText } from './best';
import { chartsOf } from './charts';
import { ofNewCaller } from './decisions';
import type { Decision, Digest, Listed, Problem, Proposal } from './digest';
import { healthOf } from './health';
import { hiddenOn } from './hidden';
import { DIGEST_LIMITS, type DigestInput, type DigestLimits } from './input';
import { dayLine } from './line';
import { callerKey, withDiagnosis } from './problem';
import { proposalFor } from './proposal';
import { suspectsOf, withheldFrom } from './suspects';
import { Tally } from './tally';

/** Diagnoses that are read at the same time. */
const AT_ONCE = 16;
const HOUR_MS = 3_600_000;

/**
 * The digest of a day. Groups are read once and none is kept but those that are shown, so that the
 * memory does not grow with the denials; then the diagnoses of the shown ones are read.
 *
 * @throws RangeError when `day` is no day of the calendar
 */
export async function makeDigest(input: DigestInput): Promise<Digest> {
  const limits = input.limits ?? DIGEST_LIMITS;
  const tally = new Tally(input, limits);
  for await (const group of input.groups) if (!isLater(group, tally)) tally.add(group);
  const proposing = callersToPropose(tally, limits, input.findings);
  const diagnoses = await readDiagnoses(idsShown(tally, limits, proposing), input.diagnosis);
  return assembled(input, { tally, limits, proposing, diagnoses });
}

/** What first occurred between the day's end and now is of another day. */
function isLater({ first }: Pick<Group, 'first'>, { days }: Tally): boolean {
  return Date.parse(first ?? '') >= days.today.to;
}

type Diagnoses = ReadonlyMap<string, StoredDiagnosis | null>;

interface Gathered {
  readonly tally: Tally;
  readonly limits: DigestLimits;
  /** Open problems of each caller that gets a proposal. */
  readonly proposing: readonly (readonly Problem[])[];
  readonly diagnoses: Diagnoses;
}

function assembled(input: DigestInput, gathered: Gathered): Digest {
  const { tally, limits, diagnoses } = gathered;
  const { today, zone } = tally.days;
  const suspects = suspectsOf(input.findings);
  const complete = (problem: Problem): Problem =>
    withheldFrom(suspects, completed(problem, diagnoses));
  const all = (list: Listed<Problem>): Listed<Problem> => mapped(list, complete);
  const decisions = decisionsOf(input, tally, complete);
  const changes = tally.changeCounts();
  const hidden = hiddenOn(input, limits);
  const counts: Digest['counts'] = {
    ...tally.total(),
    problems: tally.problems.listed().total,
    openProblems: tally.open,
    callers: tally.top.caller.top(1).total,
    accounts: tally.top.account.top(1).total,
    findings: input.findings.length,
    hidden: hidden.today,
    changes,
  };
  const hiding = hidden.entries.filter(({ growing }) => growing).length;
  const news = changes.new + changes.reopened + changes.growing;
  const quiet = decisions.total === 0 && news === 0 && hiding === 0;
  const shown = [...diagnoses].map(([id, stored]) => ({ id, stored }));
  return {
    day: today.day,
    zone: zone.name,
    from: new Date(today.from).toISOString(),
    to: new Date(today.to).toISOString(),
    hoursInDay: (today.to - today.from) / HOUR_MS,
    madeAt: new Date(input.now).toISOString(),
    line: dayLine({ quiet, counts, decisions, hiding }),
    quiet,
    counts,
    decisions,
    changes: {
      new: all(tally.changes.new.listed()),
      reopened: all(tally.changes.reopened.listed()),
      growing: all(tally.changes.growing.listed()),
      shrinking: all(tally.changes.shrinking.listed()),
      resolved: all(tally.changes.resolved.listed()),
    },
    problems: all(tally.problems.listed()),
    top: {
      caller: topOf(gathered, 'caller', complete),
      action: topOf(gathered, 'action', complete),
      layer: topOf(gathered, 'layer', complete),
      account: topOf(gathered, 'account', complete),
      owner: topOf(gathered, 'owner', complete),
    },
    offenders: tally.offenders().listed(),
    oldest: all(tally.oldest.listed()),
    proposals: proposalsOf(gathered, complete),
    hidden,
    mutesEnding: all(tally.mutesEnding.listed()),
    findings: input.findings,
    health: healthOf(input.health, shown, (id) => tallyToday(tally, id)),
    ...chartsOf(input, gathered, counts),
  };
}

function completed(problem: Problem, diagnoses: Diagnoses): Problem {
  const stored = diagnoses.get(problem.groupId);
  return stored === undefined ? problem : withDiagnosis(problem, stored);
}

function mapped<T>({ shown, total }: Listed<T>, change: (item: T) => T): Listed<T> {
  return { shown: shown.map(change), total };
}

function topOf(
  { tally, limits }: Gathered,
  by: keyof Digest['top'],
  complete: (problem: Problem) => Problem,
): Digest['top']['caller'] {
  return mapped(tally.top[by].top(limits.top), (entry) => ({
    ...entry,
    most: complete(entry.most),
  }));
}

/** Findings first; of each kind, what is severe first. */
function decisionsOf(
  { findings }: DigestInput,
  tally: Tally,
  complete: (problem: Problem) => Problem,
): Listed<Decision> {
  const problems = tally.decisions.listed();
  const found = findings.map((finding): Decision => {
    const { principalArn, principalType } = finding.caller;
    const known = tally.callers.get(principalArn ?? '')?.problem.principal;
    const principal = known ?? principalArn ?? principalType;
    return { kind: 'finding', severity: finding.severity, finding, principal };
  });
  const decided = problems.shown.map((decision): Decision => {
    const isNew = tally.callers.get(callerKey(decision.problem))?.fresh === true;
    const known = isNew && decision.problem.severity !== 'low' ? ofNewCaller(decision) : decision;
    return { ...known, problem: complete(known.problem) };
  });
  const severe = (list: readonly Decision[]): readonly Decision[] => [
    ...list.filter(({ severity }) => severity === 'high'),
    ...list.filter(({ severity }) => severity !== 'high'),
  ];
  return { shown: [...severe(found), ...severe(decided)], total: found.length + problems.total };
}

/**
 * The callers with the most open problems of which one occurred on the day. Nothing is proposed for one
 * that a finding is about: what is refused to a stolen key must stay refused.
 */
function callersToPropose(
  tally: Tally,
  limits: DigestLimits,
  findings: DigestInput['findings'],
): readonly (readonly Problem[])[] {
  const suspects = suspectsOf(findings);
  return [...tally.callers.entries()]
    .filter(
      ([
        ,
        {
          open,
          services,
          problem: { principalArn },
        },
      ]) => open > 0 && services.size > 0 && principalArn !== null && !suspects.has(principalArn),
    )
    .sort(([a, x], [b, y]) => y.open - x.open || byText(a, b))
    .slice(0, limits.proposals)
    .map(([, { problems }]) => problems.listed().shown);
}

function idsShown(
  tally: Tally,
  limits: DigestLimits,
  proposing: readonly (readonly Problem[])[],
): ReadonlySet<string> {
  const { new: fresh, reopened, growing, shrinking, resolved } = tally.changes;
  const lists = [fresh, reopened, growing, shrinking, resolved, tally.problems, tally.oldest];
  return new Set(
    [
      ...tally.decisions.listed().shown.map(({ problem }) => problem),
      ...lists.flatMap((list) => list.listed().shown),
      ...tally.mutesEnding.listed().shown,
      ...Object.values(tally.top).flatMap((sums) =>
        sums.top(limits.top).shown.map(({ most }) => most),
      ),
      ...proposing.flat(),
    ].map(({ groupId }) => groupId),
  );
}

async function readDiagnoses(
  ids: ReadonlySet<string>,
  read: DigestInput['diagnosis'],
): Promise<Diagnoses> {
  const found = new Map<string, StoredDiagnosis | null>();
  const list = [...ids];
  for (let at = 0; at < list.length; at += AT_ONCE) {
    const some = list.slice(at, at + AT_ONCE);
    const stored = await Promise.all(some.map((id) => read(id)));
    some.forEach((id, index) => found.set(id, stored[index] ?? null));
  }
  return found;
}

function proposalsOf(
  { proposing, diagnoses }: Gathered,
  complete: (problem: Problem) => Problem,
): Listed<Proposal> {
  const shown = proposing.flatMap((problems) => {
    const proposal = proposalFor(
      problems.map((problem) => ({
        problem: complete(problem),
        stored: diagnoses.get(problem.groupId) ?? null,
      })),
    );
    return proposal === null ? [] : [proposal];
  });
  return { shown, total: shown.length };
}

/** Denials of the day of a problem that is shown; 0 when it is on no list of the day. */
function tallyToday(tally: Tally, id: string): number {
  return tally.problems.listed().shown.find(({ groupId }) => groupId === id)?.today ?? 0;
}
