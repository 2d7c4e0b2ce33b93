import { parseDate } from '../date';
import { comparison, type ValueOperator } from '../operator';

/** The request's time is later. */
export const dateGreaterThan: ValueOperator = comparison(
  'DateGreaterThan',
  parseDate,
  (actual, wanted) => actual > wanted,
);
