import { parseNumber } from '../number';
import { comparison, type ValueOperator } from '../operator';

/** The request's number is not smaller. */
export const numericGreaterThanEquals: ValueOperator = comparison(
  'NumericGreaterThanEquals',
  parseNumber,
  (actual, wanted) => actual >= wanted,
);
