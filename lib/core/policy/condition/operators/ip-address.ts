import { contains, parseAddress, parseRange } from '../ip';
import { fixedValue, type ValueOperator } from '../operator';

/** The address lies in the CIDR range, or is the address. IPv4 ranges hold no IPv6 addresses, nor the other way round. */
export const ipAddress: ValueOperator = {
  kind: 'value',
  name: 'IpAddress',
  negated: false,
  prepare: (text) => {
    const range = parseRange(text);
    if (range === null) return null;
    return fixedValue((value) => {
      const address = parseAddress(value);
      return address !== null && contains(range, address);
    });
  },
};
