import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertMessage } from '../../core/alert/message';
import { renderTerminal } from '../../core/alert/terminal';
import type { InputItem } from '../../core/record/item';
import { serviceReference } from '../../core/service-reference/indexed-reference';
import { watch, type WatchPorts } from '../../core/watch';
import { streamPaths } from '../../local/log-files/files';
import { MemoryClaims } from '../../local/memory-claims';
import { evidenceSources, type EvidenceOptions } from '../evidence';
import { EXIT, UsageError } from '../exit-code';
import { DENIAL_CLUES, isInputItem } from '../input';
import type { CommandIo } from '../io';
import { screenOf } from '../output';

/** Options of `denywatch monitor`. */
export interface MonitorOptions extends EvidenceOptions {
  /** Folder of the bundled sample; where no path is given, that is what is read. */
  readonly sample: string;
}

/** What was met on the way, for the summary. */
interface Seen {
  denials: number;
  others: number;
  unreadable: number;
}

/**
 * `denywatch monitor`: the deployed watcher's story over CloudTrail files. Prints each alert as it
 * would be posted, then a summary of one screen. Without a path it reads the bundled sample.
 *
 * @throws UsageError when a path cannot be read
 */
export async function monitorCommand(
  paths: readonly string[],
  options: MonitorOptions,
  io: CommandIo,
): Promise<number> {
  const input = whatToRead(paths, options);
  const sources = await evidenceSources(input.options, io);
  const ports: WatchPorts = {
    ownRoles: new Set(),
    claims: new MemoryClaims(),
    sources,
    reference: serviceReference,
    channels: [{ name: 'terminal', send: (alert) => printAlert(alert, io) }],
  };
  const seen: Seen = { denials: 0, others: 0, unreadable: 0 };
  for await (const { file, item } of streamPaths(input.paths, { clues: DENIAL_CLUES })) {
    if (isInputItem(item)) await take(file, item, ports, seen, io);
    else seen.others += item.count;
  }
  return seen.unreadable > 0 ? EXIT.partly : EXIT.explained;
}

function whatToRead(
  paths: readonly string[],
  { sample, ...options }: MonitorOptions,
): { readonly paths: readonly string[]; readonly options: EvidenceOptions } {
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined)
    throw new UsageError(`${missing} cannot be read: there is no such file or folder`);
  if (paths.length > 0) return { paths, options };
  const snapshot = options.snapshot ?? join(sample, 'snapshot.json');
  return { paths: [join(sample, 'cloudtrail.json.gz')], options: { ...options, snapshot } };
}

async function take(
  file: string,
  item: InputItem,
  ports: WatchPorts,
  seen: Seen,
  io: CommandIo,
): Promise<void> {
  if (item.kind === 'unreadable') {
    seen.unreadable++;
    io.err(
      `denywatch: ${file}: ${item.position}: expected ${item.expected}, found ${item.found}\n`,
    );
    return;
  }
  if (item.kind !== 'record') {
    seen.others++;
    return;
  }
  const outcome = await watch(item.record, ports);
  if (outcome.kind === 'noDenial') seen.others++;
  else seen.denials++;
}

async function printAlert(alert: AlertMessage, io: CommandIo): Promise<void> {
  await io.out(`${renderTerminal(alert, screenOf(io))}\n`);
}
