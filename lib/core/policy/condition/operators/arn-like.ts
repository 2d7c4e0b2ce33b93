import { arnValue } from '../arn-value';
import type { ValueOperator } from '../operator';

/** The six parts of the ARN match, each for itself, with wildcards. `ArnEquals` and `ArnLike` behave alike. */
export const arnLike: ValueOperator = {
  kind: 'value',
  name: 'ArnLike',
  negated: false,
  prepare: arnValue,
};
