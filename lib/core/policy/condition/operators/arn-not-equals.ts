import { negationOf, type ValueOperator } from '../operator';
import { arnEquals } from './arn-equals';

/** No ARN pattern of the policy matches. `ArnNotEquals` and `ArnNotLike` behave alike. */
export const arnNotEquals: ValueOperator = negationOf(arnEquals, 'ArnNotEquals');
