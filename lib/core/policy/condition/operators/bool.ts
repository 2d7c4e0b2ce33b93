import { comparison, type ValueOperator } from '../operator';
import { parseBool } from '../boolean';

/** `true` or `false`, in any case, quoted or not. */
export const bool: ValueOperator = comparison(
  'Bool',
  parseBool,
  (actual, wanted) => actual === wanted,
);
