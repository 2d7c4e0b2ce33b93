import { countCodePoints, paint } from '../../alert/layout/line';
import { wrap } from '../../alert/layout/wrap';
import { visible } from '../../alert/text/visible';

/** Lays out lines of plain text. */
export interface Layout {
  /** A line, or several when it is too long: those after the first are indented. */
  readonly line: (text: string, start?: string, indent?: string) => readonly string[];
}

/** Nothing can be laid out in less. */
const NARROWEST = 30;

/**
 * @param width columns; absent: lines are as long as they are, for programs that wrap by themselves.
 *   What is there to be copied is never broken.
 */
export function layoutOf(width?: number): Layout {
  const columns = width === undefined ? null : Math.max(NARROWEST, Math.trunc(width));
  return {
    line: (text, start = '', indent = ' '.repeat(start.length)) => {
      if (columns === null) return [visible(start + text)];
      const room = columns - Math.max(start.length, indent.length);
      const wrapped = wrap([{ kind: 'prose', text }], room, countCodePoints);
      return wrapped.map((line, at) => (at === 0 ? start : indent) + paint(line, false));
    },
  };
}
