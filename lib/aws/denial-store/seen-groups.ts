import type { Group } from '../../core/group/group';
import { lastDayOf } from '../../core/group/last-day';
import { text, textOf, type Attributes, type Key } from './attributes';
import { groupOf } from './group-item';
import { SEEN_SHARDS, seenKey } from './keys';
import type { StoreContext } from './settings';

const DAY_MS = 86_400_000;

/**
 * Time-to-live deletes "within a few days" of its time: an item may be there a little longer.
 *
 * Follows: DynamoDB Developer Guide, "Using time to live".
 */
const LATE_DAYS = 7;

const KEYS_OF_A_CALL = 100;
/** Groups that are read, and held in memory, at a time. */
const PARALLEL_KEYS = 800;

/**
 * Groups that occurred on or after a UTC day, by the index `seen`, which has each group under its
 * last day. A group that moves to a later day meanwhile is found there, and given once.
 */
export async function* groupsSince(context: StoreContext, day: string): AsyncIterable<Group> {
  const given = new Set<string>();
  for (const each of daysFrom(day, context)) {
    const partitions = await Promise.all(SEEN_SHARDS.map((shard) => keysIn(context, each, shard)));
    const fresh = partitions.flat().filter(({ pk }) => !given.has(pk.S ?? ''));
    for (const some of inParts(fresh, PARALLEL_KEYS)) {
      for (const group of await groupsOf(context, some)) if (lastDayOf(group) >= day) yield group;
      for (const { pk } of some) given.add(pk.S ?? '');
    }
  }
}

/** From the day, but no earlier than anything can be, to today. */
function* daysFrom(day: string, { now, retentionMs }: StoreContext): Iterable<string> {
  const end = now();
  const oldest = end - 2 * retentionMs - LATE_DAYS * DAY_MS;
  const from = Date.parse(`${day}T00:00:00Z`);
  const start = Number.isNaN(from) ? oldest : Math.max(from, dayOf(oldest));
  for (let at = start; at <= end; at += DAY_MS) yield new Date(at).toISOString().slice(0, 10);
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

async function keysIn(
  { table }: StoreContext,
  day: string,
  shard: string,
): Promise<readonly Key[]> {
  const keys: Key[] = [];
  const items: AsyncIterable<Attributes> = table.query({
    IndexName: 'seen',
    KeyConditionExpression: '#seen = :seen',
    ExpressionAttributeNames: { '#seen': 'seen' },
    ExpressionAttributeValues: { ':seen': text(seenKey(day, shard)) },
  });
  for await (const item of items) {
    const [pk, sk] = [textOf(item, 'pk'), textOf(item, 'sk')];
    if (pk !== null && sk !== null) keys.push({ pk: text(pk), sk: text(sk) });
  }
  return keys;
}

async function groupsOf(context: StoreContext, keys: readonly Key[]): Promise<readonly Group[]> {
  const read = Array.from(inParts(keys, KEYS_OF_A_CALL), (some) =>
    context.table.getAll(some, context.retries('list groups')),
  );
  return (await Promise.all(read)).flat().flatMap((item) => groupOf(item) ?? []);
}

function* inParts<T>(all: readonly T[], size: number): Iterable<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
