import type { Occurrence } from '../../lib/core/group/group';
import type { DenialStore } from '../../lib/core/group/store';
import { folds, occurrence } from './occurrences';
import type { Random } from './sample-week/random';

/** One record as a queue delivers it, perhaps not for the first time. */
export interface Delivered {
  readonly fingerprint: string;
  readonly occurrence: Occurrence;
}

/** A queue, and how many requests of each problem are in it. */
export interface Traffic {
  readonly queue: Delivered[];
  readonly expected: ReadonlyMap<string, number>;
}

const NOON = Date.parse('2026-11-25T12:00:00Z');

/**
 * Denials of some problems in no order: a tenth comes twice, a twentieth stands in the trails of two
 * accounts, some have no time.
 */
export function traffic(random: Random, records: number, problems: number): Traffic {
  const queue: Delivered[] = [];
  const expected = new Map<string, number>();
  for (let n = 0; n < records; n++) {
    const fingerprint = `v1|problem ${random.below(problems)}`;
    const time =
      random.below(50) === 0
        ? null
        : new Date(NOON + random.below(600) * 1_000).toISOString().replace('.000', '');
    const sharedId = random.below(20) === 0 ? eventId(3, n) : null;
    const first = { fingerprint, occurrence: occurrence(eventId(1, n), { time, sharedId }) };
    queue.push(first);
    if (random.below(10) === 0) queue.push(first);
    if (sharedId !== null) {
      queue.push({ fingerprint, occurrence: { ...first.occurrence, id: eventId(2, n) } });
    }
    expected.set(fingerprint, (expected.get(fingerprint) ?? 0) + 1);
  }
  for (let at = queue.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    const [a, b] = [queue[at], queue[other]];
    if (a !== undefined && b !== undefined) [queue[at], queue[other]] = [b, a];
  }
  return { queue, expected };
}

function eventId(kind: number, n: number): string {
  return `0000000${kind}-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** A writer that takes batches from the queue until nothing is left. */
export interface Writer {
  /** The store as it is now: a writer that died has another one afterwards. */
  readonly store: () => DenialStore;
}

/** A store that fails more often than this will not get better. */
const MOST_FAILURES = 5_000;

/**
 * Has writers empty the queue at the same time. What was not acknowledged goes back, wherever the
 * writer was when it failed.
 *
 * @returns how many calls failed
 */
export async function replay(
  { queue }: Traffic,
  writers: readonly Writer[],
  random: Random,
): Promise<number> {
  let failures = 0;
  const work = async ({ store }: Writer): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(-1 - random.below(100));
      for (const [fingerprint, occurrences] of byFingerprint(batch)) {
        try {
          await store().record(fingerprint, occurrences, folds(fingerprint));
        } catch (error) {
          failures += 1;
          if (failures > MOST_FAILURES) throw error;
          for (const one of occurrences) {
            queue.splice(random.below(queue.length + 1), 0, { fingerprint, occurrence: one });
          }
        }
      }
    }
  };
  while (queue.length > 0) await Promise.all(writers.map(work));
  return failures;
}

function byFingerprint(batch: readonly Delivered[]): ReadonlyMap<string, readonly Occurrence[]> {
  const groups = new Map<string, Occurrence[]>();
  for (const { fingerprint, occurrence: one } of batch) {
    const group = groups.get(fingerprint);
    if (group === undefined) groups.set(fingerprint, [one]);
    else group.push(one);
  }
  return groups;
}

/** What the store counts, by fingerprint. */
export async function countsOf(store: DenialStore): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const { fingerprint, count } of store.groupsSince('2026-11-25')) {
    counts.set(fingerprint, count);
  }
  return counts;
}
