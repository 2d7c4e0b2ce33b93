/** Bytes with a meaning in JSON, and tables that say which bytes a scan stops at. */

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const NEWLINE = 0x0a;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

function tableOf(bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
}

/** 1 where the scan of a string has to look closer. */
export const STOPS_IN_STRING = tableOf([QUOTE, BACKSLASH, NEWLINE]);
/** 1 where the scan between strings has to look closer. */
export const STOPS_OUTSIDE = tableOf([
  QUOTE,
  NEWLINE,
  OPEN_ARRAY,
  CLOSE_ARRAY,
  OPEN_OBJECT,
  CLOSE_OBJECT,
]);
/** 1 for white space. */
export const SPACE = tableOf([0x20, 0x09, 0x0d, NEWLINE]);
/** 1 for what ends a number or a literal. */
export const ENDS_SCALAR = tableOf([0x20, 0x09, 0x0d, NEWLINE, COMMA, CLOSE_ARRAY, CLOSE_OBJECT]);
/** 1 for what may stand before a bracket that opens a nested value. */
export const BEFORE_NESTED = tableOf([COMMA, COLON, OPEN_ARRAY]);

const AFTER_OPEN_OBJECT = tableOf([QUOTE, CLOSE_OBJECT]);
const AFTER_OPEN_ARRAY = tableOf([QUOTE, OPEN_OBJECT, OPEN_ARRAY, CLOSE_ARRAY]);

/** Whether the two bytes can start a value that is worth reading; `[ERROR]` and `{name}` are text. */
export function startsValue(open: number, next: number): boolean {
  return (open === OPEN_OBJECT ? AFTER_OPEN_OBJECT : AFTER_OPEN_ARRAY)[next] === 1;
}
