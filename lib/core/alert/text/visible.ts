/**
 * Makes what cannot be seen visible: control characters, bidirectional overrides, zero-width
 * characters, lone surrogates and line separators become `\uXXXX`. Text from a record can then neither
 * steer a terminal nor pretend to be other text, and inside JSON it stays the same string.
 *
 * Follows: Unicode Technical Report 36, "Unicode Security Considerations".
 */
export function visible(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSEEN, escaped);
}

/** Almost every text: printable ASCII, in which nothing is unseen. */
const PLAIN = /^[ -~]*$/;

/** Control, format, surrogate, line and paragraph separator characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}

/** Printable ASCII with single spaces between words: already as it should be. */
const ONE_PLAIN_LINE = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A sentence or name from outside as one line: white space is one space, the unseen is visible, and
 * what goes beyond `limit` UTF-16 units is cut with an ellipsis.
 */
export function oneLine(text: string, limit: number): string {
  if (text.length <= limit && ONE_PLAIN_LINE.test(text)) return text;
  // Cut before the work, so that a field of 200 KB costs what a short one does.
  return cutEnd(
    visible(
      cutEnd(text, 4 * limit)
        .replace(/\s+/gu, ' ')
        .trim(),
    ),
    limit,
  );
}

/** The text with its end cut off, an ellipsis in its place; `limit` counts UTF-16 units, ellipsis included. */
export function cutEnd(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${head(text, limit - 1)}…`;
}

/** The text with its middle cut out: of a long path, both ends tell more than the start alone. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const front = Math.ceil((limit - 1) / 2);
  return `${head(text, front)}…${tail(text, limit - 1 - front)}`;
}

/** The first UTF-16 units, without half of a surrogate pair at the end. */
export function head(text: string, units: number): string {
  const last = text.charCodeAt(units - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? units - 1 : units);
}

function tail(text: string, units: number): string {
  const first = text.charCodeAt(text.length - units);
  return text.slice(text.length - (first >= 0xdc00 && first <= 0xdfff ? units - 1 : units));
}
