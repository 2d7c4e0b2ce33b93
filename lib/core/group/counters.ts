import { MOST_NAMED, type Group, type Occurrence, type Widening } from './group';

/** The parts of a group that count. */
export type Counted = Pick<Group, 'count' | 'first' | 'last' | 'days' | 'sessions' | 'resources'>;

/** How many days are counted one by one: five weeks, so that a day can be held against four of its kind. */
export const DAYS_KEPT = 35;

/**
 * The counters of a group with occurrences added. The day is that of the record's own time; of one
 * that has none, the day on which it was met.
 *
 * @param now milliseconds since the epoch
 */
export function counted(before: Counted, fresh: readonly Occurrence[], now: number): Counted {
  const times = fresh.flatMap(({ time }) => (time === null ? [] : [time]));
  const today = new Date(now).toISOString();
  return {
    count: before.count + fresh.length,
    first: earliest([...nonNull(before.first), ...times]),
    last: latest([...nonNull(before.last), ...times]),
    days: daysWith(
      before.days,
      fresh.map(({ time }) => (time ?? today).slice(0, 10)),
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

function daysWith(
  days: Readonly<Record<string, number>>,
  added: readonly string[],
): Readonly<Record<string, number>> {
  const counts = new Map(Object.entries(days));
  for (const day of added) counts.set(day, (counts.get(day) ?? 0) + 1);
  const newest = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).slice(-DAYS_KEPT);
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
