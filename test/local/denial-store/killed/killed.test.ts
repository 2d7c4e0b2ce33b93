import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { openEmbeddedStore } from '../../../../lib/local/denial-store/embedded-store';
import { folds, occurrence } from '../../../support/occurrences';

// Processes are started and killed: on a busy machine that takes its time.
jest.setTimeout(60_000);

/** More than a recorder comes to before it is killed. */
const ALL = 6_000;
const KILLS = 10;

let folder: string;
let recorder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denywatch-killed-'));
  recorder = join(folder, 'recorder.cjs');
  await build({
    entryPoints: [join(__dirname, 'recorder.ts')],
    outfile: recorder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/**
 * Runs the recorder and kills it, without a chance to tidy up, once it has acknowledged that many; the
 * kill meets it wherever it is then.
 *
 * @returns what it acknowledged
 */
async function expectKilledAfter(
  store: string,
  from: number,
  count: number,
): Promise<readonly number[]> {
  const child = spawn(process.execPath, [recorder, store, `${from}`, `${ALL}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (text.split('\n').length > count) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return text.split('\n').slice(0, -1).map(Number);
}

describe('a store whose process is killed again and again', () => {
  it('loses no acknowledged occurrence and counts none twice', async () => {
    const store = join(folder, 'store');
    const acknowledged = new Set<number>();
    let from = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const seen = await expectKilledAfter(store, from, 5 + ((kill * 11) % 40));
      for (const n of seen) acknowledged.add(n);
      // Some that are known already, and all that were on their way, are delivered again.
      from = Math.max(0, Math.max(...acknowledged) - 10);
    }
    expect(acknowledged.size).toBeGreaterThan(100);

    const after = await openEmbeddedStore({ folder: store, now: () => 0 });
    for (const n of acknowledged) {
      await after.record(`v1|${n % 3}`, [occurrence(`${n}`)], () => {
        throw new Error(`${n} was acknowledged and is lost`);
      });
    }
    const all = Array.from({ length: ALL }, (_, n) => n);
    const groups = await Promise.all(
      [0, 1, 2].map((rest) => {
        const mine = all.filter((n) => n % 3 === rest).map((n) => occurrence(`${n}`));
        return after.record(`v1|${rest}`, mine, folds(`v1|${rest}`));
      }),
    );
    await after.close();
    expect(groups.map(({ count }) => count)).toStrictEqual([2_000, 2_000, 2_000]);
  });
});
