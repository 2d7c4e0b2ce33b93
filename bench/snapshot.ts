import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { explainOne } from '../lib/cli/commands/explain';
import { denialsOf } from '../lib/cli/denials';
import { toExplanation } from '../lib/cli/explanation';
import { DENIAL_CLUES, isInputItem } from '../lib/cli/input';
import { messageOf } from '../lib/cli/output';
import { renderText } from '../lib/core/alert/terminal';
import type { EvidenceSources } from '../lib/core/evidence/sources';
import { serviceReference } from '../lib/core/service-reference/indexed-reference';
import { streamFile } from '../lib/local/log-files/files';
import { parseSnapshot } from '../lib/local/snapshot/parse-snapshot';
import { SnapshotPolicies } from '../lib/local/snapshot/snapshot-policies';
import { generateDenials, generateSnapshot } from './snapshot-cases';

const ROLES = 2_000;
const RECORDS = 10_000;
const STARTS = 20;
const LOADS = 3;
const PASSES = 3;
const SEED = 20261124;

/**
 * Prints how long a snapshot of 2,000 roles takes to load, how many denials a second are explained
 * against it end to end (from the log file to the printed JSON with its text), the heap, and how long
 * the command line takes to start beside an empty Node.js. A busy machine stretches the wall clock:
 * the processor time of this process stands beside it.
 */
export async function benchSnapshot(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'denywatch-bench-'));
  try {
    const snapshotFile = path.join(folder, 'snapshot.json');
    const recordsFile = path.join(folder, 'records.json');
    const text = JSON.stringify(generateSnapshot(SEED, ROLES));
    await writeFile(snapshotFile, text);
    const records = generateDenials(SEED, ROLES, RECORDS);
    await writeFile(recordsFile, JSON.stringify({ Records: records }));
    const megabytes = (text.length / 1e6).toFixed(1);
    console.log(`snapshot of ${ROLES} roles, ${megabytes} MB; ${RECORDS} denials`);
    for (let run = 1; run < LOADS; run += 1) await benchLoad(snapshotFile);
    const policies = await benchLoad(snapshotFile);
    await benchExplain(policies, recordsFile);
    benchStart();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function benchLoad(file: string): Promise<SnapshotPolicies> {
  const before = heap();
  const spent = stopwatch();
  const policies = new SnapshotPolicies(parseSnapshot(await readFile(file, 'utf8')));
  const { wall, cpu } = spent();
  console.log(
    `  load                   ${wall.toFixed(2)} s (processor ${cpu.toFixed(2)} s), heap ${heap() - before} MB`,
  );
  return policies;
}

/** Explains all records several times: each role's policies are prepared in the first pass. */
async function benchExplain(policies: SnapshotPolicies, file: string): Promise<void> {
  const sources: EvidenceSources = {
    authorizationDetails: null,
    decoder: null,
    simulator: null,
    policies,
    whyAbsent: '',
  };
  for (let pass = 1; pass <= PASSES; pass += 1) {
    const spent = stopwatch();
    const printed = await explainAll(file, sources);
    const { wall, cpu } = spent();
    console.log(
      `  explain, pass ${pass}        ${rate(wall)} records/s (a processor second: ${rate(cpu)}), heap ${heap()} MB, ${Math.round(printed / RECORDS)} characters each`,
    );
  }
}

function rate(seconds: number): string {
  return Math.round(RECORDS / seconds).toLocaleString('en-US');
}

/** What `denywatch explain FILE --snapshot FILE --format json` does; the characters that it would print. */
async function explainAll(file: string, sources: EvidenceSources): Promise<number> {
  const verdicts = new Map<string, number>();
  let printed = 0;
  for await (const item of streamFile(file, { clues: DENIAL_CLUES })) {
    if (!isInputItem(item)) continue;
    for (const found of denialsOf(item, serviceReference)) {
      if (found.kind !== 'denial') continue;
      const explained = await explainOne(found.denial, sources, new Map());
      printed += JSON.stringify(toExplanation(explained, renderText(messageOf(explained)))).length;
      const { verdict } = explained.explained.diagnosis;
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
  }
  const explained = RECORDS - (verdicts.get('unknown') ?? 0);
  const all = [...verdicts.values()].reduce((sum, count) => sum + count, 0);
  if (all !== RECORDS || explained !== RECORDS || verdicts.size < 2)
    throw new Error(
      `expected ${RECORDS} explained denials, found ${JSON.stringify([...verdicts])}`,
    );
  return printed;
}

function heap(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1e6);
}

/** Seconds since it was made, by the wall clock and of processor time. */
function stopwatch(): () => { readonly wall: number; readonly cpu: number } {
  const start = performance.now();
  const used = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
  };
}

function benchStart(): void {
  const cli = path.join(process.cwd(), 'dist', 'denywatch.js');
  const bare = medianStart(['-e', '0']);
  const help = medianStart([cli, '--help']);
  const explain = medianStart([cli, 'explain', MESSAGE, '--format', 'json']);
  console.log(
    `  start, median of ${STARTS}: bare node ${bare} ms, denywatch --help ${help} ms, denywatch explain TEXT ${explain} ms`,
  );
}

const MESSAGE =
  'An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:iam::111122223333:user/mara is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::reports/a.csv" because no identity-based policy allows the s3:GetObject action';

function medianStart(args: readonly string[]): number {
  const env = { PATH: process.env['PATH'] };
  const times = Array.from({ length: STARTS }, () => {
    const start = performance.now();
    const { error } = spawnSync(process.execPath, args, { env });
    if (error !== undefined) throw error;
    return performance.now() - start;
  });
  return Math.round(times.sort((a, b) => a - b)[STARTS / 2] ?? 0);
}
