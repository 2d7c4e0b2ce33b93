/** What the JSON of a record must contain to matter: the key, and one of the values, or parts of them. */
export interface Clue {
  /** Such as `errorCode`. */
  readonly key: string;
  /** Such as `AccessDenied`, `Client.UnauthorizedOperation`. */
  readonly values: readonly string[];
}

/** Says of the bytes of one JSON value whether it may matter. */
export type ByteFilter = (bytes: Uint8Array, start: number, end: number) => boolean;

const FEWEST_LETTERS = 4;
const ESCAPE = Buffer.from('\\u00', 'latin1');

/**
 * Makes a filter from clues. It is sure when it says no: key order, white space and JSON within
 * strings make no difference, and a value that writes ASCII letters as `\u0041` is let through. Of a key or
 * value the longest run of ASCII letters is looked for: JSON may write other characters in several ways.
 *
 * @throws TypeError when a clue has no run of letters that is worth looking for.
 */
export function byteFilter(clues: readonly Clue[]): ByteFilter {
  const compiled = clues.map(({ key, values }) => ({
    key: Buffer.from(lettersOf(key), 'latin1'),
    values: shortest(values.map(lettersOf)).map((value) => Buffer.from(value, 'latin1')),
  }));
  return (bytes, start, end) => {
    const value = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
    return (
      compiled.some((clue) => holds(value, clue.key) && holdsOne(value, clue.values)) ||
      escapesLetters(value)
    );
  };
}

function lettersOf(text: string): string {
  const runs = text.split(/[^A-Za-z]+/).sort((a, b) => b.length - a.length);
  const longest = runs[0] ?? '';
  if (longest.length >= FEWEST_LETTERS) return longest;
  throw new TypeError(`a clue must have ${FEWEST_LETTERS} letters in a row, and this is "${text}"`);
}

/** Without what holds another one: who looks for `AccessDenied` finds `AccessDeniedException` too. */
function shortest(texts: readonly string[]): readonly string[] {
  const unique = [...new Set(texts)];
  return unique.filter((text) => !unique.some((other) => other !== text && text.includes(other)));
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
