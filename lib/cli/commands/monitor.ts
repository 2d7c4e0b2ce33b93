import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertMessage } from '../../core/alert/message';
import { renderSummary, summaryProblem, type Summary } from '../../core/alert/summary';
import { renderTerminal } from '../../core/alert/terminal';
import { fingerprint } from '../../core/group/fingerprint';
import type { InputItem } from '../../core/record/item';
import { serviceReference } from '../../core/service-reference/indexed-reference';
import { watch, type WatchOutcome, type WatchPorts } from '../../core/watch';
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
class Tally {
  ordinary = 0;
  unreadable = 0;
  private readonly alerts = new Map<string, AlertMessage>();
  private readonly counts = new Map<string, number>();
  /** A record may stand in several files: two trails, or a copy of a folder. */
  private readonly eventIds = new Set<string>();
  private latest: AlertMessage | null = null;

  /** The channel hands over each alert as it is posted. */
  posted(alert: AlertMessage): void {
    this.latest = alert;
  }

  count(outcome: WatchOutcome): void {
    if (outcome.kind === 'noDenial') {
      this.ordinary++;
      return;
    }
    const { eventId } = outcome.denial;
    if (eventId !== null && this.eventIds.has(eventId)) return;
    if (eventId !== null) this.eventIds.add(eventId);
    const key = fingerprint(outcome.denial);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    if (outcome.kind === 'alerted' && this.latest !== null) this.alerts.set(key, this.latest);
  }

  summary(): Summary {
    const problems = [...this.alerts].map(([key, alert]) =>
      summaryProblem(alert, this.counts.get(key) ?? 1),
    );
    return { problems, ordinary: this.ordinary, unreadable: this.unreadable };
  }
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
  const tally = new Tally();
  const ports: WatchPorts = {
    ownRoles: new Set(),
    claims: new MemoryClaims(),
    sources,
    reference: serviceReference,
    channels: [{ name: 'terminal', send: (alert) => post(alert, tally, io) }],
  };
  for await (const { file, item } of streamPaths(input.paths, { clues: DENIAL_CLUES })) {
    if (isInputItem(item)) await take({ file, item }, ports, tally, io);
    else tally.ordinary += item.count;
  }
  await io.out(renderSummary(tally.summary(), screenOf(io)));
  return tally.unreadable > 0 ? EXIT.partly : EXIT.explained;
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
  { file, item }: { readonly file: string; readonly item: InputItem },
  ports: WatchPorts,
  tally: Tally,
  io: CommandIo,
): Promise<void> {
  if (item.kind === 'record') tally.count(await watch(item.record, ports));
  else if (item.kind === 'unreadable') {
    tally.unreadable++;
    io.err(
      `denywatch: ${file}: ${item.position}: expected ${item.expected}, found ${item.found}\n`,
    );
  } else {
    tally.unreadable++;
    io.err(
      `denywatch: ${file}: ${item.position}: expected a CloudTrail record, found other text\n`,
    );
  }
}

async function post(alert: AlertMessage, tally: Tally, io: CommandIo): Promise<void> {
  tally.posted(alert);
  await io.out(`${renderTerminal(alert, screenOf(io))}\n`);
}
