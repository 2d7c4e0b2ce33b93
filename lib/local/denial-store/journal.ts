import { open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnosisFromText, diagnosisText } from '../../core/group/stored-text';
import type { Change } from './change';

/** The first line: what the file is, and the form of its lines. */
const HEADER = '{"denywatch":"denials","version":1}';

/** A journal that is smaller is never compacted. */
const COMPACT_FROM_BYTES = 8 * 1024 * 1024;

/** How many times larger than after its last compaction a journal may grow. */
const COMPACT_AT_GROWTH = 4;

/** What a {@link Journal} works with. */
export interface JournalSettings {
  /** Exists, and no other process writes to it. */
  readonly folder: string;
  /** Called for each change that the journal holds, in order. */
  readonly replay: (change: Change) => void;
  /** Changes that make all that is remembered now: what a compacted journal consists of. */
  readonly everything: () => Iterable<Change>;
  readonly compactFromBytes?: number;
}

/**
 * An append-only file with one JSON line for the changes of each call. A line is on the disk before
 * its call returns; lines that come while others are being written share one write. A line without
 * its end, which a killed process leaves, was never acknowledged and is dropped.
 */
export class Journal {
  private lines: string[] = [];
  private scheduled = false;
  /** Settles when all that was begun is on the disk; rejects for ever after the first failure. */
  private tail: Promise<void> = Promise.resolve();
  private readonly settings: JournalSettings;
  private file: FileHandle;
  private bytes: number;
  private compactedBytes: number;

  private constructor(settings: JournalSettings, file: FileHandle, bytes: number) {
    this.settings = settings;
    this.file = file;
    this.bytes = bytes;
    this.compactedBytes = bytes;
  }

  /** @throws Error for a file that is not a journal, or damaged elsewhere than at its end */
  static async open(settings: JournalSettings): Promise<Journal> {
    const path = pathIn(settings.folder);
    await rm(newPathIn(settings.folder), { force: true });
    const file = await open(path, 'a+', 0o600);
    try {
      const whole = replayAll(path, await readFile(path), settings.replay);
      await file.truncate(whole);
      const journal = new Journal(settings, file, whole);
      if (whole === 0) {
        await journal.write(`${HEADER}\n`);
        await syncFolder(settings.folder);
      }
      return journal;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Resolves when the changes are on the disk: all of them or none, whenever the process is killed. */
  append(changes: readonly Change[]): Promise<void> {
    this.lines.push(`${lineOf(changes)}\n`);
    return this.flushed();
  }

  /** Resolves when all that was appended is on the disk. */
  flushed(): Promise<void> {
    if (this.lines.length > 0 && !this.scheduled) {
      this.scheduled = true;
      this.tail = this.tail.then(() => this.flush());
    }
    return this.tail;
  }

  async close(): Promise<void> {
    try {
      await this.flushed();
    } finally {
      this.tail = Promise.reject(new Error('the store is closed'));
      this.tail.catch(() => undefined);
      await this.file.close();
    }
  }

  private async flush(): Promise<void> {
    this.scheduled = false;
    const text = this.lines.join('');
    this.lines = [];
    const { compactFromBytes = COMPACT_FROM_BYTES } = this.settings;
    const limit = Math.max(compactFromBytes, this.compactedBytes * COMPACT_AT_GROWTH);
    // What these lines change is remembered already: the compacted journal has it.
    if (this.bytes + text.length > limit) await this.compact();
    else await this.write(text);
  }

  private async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    await this.file.appendFile(bytes);
    await this.file.datasync();
    this.bytes += bytes.length;
  }

  /** Made beside the old one, which is whole until the new one takes its name. */
  private async compact(): Promise<void> {
    const { folder, everything } = this.settings;
    // At once: a change between two lines would stand half in the old state and half in the new.
    const lines = [HEADER, ...Array.from(everything(), (change) => lineOf([change]))];
    const file = await open(newPathIn(folder), 'wx', 0o600);
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    await file.appendFile(bytes);
    await file.datasync();
    await rename(newPathIn(folder), pathIn(folder));
    await syncFolder(folder);
    await this.file.close();
    this.file = file;
    this.bytes = bytes.length;
    this.compactedBytes = bytes.length;
  }
}

function pathIn(folder: string): string {
  return join(folder, 'denials.jsonl');
}

function newPathIn(folder: string): string {
  return join(folder, 'denials.jsonl.new');
}

const NEWLINE = 0x0a;

/** @returns how many bytes are whole lines */
function replayAll(path: string, bytes: Buffer, replay: (change: Change) => void): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) return start;
    const text = bytes.toString('utf8', start, end);
    if (line > 1) for (const change of changesOf(path, line, text)) replay(change);
    else if (text !== HEADER)
      throw new Error(
        `${path}, line 1: expected ${HEADER}, found ${text.slice(0, 80)}: choose another folder`,
      );
    start = end + 1;
  }
}

function changesOf(path: string, line: number, text: string): readonly Change[] {
  try {
    return (JSON.parse(text) as readonly Written[]).map(read);
  } catch (error) {
    const advice = 'the file was changed by something else: move it away to begin anew';
    throw new Error(
      `${path}, line ${line}: expected a list of changes, found damaged text; ${advice}`,
      { cause: error },
    );
  }
}

/** A diagnosis is text inside the line: JSON does not know all of its types. */
type Written =
  | Exclude<Change, { do: 'diagnosis' }>
  | { readonly do: 'diagnosis'; readonly group: string; readonly diagnosis: string };

function lineOf(changes: readonly Change[]): string {
  const written: readonly Written[] = changes.map((change) =>
    change.do === 'diagnosis' ? { ...change, diagnosis: diagnosisText(change.diagnosis) } : change,
  );
  return JSON.stringify(written);
}

function read(written: Written): Change {
  if (written.do !== 'diagnosis') return written;
  return { ...written, diagnosis: diagnosisFromText(written.diagnosis) };
}

/** A new name is only safe with its folder. Systems that cannot open a folder keep it by themselves. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
