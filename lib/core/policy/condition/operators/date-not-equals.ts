import { negationOf, type ValueOperator } from '../operator';
import { dateEquals } from './date-equals';

/** Another time than every value of the policy. */
export const dateNotEquals: ValueOperator = negationOf(dateEquals, 'DateNotEquals');
