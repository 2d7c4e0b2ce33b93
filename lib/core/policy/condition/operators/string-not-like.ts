import { negationOf, type ValueOperator } from '../operator';
import { stringLike } from './string-like';

/** No pattern of the policy matches the request's value. */
export const stringNotLike: ValueOperator = negationOf(stringLike, 'StringNotLike');
