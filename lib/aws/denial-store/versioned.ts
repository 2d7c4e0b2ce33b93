import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { number, numberOf, text, textOf, type Attributes, type Key } from './attributes';
import type { Retries } from './retries';
import type { DynamoTable, Without } from './table';

/**
 * A conditional write of an item with a version: it is refused when somebody else wrote meanwhile.
 *
 * @param before the item as it was read; undefined when there was none
 * @param writer unique to this write, see {@link changeItem}
 */
export function versionedPut(
  item: Attributes,
  before: Attributes | undefined,
  writer: string,
): Without<PutItemCommandInput> {
  const Item = { ...item, version: number(numberOf(before, 'version') + 1), writer: text(writer) };
  if (before === undefined) return { Item, ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    Item,
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': number(numberOf(before, 'version')) },
  };
}

/** A change of one item. */
export interface ItemChange {
  readonly key: Key;
  /** Called again when somebody else wrote meanwhile; null when there is nothing to write. */
  readonly change: (before: Attributes | undefined) => Attributes | null;
  readonly retries: Retries;
  /** A text that nobody else has. */
  readonly writer: string;
}

/**
 * Reads an item, changes it, and writes it unless somebody else wrote meanwhile; then all over again.
 * The writer's name tells a refusal by a stranger's write from that of one's own, whose answer was
 * lost: the SDK sent it again.
 */
export async function changeItem(table: DynamoTable, change: ItemChange): Promise<void> {
  const { key, retries, writer } = change;
  for (;;) {
    const before = await table.get(key);
    if (textOf(before, 'writer') === writer) return;
    const after = change.change(before);
    if (after === null) return;
    const result = await table.put(versionedPut({ ...after, ...key }, before, writer));
    if (result.status === 'written') return;
    await retries.pause();
  }
}
