import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COMMA,
  ENDS_SCALAR,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
  startsValue,
  STOPS_IN_STRING,
  STOPS_OUTSIDE,
} from './byte-classes';
import { ByteWindow } from './byte-window';
import { containerAt } from './containers';
import type { BrokenReason, Place, ScanSink } from './scan-sink';

/** A value of more bytes is not kept. CloudTrail's records are at most 256 KB. */
const MAX_VALUE_BYTES = 16 * 1024 * 1024;
/** Nesting that JSON.parse bears but that later readers should not have to. */
const MAX_DEPTH = 256;

/**
 * - `between`: top-level values; `opened`: just behind the bracket of one; `junk`: no value, to the line's end
 * - `elements`: between those of a container; `scalar`: in an element without brackets or quotes
 * - `value`: in a top-level value or an element
 */
type State = 'between' | 'opened' | 'junk' | 'elements' | 'scalar' | 'value';

/**
 * Cuts a stream of bytes into JSON values without parsing them: whole top-level values, or the
 * elements of a top-level array or of a known container. Linear in the input, wherever it is
 * divided into chunks. A value that is cut at a line end costs itself, not its successors.
 */
export class JsonScanner {
  private readonly window = new ByteWindow();
  private state: State = 'between';
  private depth = 0;
  /** Depth at which the value in hand ends: 0 at the top, 1 in a top-level array, 2 in a container. */
  private base = 0;
  private inString = false;
  /** The chunk ended with a backslash. */
  private escaped = false;
  /** The last string at depth 1, from the start of the value: before `:[` it is a key. */
  private keyStart = 0;
  private keyEnd = 0;
  /** The top-level object was a container: its elements were handed out, it is not. */
  private streamed = false;
  private dropped: BrokenReason | null = null;
  private line = 1;
  private valueLine = 1;
  private container: string | null = null;
  private index = 0;

  private readonly sink: ScanSink;

  /** @param sink Takes the pieces, in input order. */
  constructor(sink: ScanSink) {
    this.sink = sink;
  }

  /** Scans the next chunk. */
  push(chunk: Uint8Array): void {
    this.window.append(chunk);
    while (this.window.at < this.window.length) this.step();
    if (this.window.kept() <= MAX_VALUE_BYTES) return;
    if (this.state === 'opened') this.state = 'junk';
    else this.drop('tooLarge');
  }

  /** Ends the input: hands out what is unfinished. */
  end(): void {
    if (this.state === 'junk' || this.state === 'opened') {
      this.sink.junk(this.window.bytes, this.window.start, this.window.length, this.valueLine);
    } else if (this.state !== 'between') {
      this.breakOff(this.dropped ?? 'ends');
    }
    this.state = 'between';
    this.window.start = -1;
  }

  private step(): void {
    switch (this.state) {
      case 'between':
        this.between();
        break;
      case 'opened':
        this.opened();
        break;
      case 'junk':
        this.junk();
        break;
      case 'elements':
        this.elements();
        break;
      case 'scalar':
        this.scalar();
        break;
      case 'value':
        this.value();
        break;
    }
  }

  /** Skips white space and commas; returns the byte behind them, or -1 at the end of the chunk. */
  private skipSpace(): number {
    for (; this.window.at < this.window.length; this.window.at += 1) {
      const byte = this.window.bytes[this.window.at] ?? 0;
      if (byte === NEWLINE) this.line += 1;
      else if (byte !== COMMA && SPACE[byte] === 0) return byte;
    }
    return -1;
  }

  private between(): void {
    const byte = this.skipSpace();
    if (byte < 0) return;
    this.window.start = this.window.at;
    this.valueLine = this.line;
    this.state = byte === OPEN_OBJECT || byte === OPEN_ARRAY ? 'opened' : 'junk';
    if (this.state === 'opened') this.window.at += 1;
  }

  private opened(): void {
    const next = this.skipSpace();
    if (next < 0) return;
    const open = this.window.bytes[this.window.start] ?? 0;
    if (!startsValue(open, next)) {
      this.state = 'junk';
      return;
    }
    this.depth = 1;
    this.base = 0;
    this.state = 'value';
    if (open === OPEN_ARRAY) this.enter('', 1);
  }

  private enter(container: string, base: number): void {
    this.container = container;
    this.base = base;
    this.depth = base;
    this.index = 0;
    this.window.start = -1;
    this.state = 'elements';
    this.sink.container();
  }

  private junk(): void {
    const found = this.window.bytes.indexOf(NEWLINE, this.window.at);
    const end = found < 0 || found >= this.window.length ? this.window.length : found;
    this.window.at = end;
    if (end === this.window.length && end - this.window.start <= MAX_VALUE_BYTES) return;
    this.sink.junk(this.window.bytes, this.window.start, end, this.valueLine);
    this.window.start = -1;
    this.state = 'between';
  }

  private elements(): void {
    const byte = this.skipSpace();
    if (byte < 0) return;
    this.window.start = this.window.at;
    if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
      this.window.at += 1;
      this.leave();
    } else {
      const opens = byte === QUOTE || byte === OPEN_OBJECT || byte === OPEN_ARRAY;
      this.state = opens ? 'value' : 'scalar';
    }
  }

  private leave(): void {
    if (this.base === 1) {
      this.reset();
      return;
    }
    // The other members of the object are kept for their keys only: another container may follow.
    this.window.start = this.window.at;
    this.depth = 1;
    this.base = 0;
    this.container = null;
    this.streamed = true;
    this.state = 'value';
  }

  private scalar(): void {
    while (
      this.window.at < this.window.length &&
      ENDS_SCALAR[this.window.bytes[this.window.at] ?? 0] === 0
    )
      this.window.at += 1;
    if (this.window.at < this.window.length) this.finish();
  }

  private value(): void {
    while (this.state === 'value' && this.window.at < this.window.length) {
      if (this.inString) this.string();
      else this.outside();
    }
  }

  private string(): void {
    const { bytes, length } = this.window;
    const stops = STOPS_IN_STRING;
    let at = this.window.at;
    if (this.escaped) {
      this.escaped = false;
      at += 1;
    }
    for (;;) {
      while (at < length && stops[bytes[at] ?? 0] === 0) at += 1;
      this.window.at = at;
      if (at >= length) return;
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.closeString();
        return;
      }
      if (byte === NEWLINE) this.line += 1;
      else at += 1;
      at += 1;
      if (at > length) {
        this.window.at = length;
        this.escaped = true;
        return;
      }
    }
  }

  private closeString(): void {
    const { at, bytes } = this.window;
    this.inString = false;
    // No JSON string holds a line break: this one was cut, and `{"` starts the next value.
    if (bytes[at - 1] === OPEN_OBJECT && bytes[at - 2] === NEWLINE) {
      this.window.at = at - 1;
      this.breakOff('cut');
      return;
    }
    this.keyEnd = at - this.window.start;
    this.window.at = at + 1;
    if (this.depth === this.base) this.finish();
  }

  private outside(): void {
    const { bytes, length } = this.window;
    const stops = STOPS_OUTSIDE;
    let at = this.window.at;
    while (at < length && stops[bytes[at] ?? 0] === 0) at += 1;
    this.window.at = at;
    if (at >= length) return;
    switch (bytes[at] ?? 0) {
      case QUOTE:
        this.inString = true;
        if (this.depth === 1) this.keyStart = at + 1 - this.window.start;
        this.window.at += 1;
        break;
      case NEWLINE:
        this.line += 1;
        this.window.at += 1;
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        this.open(bytes[at] === OPEN_ARRAY);
        break;
      default:
        this.window.at += 1;
        this.depth -= 1;
        if (this.depth <= this.base) this.finish();
    }
  }

  private open(array: boolean): void {
    if (!array && this.window.startsNewLine()) {
      this.breakOff('cut');
      return;
    }
    this.window.at += 1;
    if (array && this.depth === 1 && this.base === 0) {
      const key = this.containerKey();
      if (key !== null) {
        this.enter(key, 2);
        return;
      }
    }
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.drop('tooDeep');
  }

  private containerKey(): string | null {
    const { bytes, start } = this.window;
    return start < 0 ? null : containerAt(bytes, start + this.keyStart, start + this.keyEnd);
  }

  private drop(reason: BrokenReason): void {
    this.dropped ??= reason;
    this.window.start = -1;
  }

  private finish(): void {
    if (this.window.start >= 0 && this.window.at - this.window.start > MAX_VALUE_BYTES)
      this.drop('tooLarge');
    this.handOut();
    if (this.base === 0) {
      this.reset();
      return;
    }
    this.index += 1;
    this.window.start = -1;
    this.dropped = null;
    this.state = 'elements';
  }

  private handOut(): void {
    const { bytes, start, at } = this.window;
    if (this.streamed && this.base === 0) return;
    if (this.dropped !== null) this.breakOff(this.dropped, false);
    else this.sink.value(bytes, start, at, this.place());
  }

  /** Reports the value in hand as broken and, unless told, goes on at the top level. */
  private breakOff(reason: BrokenReason, toTop = true): void {
    const start = Math.max(this.window.start, 0);
    const end = this.window.start < 0 ? 0 : this.window.at;
    this.sink.broken(this.window.bytes, start, end, this.place(), reason);
    if (toTop) this.reset();
  }

  private reset(): void {
    this.state = 'between';
    this.window.start = -1;
    this.depth = 0;
    this.base = 0;
    this.inString = false;
    this.escaped = false;
    this.streamed = false;
    this.dropped = null;
    this.container = null;
    this.index = 0;
  }

  private place(): Place {
    return {
      line: this.valueLine,
      container: this.base === 0 ? null : this.container,
      index: this.index,
    };
  }
}
