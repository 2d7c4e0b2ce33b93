import { splitArn } from '../arn';
import type { Tri } from '../evaluation';
import { compileGlob, matchGlob, type Glob } from '../glob';
import { preparePattern, type Pattern } from '../pattern';
import type { RequestContext } from '../request';
import { substitute, tokenize, type Token } from '../variables';
import type { PreparedValue } from './operator';

/**
 * A value of an Arn operator. The six parts of the ARN are compared each for itself, so `*` never
 * spans a colon, except in the last part, which may hold colons itself. `*` alone stands for any
 * ARN. Null when the text, variables aside, does not have the six parts of an ARN.
 *
 * Follows: IAM User Guide, "IAM JSON policy elements: Condition operators", ARN operators.
 */
export function arnValue(text: string, variables: boolean): PreparedValue | null {
  const pattern = preparePattern(text, { variables });
  if (pattern.tokens !== null) {
    const { tokens } = pattern;
    return {
      matches: (value, context) => matchVariables(pattern, tokens, value, context),
      variables: pattern,
      always: false,
    };
  }
  const globs = partsOf(tokenize(text, { variables, wildcards: true }));
  if (globs === null) return null;
  return {
    matches: (value) => (matchParts(globs, value) ? 'yes' : 'no'),
    variables: null,
    always: false,
  };
}

function matchParts(globs: readonly Glob[], value: string): boolean {
  const parts = splitArn(value);
  if (parts.length !== 6 || parts[0] !== 'arn') return false;
  return globs.every((glob, at) => matchGlob(glob, parts[at] ?? ''));
}

/** An unknown variable may hold colons of its own: then only the text as a whole can rule a match out. */
function matchVariables(
  pattern: Pattern,
  tokens: readonly Token[],
  value: string,
  context: RequestContext,
): Tri {
  if (!matchGlob(pattern.glob, value)) return 'no';
  const result = substitute(tokens, context);
  switch (result.status) {
    case 'absent':
      return 'no';
    case 'unknown':
      return matchGlob(compileGlob(result.tokens), value) ? 'unknown' : 'no';
    case 'resolved': {
      const globs = partsOf(result.tokens);
      return globs !== null && matchParts(globs, value) ? 'yes' : 'no';
    }
  }
}

/** A glob for each of the six parts; none for `*` alone; null when there are fewer parts. */
function partsOf(tokens: readonly Token[]): readonly Glob[] | null {
  const [only] = tokens;
  if (tokens.length === 1 && only?.kind === 'many') return [];
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind !== 'text') {
      parts.at(-1)?.push(token);
      continue;
    }
    let rest = token.text;
    let colon = rest.indexOf(':');
    while (parts.length < 6 && colon >= 0) {
      parts.at(-1)?.push({ kind: 'text', text: rest.slice(0, colon) });
      parts.push([]);
      rest = rest.slice(colon + 1);
      colon = rest.indexOf(':');
    }
    parts.at(-1)?.push({ kind: 'text', text: rest });
  }
  return parts.length === 6 ? parts.map(compileGlob) : null;
}
