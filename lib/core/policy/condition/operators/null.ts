import { parseBool } from '../boolean';
import type { PresenceOperator } from '../operator';

/** `true`: the key is not in the request; `false`: it is, with some value. */
export const nullOperator: PresenceOperator = {
  kind: 'presence',
  name: 'Null',
  mustBeMissing: parseBool,
};
