import { readFile } from 'node:fs/promises';
import { parseRoutingSettings } from '../settings/parse';
import { SettingsError } from '../settings/problems';
import type { RoutingSettings } from '../settings/routing';
import { UsageError } from './exit-code';

/** Where settings are looked for when no file is named. */
export const SETTINGS_FILE = 'denywatch.config.json';

/**
 * Reads who is told of what from a settings file.
 *
 * @param file null: the file of the current folder, or all defaults where there is none
 * @throws UsageError when the file cannot be read or used
 */
export async function readSettings(file: string | null): Promise<RoutingSettings> {
  const name = file ?? SETTINGS_FILE;
  const text = await textOf(name, file !== null);
  try {
    return parseRoutingSettings(text, name);
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

async function textOf(name: string, isNamed: boolean): Promise<string | null> {
  try {
    return await readFile(name, 'utf8');
  } catch (error) {
    if (!isNamed && isAbsence(error)) return null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--config ${name} cannot be read: ${reason}`, { cause: error });
  }
}

function isAbsence(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
