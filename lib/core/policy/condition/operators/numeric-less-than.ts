import { parseNumber } from '../number';
import { comparison, type ValueOperator } from '../operator';

/** The request's number is smaller. */
export const numericLessThan: ValueOperator = comparison(
  'NumericLessThan',
  parseNumber,
  (actual, wanted) => actual < wanted,
);
