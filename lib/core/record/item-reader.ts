import { quote } from './describe';
import type { InputItem } from './item';
import { parseJson } from './parse-json';
import { JsonScanner } from './scan';
import type { BrokenReason, Place, ScanSink } from './scan-sink';
import { isRecordLike, mayTellOfDenial, startsLikeJson, unwrap, within } from './unwrap';
import type { ReadNested } from './unwrap';

/** Settings of an {@link ItemReader}. */
export interface ItemReaderOptions {
  /**
   * Says of the bytes of one complete JSON value whether it may matter; one that does not is
   * skipped unparsed and only counted. It must be sure when it says no. Default: everything matters.
   */
  readonly mayMatter?: (bytes: Uint8Array, start: number, end: number) => boolean;
  /** Number of wrappers around the input itself. */
  readonly level?: number;
  /** Reads JSON within JSON strings. */
  readonly readNested: ReadNested;
}

/** Lines that are no JSON are reported together up to this many characters. */
const MAX_JUNK = 1024 * 1024;
const EXPECTED = 'a CloudTrail record, or what wraps one';

const WHY_BROKEN: Readonly<Record<BrokenReason, string>> = {
  cut: 'JSON that is cut off before the next line',
  ends: 'JSON that the end of the input cuts off',
  tooLarge: 'JSON of more than 16 MB',
  tooDeep: 'JSON that is nested more than 256 levels deep',
};

/** Turns chunks of UTF-8 bytes into items. One reader reads one input. */
export class ItemReader implements ScanSink {
  /** Number of values that `mayMatter` let pass by. */
  skipped = 0;
  /** Whether there was a record, a decoded message or a skipped value. */
  recognised = false;
  /** Whether the input began with JSON. */
  beganWithJson = false;

  private items: InputItem[] = [];
  private lines: string[] = [];
  private linesFrom = 0;
  private linesSize = 0;
  private began = false;
  private readonly scanner = new JsonScanner(this);
  private readonly decoder = new TextDecoder();
  private readonly options: ItemReaderOptions;

  constructor(options: ItemReaderOptions) {
    this.options = options;
  }

  /** Reads the next chunk and returns what it completed. */
  push(chunk: Uint8Array): readonly InputItem[] {
    this.scanner.push(chunk);
    return this.take();
  }

  /** Ends the input and returns what was unfinished. */
  end(): readonly InputItem[] {
    this.scanner.end();
    this.flushLines();
    return this.take();
  }

  /** For the scanner only. */
  value(bytes: Uint8Array, start: number, end: number, place: Place): void {
    this.flushLines();
    this.begin(true);
    if (this.options.mayMatter?.(bytes, start, end) === false) {
      this.skipped += 1;
      this.recognised = true;
      return;
    }
    this.readValue(this.decoder.decode(bytes.subarray(start, end)), place);
  }

  /** For the scanner only. */
  container(): void {
    this.flushLines();
    this.begin(true);
  }

  /** For the scanner only. */
  broken(bytes: Uint8Array, start: number, end: number, place: Place, reason: BrokenReason): void {
    this.flushLines();
    this.begin(true);
    const text = this.decoder.decode(bytes.subarray(start, end));
    if (!this.refuse(text, place, WHY_BROKEN[reason])) return;
    if (place.container === null) this.recoverLines(text, place.line);
  }

  /** For the scanner only. */
  junk(bytes: Uint8Array, start: number, end: number, line: number): void {
    const text = this.decoder.decode(bytes.subarray(start, end)).trimEnd();
    const json = jsonIn(text);
    if (json !== null) {
      this.flushLines();
      this.begin(startsLikeJson(text));
      this.add(this.options.readNested(json, `line ${line}`, this.level() + 1));
      return;
    }
    this.begin(false);
    if (this.lines.length === 0) this.linesFrom = line;
    this.lines.push(text);
    this.linesSize += text.length;
    if (this.linesSize > MAX_JUNK) this.flushLines();
  }

  private level(): number {
    return this.options.level ?? 0;
  }

  private begin(withJson: boolean): void {
    if (!this.began) this.beganWithJson = withJson;
    this.began = true;
  }

  private readValue(text: string, place: Place): void {
    const parsed = parseJson(text);
    if (parsed.ok) {
      this.add(unwrap(parsed.value, positionOf(place), this.level(), this.options.readNested));
    } else {
      this.refuse(text, place, parsed.found);
    }
  }

  /** Reports what is no JSON; returns whether as unreadable. An error body, or a decoded message from which something was cut, is text. */
  private refuse(text: string, place: Place, found: string): boolean {
    const position = positionOf(place);
    const isText = place.container === null && !isRecordLike(text) && mayTellOfDenial(text);
    const unreadable = { kind: 'unreadable', position, expected: EXPECTED, found } as const;
    this.items.push(isText ? { kind: 'text', text, position } : unreadable);
    return !isText;
  }

  private add(items: Iterable<InputItem>): void {
    for (const item of items) {
      if (item.kind === 'record' || item.kind === 'decodedMessage') this.recognised = true;
      this.items.push(item);
    }
  }

  /** A value that never ended may have swallowed whole lines behind the one that is broken. */
  private recoverLines(text: string, firstLine: number): void {
    for (const [index, line] of text.split('\n').entries()) {
      if (index === 0 || !line.startsWith('{"')) continue;
      this.add(this.options.readNested(line, `line ${firstLine + index}`, this.level() + 1));
    }
  }

  private flushLines(): void {
    if (this.lines.length === 0) return;
    const text = this.lines.join('\n');
    const position = linesOf(this.linesFrom, this.lines.length);
    if (mayTellOfDenial(text)) this.items.push({ kind: 'text', text, position });
    else {
      const found = `the text ${quote(text)}`;
      this.items.push({ kind: 'unreadable', position, expected: EXPECTED, found });
    }
    this.lines = [];
    this.linesSize = 0;
  }

  private take(): readonly InputItem[] {
    const items = this.items;
    this.items = [];
    return items;
  }
}

/** The JSON that a line of a log holds behind a time stamp or the like, or in quotes; null if there is none. */
function jsonIn(line: string): string | null {
  const start = line.search(/["[{]/);
  if (start < 0) return null;
  const json = line.slice(start);
  const parsed = parseJson(json);
  if (!parsed.ok) return null;
  // What starts the line and was still no value for the scanner would be none again.
  if (typeof parsed.value !== 'string') return start === 0 ? null : json;
  return startsLikeJson(parsed.value) ? parsed.value : null;
}

function linesOf(from: number, count: number): string {
  return count === 1 ? `line ${from}` : `lines ${from} to ${from + count - 1}`;
}

function positionOf(place: Place): string {
  const line = `line ${place.line}`;
  if (place.container === null) return line;
  const part = `${place.container}[${place.index}]`;
  return place.line === 1 ? part : within(line, part);
}
