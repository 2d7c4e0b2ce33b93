import { existsSync } from 'node:fs';
import { toAscii } from '../../core/alert/text/ascii';
import type { Digest } from '../../core/digest/digest';
import { digestCsv } from '../../core/digest/render/csv';
import { digestJson } from '../../core/digest/render/json';
import { findingsOcsf } from '../../core/digest/render/ocsf';
import { digestText } from '../../core/digest/render/text';
import { zoneDay, zoneNamed, type Zone } from '../../core/digest/zone';
import { digestHtml } from '../../report/digest-html';
import { digestOfStore, hiddenOf, newestDay } from '../digest-of-store';
import type { EvidenceOptions } from '../evidence';
import { EXIT, UsageError } from '../exit-code';
import type { CommandIo } from '../io';
import { digestNoise, mustExist, openStore, written, type NoiseOptions } from '../offline';
import { screenOf } from '../output';
import { watchFiles } from '../watch-files';

/** Options of `denywatch digest`. */
export interface DigestOptions extends EvidenceOptions, NoiseOptions {
  /** CloudTrail files or folders of them. */
  readonly from?: readonly string[];
  /** Folder that remembers what `monitor` read; without `from`, `.denywatch`. */
  readonly store?: string;
  /** `2026-11-25`; absent: the newest day with a denial. */
  readonly date?: string;
  /** IANA name. */
  readonly zone: string;
  /** Files to write, `-` for standard output. */
  readonly html?: string;
  readonly csv?: string;
  readonly json?: string;
  readonly ocsf?: string;
}

const DEFAULT_STORE = '.denywatch';
const STDOUT = '-';

/** One form that is written into a file. */
interface Form {
  readonly name: string;
  readonly option: keyof DigestOptions & ('html' | 'csv' | 'json' | 'ocsf');
  readonly render: (digest: Digest) => string;
}

const FORMS: readonly Form[] = [
  { name: 'HTML', option: 'html', render: digestHtml },
  { name: 'CSV', option: 'csv', render: digestCsv },
  { name: 'JSON', option: 'json', render: digestJson },
  { name: 'OCSF findings', option: 'ocsf', render: ({ findings }) => findingsOcsf(findings) },
];

/**
 * `denywatch digest`: the daily digest, offline: from CloudTrail files, or from what `monitor`
 * remembers. Prints it as text, unless another form goes to standard output; writes the other forms
 * into files.
 *
 * @returns 0; 1 when something could not be read
 * @throws UsageError when an option, a file or the store cannot be used, or there is nothing to digest
 */
export async function digestCommand(options: DigestOptions, io: CommandIo): Promise<number> {
  const zone = zoneOf(options);
  mustBeOneStdout(options);
  const { digest, exitCode } = await made(options, zone, io);
  const toStdout = FORMS.filter(({ option }) => options[option] === STDOUT);
  if (toStdout.length === 0) await io.out(textFor(digest, io));
  for (const { name, option, render } of FORMS) {
    const file = options[option];
    if (file === STDOUT) await io.out(render(digest));
    else if (file !== undefined) {
      await written(file, render(digest));
      io.err(`denywatch: ${name} written to ${file}\n`);
    }
  }
  return exitCode;
}

function zoneOf({ zone: name, date }: DigestOptions): Zone {
  try {
    const zone = zoneNamed(name);
    if (date !== undefined) zoneDay(date, zone);
    return zone;
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function mustBeOneStdout(options: DigestOptions): void {
  const names = FORMS.filter(({ option }) => options[option] === STDOUT);
  if (names.length > 1)
    throw new UsageError(
      `only one form can go to standard output: ${names.map(({ option }) => `--${option} -`).join(', ')}`,
    );
}

interface Made {
  readonly digest: Digest;
  readonly exitCode: number;
}

function made(options: DigestOptions, zone: Zone, io: CommandIo): Promise<Made> {
  const { from = [], store } = options;
  if (from.length > 0 && store !== undefined)
    throw new UsageError('--from and --store exclude each other: give the files, or the store');
  return from.length > 0 ? madeFrom(from, options, zone, io) : madeOf(options, zone, io);
}

/** Of records. What happened after the day is left out, so that the day is seen as it was then. */
async function madeFrom(
  paths: readonly string[],
  options: DigestOptions,
  zone: Zone,
  io: CommandIo,
): Promise<Made> {
  mustExist(paths);
  const { date } = options;
  const until = date === undefined ? null : zoneDay(date, zone).to;
  const read = await watchFiles(paths, { ...options, until, zone }, io);
  const day = date ?? (await newestDay(read.store, zone));
  if (day === null)
    throw new UsageError(
      `no denial was found in ${paths.join(', ')}: give --date DAY to digest a day without any`,
    );
  const noise = await digestNoise(options);
  const { store, hidden, findings } = read;
  const events = read.records === 0 ? 0 : null;
  const now = io.now();
  const digest = await digestOfStore(day, { store, zone, hidden, noise, findings, events, now });
  return { digest, exitCode: read.unreadable > 0 ? EXIT.partly : EXIT.explained };
}

/** Of what `monitor` remembers. */
async function madeOf(options: DigestOptions, zone: Zone, io: CommandIo): Promise<Made> {
  const folder = options.store ?? DEFAULT_STORE;
  if (!existsSync(folder))
    throw new UsageError(
      `there is no store in ${folder}: run "denywatch monitor FILES" first, or give --from FILES`,
    );
  const { store, close } = await openStore(folder, io);
  try {
    const day = options.date ?? (await newestDay(store, zone));
    if (day === null) throw new UsageError(`the store in ${folder} remembers no denial`);
    const noise = await digestNoise(options);
    const hidden = await hiddenOf(store, day);
    io.err('denywatch: a store does not know findings: --from FILES looks for them\n');
    const rest = { findings: [], events: null, now: io.now() };
    const digest = await digestOfStore(day, { store, zone, hidden, noise, ...rest });
    return { digest, exitCode: EXIT.explained };
  } finally {
    await close();
  }
}

function textFor(digest: Digest, io: CommandIo): string {
  const { width, unicode } = screenOf(io);
  const text = digestText(digest, { width });
  return unicode ? text : toAscii(text);
}
