import { join } from 'node:path';
import { alertMessage } from '../../core/alert/message';
import { renderSummary, summaryProblem } from '../../core/alert/summary';
import { renderTerminal } from '../../core/alert/terminal';
import type { AlertChannel } from '../../core/channel';
import type { InputItem } from '../../core/record/item';
import type { CloudTrailRecord } from '../../core/record/record';
import { send } from '../../core/send';
import type { SendPorts } from '../../core/send/job';
import { serviceReference } from '../../core/service-reference/indexed-reference';
import { watchBatch } from '../../core/watch';
import type { WatchPorts } from '../../core/watch/ports';
import { streamPaths } from '../../local/log-files/files';
import { evidenceSources, type EvidenceOptions } from '../evidence';
import { EXIT } from '../exit-code';
import { DENIAL_CLUES, isInputItem } from '../input';
import { FindingsOfFiles } from '../findings-of-files';
import { HiddenByDay } from '../hidden-by-day';
import type { CommandIo } from '../io';
import { mustExist, noiseRules, OFFLINE_LIMITS, openStore, type NoiseOptions } from '../offline';
import { screenOf } from '../output';
import { writeSampleDigest } from '../sample-digest';
import { MonitorTally } from './monitor-tally';

/** Options of `denywatch monitor`. */
export interface MonitorOptions extends EvidenceOptions, NoiseOptions {
  /** Folder of the bundled sample; where no path is given, that is what is read. */
  readonly sample: string;
  /** Folder that remembers what was alerted; false: nothing is remembered. */
  readonly store: string | false;
}

/** The one channel of a monitor. */
const TERMINAL = 'terminal';

/** Records that are counted together. */
const BATCH = 500;

/** Everything is shown: a terminal scrolls. */
const NO_STORM = { newGroups: Number.POSITIVE_INFINITY, windowMs: 300_000 };

/**
 * `denywatch monitor`: the deployed watcher's story over CloudTrail files. Prints each alert as it
 * would be posted, then a summary of one screen. What was alerted is remembered, so that the same
 * files alert nothing new. Without a path it reads the bundled sample.
 *
 * @throws UsageError when a path cannot be read, or the store cannot be opened
 */
export async function monitorCommand(
  paths: readonly string[],
  options: MonitorOptions,
  io: CommandIo,
): Promise<number> {
  const input = whatToRead(paths, options);
  const sources = await evidenceSources(input.options, io);
  const noise = await noiseRules(options, io);
  const { store, close } = await openStore(options.store, io);
  try {
    const monitor = new Monitor({ store, sources, noise, reference: serviceReference }, io);
    for await (const { file, item } of streamPaths(input.paths, { clues: DENIAL_CLUES })) {
      if (isInputItem(item)) await monitor.take(file, item);
      else monitor.tally.ordinary += item.count;
    }
    await monitor.finish();
    if (paths.length === 0 && options.store !== false) {
      const { hidden, seen } = monitor;
      const run = {
        store,
        folder: options.store,
        hidden: hidden.counts,
        findings: seen.findings(),
      };
      await writeSampleDigest(run, options, io);
    }
    return monitor.tally.unreadable > 0 ? EXIT.partly : EXIT.explained;
  } finally {
    await close();
  }
}

function whatToRead(
  paths: readonly string[],
  { sample, ...options }: Pick<MonitorOptions, 'sample' | keyof EvidenceOptions>,
): { readonly paths: readonly string[]; readonly options: EvidenceOptions } {
  mustExist(paths);
  if (paths.length > 0) return { paths, options };
  const snapshot = options.snapshot ?? join(sample, 'snapshot.json');
  return { paths: [join(sample, 'cloudtrail.json.gz')], options: { ...options, snapshot } };
}

/** One run over files. */
class Monitor {
  readonly tally = new MonitorTally();
  readonly hidden = new HiddenByDay();
  readonly seen = new FindingsOfFiles();
  private readonly io: CommandIo;
  private readonly watchPorts: WatchPorts;
  private readonly sendPorts: SendPorts;
  private batch: CloudTrailRecord[] = [];

  constructor(ports: Pick<WatchPorts, 'store' | 'sources' | 'noise' | 'reference'>, io: CommandIo) {
    const { store } = ports;
    this.io = io;
    this.watchPorts = {
      ...ports,
      ownRoles: new Set(),
      destination: () => ({ channels: [TERMINAL], owner: null }),
      // Files do not change: what AWS had not recorded then is a gap.
      recheckLater: () => Promise.resolve(),
      now: io.now,
      limits: OFFLINE_LIMITS,
    };
    let sent = 0;
    this.sendPorts = {
      store,
      channels: new Map([[TERMINAL, this.terminal()]]),
      now: io.now,
      uniqueId: () => `monitor ${++sent}`,
      later: () => Promise.resolve(),
      storm: { all: NO_STORM, perCaller: NO_STORM },
    };
  }

  async take(file: string, item: InputItem): Promise<void> {
    if (item.kind === 'record') {
      this.batch.push(item.record);
      if (this.batch.length >= BATCH) await this.workOff();
      return;
    }
    this.tally.unreadable++;
    const problem =
      item.kind === 'unreadable'
        ? `expected ${item.expected}, found ${item.found}`
        : 'expected a CloudTrail record, found other text';
    this.io.err(`denywatch: ${file}: ${item.position}: ${problem}\n`);
  }

  /** Works off what is left, and says what the run came to. */
  async finish(): Promise<void> {
    await this.workOff();
    const { store } = this.watchPorts;
    // A run that was killed may have counted a problem without showing it.
    for await (const { id } of store.groupsSince('')) await this.show(id);
    const problems = [];
    for (const [id, count] of this.tally.problems) {
      const diagnosis = await store.diagnosis(id);
      const group = await store.group(id);
      if (diagnosis !== null && group !== null)
        problems.push(summaryProblem(alertMessage({ ...diagnosis, occurrences: group }), count));
    }
    if (problems.length > 0 && this.tally.alerted === 0)
      await this.io.out(
        'Nothing new: all of it was alerted before. --no-store alerts it again.\n\n',
      );
    await this.io.out(renderSummary(this.tally.summary(problems), screenOf(this.io)));
  }

  private async workOff(): Promise<void> {
    const { batch } = this;
    this.batch = [];
    const outcomes = await watchBatch(batch, this.watchPorts);
    const groups = new Set<string>();
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome.kind === 'failed') throw outcome.error;
      this.tally.count(outcome);
      this.hidden.count(outcome);
      const record = batch[at];
      if (record !== undefined) this.seen.see(record, outcome);
      if (outcome.kind === 'diagnosed') groups.add(outcome.group.id);
    }
    for (const group of groups) await this.show(group);
  }

  private async show(group: string): Promise<void> {
    const outcome = await send({ do: 'deliver', group, channel: TERMINAL }, this.sendPorts);
    if (outcome.kind === 'sent') this.tally.alerted++;
  }

  private terminal(): AlertChannel {
    return {
      name: TERMINAL,
      edits: false,
      deliver: async (post) => {
        if (post.kind !== 'storm')
          await this.io.out(`${renderTerminal(post.alert, screenOf(this.io))}\n`);
        return null;
      },
    };
  }
}
