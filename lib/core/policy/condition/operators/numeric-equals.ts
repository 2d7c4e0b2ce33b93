import { parseNumber } from '../number';
import { comparison, type ValueOperator } from '../operator';

/** The same number, however it is written. */
export const numericEquals: ValueOperator = comparison(
  'NumericEquals',
  parseNumber,
  (actual, wanted) => actual === wanted,
);
