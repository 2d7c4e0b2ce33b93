import { parseDate } from '../date';
import { comparison, type ValueOperator } from '../operator';

/** The same time, however it is written. */
export const dateEquals: ValueOperator = comparison(
  'DateEquals',
  parseDate,
  (actual, wanted) => actual === wanted,
);
