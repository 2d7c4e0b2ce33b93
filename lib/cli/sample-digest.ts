import { join, relative } from 'node:path';
import { longDay } from '../core/digest/render/clock';
import { verdictOf } from '../core/digest/render/verdict';
import { UTC } from '../core/digest/zone';
import type { Finding } from '../core/findings/finding';
import type { DenialStore } from '../core/group/store';
import { digestHtml } from '../report/digest-html';
import { busiestDay, digestOfStore } from './digest-of-store';
import type { CommandIo } from './io';
import { digestNoise, written, type NoiseOptions } from './offline';

/** What a run over the sample leaves behind. */
export interface SampleRun {
  readonly store: DenialStore;
  /** Folder that the report is written into. */
  readonly folder: string;
  /** UTC day -> noise entry -> how many it hid. */
  readonly hidden: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly findings: readonly Finding[];
}

/** Writes the report of the sample's busiest day and says where it is. */
export async function writeSampleDigest(
  { store, folder, hidden, findings }: SampleRun,
  options: NoiseOptions,
  io: CommandIo,
): Promise<void> {
  const day = await busiestDay(store);
  if (day === null) return;
  const noise = await digestNoise(options);
  const rest = { hidden, noise, findings, events: null, now: io.now() };
  const digest = await digestOfStore(day, { store, zone: UTC, ...rest });
  const file = join(folder, `digest-${day}.html`);
  await written(file, digestHtml(digest));
  const shown = relative('', file);
  await io.out(
    `\nThe digest of its busiest day, ${longDay(day)}: ${shown.startsWith('..') ? file : shown}\n` +
      `${verdictOf(digest).says} ${digest.line}\n`,
  );
}
