import { isArray, isObject, type Json } from './json';

/** Characters of input that a description quotes at most. */
const QUOTED = 60;
/** Keys of an object that a description names at most. */
const NAMED_KEYS = 5;

/** Says in words what a JSON value is: `the number 5`, `an object with the keys id, name`. One line, under 500 characters. */
export function describe(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text ${quote(value)}`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  return isObject(value) ? describeKeys(Object.keys(value)) : 'nothing';
}

function describeKeys(keys: readonly string[]): string {
  if (keys.length === 0) return 'an empty object';
  const named = keys.slice(0, NAMED_KEYS).map((key) => clip(key));
  const more = keys.length - named.length;
  const list = named.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return `an object with the ${keys.length === 1 ? 'key' : 'keys'} ${list}`;
}

/** The start of a text in double quotes, on one line, without control characters. */
export function quote(text: string): string {
  return `"${clip(text)}"`;
}

function clip(text: string): string {
  const start = text.slice(0, QUOTED).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');
  return text.length > QUOTED ? `${start}…` : start;
}
