/** An attribute value as it goes over the wire: one member, named by its type. */
export type Attribute = Readonly<Record<string, unknown>>;

/** An item as it goes over the wire. */
export type Item = Readonly<Record<string, Attribute>>;

/** What DynamoDB answers instead of doing what was asked. */
export class DynamoDbError extends Error {
  readonly code: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly status: number;

  constructor(
    code: string,
    message: string,
    fields: Readonly<Record<string, unknown>> = {},
    status = 400,
  ) {
    super(message);
    this.code = code;
    this.fields = fields;
    this.status = status;
  }
}

/** @returns the error for a request that is wrong in itself */
export function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message);
}

const MAX_ITEM_BYTES = 400 * 1_024;
const MAX_KEY_BYTES = { pk: 2_048, sk: 1_024 };

/** The primary key of an item or key as one text. */
export function keyOf(item: Item): string {
  const { pk, sk } = item;
  return JSON.stringify([keyText('pk', pk), keyText('sk', sk)]);
}

function keyText(name: 'pk' | 'sk', value: Attribute | undefined): string {
  const text = value?.['S'];
  if (typeof text !== 'string')
    throw invalid(`Missing the key ${name} in the item, or not a string`);
  if (text === '')
    throw invalid(`The AttributeValue for the key attribute ${name} is an empty string`);
  if (Buffer.byteLength(text) > MAX_KEY_BYTES[name]) throw invalid(`The key ${name} is too long`);
  return text;
}

/** @throws DynamoDbError for a key with other attributes than the key's */
export function exactKey(key: Item): string {
  if (Object.keys(key).length !== 2)
    throw invalid('The provided key element does not match the schema');
  return keyOf(key);
}

/** Throws for an item that DynamoDB does not store. */
export function checkItem(item: Item): void {
  keyOf(item);
  for (const [name, value] of Object.entries(item)) checkAttribute(name, value);
  const { seen } = item;
  if (seen !== undefined && (typeof seen['S'] !== 'string' || seen['S'] === '')) {
    throw invalid('The key attribute seen of index seen is empty or no string');
  }
  if (sizeOf(item) > MAX_ITEM_BYTES)
    throw invalid('Item size has exceeded the maximum allowed size');
}

function checkAttribute(name: string, value: Attribute): void {
  const types = Object.keys(value);
  const [type] = types;
  if (types.length !== 1 || type === undefined) {
    throw invalid(
      `Supplied AttributeValue of ${name} must contain exactly one of the supported datatypes`,
    );
  }
  const content = value[type];
  if (type === 'N' && !/^-?\d{1,38}(\.\d+)?$/.test(String(content))) {
    throw invalid(
      `The parameter ${name} cannot be converted to a numeric value: ${String(content)}`,
    );
  }
  if ((type === 'S' || type === 'B') && typeof content !== 'string')
    throw invalid(`${name} is no text`);
  if (!['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L'].includes(type))
    throw invalid(`type ${type} of ${name}`);
}

/** The text of a text attribute; empty for any other. */
export function textOf(value: Attribute | undefined): string {
  const text = value?.['S'];
  return typeof text === 'string' ? text : '';
}

/** Bytes as DynamoDB counts them: names and values, UTF-8. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + attributeSize(value),
    0,
  );
}

function attributeSize(value: Attribute): number {
  if (typeof value['S'] === 'string') return Buffer.byteLength(value['S']);
  if (typeof value['B'] === 'string') return Buffer.from(value['B'], 'base64').length;
  if (typeof value['N'] === 'string') return Math.ceil(value['N'].length / 2) + 1;
  if (value['M'] !== undefined) return 3 + sizeOf(value['M'] as Item);
  if (value['L'] !== undefined) {
    return (value['L'] as readonly Attribute[]).reduce(
      (sum, one) => sum + 1 + attributeSize(one),
      3,
    );
  }
  return 1;
}
