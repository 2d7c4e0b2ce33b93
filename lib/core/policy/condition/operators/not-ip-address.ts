import { negationOf, type ValueOperator } from '../operator';
import { ipAddress } from './ip-address';

/** The address lies in none of the ranges. */
export const notIpAddress: ValueOperator = negationOf(ipAddress, 'NotIpAddress');
