import { negationOf, type ValueOperator } from '../operator';
import { stringEqualsIgnoreCase } from './string-equals-ignore-case';

/** No value of the policy equals the request's, whatever the case. */
export const stringNotEqualsIgnoreCase: ValueOperator = negationOf(
  stringEqualsIgnoreCase,
  'StringNotEqualsIgnoreCase',
);
