import { EMPTY_LINE, findWithin, isBreak, phraseAt, skipBlanks, type Flow } from './flow';
import type { EncodedMessage, ParsedMessage } from './parsed-message';

/** What AWS appends to a message. */
export interface Tail {
  readonly says: Partial<Pick<ParsedMessage, 'authorizationId' | 'encodedMessage'>>;
  readonly end: number;
}

/** Reads what follows the reason: the console link with the authorization id, the encoded message. */
export function readTail(flow: Flow, at: number): Tail {
  let tail: Tail = { says: {}, end: at };
  for (let part = 0; part < 2; part += 1) {
    const start = skipBlanks(flow, skipStop(flow, tail.end));
    const next = readEncoded(flow, start) ?? readAuthorizationId(flow, start);
    if (next === null) break;
    tail = { says: { ...tail.says, ...next.says }, end: next.end };
  }
  return tail;
}

function skipStop(flow: Flow, at: number): number {
  const next = skipBlanks(flow, at);
  return '.,;'.includes(flow.text.charAt(next) || 'x') ? next + 1 : next;
}

const LINK = 'authorization-details/';

function readAuthorizationId(flow: Flow, at: number): Tail | null {
  if (phraseAt(flow, at, 'go to ') < 0) return null;
  const link = findWithin(flow, LINK, at, at + MAX_LINK);
  if (link < 0) return null;
  const first = idsAt(flow, link + LINK.length);
  const label = findWithin(flow, 'id:', link, link + MAX_LINK);
  const second = label < 0 ? [] : idsAt(flow, skipBlanks(flow, label + 'id:'.length));
  // The link and the words name one id; only a line break in mid-id can make them differ.
  const same = second.find(({ text }) => first.some((other) => other.text === text));
  const found = same ?? first.at(-1);
  if (found === undefined || flow.text.startsWith('...', found.end))
    return { says: { authorizationId: null }, end: found?.end ?? link };
  return { says: { authorizationId: found.text }, end: found.end };
}

const MAX_LINK = 420;
const MAX_ID = 256;

/** The id at a position: read across line breaks, and up to the first one. */
function idsAt(flow: Flow, at: number): readonly { readonly text: string; readonly end: number }[] {
  const across = runEnd(flow, at, MAX_ID, /[0-9A-Za-z]/);
  let within = at;
  while (within < across && (within === at || !isBreak(flow, within))) within += 1;
  return [across, within]
    .filter((end) => end > at)
    .map((end) => ({ text: flow.text.slice(at, end), end }));
}

function runEnd(flow: Flow, at: number, max: number, char: RegExp): number {
  let end = at;
  const limit = Math.min(flow.text.length, at + max);
  while (end < limit && char.test(flow.text.charAt(end))) end += 1;
  return end;
}

const LABEL = 'encoded authorization failure message';

/** `sts:DecodeAuthorizationMessage` takes at most so many characters. */
const MAX_ENCODED = 10_240;

const ENCODED_CHAR = /[A-Za-z0-9_-]/;

/**
 * Reads `Encoded authorization failure message: …`. The blob is base64url without padding: a length
 * that no such text can have shows that its end is lost, as do dots behind it.
 */
export function readEncoded(flow: Flow, at: number): Tail | null {
  const label = phraseAt(flow, at, LABEL);
  if (label < 0) return null;
  const colon = flow.text.charAt(label) === ':' ? label + 1 : label;
  const start = skipBlanks(flow, colon);
  const end = blobEnd(flow, start);
  const text = flow.text.slice(start, end);
  return { says: { encodedMessage: encoded(text, flow, end) }, end };
}

function encoded(text: string, flow: Flow, end: number): EncodedMessage {
  const elided = ELIDED.test(flow.text.slice(end, end + 3));
  return { text, cut: elided || text.length < SHORTEST || text.length % 4 === 1 };
}

/** No encoded message is shorter; a shorter text was masked (`xxxxxxxxx`). */
const SHORTEST = 40;
const ELIDED = /^(?:\.\.\.|…|\*|\[|<[^/])/;

/** A wrapped blob goes on in the next line as long as that holds nothing else, or another long piece. */
function blobEnd(flow: Flow, at: number): number {
  let end = at;
  let piece = at;
  const limit = Math.min(flow.text.length, at + MAX_ENCODED);
  while (end < limit && ENCODED_CHAR.test(flow.text.charAt(end))) {
    if (end > at && isBreak(flow, end)) {
      if (flow.breaks[end] === EMPTY_LINE || !isPieceOfBlob(flow, at, end, end - piece)) break;
      piece = end;
    }
    end += 1;
  }
  return end;
}

function isPieceOfBlob(flow: Flow, start: number, at: number, lengthBefore: number): boolean {
  let end = at + 1;
  const limit = Math.min(flow.text.length, at + MAX_ENCODED);
  while (end < limit && !isBreak(flow, end) && ENCODED_CHAR.test(flow.text.charAt(end))) end += 1;
  if (isWord(flow.text.slice(at, end)) && (at - start) % 4 !== 1) return false;
  const alone =
    end >= flow.text.length || isBreak(flow, end) || '"`\')'.includes(flow.text.charAt(end));
  return alone && (end - at >= LONG_PIECE || lengthBefore >= LONG_PIECE);
}

/** `Traceback`, `exit`: what is spelled like a word is one, unless the blob cannot end before it. */
function isWord(text: string): boolean {
  return /^[A-Z]?[a-z]{3,30}$/.test(text);
}

/** No other word of a log is that long without a blank or sign. */
const LONG_PIECE = 40;
