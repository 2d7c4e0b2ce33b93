import { negationOf, type ValueOperator } from '../operator';
import { arnLike } from './arn-like';

/** No ARN pattern of the policy matches. `ArnNotEquals` and `ArnNotLike` behave alike. */
export const arnNotLike: ValueOperator = negationOf(arnLike, 'ArnNotLike');
