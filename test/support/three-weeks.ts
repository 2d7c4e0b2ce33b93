import type { DaySummary } from '../../lib/core/digest/digest';
import type { DigestInput } from '../../lib/core/digest/input';
import { makeDigest } from '../../lib/core/digest/make-digest';
import { dayAfter, zoneDay, zoneNamed, type Zone } from '../../lib/core/digest/zone';
import type { Finding } from '../../lib/core/findings/finding';
import { alerted, answered, diagnosed, occurred } from '../../lib/core/group/lifecycle';
import type { Group, Occurrence } from '../../lib/core/group/group';
import { NOISE_CATALOGUE } from '../../lib/core/group/noise/catalogue';
import type { StoredDiagnosis } from '../../lib/core/group/store';
import { Random } from './sample-week/random';
import { attack, attackFindings } from './three-weeks/attack';
import { diagnosisOf, labelsOf } from './three-weeks/diagnosed';
import { everyDay, secondWeek } from './three-weeks/every-day';
import type { Habit } from './three-weeks/habit';

/**
 * Three weeks of November 2026 in the accounts of a made-up company, each with the Wednesday that is
 * digested: a quiet week; a normal one, in which a deployment breaks something; and one in which an
 * access key is in the wrong hands. Five weeks before them are there to be compared with, and on
 * 25 October 2026 the clocks of Berlin went back. The same each time it is made.
 */
export const DIGESTED = {
  quiet: '2026-11-04',
  normal: '2026-11-11',
  attack: '2026-11-18',
} as const;

/** The three days. */
export type KindOfDay = keyof typeof DIGESTED;

const FIRST_DAY = '2026-10-01';
/** Before it there is too little to compare with. */
const FIRST_SUMMARY = '2026-10-05';
const MADE_AFTER_MS = 6 * 3_600_000;
const BERLIN = zoneNamed('Europe/Berlin');
const HABITS: readonly Habit[] = [...everyDay, ...secondWeek, ...attack];

/** What each of the three digests is made from, at six in the morning of the day after. */
export async function threeWeeks(zone: Zone = BERLIN): Promise<Record<KindOfDay, DigestInput>> {
  const problems = HABITS.map((habit, at) => new Problem(habit, at));
  const history: DaySummary[] = [];
  const inputs = new Map<string, DigestInput>();
  for (let day = FIRST_DAY; day <= DIGESTED.attack; day = dayAfter(day, 1)) {
    const { from, to } = zoneDay(day, zone);
    const now = to + MADE_AFTER_MS;
    for (const problem of problems) problem.goOn(now);
    if (day < FIRST_SUMMARY) continue;
    const groups = problems.flatMap(({ group }) => (group === null ? [] : [group]));
    const input = inputOn(day, zone, { groups, history: [...history], now, within: [from, to] });
    inputs.set(day, input);
    const counted = await makeDigest({ ...input, diagnosis: () => Promise.resolve(null) });
    history.push(counted.summary);
  }
  const on = (kind: KindOfDay): DigestInput => {
    const input = inputs.get(DIGESTED[kind]);
    if (input === undefined) throw new Error(`no input was made for ${kind}`);
    return input;
  };
  return { quiet: on('quiet'), normal: on('normal'), attack: on('attack') };
}

interface Known {
  readonly groups: readonly Group[];
  readonly history: readonly DaySummary[];
  readonly now: number;
  readonly within: readonly [number, number];
}

function inputOn(day: string, zone: Zone, known: Known): DigestInput {
  const { groups, history, now, within } = known;
  const random = new Random(`health ${day}`);
  const isAttack = day === DIGESTED.attack;
  const [from, to] = within;
  const onDay = ({ at }: Finding): boolean => Date.parse(at) >= from && Date.parse(at) < to;
  return {
    day,
    zone,
    groups,
    diagnosis: (id) => Promise.resolve(diagnoses.get(id) ?? null),
    hidden: new Map(
      Array.from({ length: 35 }, (_, ago) => {
        const past = dayAfter(day, -ago);
        return [past, hiddenOn(past)] as const;
      }),
    ),
    noise: [...OWN_NOISE, ...NOISE_CATALOGUE.entries],
    findings: attackFindings.filter(onDay),
    health: {
      events: 1_100_000 + random.below(200_000),
      latencyMs: { p50: 41_000 + random.below(4_000), p95: 195_000 + random.below(20_000) },
      deadLetters: isAttack ? 2 : 0,
    },
    history,
    now,
  };
}

/** Settings of the deployment: one entry runs out soon after the normal day. */
const OWN_NOISE = [
  {
    id: 'old-scanner',
    match: { userAgent: { prefix: 'northlight-scan/1' } },
    treatment: 'hide' as const,
    why: 'The old scanner asks for everything; it is switched off in November.',
    expires: '2026-11-13',
  },
];

/** About as many each day; on the day of the attack the console's own questions are far more. */
const HIDDEN: readonly (readonly [string, number])[] = [
  ['lambda-pulls-image', 61],
  ['macie-while-off', 12],
  ['organizations-delegated-administrators', 19],
  ['health-event-aggregates', 34],
  ['old-scanner', 25],
];

function hiddenOn(day: string): ReadonlyMap<string, number> {
  const random = new Random(`hidden ${day}`);
  return new Map(
    HIDDEN.map(([entry, mean]) => {
      const grows = day === DIGESTED.attack && entry === 'organizations-delegated-administrators';
      return [entry, grows ? 412 : mean + random.below(9) - 4];
    }),
  );
}

const LIMITS = { escalateAt: [10, 100, 1_000], quietMs: 7 * 86_400_000, refreshMs: 900_000 };

/** One problem as time goes on. */
class Problem {
  group: Group | null = null;
  private readonly habit: Habit;
  private readonly id: string;
  private readonly coming: readonly Occurrence[];
  private taken = 0;
  private answers = 0;

  constructor(habit: Habit, at: number) {
    this.habit = habit;
    this.id = idOf(at);
    this.coming = occurrencesOf(habit, this.id);
  }

  /** Counts what happens until then, and takes the answers that people gave. */
  goOn(until: number): void {
    for (const answer of (this.habit.answers ?? []).slice(this.answers)) {
      if (Date.parse(answer.at) > until) break;
      this.count(Date.parse(answer.at));
      this.group &&= answered(this.group, answer) ?? this.group;
      this.answers += 1;
    }
    this.count(until);
  }

  private count(until: number): void {
    const { habit, id } = this;
    let end = this.taken;
    while (end < this.coming.length && timeOf(this.coming[end]) < until) end += 1;
    const fresh = this.coming.slice(this.taken, end);
    this.taken = end;
    if (fresh.length === 0) return;
    const now = timeOf(fresh.at(-1));
    const context = { id, fingerprint: fingerprintOf(habit), now, limits: LIMITS };
    const treatment = habit.treatment ?? 'alert';
    const group = occurred(this.group, fresh, { ...context, treatment });
    const isTold = this.group !== null && group.state.name !== 'reopened';
    if (isTold || habit.undiagnosed === true) this.group = group;
    else {
      const known = diagnosed(group, { at: now, channels: ['slack'], labels: labelsOf(habit) });
      this.group = treatment === 'alert' ? alerted(known, now, known.revision) : known;
    }
  }
}

const diagnoses: ReadonlyMap<string, StoredDiagnosis> = new Map(
  HABITS.flatMap((habit, at) =>
    habit.undiagnosed === true ? [] : [[idOf(at), diagnosisOf(habit)] as const],
  ),
);

/** As a store makes it of a fingerprint: short hexadecimal text. */
function idOf(at: number): string {
  return new Random(`group ${at}`).hex(16);
}

function fingerprintOf({ caller, action, resource, layer }: Habit): string {
  const { account, type, name } = caller;
  return ['v1', account, `${type}/${name}`, action.toLowerCase(), resource, `${layer}:-`].join('|');
}

function timeOf(occurrence: Occurrence | undefined): number {
  return Date.parse(occurrence?.time ?? '');
}

/** Every denial of a problem in all weeks, in the order of time. */
function occurrencesOf(habit: Habit, id: string): readonly Occurrence[] {
  const random = new Random(`occurrences ${id}`);
  const all: Occurrence[] = [];
  for (let day = FIRST_DAY; day <= dayAfter(DIGESTED.attack, 1); day = dayAfter(day, 1)) {
    const [fromHour, toHour] = habit.rhythm.hours;
    const times = Array.from({ length: countOn(habit, day, random) }, () => {
      const ms = (fromHour + random.next() * (toHour - fromHour)) * 3_600_000;
      return new Date(Date.parse(day) + Math.floor(ms)).toISOString();
    }).sort();
    all.push(...times.map((time, at) => occurrenceOf(habit, `${id}-${day}-${at}`, time)));
  }
  return all;
}

/** About a tenth more or fewer than the rhythm says. */
function countOn({ rhythm }: Habit, day: string, random: Random): number {
  const { working, weekend, from = '', to = '~', on = {} } = rhythm;
  const fixed = on[day];
  if (fixed !== undefined) return fixed;
  if (day < from || day > to) return 0;
  const weekday = new Date(day).getUTCDay();
  const mean = weekday === 0 || weekday === 6 ? weekend : working;
  const span = Math.floor(mean / 10);
  return mean === 0 ? 0 : mean - span + random.below(2 * span + 1);
}

function occurrenceOf(habit: Habit, id: string, time: string): Occurrence {
  const { caller, resource, resources = [resource] } = habit;
  const at = Number(id.slice(id.lastIndexOf('-') + 1));
  return {
    id,
    sharedId: null,
    time,
    session: caller.type === 'role' ? `i-0a1b2c3d4e5f6789${at % 4}` : null,
    resource: resources[at % resources.length] ?? resource,
    region: 'eu-west-1',
    sourceIpAddress: caller.from,
    userAgent: caller.userAgent,
    accessKeyId: caller.type === 'user' ? 'AKIAIOSFODNN7EXAMPLE' : null,
  };
}
