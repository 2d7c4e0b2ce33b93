import { visible } from '../../core/alert/text/visible';

/** Where a text stops being JSON, and what should have been there. */
export interface JsonError {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters (UTF-16 units). */
  readonly column: number;
  readonly expected: string;
  /** What is there instead, cut short. */
  readonly found: string;
}

/** What may come next in a JSON text. */
type Wanted = 'value' | 'valueOrEnd' | 'name' | 'nameOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const WORDS: Readonly<Record<Wanted, string>> = {
  value: 'a value',
  valueOrEnd: 'a value or "]"',
  name: 'a name in double quotes',
  nameOrEnd: 'a name in double quotes or "}"',
  colon: '":" after the name',
  commaOrEnd: '"," or the closing bracket',
  nothing: 'the end of the file',
};

const LITERAL = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
const SPACE = /[ \t\r\n]*/y;
const SHOWN = 20;

/**
 * Finds the place where a text stops being JSON: `JSON.parse` of Node.js 20 does not tell it. Only for
 * texts that were refused. Time: linear in the text, whatever its depth.
 */
export function findJsonError(text: string): JsonError {
  const open: Open = [];
  let wanted: Wanted = 'value';
  let at = 0;
  for (;;) {
    at = endOf(SPACE, text, at);
    const next: Next | null = STEPS[wanted](text, at, open);
    if (next === null) return errorAt(text, at, WORDS[wanted]);
    if (next.end < 0)
      return errorAt(text, ~next.end, 'a string that ends on its line, with valid escapes');
    wanted = next.wanted;
    at = next.end;
  }
}

/** Where a token ends, and what may follow it. */
interface Next {
  readonly end: number;
  readonly wanted: Wanted;
}

/** The brackets that are open. */
type Open = ('{' | '[')[];

/** Reads one token; null when it does not fit. */
type Step = (text: string, at: number, open: Open) => Next | null;

const STEPS: Readonly<Record<Wanted, Step>> = {
  value,
  valueOrEnd: (text, at, open) => (text[at] === ']' ? close(at, open) : value(text, at, open)),
  name,
  nameOrEnd: (text, at, open) => (text[at] === '}' ? close(at, open) : name(text, at)),
  colon: (text, at) => (text[at] === ':' ? { end: at + 1, wanted: 'value' } : null),
  commaOrEnd: (text, at, open) => {
    const inObject = open.at(-1) === '{';
    if (text[at] === ',') return { end: at + 1, wanted: inObject ? 'name' : 'value' };
    return text[at] === (inObject ? '}' : ']') ? close(at, open) : null;
  },
  nothing: () => null,
};

function name(text: string, at: number): Next | null {
  return text[at] === '"' ? { end: endOfString(text, at), wanted: 'colon' } : null;
}

function value(text: string, at: number, open: Open): Next | null {
  const sign = text[at];
  if (sign === '{' || sign === '[') {
    open.push(sign);
    return { end: at + 1, wanted: sign === '{' ? 'nameOrEnd' : 'valueOrEnd' };
  }
  const end = sign === '"' ? endOfString(text, at) : endOf(LITERAL, text, at);
  return end === at ? null : { end, wanted: after(open) };
}

function close(at: number, open: ('{' | '[')[]): { readonly end: number; readonly wanted: Wanted } {
  open.pop();
  return { end: at + 1, wanted: after(open) };
}

function after(open: readonly string[]): Wanted {
  return open.length === 0 ? 'nothing' : 'commaOrEnd';
}

/** Where a match of a sticky expression ends; the place itself where there is none. */
function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** The end of a string; the complement (`~`) of the place of the first wrong character. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const sign = text[at] ?? '';
    if (sign === '"') return at + 1;
    if (sign < ' ') return ~at;
    const next = sign === '\\' ? endOf(ESCAPE, text, at) : at + 1;
    if (next === at) return ~at;
    at = next;
  }
  return ~at;
}

function errorAt(text: string, at: number, expected: string): JsonError {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - (before.lastIndexOf('\n') + 1) + 1;
  const rest = text.slice(at, at + SHOWN).split(/[\r\n]/)[0] ?? '';
  const found = at >= text.length ? 'the end of the text' : visible(JSON.stringify(rest));
  return { line, column, expected, found };
}
