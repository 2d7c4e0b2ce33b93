import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, or a part of one. */
export type Attributes = Record<string, AttributeValue>;

/** The primary key of an item. */
export type Key = Record<'pk' | 'sk', AttributeValue>;

export function text(value: string): AttributeValue.SMember {
  return { S: value };
}

export function number(value: number): AttributeValue.NMember {
  return { N: String(value) };
}

/** Epoch seconds, as the time-to-live attribute wants them. */
export function seconds(ms: number): AttributeValue.NMember {
  return number(Math.floor(ms / 1_000));
}

/** The text of an attribute; null when it is not there, or is no text. */
export function textOf(item: Attributes | undefined, name: string): string | null {
  return item?.[name]?.S ?? null;
}

/** The number of an attribute; 0 when it is not there, or is no number. */
export function numberOf(item: Attributes | undefined, name: string): number {
  return Number(item?.[name]?.N ?? 0);
}
