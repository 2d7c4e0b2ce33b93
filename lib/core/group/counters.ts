import { MOST_NAMED, type Group, type Occurrence, type Widening } from './group';

/** The parts of a group that count. */
export type Counted = Pick<
  Group,
  'count' | 'first' | 'last' | 'days' | 'hours' | 'sessions' | 'resources'
>;

/** How many days are counted one by one: five weeks, so that a day can be held against four of its kind. */
export const DAYS_KEPT = 35;

/** How many hours that had an occurrence are counted one by one: a day of whatever zone, and the day before it. */
export const HOURS_KEPT = 72;

/**
 * The counters of a group with occurrences added. The day is that of the record's own time; of one
 * that has none, the day on which it was met.
 *
 * @param now milliseconds since the epoch
 * @param hourBegins minutes past the hour of UTC at which an hour of the deployment's zone begins: 30
 *   for India
 */
export function counted(
  before: Counted,
  fresh: readonly Occurrence[],
  now: number,
  hourBegins = 0,
): Counted {
  const times = fresh.flatMap(({ time }) => (time === null ? [] : [time]));
  const today = new Date(now).toISOString();
  return {
    count: before.count + fresh.length,
    first: earliest([...nonNull(before.first), ...times]),
    last: latest([...nonNull(before.last), ...times]),
    days: countsWith(
      before.days,
      fresh.map(({ time }) => (time ?? today).slice(0, 10)),
      DAYS_KEPT,
    ),
    hours: countsWith(
      before.hours ?? {},
      fresh.flatMap(({ time }) => hourOf(Date.parse(time ?? today), hourBegins)),
      HOURS_KEPT,
    ),
    sessions: widened(
      before.sessions,
      fresh.map(({ session }) => session),
    ),
    resources: widened(
      before.resources,
      fresh.map(({ resource }) => resource),
    ),
  };
}

function nonNull(value: string | null): readonly string[] {
  return value === null ? [] : [value];
}

function earliest(times: readonly string[]): string | null {
  return times.reduce<string | null>((a, b) => (a === null || before(b, a) ? b : a), null);
}

function latest(times: readonly string[]): string | null {
  return times.reduce<string | null>((a, b) => (a === null || before(a, b) ? b : a), null);
}

function before(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The hour in which a moment lies: `2026-11-25T13:00`; none for what is no time. */
function hourOf(ms: number, hourBegins: number): readonly string[] {
  if (Number.isNaN(ms)) return [];
  const shift = hourBegins * MINUTE_MS;
  const from = Math.floor((ms - shift) / HOUR_MS) * HOUR_MS + shift;
  return [new Date(from).toISOString().slice(0, 16)];
}

function countsWith(
  before: Readonly<Record<string, number>>,
  added: readonly string[],
  kept: number,
): Readonly<Record<string, number>> {
  const counts = new Map(Object.entries(before));
  for (const key of added) counts.set(key, (counts.get(key) ?? 0) + 1);
  const newest = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).slice(-kept);
  return Object.fromEntries(newest);
}

function widened(before: Widening, values: readonly (string | null)[]): Widening {
  const named = new Set(before.named);
  let { more } = before;
  for (const value of values) {
    if (value === null || named.has(value)) continue;
    if (named.size < MOST_NAMED) named.add(value);
    else more = true;
  }
  return { named: [...named], more };
}
