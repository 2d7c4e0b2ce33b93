import type { CodeLine } from '../fix/difference';
import { cutEnd } from './visible';

/** Where the rest of a fix is. */
export const FIX_NOTICE = 'see denywatch explain --format markdown';

/** Where the rest of a quoted statement is. */
export const QUOTE_NOTICE = 'see the policy itself';

/** No ARN is as long as this; what is, is no line to copy. */
const LONGEST_LINE = 2500;

/** The first lines, and a notice for the rest: how many there are and where they can be seen. */
export function cutLines(
  lines: readonly CodeLine[],
  most: number,
  notice: string,
): readonly CodeLine[] {
  const kept = lines
    .slice(0, lines.length <= most ? most : most - 1)
    .map((line) => ({ ...line, text: cutEnd(line.text, LONGEST_LINE) }));
  if (kept.length === lines.length) return kept;
  return [...kept, { sign: 'plain', text: cutNotice(lines.length - kept.length, notice) }];
}

/** `… cut, 12 more lines: see the policy itself`. */
export function cutNotice(lines: number, notice: string): string {
  return `… cut, ${lines} more ${lines === 1 ? 'line' : 'lines'}: ${notice}`;
}
