import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Folders that this process holds: a lock with its own process id is otherwise one of an earlier life. */
const held = new Set<string>();

/** Who holds a lock. Process ids are given again, so the time at which the process started goes with it. */
interface Holder {
  readonly pid: number;
  /** As the system counts it; null where it does not say. */
  readonly started: string | null;
}

const MAX_TRIES = 5;
/** Longer than it takes to write a lock. */
const WRITING_MS = 50;

/**
 * Keeps a folder to one process at a time. The lock of a process that died is taken over.
 *
 * @returns gives the folder back
 * @throws Error when another process that is alive holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock');
  if (held.has(path)) throw inUse(folder, process.pid);
  held.add(path);
  try {
    await take(folder, path);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  return async () => {
    await rm(path, { force: true });
    held.delete(path);
  };
}

async function take(folder: string, path: string): Promise<void> {
  const own: Holder = { pid: process.pid, started: await startOf(process.pid) };
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    if (await created(path, own)) return;
    const text = await contentOf(path);
    const holder = holderOf(text);
    if (holder !== null && (await isAlive(holder))) throw inUse(folder, holder.pid);
    // One without content may be on the way of being written.
    if (holder === null && tries < MAX_TRIES - 1) await sleep(WRITING_MS);
    else if (text !== null) await removeStale(path, text);
  }
  throw new Error(`${path} is being taken by several processes at once: try again`);
}

function inUse(folder: string, pid: number): Error {
  return new Error(
    `${folder} is in use by process ${pid}: stop that one first, or choose another folder`,
  );
}

async function created(path: string, own: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moved away before it is removed: what was moved is then certainly the stale one and not a newer one. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await contentOf(aside)) === stale) await rm(aside, { force: true });
  else await rename(aside, path);
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Null for one that was not written to its end: its process was killed at it. */
function holderOf(text: string | null): Holder | null {
  const [, pid, started] =
    /^\{"pid":(\d{1,10}),"started":(?:"(\d{1,20})"|null)\}$/.exec(text ?? '') ?? [];
  return pid === undefined ? null : { pid: Number(pid), started: started ?? null };
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const now = await startOf(pid);
  return started === null || now === null || now === started;
}

/** Clock ticks from the start of the system, the 22nd field of Linux's /proc/PID/stat; elsewhere null. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
