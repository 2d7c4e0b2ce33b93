import { jsonLines } from './json-text';

/** One line of a change: removed, added, or around it; `plain` stands where everything is new. */
export interface CodeLine {
  readonly sign: '-' | '+' | ' ' | 'plain';
  readonly text: string;
}

/** Beyond this many lines of either side, the new statement is shown whole: comparing costs the product. */
const MOST_LINES = 500;

/** Unchanged lines shown on either side of a change. */
const AROUND = 1;

/**
 * The smallest line-by-line difference between two statements, with a little of what is around it.
 * A line that differs only by its comma at the end counts as unchanged: it is no change of the policy.
 */
export function difference(before: object, after: object): readonly CodeLine[] {
  const old = jsonLines(before);
  const next = jsonLines(after);
  if (old.length > MOST_LINES || next.length > MOST_LINES) return next.map(plainLine);
  return dedented(withoutFarLines(compared(old, next)));
}

/** A line of code that is neither added nor removed. */
export function plainLine(text: string): CodeLine {
  return { sign: 'plain', text };
}

/** Longest common subsequence, read from its table of lengths. Lines are compared without their comma. */
function compared(old: readonly string[], next: readonly string[]): readonly CodeLine[] {
  const a = old.map(withoutComma);
  const b = next.map(withoutComma);
  const lengths = commonLengths(a, b);
  const lines: CodeLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: next[j] ?? '' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      lines.push({ sign: '-', text: old[i] ?? '' });
      i += 1;
    } else {
      lines.push({ sign: '+', text: next[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}

function commonLengths(a: readonly string[], b: readonly string[]): readonly Uint16Array[] {
  const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] =
        a[i] === b[j]
          ? at(table, i + 1, j + 1) + 1
          : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

function at(table: readonly Uint16Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

function withoutComma(line: string): string {
  return line.endsWith(',') ? line.slice(0, -1) : line;
}

/** Keeps the changed lines and their neighbours; bare braces around say nothing and are left out. */
function withoutFarLines(lines: readonly CodeLine[]): readonly CodeLine[] {
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some((line) => line.sign !== ' ');
  return lines.filter(
    (line, index) => line.sign !== ' ' || (isNear(index) && !/^[{}]$/.test(line.text)),
  );
}

/** Takes away the indentation that all lines share: the change starts at the edge. */
function dedented(lines: readonly CodeLine[]): readonly CodeLine[] {
  const indents = lines.map(({ text }) => text.length - text.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => ({ ...line, text: line.text.slice(shared) }));
}
