import type { ValueOperator } from '../operator';
import { textValue } from '../text-value';

/** Case-sensitive text with `*` and `?` as wildcards; variables are replaced by plain text. */
export const stringLike: ValueOperator = {
  kind: 'value',
  name: 'StringLike',
  negated: false,
  prepare: (text, variables) => textValue(text, { variables }),
};
