import type { Group } from '../group/group';
import { Best, byText } from './best';
import { compared, digestDays, type DigestDays } from './compare';
import { byUrgency, decisionOf } from './decisions';
import {
  CHANGE_WORDS,
  type ChangeWord,
  type Compared,
  type Decision,
  type Offender,
  type Problem,
} from './digest';
import { Hours } from './hours';
import type { DigestInput, DigestLimits } from './input';
import { callerKey, metOn, type Met } from './problem';
import { Sums } from './sums';

/** What is known of one caller after all groups were read. */
export interface CallerTally {
  readonly problem: Problem;
  /** A bit for each of the last 35 days on which it was denied something. */
  days: bigint;
  denials: number;
  open: number;
  /** True while each of its problems is of the day. */
  fresh: boolean;
  /** Service -> denials of the day. */
  readonly services: Map<string, number>;
  /** Its open problems. */
  readonly problems: Best<Problem>;
}

type ProblemDecision = Extract<Decision, { readonly kind: 'problem' }>;

const byToday = (a: Problem, b: Problem): number =>
  b.today - a.today || b.count - a.count || byText(a.groupId, b.groupId);
const byAge = (a: Problem, b: Problem): number =>
  byText(a.first ?? '~', b.first ?? '~') || byText(a.groupId, b.groupId);
const byEnd = (a: Problem, b: Problem): number =>
  byText(a.standing.until ?? '', b.standing.until ?? '') || byText(a.groupId, b.groupId);
const byDifference = (a: Problem, b: Problem): number =>
  Math.abs(b.today - b.yesterday) - Math.abs(a.today - a.yesterday) || byToday(a, b);

const DAY_MS = 86_400_000;

/** Everything of a digest that is counted while the groups go by, each once. */
export class Tally {
  readonly days: DigestDays;
  readonly hours: Hours;
  readonly changes: Record<ChangeWord, Best<Problem>>;
  readonly decisions: Best<ProblemDecision>;
  readonly problems: Best<Problem>;
  readonly oldest: Best<Problem>;
  readonly mutesEnding: Best<Problem>;
  readonly top: Readonly<Record<'caller' | 'action' | 'layer' | 'account' | 'owner', Sums>>;
  readonly services = new Sums();
  readonly callers = new Map<string, CallerTally>();
  open = 0;
  private readonly limits: DigestLimits;
  private readonly now: number;
  private readonly counts = { today: 0, yesterday: 0, weeks: [0, 0, 0, 0], known: 0 };

  constructor({ day, zone, now }: Pick<DigestInput, 'day' | 'zone' | 'now'>, limits: DigestLimits) {
    this.days = digestDays(day, zone);
    this.limits = limits;
    this.now = now;
    this.hours = new Hours(this.days.today);
    const best = (compare: (a: Problem, b: Problem) => number): Best<Problem> =>
      new Best(limits.problems, compare);
    this.changes = {
      resolved: best(byToday),
      new: best(byToday),
      reopened: best(byToday),
      growing: best(byDifference),
      shrinking: best(byDifference),
      steady: best(byToday),
      quiet: best(byToday),
    };
    this.decisions = new Best(limits.problems, byUrgency);
    this.problems = best(byToday);
    this.oldest = best(byAge);
    this.mutesEnding = best(byEnd);
    this.top = {
      caller: new Sums(),
      action: new Sums(),
      layer: new Sums(),
      account: new Sums(),
      owner: new Sums(),
    };
  }

  add(group: Group): void {
    const met = metOn(group, this.days, this.now);
    const { problem } = met;
    this.changes[problem.change].add(problem);
    this.hours.add(group, problem.layer);
    this.addCounts(met);
    this.addSums(met);
    this.addCaller(group, problem);
    if (problem.today > 0) this.problems.add(problem);
    if (problem.open) this.oldest.add(problem);
    if (this.endsSoon(problem)) this.mutesEnding.add(problem);
    const decision = decisionOf(met);
    if (decision !== null) this.decisions.add(decision);
  }

  /** All denials, against the days before. */
  total(): Compared {
    const { known, weeks, ...rest } = this.counts;
    return compared({ ...rest, weeks: weeks.slice(0, known) });
  }

  changeCounts(): Readonly<Record<ChangeWord, number>> {
    const total = (word: ChangeWord): number => this.changes[word].listed().total;
    const [resolved, fresh, reopened, growing, shrinking, steady, quiet] = CHANGE_WORDS.map(total);
    return {
      resolved: resolved ?? 0,
      new: fresh ?? 0,
      reopened: reopened ?? 0,
      growing: growing ?? 0,
      shrinking: shrinking ?? 0,
      steady: steady ?? 0,
      quiet: quiet ?? 0,
    };
  }

  /** Callers that were denied something on many days, the day itself among them. */
  offenders(): Best<Offender> {
    const best = new Best<Offender>(
      this.limits.top,
      (a, b) => b.days - a.days || b.denials - a.denials || byText(a.principal, b.principal),
    );
    for (const { problem, days, denials, open, services } of this.callers.values()) {
      const seen = ones(days);
      if (services.size === 0 || seen < this.limits.offenderDays) continue;
      const { principal, principalArn, accountId } = problem;
      best.add({ principal, principalArn, accountId, days: seen, denials, openProblems: open });
    }
    return best;
  }

  private addCounts({ problem, counts }: Met): void {
    this.open += problem.open ? 1 : 0;
    this.counts.today += counts.today;
    this.counts.yesterday += counts.yesterday;
    this.counts.known = Math.max(this.counts.known, counts.weeks.length);
    counts.weeks.forEach((count, week) => {
      this.counts.weeks[week] = (this.counts.weeks[week] ?? 0) + count;
    });
  }

  private addSums(met: Met): void {
    const { action, layer, accountId, owner, service, principal } = met.problem;
    this.top.caller.add(callerKey(met.problem), principal, met);
    this.top.action.add(action ?? 'unknown', action ?? 'unknown', met);
    this.top.layer.add(layer, layer, met);
    this.top.account.add(accountId ?? 'unknown', accountId ?? 'unknown', met);
    this.top.owner.add(owner ?? 'unknown', owner ?? 'unknown', met);
    this.services.add(service, service, met);
  }

  private addCaller({ days }: Group, problem: Problem): void {
    const key = callerKey(problem);
    const caller = this.callers.get(key) ?? {
      problem,
      days: 0n,
      denials: 0,
      open: 0,
      fresh: true,
      services: new Map<string, number>(),
      problems: new Best(this.limits.merged, byToday),
    };
    this.callers.set(key, caller);
    for (const [day, count] of Object.entries(days)) {
      caller.days |= dayBit(day, this.days.today.day);
      caller.denials += count;
    }
    caller.fresh &&= problem.change === 'new' || problem.change === 'resolved';
    if (problem.open) {
      caller.open += 1;
      caller.problems.add(problem);
    }
    const { service, today } = problem;
    if (today > 0) caller.services.set(service, (caller.services.get(service) ?? 0) + today);
  }

  private endsSoon({ standing: { name, until } }: Problem): boolean {
    if (name !== 'muted' || until === null) return false;
    return Date.parse(until) <= this.now + this.limits.endingDays * DAY_MS;
  }
}

/** The day's own bit; none for a day that is not among the last 35. */
function dayBit(day: string, today: string): bigint {
  const ago = Math.round((Date.parse(today) - Date.parse(day)) / DAY_MS);
  return ago >= 0 && ago < 35 ? 1n << BigInt(ago) : 0n;
}

function ones(bits: bigint): number {
  return bits.toString(2).replaceAll('0', '').length;
}
