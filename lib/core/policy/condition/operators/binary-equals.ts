import { comparison, type ValueOperator } from '../operator';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Bytes as base64 text, compared as they are written. There is no negated form. */
export const binaryEquals: ValueOperator = comparison(
  'BinaryEquals',
  (text) => (text.length % 4 === 0 && BASE64.test(text) ? text : null),
  (actual, wanted) => actual === wanted,
);
