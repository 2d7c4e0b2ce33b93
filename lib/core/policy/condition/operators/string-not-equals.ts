import { negationOf, type ValueOperator } from '../operator';
import { stringEquals } from './string-equals';

/** No value of the policy equals the request's. */
export const stringNotEquals: ValueOperator = negationOf(stringEquals, 'StringNotEquals');
