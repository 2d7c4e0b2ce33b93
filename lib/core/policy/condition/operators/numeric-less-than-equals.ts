import { parseNumber } from '../number';
import { comparison, type ValueOperator } from '../operator';

/** The request's number is not greater. */
export const numericLessThanEquals: ValueOperator = comparison(
  'NumericLessThanEquals',
  parseNumber,
  (actual, wanted) => actual <= wanted,
);
