import type { Token } from './variables';

/** A run of characters between two `*`: fixed text, or text with `?` in some places. */
interface Segment {
  readonly text: string;
  /** 1 where any single character fits; null when there is no `?`. */
  readonly any: Uint8Array | null;
}

/**
 * A wildcard expression, prepared once and matched many times. Every glob has the same fields, so
 * that matching stays monomorphic.
 */
export interface Glob {
  readonly shape: 'exact' | 'any' | 'ends' | 'general';
  /** What stands before the first `*`. */
  readonly head: Segment;
  /** What stands behind the last `*`; the same as `head` when there is no `*`. */
  readonly tail: Segment;
  /** The non-empty runs between the first and the last `*`. */
  readonly middle: readonly Segment[];
  /** The shortest value that can match. */
  readonly minLength: number;
}

/** Plain segments up to this length are left to the engine, longer ones are searched without a step back. */
const SHORT = 64;
/** Places at which a segment with `?` is simply tried, before it is searched 32 characters at a time. */
const TRIES = 8;

/**
 * Prepares a glob from tokens without variables.
 *
 * @throws TypeError when a variable is left: that is a mistake of the caller, not of the policy.
 */
export function compileGlob(tokens: readonly Token[]): Glob {
  const segments = segmentsOf(tokens);
  const head = segments[0] ?? { text: '', any: null };
  const tail = segments.at(-1) ?? head;
  const starred = segments.length > 1;
  const middle = segments.slice(1, -1).filter((segment) => segment.text !== '');
  const length = segments.reduce((sum, segment) => sum + segment.text.length, 0);
  return { shape: shapeOf(starred, head, tail, middle), head, tail, middle, minLength: length };
}

function shapeOf(
  starred: boolean,
  head: Segment,
  tail: Segment,
  middle: readonly Segment[],
): Glob['shape'] {
  if (middle.length > 0 || head.any !== null || tail.any !== null) return 'general';
  if (!starred) return 'exact';
  return head.text === '' && tail.text === '' ? 'any' : 'ends';
}

function segmentsOf(tokens: readonly Token[]): readonly Segment[] {
  const segments: Segment[] = [];
  let text = '';
  let holes: number[] = [];
  const close = (): void => {
    segments.push({ text, any: holes.length === 0 ? null : maskOf(text.length, holes) });
    text = '';
    holes = [];
  };
  for (const token of tokens) {
    switch (token.kind) {
      case 'text':
        text += token.text;
        break;
      case 'one':
        holes.push(text.length);
        text += '?';
        break;
      case 'many':
        close();
        break;
      case 'variable':
        throw new TypeError(`the variable ${token.name} was not replaced before matching`);
    }
  }
  close();
  return segments;
}

function maskOf(length: number, holes: readonly number[]): Uint8Array {
  const mask = new Uint8Array(length);
  for (const hole of holes) mask[hole] = 1;
  return mask;
}

/**
 * Whether the whole value matches. Time: linear in the value (one step a character for every 32
 * characters of a segment with `?`, and for a plain one what the engine's own search takes for at
 * most 64 characters); no segment is placed twice, because the leftmost place of each leaves the most
 * room for the rest.
 */
export function matchGlob(glob: Glob, value: string): boolean {
  switch (glob.shape) {
    case 'exact':
      return value === glob.head.text;
    case 'any':
      return true;
    case 'ends':
      return (
        value.length >= glob.minLength &&
        value.startsWith(glob.head.text) &&
        value.endsWith(glob.tail.text)
      );
    case 'general':
      return matchGeneral(glob, value);
  }
}

function matchGeneral(glob: Glob, value: string): boolean {
  const { head, tail, middle } = glob;
  if (value.length < glob.minLength) return false;
  if (head === tail) return value.length === head.text.length && fits(head, value, 0);
  if (!fits(head, value, 0) || !fits(tail, value, value.length - tail.text.length)) return false;
  const end = value.length - tail.text.length;
  let at = head.text.length;
  for (const segment of middle) {
    const found = find(segment, value, at, end);
    if (found < 0) return false;
    at = found + segment.text.length;
  }
  return true;
}

function fits(segment: Segment, value: string, at: number): boolean {
  const { text, any } = segment;
  if (any === null) return value.startsWith(text, at);
  for (let i = 0; i < text.length; i += 1) {
    if (any[i] === 0 && text.charCodeAt(i) !== value.charCodeAt(at + i)) return false;
  }
  return true;
}

/** The leftmost place of the segment in `value[from, end)`, or -1. */
function find(segment: Segment, value: string, from: number, end: number): number {
  if (segment.text.length > end - from) return -1;
  if (segment.any !== null) return findWithHoles(segment, segment.any, value, from, end);
  if (segment.text.length > SHORT) return findLong(segment.text, value, from, end);
  const found = value.indexOf(segment.text, from);
  return found + segment.text.length <= end ? found : -1;
}

/** Most values match or differ soon; only for the others is the search worth its preparation. */
function findWithHoles(
  segment: Segment,
  any: Uint8Array,
  value: string,
  from: number,
  end: number,
): number {
  const last = end - segment.text.length;
  const tried = Math.min(last, from + TRIES - 1);
  for (let at = from; at <= tried; at += 1) {
    if (fits(segment, value, at)) return at;
  }
  const rest = tried + 1;
  if (rest > last) return -1;
  return segment.text.length <= 32
    ? findWord(segment.text, any, value, rest, end)
    : findMasked(segment.text, any, value, rest, end);
}

/** Knuth-Morris-Pratt: two steps a character at most, whatever the text repeats. */
function findLong(text: string, value: string, from: number, end: number): number {
  const border = bordersOf(text);
  let matched = 0;
  for (let at = from; at < end; at += 1) {
    const code = value.charCodeAt(at);
    while (matched > 0 && text.charCodeAt(matched) !== code) matched = border[matched - 1] ?? 0;
    if (text.charCodeAt(matched) === code) matched += 1;
    if (matched === text.length) return at + 1 - matched;
  }
  return -1;
}

/** For each prefix of the text, the length of its longest proper prefix that is also its suffix. */
function bordersOf(text: string): Int32Array {
  const border = new Int32Array(text.length);
  let length = 0;
  for (let at = 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    while (length > 0 && text.charCodeAt(length) !== code) length = border[length - 1] ?? 0;
    if (text.charCodeAt(length) === code) length += 1;
    border[at] = length;
  }
  return border;
}

/**
 * Shift-And: bit i says that the first i+1 characters of the text end here. 32 positions are moved
 * in one step, and `?` costs nothing because its bit is set for every character.
 */
function findMasked(
  text: string,
  any: Uint8Array,
  value: string,
  from: number,
  end: number,
): number {
  const words = Math.ceil(text.length / 32);
  const { byCode, others } = bitsOf(text, any, words);
  const state = new Int32Array(words);
  const lastWord = words - 1;
  const lastBit = 1 << ((text.length - 1) & 31);
  for (let at = from; at < end; at += 1) {
    const bits = byCode.get(value.charCodeAt(at)) ?? others;
    let carry = 1;
    for (let word = 0; word < words; word += 1) {
      const before = state[word] ?? 0;
      state[word] = ((before << 1) | carry) & (bits[word] ?? 0);
      carry = before >>> 31;
    }
    if (((state[lastWord] ?? 0) & lastBit) !== 0) return at + 1 - text.length;
  }
  return -1;
}

const ASCII = 128;

/** The same for a segment of at most 32 characters, whose bits fit into one number. */
function findWord(text: string, any: Uint8Array, value: string, from: number, end: number): number {
  let others = 0;
  for (let i = 0; i < text.length; i += 1) if (any[i] === 1) others |= 1 << i;
  const bits = new Int32Array(ASCII).fill(others);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (any[i] === 0 && code < ASCII) bits[code] = (bits[code] ?? 0) | (1 << i);
  }
  const lastBit = 1 << (text.length - 1);
  let state = 0;
  for (let at = from; at < end; at += 1) {
    const code = value.charCodeAt(at);
    const fitting = code < ASCII ? (bits[code] ?? 0) : placesOf(code, text, any);
    state = ((state << 1) | 1) & fitting;
    if ((state & lastBit) !== 0) return at + 1 - text.length;
  }
  return -1;
}

/** The places of a short segment where a character beyond ASCII fits. */
function placesOf(code: number, text: string, any: Uint8Array): number {
  let places = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (any[i] === 1 || text.charCodeAt(i) === code) places |= 1 << i;
  }
  return places;
}

function bitsOf(
  text: string,
  any: Uint8Array,
  words: number,
): { readonly byCode: ReadonlyMap<number, Int32Array>; readonly others: Int32Array } {
  const others = new Int32Array(words);
  for (let i = 0; i < text.length; i += 1) {
    if (any[i] === 1) others[i >> 5] = (others[i >> 5] ?? 0) | (1 << (i & 31));
  }
  const byCode = new Map<number, Int32Array>();
  for (let i = 0; i < text.length; i += 1) {
    if (any[i] === 1) continue;
    const code = text.charCodeAt(i);
    const bits = byCode.get(code) ?? others.slice();
    bits[i >> 5] = (bits[i >> 5] ?? 0) | (1 << (i & 31));
    byCode.set(code, bits);
  }
  return { byCode, others };
}
