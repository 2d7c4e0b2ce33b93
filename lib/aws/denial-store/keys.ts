import { createHash } from 'node:crypto';
import type { Finding } from '../../core/findings/finding';
import type { FindingKey } from '../../core/findings/store';
import { text, type Key } from './attributes';

/** The id of a group: the same in every store, because a link or a button holds it. */
export function groupIdOf(fingerprint: string): string {
  return sha256(fingerprint).slice(0, 20);
}

/** The item of a group itself: the only one of its kind that the stream is read for. */
export function stateKey(id: string): Key {
  return key(`GROUP#${safe(id)}`, 'STATE');
}

export function diagnosisKey(id: string): Key {
  return key(`GROUP#${safe(id)}`, 'DIAGNOSIS');
}

export function deliveryKey(id: string, channel: string): Key {
  return key(`GROUP#${safe(id)}`, `DELIVERY#${safe(channel)}`);
}

/** Diagnosis and deliveries have this beginning in common, and nothing else of a group has it. */
export const BESIDE_STATE = 'D';

/**
 * A page of a group's occurrences.
 *
 * @param second as {@link secondOf} has it
 * @param number 0, and more only when a page is full
 */
export function occurrencesKey(id: string, second: string, number: number): Key {
  return key(`GROUP#${safe(id)}`, `OCC#${second}${numbered(number)}`);
}

/** A page of occurrences that noise entries hid. */
export function noiseKey(second: string, number: number): Key {
  return key(`NOISE#${second}`, `OCC${numbered(number)}`);
}

/** Says which group counted a request that stands in several trails. */
export function sharedKey(sharedId: string): Key {
  return key(`SHARED#${safe(sharedId)}`, 'GROUP');
}

export function sharedNoiseKey(sharedId: string): Key {
  return key(`SHARED#${safe(sharedId)}`, 'NOISE');
}

export function stormKey(scope: string): Key {
  return key(`STORM#${safe(scope)}`, 'STORM');
}

/** One of several counters of a day's hidden denials. */
export function hiddenKey(day: string, shard: number): Key {
  return key(`HIDDEN#${day}`, `COUNT#${shard}`);
}

/** What is remembered of a caller. */
export function activityKey(caller: string): Key {
  return key(`CALLER#${safe(caller)}`, 'ACTIVITY');
}

/** What keys of findings begin with: the stream is read for them, too. */
export const FINDING = 'FINDING#';

/** Findings of one UTC day lie together. */
export function findingsOf(day: string): string {
  return `FINDINGS#${safe(day)}`;
}

export function findingKey({ day, hash }: FindingKey): Key {
  return key(findingsOf(day), `${FINDING}${safe(hash)}`);
}

/** Where a finding is kept. */
export function keyOfFinding({ id, at }: Pick<Finding, 'id' | 'at'>): FindingKey {
  return { day: at.slice(0, 10), hash: sha256(id).slice(0, 32) };
}

export function onceKey(name: string): Key {
  return key(`ONCE#${safe(name)}`, 'ONCE');
}

/** How many partitions of the index a day's groups are spread over. */
export const SEEN_SHARDS: readonly string[] = Array.from({ length: 16 }, (_, n) => n.toString(16));

/** Partition of the index `seen`. */
export function seenKey(day: string, shard: string): string {
  return `SEEN#${day}#${shard}`;
}

/**
 * The second in which a denial's occurrences share a page: `2026-11-25T21:33:30Z`. Without a readable
 * time it is taken from the id, which is the same whenever the record is delivered again.
 */
export function secondOf({
  id,
  time,
}: {
  readonly id: string;
  readonly time: string | null;
}): string {
  const ms = Date.parse(time ?? '');
  if (Number.isNaN(ms)) return `none#${sha256(id).slice(0, 3)}`;
  return `${new Date(ms).toISOString().replace(/\.\d+Z$/, '')}Z`;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The attribute of a page that stands for an occurrence. Event ids stay readable, all else is hashed. */
export function occurrenceName(id: string): string {
  return UUID.test(id) ? id : `h:${sha256(id).slice(0, 32)}`;
}

function key(pk: string, sk: string): Key {
  return { pk: text(pk), sk: text(sk) };
}

/** A part of a key: as it is where it is short and printable, else its hash. */
function safe(part: string): string {
  return /^(?!h:)[!-~]{1,200}$/.test(part) ? part : `h:${sha256(part)}`;
}

function numbered(number: number): string {
  return number === 0 ? '' : `#${number}`;
}

function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
