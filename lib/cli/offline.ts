import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { DigestNoiseEntry } from '../core/digest/input';
import { NOISE_CATALOGUE } from '../core/group/noise/catalogue';
import { noiseOf, prepareNoise } from '../core/group/noise/noise';
import type { DenialStore } from '../core/group/store';
import type { WatchPorts } from '../core/watch/ports';
import { openEmbeddedStore } from '../local/denial-store/embedded-store';
import { MemoryDenialStore } from '../local/denial-store/memory-store';
import { ownNoiseOf } from '../settings/routing';
import { UsageError } from './exit-code';
import type { CommandIo } from './io';
import { readSettings } from './settings';

/** Nothing of what is read from files happens now: no pause is long, nothing comes back, no count is news. */
export const OFFLINE_LIMITS: WatchPorts['limits'] = {
  escalateAt: [],
  quietMs: Number.POSITIVE_INFINITY,
  refreshMs: 0,
  freshMs: Number.POSITIVE_INFINITY,
  leaseMs: 120_000,
};

/** Which noise is followed. */
export interface NoiseOptions {
  /** Settings, whose noise entries are followed; absent: those of the current folder, if there are any. */
  readonly config?: string;
  /** False: known noise is treated like everything else. */
  readonly noise: boolean;
}

/** Known noise is judged as on the day of the run: what has run out by now hides nothing. */
export async function noiseRules(
  { config, noise }: NoiseOptions,
  { now }: CommandIo,
): Promise<WatchPorts['noise']> {
  if (!noise) return () => ({ treatment: 'alert' });
  const rules = prepareNoise(ownNoiseOf(await readSettings(config ?? null)));
  return (record, denial) => noiseOf(record, denial, rules, now());
}

/** The entries that a digest tells of: those of the settings, then the catalogue. */
export async function digestNoise({
  noise,
  config,
}: NoiseOptions): Promise<readonly DigestNoiseEntry[]> {
  if (!noise) return [];
  return [...ownNoiseOf(await readSettings(config ?? null)), ...NOISE_CATALOGUE.entries];
}

/**
 * Writes a file that nobody else can read.
 *
 * @throws UsageError when it cannot be written
 */
export async function written(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content, { mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be written: ${reason}`, { cause: error });
  }
}

/** @throws UsageError for the first that is not there */
export function mustExist(paths: readonly string[]): void {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined)
    throw new UsageError(`${missing} cannot be read: there is no such file or folder`);
}

/** A store, and how it is given back. */
export interface OpenStore {
  readonly store: DenialStore;
  readonly close: () => Promise<void>;
}

/**
 * Opens the store of a folder, or one that forgets.
 *
 * @param folder false: nothing is remembered
 * @throws UsageError when the folder cannot be used
 */
export async function openStore(
  folder: string | false,
  { now }: Pick<CommandIo, 'now'>,
): Promise<OpenStore> {
  if (folder === false)
    return { store: new MemoryDenialStore({ now }), close: () => Promise.resolve() };
  try {
    const store = await openEmbeddedStore({ folder, now });
    return { store, close: () => store.close() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`what was alerted cannot be remembered in ${folder}: ${reason}`);
  }
}
