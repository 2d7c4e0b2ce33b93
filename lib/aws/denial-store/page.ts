import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Occurrence } from '../../core/group/group';
import { number, numberOf, seconds, text, type Attributes, type Key } from './attributes';
import { occurrenceName } from './keys';
import type { TableWrite } from './table';

/** Longest detail of one occurrence, in bytes: what is longer is only counted. */
const MOST_DETAIL_BYTES = 1_000;

/**
 * A page with so much on it gets no more. Whoever finds less may add 100 occurrences of at most 1.1 KB,
 * and ends below 350 KB; an item may have 400.
 */
export const FULL_BYTES = 200_000;

/** The value that only says that an occurrence was counted. */
export const MARK: AttributeValue = { BOOL: true };

/** What is kept of an occurrence beside its id and time; only a mark where that is too much. */
export function detailOf(occurrence: Occurrence): AttributeValue {
  const { session, resource, region, sourceIpAddress, userAgent, accessKeyId } = occurrence;
  const known = { session, resource, region, sourceIpAddress, userAgent, accessKeyId };
  const json = JSON.stringify(known, (_, value: unknown) => value ?? undefined);
  return Buffer.byteLength(json) > MOST_DETAIL_BYTES ? MARK : text(json);
}

/** Occurrences of one second that are not on their page yet. */
export interface NewOnPage {
  readonly key: Key;
  /** Id of an occurrence -> its value. */
  readonly values: ReadonlyMap<string, AttributeValue>;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/**
 * Writes occurrences to their page, unless one of them is there already or the page is full. With 100
 * of them the condition has 3.2 KB; DynamoDB reads at most 4.
 */
export function pageWrite({ key, values, expires }: NewOnPage): TableWrite {
  const names: Record<string, string> = { '#bytes': 'bytes', '#expiresAt': 'expiresAt' };
  const entries: Attributes = { ':expiresAt': seconds(expires), ':full': number(FULL_BYTES) };
  const sets = ['#expiresAt = :expiresAt'];
  const conditions = ['(attribute_not_exists(#bytes) OR #bytes < :full)'];
  let bytes = 0;
  let position = 0;
  for (const [id, value] of values) {
    const name = occurrenceName(id);
    names[`#${position}`] = name;
    entries[`:${position}`] = value;
    sets.push(`#${position} = :${position}`);
    conditions.push(`attribute_not_exists(#${position})`);
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value.S ?? '.');
    position += 1;
  }
  return {
    Update: {
      Key: key,
      UpdateExpression: `SET ${sets.join(', ')} ADD #bytes :bytes`,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...entries, ':bytes': number(bytes) },
    },
  };
}

export function isOnPage(page: Attributes, id: string): boolean {
  return Object.hasOwn(page, occurrenceName(id));
}

export function isFull(page: Attributes): boolean {
  return numberOf(page, 'bytes') >= FULL_BYTES;
}
