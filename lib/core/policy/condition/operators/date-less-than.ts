import { parseDate } from '../date';
import { comparison, type ValueOperator } from '../operator';

/** The request's time is earlier. */
export const dateLessThan: ValueOperator = comparison(
  'DateLessThan',
  parseDate,
  (actual, wanted) => actual < wanted,
);
