import type { ValueOperator } from '../operator';
import { textValue } from '../text-value';

/** Exact, case-sensitive text; variables are replaced, `*` and `?` are plain characters. */
export const stringEquals: ValueOperator = {
  kind: 'value',
  name: 'StringEquals',
  negated: false,
  prepare: (text, variables) => textValue(text, { variables, wildcards: false }),
};
