import type { ValueOperator } from '../operator';
import { textValue } from '../text-value';

/** Text without regard to case; variables are replaced, `*` and `?` are plain characters. */
export const stringEqualsIgnoreCase: ValueOperator = {
  kind: 'value',
  name: 'StringEqualsIgnoreCase',
  negated: false,
  prepare: (text, variables) => textValue(text, { variables, wildcards: false, ignoreCase: true }),
};
