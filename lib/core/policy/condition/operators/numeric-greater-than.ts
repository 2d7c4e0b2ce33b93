import { parseNumber } from '../number';
import { comparison, type ValueOperator } from '../operator';

/** The request's number is greater. */
export const numericGreaterThan: ValueOperator = comparison(
  'NumericGreaterThan',
  parseNumber,
  (actual, wanted) => actual > wanted,
);
