import { isBlank, isBreak, phraseBefore, skipBlanksBack, type Flow } from './flow';
import { MAX_TOKEN, withoutWrapping } from './token';

/** Who a sentence says was denied, and where it begins. */
export interface Subject {
  readonly principal: string | null;
  readonly start: number;
}

const VERBS = [' is ', ' are ', ' was ', ' were ', 'is ', 'are '];
const LABEL = 'user:';

/** Words before `is not authorized` that name nobody. */
const NOBODY: ReadonlySet<string> = new Set(
  (
    'user role group you it account function lambda service caller principal identity this that ' +
    'which who client request application resource credentials policy error and or iam aws'
  ).split(' '),
);

/**
 * Reads back from `not authorized` who it is about: `User: X is`, or a name before `is`. Looks no
 * further back than `from`, where the message before ended.
 */
export function subjectBefore(flow: Flow, at: number, from: number): Subject {
  const verb = VERBS.map((word) => phraseBefore(flow, at, word)).find((start) => start >= 0);
  const end = verb ?? at;
  return labelled(flow, end, from) ?? (verb === undefined ? nobody(at) : named(flow, verb, from));
}

function nobody(start: number): Subject {
  return { principal: null, start };
}

/** `User: arn:… is`. What stands between may be masked with blanks in it, but is no sentence. */
function labelled(flow: Flow, end: number, from: number): Subject | null {
  const begin = Math.max(from, end - MAX_TOKEN);
  const index = flow.lower.slice(begin, end).lastIndexOf(LABEL);
  if (index < 0) return null;
  const start = begin + index;
  const written = flow.text.slice(start + LABEL.length, end).trim();
  const principal = withoutQuotes(written);
  if (principal === '' || !isOneName(principal)) return null;
  return { principal, start };
}

const MAX_BLANKS = 4;

function withoutQuotes(text: string): string {
  const bare = text.replace(/^[`'"]{1,2}|[`'"]{1,2}$/g, '');
  return bare.startsWith('**') && bare.endsWith('**') ? withoutWrapping(bare) : bare;
}

/** Blanks may stand within a mask, and in an ARN around what its author masked, but not as in a sentence. */
function isOneName(text: string): boolean {
  if (/^arn:[^"]*$/.test(text)) return text.split(' ').length <= MAX_BLANKS && !text.includes('. ');
  const bare = text
    .replace(/<[^<>]{0,60}>|\{[^{}]{0,60}\}|\[[^[\]]{0,60}\]/g, '')
    .replace(/ [:/]/g, '');
  return !bare.includes(' ') && !bare.includes('"');
}

/** A name before `is not authorized`, when it can be nothing else. */
function named(flow: Flow, verb: number, from: number): Subject {
  let end = skipBlanksBack(flow, verb);
  if ('"`'.includes(flow.text.charAt(end - 1) || 'x')) end -= 1;
  const start = nameStart(flow, end, from);
  const name = flow.text
    .slice(start, end)
    .replace(/^[(*`'"]{1,2}/, '')
    .replace(/[)*`'"]{1,2}$/, '');
  const isName =
    looksLikeName(name) || (/^[A-Za-z][\w.@-]*$/.test(name) && standsAlone(flow, start));
  if (!isName || NOBODY.has(name.toLowerCase()) || /[:.,]$/.test(name)) return nobody(start);
  return { principal: name, start };
}

function nameStart(flow: Flow, end: number, from: number): number {
  const limit = Math.max(from, end - MAX_TOKEN);
  if (flow.text.charAt(end - 1) === '>') {
    const open = flow.text.slice(Math.max(limit, end - MAX_MASK), end).lastIndexOf('<');
    if (open >= 0) return Math.max(limit, end - MAX_MASK) + open;
  }
  let start = end;
  while (
    start > limit &&
    !isBlank(flow.text.charAt(start - 1)) &&
    !'"`'.includes(flow.text.charAt(start - 1))
  ) {
    start -= 1;
    if (isBreak(flow, start)) break;
  }
  return start;
}

const MAX_MASK = 60;

/** An ARN, a DNS name, a mask, or a word that is no word of prose. */
function looksLikeName(text: string): boolean {
  return (
    /^<[^<>]{1,60}>$/.test(text) ||
    /[A-Za-z0-9][:/_@.-][A-Za-z0-9*]/.test(text) ||
    /[a-z][A-Z]/.test(text)
  );
}

/** At the beginning of the text or line, or behind a colon or quote: no words of a sentence before it. */
function standsAlone(flow: Flow, at: number): boolean {
  const before = skipBlanksBack(flow, at);
  return before === 0 || isBreak(flow, at) || ':"`'.includes(flow.text.charAt(before - 1));
}
