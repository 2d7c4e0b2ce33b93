/** A place in the text of a policy document: 1-based line and column, as the simulator reports it. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One statement of a document, found by its position. */
export interface LocatedStatement {
  /** Zero-based position in `Statement`. */
  readonly index: number;
  readonly sid: string | null;
  readonly statement: object;
}

interface Span {
  /** Offset of the opening brace. */
  readonly start: number;
  /** Offset just after the closing brace. */
  readonly end: number;
}

/**
 * The statement that a matched statement's positions refer to; null when the text is no policy
 * document, or the positions are not those of one of its statements (it was changed since).
 *
 * The start is reported just after the bracket, comma or brace before the statement, so white space
 * and, for a single statement that is no list, even its own brace may be missing from the slice. The
 * end is exact: just after the closing brace. So the end decides, and the start must not contradict it.
 *
 * Follows: IAM API Reference, Statement (StartPosition, EndPosition), as observed since 2026-07-30.
 */
export function statementAt(text: string, start: Position, end: Position): LocatedStatement | null {
  const from = offsetOf(text, start);
  const to = offsetOf(text, end);
  if (from === null || to === null) return null;
  const spans = statementSpans(text);
  const index = spans.findIndex((span) => span.end === to && from <= span.start + 1);
  const span = spans[index];
  if (span === undefined) return null;
  const before = spans[index - 1];
  if (before !== undefined && from < before.end) return null;
  const statement = parseObject(text.slice(span.start, span.end));
  if (statement === null) return null;
  const sid: unknown = Object.hasOwn(statement, 'Sid') ? Reflect.get(statement, 'Sid') : null;
  return { index, sid: typeof sid === 'string' ? sid : null, statement };
}

/** The offset of a position; null when the text has no such line. One past the end is allowed. */
export function offsetOf(text: string, { line, column }: Position): number | null {
  if (line < 1 || column < 1) return null;
  let lineStart = 0;
  for (let at = 1; at < line; at++) {
    const newline = text.indexOf('\n', lineStart);
    if (newline < 0) return null;
    lineStart = newline + 1;
  }
  const offset = lineStart + column - 1;
  return offset <= text.length ? offset : null;
}

function parseObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

/**
 * Where the statements stand in the text: the objects that are the value of the outermost
 * `Statement`, or the items of it. One pass, no recursion. Empty when the text is not shaped so.
 */
function statementSpans(text: string): readonly Span[] {
  const finder = new StatementFinder();
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') {
      const end = endOfString(text, at);
      finder.string(text.slice(at + 1, end - 1));
      at = end - 1;
    } else {
      finder.punctuation(text[at] ?? '', at);
    }
  }
  return finder.spans;
}

/** Reads the punctuation of a JSON text and notes the objects that are statements. */
class StatementFinder {
  /** In text order. */
  readonly spans: Span[] = [];
  /** The brackets that are open, outermost first. */
  private readonly open: { readonly at: number; readonly bracket: string }[] = [];
  /** The last string at the outermost level: before a colon it is a name. */
  private lastString = '';
  /** Whether the value of the outermost `Statement` is being read. */
  private inStatement = false;

  string(content: string): void {
    if (this.open.length === 1) this.lastString = content;
  }

  punctuation(mark: string, at: number): void {
    if (mark === '{' || mark === '[') this.open.push({ at, bracket: mark });
    else if (mark === '}' || mark === ']') this.close(at);
    else if (this.open.length === 1) this.betweenMembers(mark);
  }

  private betweenMembers(mark: string): void {
    if (mark !== ':') return;
    this.inStatement = this.lastString === 'Statement';
    // Of two members of one name the last counts, as in JSON.parse.
    if (this.inStatement) this.spans.length = 0;
  }

  private close(at: number): void {
    const closed = this.open.pop();
    if (closed?.bracket !== '{' || !this.inStatement) return;
    const isOnlyStatement = this.open.length === 1;
    const isItem = this.open.length === 2 && this.open[1]?.bracket === '[';
    if (isOnlyStatement || isItem) this.spans.push({ start: closed.at, end: at + 1 });
  }
}

/** The offset just after the string that starts at `at`; the end of the text when it never ends. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}
