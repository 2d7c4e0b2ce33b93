import { hourBegins, type Zone } from '../core/digest/zone';
import type { Finding } from '../core/findings/finding';
import { routeOf } from '../core/group/routes';
import type { DenialStore } from '../core/group/store';
import type { CloudTrailRecord } from '../core/record/record';
import { serviceReference } from '../core/service-reference/indexed-reference';
import { watchBatch } from '../core/watch';
import type { WatchPorts } from '../core/watch/ports';
import { streamPaths } from '../local/log-files/files';
import { routingOf } from '../settings/routing';
import { evidenceSources, type EvidenceOptions } from './evidence';
import { FindingsOfFiles } from './findings-of-files';
import { HiddenByDay } from './hidden-by-day';
import { DENIAL_CLUES, isInputItem } from './input';
import type { CommandIo } from './io';
import { noiseRules, OFFLINE_LIMITS, openStore, type NoiseOptions } from './offline';
import { readSettings } from './settings';

/** What files came to. */
export interface WatchedFiles {
  readonly store: DenialStore;
  /** UTC day -> noise entry -> how many it hid. */
  readonly hidden: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly findings: readonly Finding[];
  /** Records, those without a denial included. */
  readonly records: number;
  /** Things in the files that are no record. */
  readonly unreadable: number;
}

/** How files are read. */
export interface WatchFilesOptions extends EvidenceOptions, NoiseOptions {
  /** Milliseconds since the epoch: what happened then or later is left out; null: nothing is. */
  readonly until: number | null;
  /** Of the day that is digested: its hours may begin between those of UTC. */
  readonly zone: Zone;
}

/** Records that are counted together. */
const BATCH = 500;

/**
 * Takes the denials of CloudTrail files through the deployed watcher's story, without any message, into
 * a store in memory. What cannot be read is told on standard error, and the rest goes on.
 *
 * @throws UsageError when the settings or the snapshot cannot be used
 */
export async function watchFiles(
  paths: readonly string[],
  options: WatchFilesOptions,
  io: CommandIo,
): Promise<WatchedFiles> {
  const ports = await portsFor(options, io);
  const hidden = new HiddenByDay();
  const seen = new FindingsOfFiles();
  let batch: CloudTrailRecord[] = [];
  let [records, unreadable] = [0, 0];
  const workOff = async (): Promise<void> => {
    const done = batch;
    batch = [];
    const outcomes = await watchBatch(done, ports);
    outcomes.forEach((outcome, at) => {
      if (outcome.kind === 'failed') throw outcome.error;
      hidden.count(outcome);
      const record = done[at];
      if (record !== undefined) seen.see(record, outcome);
    });
  };
  for await (const { file, item } of streamPaths(paths, { clues: DENIAL_CLUES })) {
    if (!isInputItem(item)) records += item.count;
    else if (item.kind !== 'record') {
      unreadable += 1;
      const problem =
        item.kind === 'unreadable'
          ? `expected ${item.expected}, found ${item.found}`
          : 'expected a CloudTrail record, found other text';
      io.err(`denywatch: ${file}: ${item.position}: ${problem}\n`);
    } else {
      records += 1;
      if (isBefore(item.record, options.until)) batch.push(item.record);
      if (batch.length >= BATCH) await workOff();
    }
  }
  await workOff();
  const findings = seen.findings();
  return { store: ports.store, hidden: hidden.counts, findings, records, unreadable };
}

async function portsFor(options: WatchFilesOptions, io: CommandIo): Promise<WatchPorts> {
  const routing = routingOf(await readSettings(options.config ?? null));
  const { store } = await openStore(false, io);
  return {
    store,
    sources: await evidenceSources(options, io),
    noise: await noiseRules(options, io),
    reference: serviceReference,
    ownRoles: new Set(),
    // Nobody is told, but whose it is belongs to the digest.
    destination: (labels, { facts }) => ({
      channels: [],
      owner: routeOf(labels, facts, routing).owner,
    }),
    // Files do not change: what AWS had not recorded then is a gap.
    recheckLater: () => Promise.resolve(),
    now: io.now,
    limits: {
      ...OFFLINE_LIMITS,
      hourBegins: hourBegins(options.zone, options.until ?? io.now()),
    },
  };
}

/** A record without a time may be of any day. */
function isBefore({ eventTime }: CloudTrailRecord, until: number | null): boolean {
  const ms = Date.parse(eventTime ?? '');
  return until === null || Number.isNaN(ms) || ms < until;
}
