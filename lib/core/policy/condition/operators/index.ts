import type { Operator } from '../operator';
import { arnEquals } from './arn-equals';
import { arnLike } from './arn-like';
import { arnNotEquals } from './arn-not-equals';
import { arnNotLike } from './arn-not-like';
import { binaryEquals } from './binary-equals';
import { bool } from './bool';
import { dateEquals } from './date-equals';
import { dateGreaterThan } from './date-greater-than';
import { dateGreaterThanEquals } from './date-greater-than-equals';
import { dateLessThan } from './date-less-than';
import { dateLessThanEquals } from './date-less-than-equals';
import { dateNotEquals } from './date-not-equals';
import { ipAddress } from './ip-address';
import { notIpAddress } from './not-ip-address';
import { numericEquals } from './numeric-equals';
import { numericGreaterThan } from './numeric-greater-than';
import { numericGreaterThanEquals } from './numeric-greater-than-equals';
import { numericLessThan } from './numeric-less-than';
import { numericLessThanEquals } from './numeric-less-than-equals';
import { numericNotEquals } from './numeric-not-equals';
import { stringEquals } from './string-equals';
import { stringEqualsIgnoreCase } from './string-equals-ignore-case';
import { stringLike } from './string-like';
import { stringNotEquals } from './string-not-equals';
import { stringNotEqualsIgnoreCase } from './string-not-equals-ignore-case';
import { stringNotLike } from './string-not-like';
import { nullOperator } from './null';

/**
 * Every condition operator of the IAM policy language.
 *
 * Follows: IAM User Guide, "IAM JSON policy elements: Condition operators".
 */
export const OPERATORS: readonly Operator[] = [
  stringEquals,
  stringNotEquals,
  stringEqualsIgnoreCase,
  stringNotEqualsIgnoreCase,
  stringLike,
  stringNotLike,
  numericEquals,
  numericNotEquals,
  numericLessThan,
  numericLessThanEquals,
  numericGreaterThan,
  numericGreaterThanEquals,
  dateEquals,
  dateNotEquals,
  dateLessThan,
  dateLessThanEquals,
  dateGreaterThan,
  dateGreaterThanEquals,
  bool,
  binaryEquals,
  ipAddress,
  notIpAddress,
  arnEquals,
  arnNotEquals,
  arnLike,
  arnNotLike,
  nullOperator,
];
