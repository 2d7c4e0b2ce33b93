import type { Json, JsonObject } from '../record/json';

/** What could be read of a text that may be no whole JSON. */
export interface LenientJson {
  /** Undefined when the text holds no JSON at all. */
  readonly value: Json | undefined;
  /** False when something was missing, elided or malformed. */
  readonly whole: boolean;
}

interface Reader {
  readonly text: string;
  readonly keepsCut: (key: string) => boolean;
  at: number;
  whole: boolean;
  /** The end of the text was reached within a value. */
  cut: boolean;
}

/** Deeper nesting is hostile. */
const MAX_DEPTH = 64;

/**
 * Reads JSON as people paste it: cut at its end, with parts elided (`(...)`), wrapped in the middle of a
 * string. A string that was cut is left out, for its end would be guessed, unless `keepsCut` wants it.
 * Never throws; linear in the length of the text.
 */
export function readLenientJson(
  text: string,
  keepsCut: (key: string) => boolean = () => false,
): LenientJson {
  const start = text.search(/[{[]/);
  if (start < 0) return { value: undefined, whole: false };
  const reader: Reader = {
    text,
    keepsCut,
    at: start,
    whole: text.slice(0, start).trim() === '',
    cut: false,
  };
  const value = readValue(reader, 0, '');
  if (text.slice(reader.at).trim() !== '') reader.whole = false;
  return { value, whole: reader.whole };
}

function readValue(reader: Reader, depth: number, key: string): Json | undefined {
  const char = reader.text.charAt(reader.at);
  if (char === '{' || char === '[') {
    if (depth >= MAX_DEPTH) {
      giveUp(reader);
      return undefined;
    }
    return char === '{' ? readObject(reader, depth) : readArray(reader, depth);
  }
  return char === '"' ? readString(reader, key) : readWord(reader);
}

/** Leaves all that follows unread. */
function giveUp(reader: Reader): void {
  reader.at = reader.text.length;
  reader.whole = false;
  reader.cut = true;
}

function readObject(reader: Reader, depth: number): JsonObject {
  const members = new Map<string, Json>();
  reader.at += 1;
  for (let char = next(reader, '"}'); char !== ''; char = next(reader, '"}')) {
    if (char === '}') {
      reader.at += 1;
      return Object.fromEntries(members);
    }
    const key = readString(reader, '');
    if (key === undefined || next(reader, ':') === '') break;
    reader.at += 1;
    skipWhite(reader);
    const value = readValue(reader, depth + 1, key);
    if (value !== undefined) members.set(key, value);
  }
  return unended(reader, Object.fromEntries(members));
}

/** An object or array without its end. */
function unended<T>(reader: Reader, value: T): T {
  reader.whole = false;
  reader.cut ||= reader.at >= reader.text.length;
  return value;
}

function readArray(reader: Reader, depth: number): Json {
  const elements: Json[] = [];
  reader.at += 1;
  for (let char = next(reader, STARTS); char !== ''; char = next(reader, STARTS)) {
    if (char === ']') {
      reader.at += 1;
      return elements;
    }
    if (char === '}') break;
    const value = readValue(reader, depth + 1, '');
    // Half of a statement or condition would be taken for the whole of it.
    if (value !== undefined && !reader.cut) elements.push(value);
  }
  return unended(reader, elements);
}

/** What an element of an array starts with, or what ends the array, or the object around it. */
const STARTS = '{["]}-0123456789tfn';

/** Goes to the next of these characters; what is passed over besides white space and commas was no JSON. */
function next(reader: Reader, wanted: string): string {
  for (; reader.at < reader.text.length; reader.at += 1) {
    const char = reader.text.charAt(reader.at);
    if (wanted.includes(char)) return char;
    if (!' \t\r\n,'.includes(char)) reader.whole = false;
  }
  return '';
}

function skipWhite(reader: Reader): void {
  while (' \t\r\n'.includes(reader.text.charAt(reader.at) || 'x')) reader.at += 1;
}

function readString(reader: Reader, key: string): string | undefined {
  const start = reader.at + 1;
  let end = start;
  while (end < reader.text.length && reader.text.charAt(end) !== '"') {
    end += reader.text.charAt(end) === '\\' ? 2 : 1;
  }
  const cut = end >= reader.text.length;
  reader.at = Math.min(end + 1, reader.text.length);
  if (cut) unended(reader, null);
  return cut && !reader.keepsCut(key) ? undefined : unescaped(reader, start, end);
}

/** A raw line break in a string is none of JSON's: a terminal put it there. */
function unescaped(reader: Reader, start: number, end: number): string {
  const written = reader.text.slice(start, end);
  const raw = written.replace(/[\r\n]+/g, '');
  if (raw !== written) reader.whole = false;
  return raw.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.?))/gs,
    (_, code: string | undefined, char: string | undefined) =>
      code === undefined
        ? (ESCAPES.get(char ?? '') ?? char ?? '')
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
]);

/** A number, `true`, `false`, `null`; undefined for anything else. */
function readWord(reader: Reader): Json | undefined {
  const word = /^[A-Za-z0-9.+-]{1,40}/.exec(reader.text.slice(reader.at, reader.at + 40))?.[0];
  if (word === undefined) {
    reader.whole = false;
    return undefined;
  }
  reader.at += word.length;
  if (CONSTANTS.has(word)) return CONSTANTS.get(word);
  if (/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)) return Number(word);
  reader.whole = false;
  return undefined;
}

const CONSTANTS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
