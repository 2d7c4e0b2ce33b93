/**
 * What the JSON of a record must contain to matter: the key, and one of the values. Parts of names
 * will do, but ASCII letters only.
 */
export interface Clue {
  /** Such as `errorCode`. */
  readonly key: string;
  /** Such as `AccessDenied`, `UnauthorizedOperation`. */
  readonly values: readonly string[];
}

/** Says of the bytes of one JSON value whether it may matter. */
export type ByteFilter = (bytes: Uint8Array, start: number, end: number) => boolean;

const ESCAPE = Buffer.from('\\u00', 'latin1');

/**
 * Makes a filter from clues. It is sure when it says no: key order, white space and JSON within
 * strings make no difference, and a value that writes ASCII letters as `\u0041` is let through.
 *
 * @throws TypeError when a clue has anything but ASCII letters, which JSON may write in several ways.
 */
export function byteFilter(clues: readonly Clue[]): ByteFilter {
  const compiled = clues.map(({ key, values }) => ({
    key: bytesOf(key),
    values: values.map(bytesOf),
  }));
  return (bytes, start, end) => {
    const value = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
    return (
      compiled.some((clue) => holds(value, clue.key) && holdsOne(value, clue.values)) ||
      escapesLetters(value)
    );
  };
}

function bytesOf(text: string): Buffer {
  if (!/^[A-Za-z]+$/.test(text)) {
    throw new TypeError(`a clue must be of ASCII letters only, and this is "${text}"`);
  }
  return Buffer.from(text, 'latin1');
}

function holds(value: Buffer, part: Buffer): boolean {
  return value.includes(part);
}

function holdsOne(value: Buffer, parts: readonly Buffer[]): boolean {
  return parts.some((part) => holds(value, part));
}

/** Whether an ASCII letter may be written as an escape: `\u0041` to `\u007a`. */
function escapesLetters(value: Buffer): boolean {
  let at = value.indexOf(ESCAPE);
  while (at >= 0) {
    const digit = value[at + ESCAPE.length] ?? 0;
    if (digit >= 0x34 && digit <= 0x37) return true;
    at = value.indexOf(ESCAPE, at + ESCAPE.length);
  }
  return false;
}
