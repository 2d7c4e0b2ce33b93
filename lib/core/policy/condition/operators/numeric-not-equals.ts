import { negationOf, type ValueOperator } from '../operator';
import { numericEquals } from './numeric-equals';

/** Another number than every value of the policy. */
export const numericNotEquals: ValueOperator = negationOf(numericEquals, 'NumericNotEquals');
