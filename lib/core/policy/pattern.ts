import type { Tri } from './evaluation';
import { compileGlob, matchGlob, type Glob } from './glob';
import type { RequestContext } from './request';
import { substitute, tokenize, variablesOf, type Token } from './variables';

/** How a pattern is read and compared. */
export interface PatternOptions {
  /** True for `Version` 2012-10-17, where `${…}` is a variable; else it is plain text. */
  readonly variables: boolean;
  /**
   * True to compare without regard to case (actions). The value is then lowered at every match;
   * where one value meets many patterns, lower the value and the pattern's text once instead.
   */
  readonly ignoreCase?: boolean;
  /** False where `*` and `?` are plain characters (`StringEquals`). Default: true. */
  readonly wildcards?: boolean;
}

/** A policy string, prepared once and matched many times. */
export interface Pattern {
  /** As the policy writes it. */
  readonly text: string;
  readonly ignoreCase: boolean;
  /** Ready to match when there is no variable; else what matches if every variable were `*`. */
  readonly glob: Glob;
  /** The pieces, variables included; null when there is no variable. */
  readonly tokens: readonly Token[] | null;
  /** Condition keys of the variables, as the policy writes them. */
  readonly variables: readonly string[];
}

/**
 * Prepares a policy string for matching.
 *
 * Resources are compared as one string: `*` spans `:` and `/`. The Arn operators compare part by
 * part and have their own preparation. A wildcard in the *value* has no meaning: a request on
 * `arn:aws:ec2:…:instance/*`, as AWS writes it in messages, is matched by a pattern that covers
 * this very text, as AWS itself evaluates it.
 *
 * Follows: IAM User Guide, "IAM JSON policy elements: Resource" and "Variables and tags".
 */
export function preparePattern(text: string, options: PatternOptions): Pattern {
  const { variables, ignoreCase = false, wildcards = true } = options;
  const read = tokenize(text, { variables, wildcards });
  const tokens = ignoreCase ? read.map(lowered) : read;
  const names = variablesOf(tokens).map((variable) => variable.name);
  return {
    text,
    ignoreCase,
    glob: compileGlob(names.length === 0 ? tokens : tokens.map(widened)),
    tokens: names.length === 0 ? null : tokens,
    variables: names,
  };
}

function widened(token: Token): Token {
  return token.kind === 'variable' ? { kind: 'many' } : token;
}

function lowered(token: Token): Token {
  return token.kind === 'text' ? { kind: 'text', text: token.text.toLowerCase() } : token;
}

/**
 * Whether a value matches: `unknown` when it depends on a variable whose value is not known; `no`
 * when a variable has no value and no default, or when the rest of the pattern rules a match out.
 */
export function matchPattern(pattern: Pattern, value: string, context: RequestContext): Tri {
  const compared = pattern.ignoreCase ? value.toLowerCase() : value;
  if (!matchGlob(pattern.glob, compared)) return 'no';
  return pattern.tokens === null
    ? 'yes'
    : matchVariables(pattern, pattern.tokens, compared, context);
}

function matchVariables(
  pattern: Pattern,
  tokens: readonly Token[],
  value: string,
  context: RequestContext,
): Tri {
  const result = substitute(tokens, context);
  if (result.status === 'absent') return 'no';
  const ready = pattern.ignoreCase ? result.tokens.map(lowered) : result.tokens;
  if (!matchGlob(compileGlob(ready), value)) return 'no';
  return result.status === 'resolved' ? 'yes' : 'unknown';
}

/**
 * Whether a variable of the pattern has neither a value in this request nor a default. AWS then
 * lets the statement match nothing, whatever the operator.
 */
export function isUnresolvable(pattern: Pattern, context: RequestContext): Tri {
  let result: Tri = 'no';
  for (const token of pattern.tokens ?? []) {
    if (token.kind !== 'variable' || token.fallback !== null) continue;
    const value = context.get(token.key);
    if (value === undefined || value.state === 'unknown') result = 'unknown';
    else if (value.state === 'absent' || value.values.length !== 1) return 'yes';
  }
  return result;
}

/** The variables of the pattern whose values are not known, as the policy writes them. */
export function unknownVariables(pattern: Pattern, context: RequestContext): readonly string[] {
  if (pattern.tokens === null) return [];
  const result = substitute(pattern.tokens, context);
  return result.status === 'unknown' ? result.names : [];
}

/**
 * The pattern with its variables replaced, for people: known values as they are, unknown and
 * absent variables as the policy writes them.
 */
export function showPattern(pattern: Pattern, context: RequestContext): string {
  if (pattern.tokens === null) return pattern.text;
  return pattern.tokens.map((token) => showToken(token, context)).join('');
}

function showToken(token: Token, context: RequestContext): string {
  if (token.kind === 'text') return token.text;
  if (token.kind === 'many') return '*';
  if (token.kind === 'one') return '?';
  const result = substitute([token], context);
  const [only] = result.status === 'resolved' ? result.tokens : [];
  return only?.kind === 'text' ? only.text : `\${${token.name}}`;
}
