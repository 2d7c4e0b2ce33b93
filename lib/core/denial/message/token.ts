import { EMPTY_LINE, isBlank, isBreak, oneOfAt, skipBlanks, type Flow } from './flow';

/** A piece of the text: what it says, and where it ends (exclusive). */
export interface Token {
  readonly text: string;
  readonly end: number;
}

/** Longer than any ARN (2,048) or S3 key (1,024 bytes). A longer token is hostile and is cut off here. */
export const MAX_TOKEN = 2200;

/** The beginnings of what may follow a resource or action within a message. */
const CONTINUATIONS = [
  'because ',
  'with an explicit',
  'with explicit',
  'with an ',
  'on resource',
  'on the ',
  'on this ',
  '(service:',
  '(sqlstate',
  'encoded authorization',
  'go to https',
];

/** Whether the message goes on at a position, white space before it included. */
export function messageGoesOn(flow: Flow, at: number): boolean {
  return oneOfAt(flow, skipBlanks(flow, at), CONTINUATIONS) !== null;
}

/**
 * Whether a token goes on behind the line break before `at`: a terminal wrapped it in mid-word. It does
 * when the rest of the word is not itself the continuation of the message, and the message goes on or
 * ends behind it; a word of another line mostly has more words behind it.
 */
export function goesOnBehindBreak(flow: Flow, at: number, from: number): boolean {
  if (flow.breaks[at] === EMPTY_LINE || isBlank(flow.text.charAt(at - 1))) return false;
  const end = wordEnd(flow, at);
  const word = flow.text.slice(at, end);
  if (word === '' || /^(?:arn:|User:|Error)/.test(word) || messageGoesOn(flow, at)) return false;
  if (messageGoesOn(flow, end)) return true;
  if (!atClosing(flow, end) || !/[:/*_\d-]/.test(word) || word.endsWith(':')) return false;
  return at - lineStart(flow, at, from) >= WRAPPED_LINE;
}

/** A line that was not shorter than this may have been wrapped by a terminal. */
const WRAPPED_LINE = 40;

function lineStart(flow: Flow, at: number, from: number): number {
  let start = at - 1;
  const limit = Math.max(0, Math.min(from, at - WRAPPED_LINE) - 1);
  while (start > limit && !isBreak(flow, start)) start -= 1;
  return start;
}

/** The end of a run without white space, line break or quote. */
function wordEnd(flow: Flow, at: number): number {
  let end = at;
  const limit = Math.min(flow.text.length, at + MAX_TOKEN);
  while (end < limit && !isBlank(flow.text.charAt(end)) && !'"`'.includes(flow.text.charAt(end))) {
    end += 1;
    if (isBreak(flow, end)) break;
  }
  return end;
}

/** At the end of the text, of a paragraph, or of what a wrapper quotes. */
function atClosing(flow: Flow, at: number): boolean {
  return (
    at >= flow.text.length || flow.breaks[at] === EMPTY_LINE || '"`'.includes(flow.text.charAt(at))
  );
}

const OPENING: ReadonlyMap<string, string> = new Map([
  ['<', '>'],
  ['{', '}'],
  ['[', ']'],
  ['(', ')'],
]);

/** A mask such as `<account id>` is not longer. */
const MAX_MASK = 60;

/**
 * Reads a name or an ARN without quotes. White space ends it, except within brackets that its author
 * masked something with (`<account id>`) and before `:` or `/` (`arn:aws:iam::xxxx :user/xxxx`).
 */
export function readName(flow: Flow, at: number): Token {
  let end = at;
  const limit = Math.min(flow.text.length, at + MAX_TOKEN);
  while (end < limit) {
    if (end > at && isBreak(flow, end) && !goesOnBehindBreak(flow, end, at)) break;
    const char = flow.text.charAt(end);
    if (char === '"' || char === '`' || flow.text.startsWith('</', end)) break;
    if (isBlank(char) && !isBlankOfMask(flow, at, end)) break;
    end = endOfMask(flow, end) ?? end + 1;
  }
  return { text: withoutWrapping(flow.text.slice(at, end)), end };
}

function isBlankOfMask(flow: Flow, start: number, at: number): boolean {
  const next = flow.text.charAt(at + 1);
  return at > start && (next === ':' || next === '/') && !isBlank(flow.text.charAt(at + 2));
}

/** The end of `<…>`, `{…}`, `[…]` at a position when white space is in it; null when there is none. */
function endOfMask(flow: Flow, at: number): number | null {
  const closing = OPENING.get(flow.text.charAt(at));
  if (closing === undefined || closing === ')') return null;
  const window = flow.text.slice(at, at + MAX_MASK);
  const close = window.indexOf(closing);
  if (close < 0 || window.slice(0, close).includes('"')) return null;
  for (let inside = at + 1; inside <= at + close; inside += 1) {
    if (isBreak(flow, inside)) return null;
  }
  return at + close + 1;
}

/**
 * Takes off what a wrapper left behind a name: punctuation, quotes, markdown, brackets that the name
 * did not open. Three dots at the end are kept: their author elided the rest.
 */
export function withoutWrapping(text: string): string {
  let kept = text;
  for (let round = 0; round < MAX_MARKS; round += 1) {
    const next = withoutBracket(withoutSign(kept));
    if (next === kept) break;
    kept = next;
  }
  return kept;
}

/** No wrapper leaves more: what has more is hostile. */
const MAX_MARKS = 12;

function withoutSign(text: string): string {
  if (text.length > 4 && text.startsWith('**') && text.endsWith('**')) return text.slice(2, -2);
  if (text.startsWith("'")) return text.slice(1);
  const last = text.slice(-1);
  if (last === '.') return text.endsWith('...') ? text : text.slice(0, -1);
  return last !== '' && ",;'\\".includes(last) ? text.slice(0, -1) : text;
}

function withoutBracket(text: string): string {
  for (const [open, close] of OPENING) {
    if (text.endsWith(close) && count(text, close) > count(text, open)) return text.slice(0, -1);
    if (text.startsWith(open) && !text.includes(close)) return text.slice(1);
  }
  return text;
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}
