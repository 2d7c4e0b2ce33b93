import type { RequestContext } from './request';

/** One piece of a policy string: fixed text, `*`, `?`, or a policy variable. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'many' }
  | { readonly kind: 'one' }
  | VariableToken;

/** A policy variable such as `${aws:username}` or `${aws:PrincipalTag/team, 'none'}`. */
export interface VariableToken {
  readonly kind: 'variable';
  /** The condition key in lower case, as the request context has it. */
  readonly key: string;
  /** The condition key as the policy writes it. */
  readonly name: string;
  /** The default value between single quotes; null when the policy gives none. */
  readonly fallback: string | null;
}

/** How a policy string is read. */
export interface TokenizeOptions {
  /** True for `Version` 2012-10-17: only then are `${…}` variables and escapes. */
  readonly variables: boolean;
  /** True where `*` and `?` are wildcards (resources, `StringLike`), false for `StringEquals`. */
  readonly wildcards: boolean;
}

/**
 * What is left of a token list once the variables are replaced by what is known of the request.
 *
 * - `resolved`: no variable is left.
 * - `unknown`: at least one value is not known; `tokens` has `*` in its place, so what does not
 *   match these tokens matches no possible value.
 * - `absent`: a variable has no value in this request and no default: nothing can match.
 */
export type Substitution =
  | { readonly status: 'resolved'; readonly tokens: readonly Token[] }
  | {
      readonly status: 'unknown';
      readonly tokens: readonly Token[];
      readonly names: readonly string[];
    }
  | { readonly status: 'absent'; readonly name: string };

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['*', '*'],
  ['?', '?'],
  ['$', '$'],
]);

const MANY: Token = { kind: 'many' };
const ONE: Token = { kind: 'one' };

/**
 * Reads a policy string into tokens, in one pass. A `${` that is not closed, is empty or has a
 * default that is not quoted is plain text.
 *
 * Follows: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function tokenize(text: string, options: TokenizeOptions): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (options.variables) {
    const open = text.indexOf('${', at);
    const close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0) break;
    const variable = readVariable(text.slice(open + 2, close));
    pushText(tokens, text.slice(at, open), options.wildcards);
    tokens.push(variable ?? { kind: 'text', text: text.slice(open, close + 1) });
    at = close + 1;
  }
  pushText(tokens, text.slice(at), options.wildcards);
  return tokens;
}

function readVariable(inside: string): Token | null {
  const escaped = ESCAPES.get(inside);
  if (escaped !== undefined) return { kind: 'text', text: escaped };
  const comma = inside.indexOf(',');
  const name = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  if (name === '') return null;
  if (comma < 0) return { kind: 'variable', key: name.toLowerCase(), name, fallback: null };
  const quoted = inside.slice(comma + 1).trim();
  if (quoted.length < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) return null;
  return { kind: 'variable', key: name.toLowerCase(), name, fallback: quoted.slice(1, -1) };
}

function pushText(tokens: Token[], text: string, wildcards: boolean): void {
  if (!wildcards) {
    if (text !== '') tokens.push({ kind: 'text', text });
    return;
  }
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char !== '*' && char !== '?') continue;
    if (at > start) tokens.push({ kind: 'text', text: text.slice(start, at) });
    tokens.push(char === '*' ? MANY : ONE);
    start = at + 1;
  }
  if (text.length > start) tokens.push({ kind: 'text', text: text.slice(start) });
}

/**
 * Replaces the variables by the values of the request. A value is literal text: a `*` in a tag
 * value is no wildcard. A key with several values cannot be used as a variable and counts as absent.
 */
export function substitute(tokens: readonly Token[], context: RequestContext): Substitution {
  const out: Token[] = [];
  const names: string[] = [];
  for (const token of tokens) {
    if (token.kind !== 'variable') {
      out.push(token);
      continue;
    }
    const value = context.get(token.key);
    if (value === undefined || value.state === 'unknown') {
      names.push(token.name);
      out.push(MANY);
      continue;
    }
    const text = (value.state === 'known' ? onlyOne(value.values) : null) ?? token.fallback;
    if (text === null) return { status: 'absent', name: token.name };
    out.push({ kind: 'text', text });
  }
  return names.length === 0
    ? { status: 'resolved', tokens: out }
    : { status: 'unknown', tokens: out, names };
}

function onlyOne(values: readonly string[]): string | null {
  return values.length === 1 ? (values[0] ?? null) : null;
}

/** The variables of a token list, in order. */
export function variablesOf(tokens: readonly Token[]): readonly VariableToken[] {
  return tokens.filter((token) => token.kind === 'variable');
}
