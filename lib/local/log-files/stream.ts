import { ItemReader } from '../../core/record/item-reader';
import type { InputItem, Unreadable } from '../../core/record/item';
import { readItems, readNested } from '../../core/record/read';
import { byteFilter, type Clue } from './byte-filter';
import { GzipError, plainBytes, type ByteSource } from './bytes';

/** How many records a {@link Clue} let pass by unparsed. The last item of each input. */
export interface SkippedRecords {
  readonly kind: 'skipped';
  readonly count: number;
}

/** What an input holds, in order, and at its end the number of records skipped. */
export type LogItem = InputItem | SkippedRecords;

/** Settings of the log file reader. */
export interface LogOptions {
  /** What a record must contain to matter; a large input's other records are counted, not parsed. Default: every record matters. */
  readonly clues?: readonly Clue[];
  /** Decompressed bytes after which reading stops: a bound against crafted archives. Default 16 GiB. */
  readonly maxBytes?: number;
}

/** Up to this size an input is read as one text, with all that {@link readItems} can tell about it. */
const SMALL_BYTES = 1024 * 1024;
/** Plain text is handed on in blocks of about this size, cut at line ends. */
const TEXT_BLOCK_BYTES = 1024 * 1024;
const MAX_BYTES = 16 * 1024 ** 3;

/**
 * Reads a source of any size in bounded memory: log files, plain or gzipped, and everything else
 * that `readItems` knows. What cannot be read becomes an item and the rest goes on.
 *
 * @throws whatever the source throws.
 */
export async function* streamItems(
  source: ByteSource,
  options: LogOptions = {},
): AsyncGenerator<LogItem> {
  const input = new Input(plainBytes(source), options.maxBytes ?? MAX_BYTES);
  const first = await input.take(SMALL_BYTES);
  if (input.ended) {
    if (first.length > 0 || input.failure === null) {
      yield* readItems(new TextDecoder().decode(first));
    }
  } else if (startsJson(first)) {
    const reader = new ItemReader({
      readNested,
      ...(options.clues === undefined ? {} : { mayMatter: byteFilter(options.clues) }),
    });
    yield* reader.push(first);
    for await (const chunk of input.rest()) yield* reader.push(chunk);
    yield* reader.end();
    if (input.failure !== null) yield input.failure;
    yield { kind: 'skipped', count: reader.skipped };
    return;
  } else {
    yield* textBlocks(first, input.rest());
  }
  if (input.failure !== null) yield input.failure;
  yield { kind: 'skipped', count: 0 };
}

function startsJson(bytes: Uint8Array): boolean {
  return /^\s*["[{]/.test(new TextDecoder().decode(bytes.subarray(0, 1024)));
}

/** A stream of bytes that ends early, with a reason, where it is damaged or too large. */
class Input {
  /** Why the input ended before its end; null while it did not. */
  failure: Unreadable | null = null;
  ended = false;
  private size = 0;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private readonly maxBytes: number;

  constructor(bytes: AsyncIterable<Uint8Array>, maxBytes: number) {
    this.chunks = bytes[Symbol.asyncIterator]();
    this.maxBytes = maxBytes;
  }

  /** The first bytes: more than `count`, or all there are. */
  async take(count: number): Promise<Uint8Array> {
    const taken: Uint8Array[] = [];
    while (this.size <= count) {
      const chunk = await this.next();
      if (chunk === null) break;
      taken.push(chunk);
    }
    return Buffer.concat(taken);
  }

  async *rest(): AsyncGenerator<Uint8Array> {
    try {
      for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) yield chunk;
    } finally {
      await this.chunks.return?.();
    }
  }

  private async next(): Promise<Uint8Array | null> {
    try {
      const next = await this.chunks.next();
      if (next.done === true) return this.end(null);
      this.size += next.value.length;
      if (this.size <= this.maxBytes) return next.value;
      await this.chunks.return?.();
      return this.end(`more than ${this.maxBytes} bytes; the rest was not read`);
    } catch (error) {
      if (!(error instanceof GzipError)) throw error;
      return this.end(`after ${this.size} bytes: ${error.message}`);
    }
  }

  private end(found: string | null): null {
    this.ended = true;
    if (found !== null) {
      const expected = 'an input of bounded size, whole if it is compressed';
      this.failure = { kind: 'unreadable', position: 'the input', expected, found };
    }
    return null;
  }
}

async function* textBlocks(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<InputItem> {
  const decoder = new TextDecoder();
  let text = decoder.decode(first, { stream: true });
  for await (const chunk of rest) {
    text += decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf('\n') + 1;
    if (text.length < TEXT_BLOCK_BYTES || (end === 0 && text.length < 4 * TEXT_BLOCK_BYTES))
      continue;
    const cut = end === 0 ? text.length : end;
    yield { kind: 'text', text: text.slice(0, cut), position: 'the input' };
    text = text.slice(cut);
  }
  text += decoder.decode();
  if (text !== '') yield { kind: 'text', text, position: 'the input' };
}
