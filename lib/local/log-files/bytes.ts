import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Chunks that the decompressor hands out. */
const CHUNK_BYTES = 256 * 1024;

/** Thrown where compressed input cannot be decompressed any further; what came before is good. */
export class GzipError extends Error {
  override readonly name = 'GzipError';
}

/** Any source of bytes: a file stream, standard input, an array of chunks. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The bytes as UTF-8 without byte order mark: gunzipped when they are gzip, converted when they are
 * UTF-16 with byte order mark. Recognised by content. Streams: memory does not grow with the input.
 *
 * @throws GzipError when the compressed input is damaged or cut; whatever the source throws.
 */
export async function* plainBytes(source: ByteSource): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(source, 2);
  yield* withoutMark(head[0] === 0x1f && head[1] === 0x8b ? gunzipped(all) : all);
}

async function* gunzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // The iteration below reports every error; the callback only keeps pipeline from throwing it too.
  pipeline(Readable.from(source, { objectMode: true }), gunzip, () => undefined);
  const chunks: AsyncIterable<Uint8Array> = gunzip;
  try {
    yield* chunks;
  } catch (error) {
    const reason = zlibReason(error);
    if (reason === null) throw error;
    throw new GzipError(reason, { cause: error });
  }
}

/** The message of an error of zlib; null for any other error. */
function zlibReason(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return typeof code === 'string' && code.startsWith('Z_') ? String(message) : null;
}

async function* withoutMark(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(source, 3);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) yield* skipped(all, 3);
  else if (head[0] === 0xff && head[1] === 0xfe) yield* recoded(skipped(all, 2), 'utf-16le');
  else if (head[0] === 0xfe && head[1] === 0xff) yield* recoded(skipped(all, 2), 'utf-16be');
  else yield* all;
}

async function* recoded(
  source: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* skipped(
  source: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of source) {
    yield chunk.subarray(Math.min(left, chunk.length));
    left = Math.max(0, left - chunk.length);
  }
}

/** The first bytes (fewer when the source ends), and the whole source, first bytes included. */
async function peek(
  source: ByteSource,
  count: number,
): Promise<{ readonly head: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const rest = iterate(source);
  const taken: Uint8Array[] = [];
  for (let size = 0; size < count;) {
    const next = await rest.next();
    if (next.done === true) break;
    taken.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(taken).subarray(0, count), all: joined(taken, rest) };
}

async function* iterate(source: ByteSource): AsyncGenerator<Uint8Array> {
  yield* source;
}

async function* joined(
  first: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* first;
  yield* rest;
}
