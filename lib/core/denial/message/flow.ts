import { wrappingOf } from './wrap-width';

/**
 * A text without its line breaks, which remembers where they were: terminals wrap in mid-word, so a
 * phrase must be found across a break, while a break may also end a message.
 */
export interface Flow {
  /** The text, each line break and the indentation after it removed. */
  readonly text: string;
  /** The same in lower case, of the same length. */
  readonly lower: string;
  /** What stands before each position of `text`. */
  readonly breaks: Uint8Array;
  /** Whether the text is a paste, which may hold anything, and not one message of a record. */
  readonly pasted: boolean;
}

/** A line break after a line that was not the longest, after the longest, and an empty line. */
export const SHORT_LINE = 1;
export const LONGEST_LINE = 2;
export const EMPTY_LINE = 3;

/** What stands before the text of a line: indentation, quoting, the gutter of Terraform, comment marks. */
const GUTTER = ' \t│┃╷╵>|\u00a0';

/**
 * Makes the flow of a text. Of a paste the marks that tools put before each line are removed too.
 * Where a terminal wrapped every line at one width there was no line break. Linear in the length of
 * the text.
 */
export function flowOf(text: string, pasted: boolean): Flow {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  const { wholeWords, broken } = wrappingOf(lines);
  const longest = wholeWords ? Infinity : longestOf(lines);
  const kept: string[] = [];
  const breaks = new Uint8Array(text.length + 1);
  let at = 0;
  let pending = 0;
  lines.forEach((line, index) => {
    const goesOn = index > 0 && broken.has(index - 1);
    const content = goesOn || (index === 0 && !pasted) ? line : contentOf(line, pasted);
    if (content !== '') {
      breaks[at] = goesOn ? 0 : pending;
      pending = 0;
      kept.push(content);
      at += content.length;
    }
    pending = Math.max(pending, breakAfter(line, content, index > 0, longest));
  });
  const joined = kept.join('');
  return { text: joined, lower: lowerCase(joined), breaks, pasted };
}

function longestOf(lines: readonly string[]): number {
  return lines.reduce((most, line) => Math.max(most, line.length), 0);
}

function breakAfter(line: string, content: string, inText: boolean, longest: number): number {
  if (content.trim() === '' && inText) return EMPTY_LINE;
  return line.length === longest ? LONGEST_LINE : SHORT_LINE;
}

function contentOf(line: string, pasted: boolean): string {
  let from = 0;
  const marks = pasted ? GUTTER : ' \t';
  while (from < line.length && marks.includes(line.charAt(from))) from += 1;
  const comment = pasted ? ['// ', '# '].find((mark) => line.startsWith(mark, from)) : undefined;
  return line.slice(comment === undefined ? from : from + comment.length);
}

/** Lower case that keeps every position: the one letter whose lower case is longer is left out. */
function lowerCase(text: string): string {
  return text.replaceAll('\u0130', 'I').toLowerCase();
}

/** Whether a line break stands before the position. */
export function isBreak(flow: Flow, at: number): boolean {
  return (flow.breaks[at] ?? 0) > 0;
}

/** Whether the position is at the end, or at white space, or at the beginning of a line. */
export function isSpace(flow: Flow, at: number): boolean {
  return at >= flow.text.length || isBlank(flow.text.charAt(at)) || isBreak(flow, at);
}

/** Whether the character is white space within a line. */
export function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\u00a0' || char === '\r';
}

/** The first position from `at` on that holds no white space. */
export function skipBlanks(flow: Flow, at: number): number {
  let next = at;
  while (next < flow.text.length && isBlank(flow.text.charAt(next))) next += 1;
  return next;
}

/**
 * Matches a phrase in lower case at a position. A space of the phrase is white space or a line break
 * in the text; a break within a word is passed over. Returns the end, or -1.
 */
export function phraseAt(flow: Flow, at: number, phrase: string): number {
  if (flow.lower.startsWith(phrase, at)) return pastBlanksOfPhrase(flow, at, phrase);
  const first = phrase.charCodeAt(0);
  if (first !== SPACE && flow.lower.charCodeAt(at) !== first) return -1;
  let next = at;
  for (const char of phrase) {
    if (char === ' ') {
      const after = skipBlanks(flow, next);
      if (after === next && !isBreak(flow, next)) return -1;
      next = after;
    } else {
      if (flow.lower.charAt(next) !== char) return -1;
      next += 1;
    }
  }
  return next;
}

const SPACE = 0x20;

/** A space at the end of a phrase stands for all the white space there. */
function pastBlanksOfPhrase(flow: Flow, at: number, phrase: string): number {
  const end = at + phrase.length;
  return phrase.endsWith(' ') ? skipBlanks(flow, end) : end;
}

/** Matches a phrase that ends at a position. Returns its start, or -1. */
export function phraseBefore(flow: Flow, end: number, phrase: string): number {
  let next = end;
  for (let index = phrase.length - 1; index >= 0; index -= 1) {
    const char = phrase.charAt(index);
    if (char === ' ') {
      const before = skipBlanksBack(flow, next);
      if (before === next && !isBreak(flow, next)) return -1;
      next = before;
    } else {
      if (next === 0 || flow.lower.charAt(next - 1) !== char) return -1;
      next -= 1;
    }
  }
  return next;
}

/** The last position up to `at` with no white space before it. */
export function skipBlanksBack(flow: Flow, at: number): number {
  let next = at;
  while (next > 0 && isBlank(flow.text.charAt(next - 1))) next -= 1;
  return next;
}

/** The first of several phrases that matches at a position, with its end; null when none does. */
export function oneOfAt(
  flow: Flow,
  at: number,
  phrases: readonly string[],
): { readonly phrase: string; readonly end: number } | null {
  for (const phrase of phrases) {
    const end = phraseAt(flow, at, phrase);
    if (end >= 0) return { phrase, end };
  }
  return null;
}

/** Like `String.indexOf` on the lower-case text, but not beyond `limit` (exclusive). -1 when there is none. */
export function findWithin(flow: Flow, needle: string, from: number, limit: number): number {
  const window = flow.lower.slice(from, Math.min(limit, flow.text.length));
  const at = window.indexOf(needle);
  return at < 0 ? -1 : from + at;
}

/** A part of the text with a space for each line break. */
export function textBetween(flow: Flow, start: number, end: number): string {
  const parts: string[] = [];
  let from = start;
  const limit = Math.min(end, flow.text.length);
  for (let at = start + 1; at < limit; at += 1) {
    if (!isBreak(flow, at)) continue;
    parts.push(flow.text.slice(from, at));
    from = at;
  }
  return [...parts, flow.text.slice(from, limit)].join(' ');
}
