import { matchPattern, preparePattern, type PatternOptions } from '../pattern';
import type { PreparedValue } from './operator';

/** A value of a String operator: text with variables, and with wildcards where the operator has them. */
export function textValue(text: string, options: PatternOptions): PreparedValue {
  const pattern = preparePattern(text, options);
  const { shape, head } = pattern.glob;
  if (pattern.tokens === null && shape === 'exact' && !pattern.ignoreCase) {
    const wanted = head.text;
    return {
      matches: (value) => (value === wanted ? 'yes' : 'no'),
      variables: null,
      always: false,
    };
  }
  return {
    matches: (value, context) => matchPattern(pattern, value, context),
    variables: pattern.tokens === null ? null : pattern,
    always: pattern.tokens === null && shape === 'any',
  };
}
