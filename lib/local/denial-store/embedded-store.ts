import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { lockFolder } from './folder-lock';
import { Journal } from './journal';
import { MemoryState } from './memory-state';
import { MemoryDenialStore, RETENTION_DAYS } from './memory-store';

/** What {@link openEmbeddedStore} works with. */
export interface EmbeddedStoreSettings {
  /** Made when it does not exist. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long what does not change any more is remembered; 90 unless given. */
  readonly retentionDays?: number;
  /** A smaller journal is not compacted; 8 MiB unless given. */
  readonly compactFromBytes?: number;
}

/** A store in a folder. One process at a time has it open. */
export interface EmbeddedDenialStore extends MemoryDenialStore {
  /** Waits for what was begun and gives the folder back. */
  close(): Promise<void>;
}

class FolderStore extends MemoryDenialStore implements EmbeddedDenialStore {
  private readonly journal: Journal;
  private readonly unlock: () => Promise<void>;

  constructor(
    state: MemoryState,
    { now, retentionDays }: EmbeddedStoreSettings,
    { journal, unlock }: { readonly journal: Journal; readonly unlock: () => Promise<void> },
  ) {
    super({
      now,
      state,
      retentionDays: retentionDays ?? RETENTION_DAYS,
      keep: (changes) => journal.append(changes),
      kept: () => journal.flushed(),
    });
    this.journal = journal;
    this.unlock = unlock;
  }

  async close(): Promise<void> {
    try {
      await this.journal.close();
    } finally {
      await this.unlock();
    }
  }
}

/**
 * Opens the store of a folder. All of it is held in memory; each change is on the disk before its call
 * returns, so a process that is killed at any time loses nothing that was acknowledged.
 *
 * @throws Error when another process has the folder open, or a file in it is damaged
 */
export async function openEmbeddedStore(
  settings: EmbeddedStoreSettings,
): Promise<EmbeddedDenialStore> {
  const folder = resolve(settings.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(folder);
  try {
    const state = new MemoryState();
    const { compactFromBytes } = settings;
    const journal = await Journal.open({
      folder,
      replay: (change) => {
        state.apply(change);
      },
      everything: () => state.changes(),
      ...(compactFromBytes !== undefined && { compactFromBytes }),
    });
    return new FolderStore(state, settings, { journal, unlock });
  } catch (error) {
    await unlock();
    throw error;
  }
}
