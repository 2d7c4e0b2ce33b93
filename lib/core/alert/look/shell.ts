/**
 * One argument of a POSIX shell, safe whatever it holds: in single quotes nothing is special but the
 * quote itself. Null for text with characters that are not seen: pasted, they could end the line.
 *
 * Follows: POSIX.1, Shell Command Language, 2.2.2 Single-Quotes.
 */
export function shellArgument(text: string): string | null {
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text)) return null;
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * The parts of a command, each an option with its value, which go on lines of their own; null when one
 * of the values cannot be written safely or the whole is too long to be pasted with any pleasure.
 */
export function commandParts(
  program: string,
  options: readonly (readonly [option: string, value: string | null])[],
): readonly string[] | null {
  const parts = [program];
  for (const [option, value] of options) {
    if (value === null) return null;
    parts.push(`${option} ${value}`);
  }
  return parts.join(' ').length <= LONGEST ? parts : null;
}

const LONGEST = 2000;

/** The parts as lines that a shell takes as one command. */
export function commandLines(parts: readonly string[]): readonly string[] {
  return parts.map(
    (part, index) => (index === 0 ? '' : '  ') + part + (index === parts.length - 1 ? '' : ' \\'),
  );
}
