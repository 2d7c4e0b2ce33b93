/** No terminal is narrower. */
const NARROWEST = 40;

/** As many characters at the beginning of two lines are alike only when both are lines of a log. */
const ALIKE = 16;

/** What a line begins with that is no rest of the line before. */
const BEGINNING =
  /^(?:User:|An error|A client error|Error|Caused by|Traceback|[\w.]{1,100}(?:Exception|Error)\b|\d{4}-\d\d|\[|[╷│┃{}]|\s{2,80}at )/;

/** Begins every line of a quotation or table. */
const QUOTING = ['>', '|'];

/** Whole words of AWS's messages that begin no other: a line that ends with one was not broken in mid-word. */
const WORDS: ReadonlySet<string> = new Set(
  (
    'user: user is are not authorized to perform: on resource: the specified this because ' +
    'with explicit deny policy policies allows allow action action. associated ciphertext service ' +
    'control identity-based resource-based permissions boundary session sessions vpc endpoint role ' +
    'trust transitively through operation operation: operation. when calling error occurred encoded ' +
    'authorization failure message: for complete details, call following does exist region, access, ' +
    'explicitly you must policy, boundary,'
  ).split(' '),
);

/** How lines came to be broken. */
export interface Wrapping {
  /** Words were wrapped whole: a line break stands for a space. */
  readonly wholeWords: boolean;
  /** The lines (by index) behind which a terminal broke a longer line, in mid-word. */
  readonly broken: ReadonlySet<number>;
}

/**
 * Tells how lines were wrapped. A terminal breaks at one width, so that at least two lines are exactly
 * the longest; an editor or a tool wraps whole words. Where only one line was broken nothing is certain.
 */
export function wrappingOf(lines: readonly string[]): Wrapping {
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const full = lines.reduce((sum, line) => sum + (line.length === longest ? 1 : 0), 0);
  const wholeWords = wrapsWholeWords(lines, longest);
  const broken = new Set<number>();
  if (wholeWords || longest < NARROWEST || full < 2) return { wholeWords, broken };
  lines.forEach((line, index) => {
    const next = lines[index + 1];
    if (line.length === longest && next !== undefined && isRest(line, next)) broken.add(index);
  });
  return { wholeWords, broken };
}

function isRest(line: string, next: string): boolean {
  if (next === '' || BEGINNING.test(next)) return false;
  const quoted = QUOTING.some((mark) => next.startsWith(mark) && line.startsWith(mark));
  return !quoted && next.slice(0, ALIKE) !== line.slice(0, ALIKE);
}

/** Whether many lines end with a whole word because the next one did not fit: by chance only few do. */
function wrapsWholeWords(lines: readonly string[], longest: number): boolean {
  let breaks = 0;
  let behindWords = 0;
  lines.forEach((line, index) => {
    const next = /^(\s{0,80})(\S{1,400})/.exec(lines[index + 1] ?? '');
    if (next === null || line.length + 1 + (next[2] ?? '').length <= longest) return;
    breaks += 1;
    const end = line.slice(-LONGEST_WORD);
    const word = end.slice(end.lastIndexOf(' ') + 1).toLowerCase();
    if (next[1] !== ' ' && WORDS.has(word)) behindWords += 1;
  });
  return behindWords * FEW > breaks;
}

const LONGEST_WORD = 20;
const FEW = 4;
