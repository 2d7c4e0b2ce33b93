import type { Digest } from '../core/digest/digest';
import type { DigestNoiseEntry } from '../core/digest/input';
import { makeDigest } from '../core/digest/make-digest';
import { dayAfter, dayAt, type Zone } from '../core/digest/zone';
import type { Finding } from '../core/findings/finding';
import { DAYS_KEPT } from '../core/group/counters';
import type { DenialStore } from '../core/group/store';

/** What a digest is made from beside a store. */
export interface DigestOfStoreInput {
  readonly store: DenialStore;
  readonly zone: Zone;
  /** UTC day -> noise entry -> how many it hid. */
  readonly hidden: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly noise: readonly DigestNoiseEntry[];
  readonly findings: readonly Finding[];
  /** 0 when nothing was read; null: how many were of the day is not known. */
  readonly events: 0 | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * The digest of a day from what a store remembers. How many events were read, how fast alerts were and
 * what earlier days came to is not known offline.
 *
 * @throws RangeError when `day` is no day of the calendar
 */
export function digestOfStore(day: string, input: DigestOfStoreInput): Promise<Digest> {
  const { store, zone, findings } = input;
  return makeDigest({
    day,
    zone,
    groups: store.groupsSince(dayAfter(day, -DAYS_KEPT)),
    diagnosis: (id) => store.diagnosis(id),
    hidden: input.hidden,
    noise: input.noise,
    findings: findings.filter(({ at }) => dayAt(Date.parse(at), zone) === day),
    health: { events: input.events, latencyMs: null, deadLetters: null },
    history: [],
    now: input.now,
  });
}

/** The newest day of the zone on which something was denied; null when the store remembers nothing with a time. */
export async function newestDay(store: DenialStore, zone: Zone): Promise<string | null> {
  let newest = Number.NEGATIVE_INFINITY;
  for await (const { last } of store.groupsSince('')) {
    const ms = Date.parse(last ?? '');
    if (ms > newest) newest = ms;
  }
  return newest === Number.NEGATIVE_INFINITY ? null : dayAt(newest, zone);
}

/** The UTC day with the most denials; null when the store remembers none. */
export async function busiestDay(store: DenialStore): Promise<string | null> {
  const counts = new Map<string, number>();
  for await (const { days } of store.groupsSince(''))
    for (const [day, count] of Object.entries(days))
      counts.set(day, (counts.get(day) ?? 0) + count);
  const [busiest] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return busiest?.[0] ?? null;
}

/** What a store's noise entries hid on the 35 days before the end of a day. */
export async function hiddenOf(
  store: DenialStore,
  day: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const days = Array.from({ length: DAYS_KEPT }, (_, ago) => dayAfter(day, -ago));
  const counts = await Promise.all(
    days.map(async (one) => [one, await store.hidden(one)] as const),
  );
  // A day without any was perhaps not looked at.
  return new Map(counts.filter(([, hidden]) => hidden.size > 0));
}
