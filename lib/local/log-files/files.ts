import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { streamItems, type LogItem, type LogOptions } from './stream';

/** Bytes read at once. */
const CHUNK_BYTES = 256 * 1024;
/** Files of a folder that are read; a file that is named itself may be called anything. */
const LOG_FILE = /\.(?:json|jsonl|ndjson|log)(?:\.gz)?$/i;
/** CloudTrail keeps the digests of log files beside them: they hold no records. */
const DIGESTS = 'CloudTrail-Digest';

/** An item and the file that holds it. */
export interface FileItem {
  readonly file: string;
  readonly item: LogItem;
}

/**
 * Reads one file of any size; see {@link streamItems}.
 *
 * @throws the file system's error when it cannot be read.
 */
export function streamFile(path: string, options: LogOptions = {}): AsyncGenerator<LogItem> {
  return streamItems(createReadStream(path, { highWaterMark: CHUNK_BYTES }), options);
}

/**
 * Reads files and folders in the order given; of a folder all log files below it, sorted by path,
 * without CloudTrail's digest folders.
 *
 * @throws the file system's error for the first path that cannot be read.
 */
export async function* streamPaths(
  paths: readonly string[],
  options: LogOptions = {},
): AsyncGenerator<FileItem> {
  for (const path of paths) {
    for await (const file of logFilesOf(path)) {
      for await (const item of streamFile(file, options)) yield { file, item };
    }
  }
}

/** The path itself when it is a file, else the log files below it, sorted by path. Links to folders are not followed. */
export async function* logFilesOf(path: string): AsyncGenerator<string> {
  if (!(await stat(path)).isDirectory()) {
    yield path;
    return;
  }
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== DIGESTS) yield* logFilesOf(below);
    } else if (LOG_FILE.test(entry.name)) {
      yield below;
    }
  }
}
