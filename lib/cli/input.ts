import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { InputItem } from '../core/record/item';
import { denialNeedles } from '../core/denial/error-codes';
import type { LogItem, LogOptions } from '../local/log-files/stream';
import { streamItems } from '../local/log-files/stream';
import { streamFile } from '../local/log-files/files';
import { UsageError } from './exit-code';
import type { CommandIo } from './io';

/** What a large input is searched for before anything of it is parsed. */
export const DENIAL_CLUES: NonNullable<LogOptions['clues']> = [
  { key: 'errorCode', values: denialNeedles() },
];

/**
 * The items of FILE, `-` (standard input) or TEXT, recognised from the content. Text that names no
 * file is what somebody pasted; what looks like a path and names none is a mistake.
 *
 * @throws UsageError when there is no input, or the file cannot be read
 */
export async function* inputItems(
  argument: string | undefined,
  io: CommandIo,
): AsyncGenerator<LogItem> {
  if (argument === '-' || argument === undefined) {
    if (argument === undefined && io.stdin.isTTY === true)
      throw new UsageError(
        'nothing to explain: give a FILE, the TEXT of an error, or - for standard input',
      );
    yield* streamItems(io.stdin, { clues: DENIAL_CLUES });
    return;
  }
  const kind = await kindOf(argument);
  if (kind === 'folder')
    throw new UsageError(
      `${argument} is a folder: give one FILE (denywatch monitor takes folders)`,
    );
  if (kind === 'file') yield* streamFile(argument, { clues: DENIAL_CLUES });
  else yield* streamItems(Readable.from([Buffer.from(argument, 'utf8')]));
}

async function kindOf(argument: string): Promise<'file' | 'folder' | 'text'> {
  try {
    const found = await stat(argument);
    return found.isDirectory() ? 'folder' : 'file';
  } catch {
    if (!looksLikePath(argument)) return 'text';
    throw new UsageError(`${argument} cannot be read: there is no such file`);
  }
}

/** One word that ends like a file: an error message has spaces. */
function looksLikePath(argument: string): boolean {
  return /^\S+\.(?:json|jsonl|gz|log|txt)$/i.test(argument) || /^[./~]\S*$/.test(argument);
}

/** True for what a person gave, false for the note of how much was skipped. */
export function isInputItem(item: LogItem): item is InputItem {
  return item.kind !== 'skipped';
}
