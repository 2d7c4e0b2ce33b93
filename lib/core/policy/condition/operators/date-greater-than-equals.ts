import { parseDate } from '../date';
import { comparison, type ValueOperator } from '../operator';

/** The request's time is not earlier. */
export const dateGreaterThanEquals: ValueOperator = comparison(
  'DateGreaterThanEquals',
  parseDate,
  (actual, wanted) => actual >= wanted,
);
