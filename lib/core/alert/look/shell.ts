/**
 * One argument of a POSIX shell, safe whatever it holds: in single quotes nothing is special but the
 * quote itself. Null for text with control characters: pasted, they could end the line.
 *
 * Follows: POSIX.1, Shell Command Language, 2.2.2 Single-Quotes.
 */
export function shellArgument(text: string): string | null {
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return null;
  if (/^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-')) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command line; null when one of its arguments cannot be written safely. */
export function shellCommand(words: readonly string[]): string | null {
  const quoted = words.map(shellArgument);
  return quoted.every((word) => word !== null) ? quoted.join(' ') : null;
}
