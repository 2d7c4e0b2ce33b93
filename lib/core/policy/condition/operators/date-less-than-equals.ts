import { parseDate } from '../date';
import { comparison, type ValueOperator } from '../operator';

/** The request's time is not later. */
export const dateLessThanEquals: ValueOperator = comparison(
  'DateLessThanEquals',
  parseDate,
  (actual, wanted) => actual <= wanted,
);
