import type { Group } from '../group/group';
import type { ChangeWord, Compared } from './digest';
import { dayAfter, zoneDay, type Zone, type ZoneDay } from './zone';

/** The days that a digest compares, worked out once for all groups. */
export interface DigestDays {
  readonly zone: Zone;
  readonly today: CountedDay;
  readonly yesterday: CountedDay;
  /** The same weekday one, two, three and four weeks before. */
  readonly weeks: readonly CountedDay[];
  /** The seven days before, the newest first. */
  readonly weekBefore: readonly CountedDay[];
}

/** A day as counters know it. */
export interface CountedDay extends ZoneDay {
  /** First hour that is in it, and the first that is not: `2026-11-25T00:00`. */
  readonly fromHour: string;
  readonly toHour: string;
}

/** Counts of a group, before they are made into what a digest shows. */
export interface Counts {
  readonly today: number;
  readonly yesterday: number;
  /** Counts of the same weekday, the newest first; only weeks in which the problem was there. */
  readonly weeks: readonly number[];
}

const WEEKS = 4;
const DAYS_IN_WEEK = 7;

/** @throws RangeError when `day` is no day of the calendar */
export function digestDays(day: string, zone: Zone): DigestDays {
  const back = (days: number): CountedDay => countedDay(dayAfter(day, -days), zone);
  return {
    zone,
    today: back(0),
    yesterday: back(1),
    weeks: Array.from({ length: WEEKS }, (_, week) => back((week + 1) * DAYS_IN_WEEK)),
    weekBefore: Array.from({ length: DAYS_IN_WEEK }, (_, days) => back(days + 1)),
  };
}

function countedDay(day: string, zone: Zone): CountedDay {
  const { from, to } = zoneDay(day, zone);
  return { day, from, to, fromHour: hourKey(from), toHour: hourKey(to) };
}

/** A moment as the counters of hours name it. */
function hourKey(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}

/** Counts by day and by hour. */
export type DayCounts = Pick<Group, 'days' | 'hours'>;

/**
 * How many denials a group had on a day of the zone: by its hours where they reach back that far, else
 * by its UTC day, which is what is kept of older days.
 */
export function countOn({ days, hours }: DayCounts, day: CountedDay): number {
  if (hours === undefined || !reachesBack(hours, days, day)) return ownCount(days, day.day);
  return Object.entries(hours).reduce(
    (sum, [hour, count]) => (hour >= day.fromHour && hour < day.toHour ? sum + count : sum),
    0,
  );
}

/** The oldest hours are dropped: the day is whole when an older hour is there, or none older ever was. */
function reachesBack(
  hours: Readonly<Record<string, number>>,
  days: DayCounts['days'],
  day: CountedDay,
): boolean {
  const oldest = Object.keys(hours).reduce<string | null>(
    (least, hour) => (least === null || hour < least ? hour : least),
    null,
  );
  if (oldest === null) return false;
  if (oldest <= day.fromHour) return true;
  const sum = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((a, b) => a + b, 0);
  return sum(hours) === sum(days);
}

function ownCount(counts: Readonly<Record<string, number>>, key: string): number {
  return Object.hasOwn(counts, key) ? (counts[key] ?? 0) : 0;
}

/** Counts of a group on the days that a digest compares. */
export function countsOf(
  group: DayCounts & Pick<Group, 'first'>,
  { today, yesterday, weeks }: DigestDays,
): Counts {
  const first = group.first === null ? Number.NaN : Date.parse(group.first);
  return {
    today: countOn(group, today),
    yesterday: countOn(group, yesterday),
    weeks: weeks.filter(({ to }) => first < to).map((day) => countOn(group, day)),
  };
}

/** Today, yesterday, and the mean of the same weekdays. */
export function compared({ today, yesterday, weeks }: Counts): Compared {
  const mean = weeks.reduce((a, b) => a + b, 0) / weeks.length;
  return { today, yesterday, usual: weeks.length === 0 ? null : Math.round(mean * 10) / 10 };
}

/** A count must differ by that many: from one to three is no growth that anybody needs to hear of. */
const AT_LEAST = 10;
/** And by that factor. */
const TIMES = 2;

/** At least twice as many as yesterday and as usual, and at least ten more than both. */
export function isGrowing({ today, yesterday, usual }: Compared): boolean {
  const before = Math.max(yesterday, usual ?? 0);
  return today >= before * TIMES && today - before >= AT_LEAST;
}

/** At most half of yesterday and of usual, and at least ten fewer than both. */
export function isShrinking({ today, yesterday, usual }: Compared): boolean {
  const before = Math.min(yesterday, usual ?? yesterday);
  return today * TIMES <= before && before - today >= AT_LEAST;
}

/** The word for what became of a problem on the day: the first rule of {@link ChangeWord} that holds. */
export function changeOf(
  group: DayCounts & Pick<Group, 'first' | 'state' | 'reopenedAt'>,
  counts: Compared,
  days: DigestDays,
): ChangeWord {
  const { state } = group;
  const within = (time: string | null): boolean => isWithin(time, days.today);
  if (state.name === 'resolved' && within(state.at)) return 'resolved';
  if (counts.today > 0) {
    if (isNew(group, days.today)) return 'new';
    // The state does not tell: once people were told of it, it is another.
    if (within(group.reopenedAt ?? null)) return 'reopened';
    if (days.weekBefore.every((day) => countOn(group, day) === 0)) return 'reopened';
  }
  if (isGrowing(counts)) return 'growing';
  if (isShrinking(counts)) return 'shrinking';
  return counts.today > 0 ? 'steady' : 'quiet';
}

/** A problem without any time is as old as its oldest day. */
function isNew({ first, days }: DayCounts & Pick<Group, 'first'>, today: CountedDay): boolean {
  if (first !== null) return Date.parse(first) >= today.from;
  return Object.keys(days).every((day) => day >= today.day);
}

/** Whether a time, ISO 8601, lies within a day. */
export function isWithin(time: string | null, { from, to }: ZoneDay): boolean {
  const ms = Date.parse(time ?? '');
  return ms >= from && ms < to;
}
