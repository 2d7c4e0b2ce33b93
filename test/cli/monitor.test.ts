import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { commandIo } from '../support/command-io';
import { deniedGetItem } from '../support/records';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denywatch-monitor-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function monitor(...paths: readonly string[]) {
  return monitorWith('--no-store', ...paths);
}

async function monitorWith(...args: readonly string[]) {
  const printed = commandIo();
  const exitCode = await run(['monitor', ...args], printed.io);
  return { exitCode, out: printed.out(), err: printed.err() };
}

/** The first lines of alerts: a sign, then the headline. The summary's line of signs has numbers. */
function headlines(out: string): readonly string[] {
  return out.split('\n').filter((line) => /^(?:⛔|🛡|❓|⚙|✅) {1,2}\D/u.test(line));
}

it('alerts each problem of the bundled week once, then counts everything', async () => {
  const { exitCode, out, err } = await monitor();
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toContain('4,438 records: 217 denials of 63 problems, 154 repeats not alerted again');
  expect(headlines(out)).toHaveLength(62);
});

it('keeps known noise out of alerts, and says which entry kept how much', async () => {
  const { out } = await monitor();
  expect(out).toMatch(/\s1 for the digest only, 9 denials hidden as noise,\s/u);
  expect(out).toContain(
    'hidden as noise: config-from-its-own-address 7, console-cloudwatch-alarms 2\n',
  );
});

it('alerts noise like everything else when asked to', async () => {
  const { out } = await monitor('--no-noise');
  expect(out).toContain('4,438 records: 226 denials of 65 problems, 161 repeats not alerted again');
  expect(out).not.toContain('as noise');
  expect(headlines(out)).toHaveLength(65);
});

describe('noise of your own', () => {
  const entry = {
    id: 'orders-backfill',
    match: { eventName: 'GetItem', errorCode: 'AccessDenied' },
    treatment: 'hide',
    why: 'The backfill asks for what is not there yet.',
  };

  async function ofSettings(name: string, settings: unknown) {
    const own = await mkdtemp(join(tmpdir(), 'denywatch-noise-'));
    const config = join(own, name);
    await writeFile(config, JSON.stringify(settings));
    const records = join(own, 'records.json');
    await writeFile(records, JSON.stringify({ Records: [deniedGetItem()] }));
    try {
      return await monitor('--config', config, records);
    } finally {
      await rm(own, { recursive: true });
    }
  }

  it('is followed until it runs out', async () => {
    const hidden = await ofSettings('own.json', { noise: [{ ...entry, expires: '2027-03-31' }] });
    expect(hidden.out).toContain('hidden as noise: orders-backfill 1\n');
    expect(headlines(hidden.out)).toEqual([]);
    const over = await ofSettings('over.json', { noise: [{ ...entry, expires: '2025-03-31' }] });
    expect(headlines(over.out)).toHaveLength(1);
  });

  it('is refused when it is not understood', async () => {
    const { exitCode, err } = await ofSettings('typo.json', { nois: [entry] });
    expect(exitCode).toBe(2);
    expect(err).toContain('typo.json');
    expect(err).toContain('nois');
  });
});

it('explains the week with the snapshot beside it', async () => {
  const { out } = await monitor();
  expect(out).toContain('Proven: allowed after this change, neighbouring requests still denied.');
});

it('counts a redelivered record once, and a repeat without another alert', async () => {
  const first = deniedGetItem({ eventID: 'one' });
  const again = deniedGetItem({ eventID: 'two', eventTime: '2026-11-19T09:00:00Z' });
  await writeFile(join(folder, 'a.json'), JSON.stringify({ Records: [first, again] }));
  await writeFile(join(folder, 'b.json'), JSON.stringify({ Records: [first] }));
  const { out } = await monitor(folder);
  expect(headlines(out)).toHaveLength(1);
  expect(out).toContain('2 denials of 1 problem');
});

it('says which record of which file could not be read, and goes on', async () => {
  const path = join(folder, 'broken.jsonl');
  await writeFile(path, `{"eventVersion": broken\n${JSON.stringify(deniedGetItem())}\n`);
  const { exitCode, out, err } = await monitor(path);
  expect(exitCode).toBe(1);
  expect(err).toContain(`denywatch: ${path}: line 1: expected `);
  expect(headlines(out)).toHaveLength(1);
});

it('refuses a path that is not there', async () => {
  const { exitCode, err } = await monitor(join(folder, 'nothing'));
  expect(exitCode).toBe(2);
  expect(err).toBe(
    `denywatch: ${join(folder, 'nothing')} cannot be read: there is no such file or folder\n`,
  );
});

describe('a monitor that remembers', () => {
  it('alerts nothing new of the same files, and what is new of others', async () => {
    const store = join(folder, 'remembered');
    const path = join(folder, 'growing.json');
    const first = deniedGetItem({ eventID: 'r1' });
    await writeFile(path, JSON.stringify({ Records: [first] }));
    const before = await monitorWith('--store', store, path);
    expect(headlines(before.out)).toHaveLength(1);
    const again = await monitorWith('--store', store, path);
    expect(headlines(again.out)).toEqual([]);
    expect(again.out).toBe(
      `Nothing new: all of it was alerted before. --no-store alerts it again.\n\n${before.out
        .slice(before.out.indexOf('1 record:'))
        .replace('of 1 problem, ', 'of 1 problem, 1 alerted before, ')}`,
    );
    const other = deniedGetItem({
      eventID: 'r2',
      errorMessage: JSON.stringify(first['errorMessage'])
        .slice(1, -1)
        .replaceAll('GetItem', 'PutItem'),
      eventName: 'PutItem',
    });
    await writeFile(path, JSON.stringify({ Records: [first, other] }));
    const more = await monitorWith('--store', store, path);
    expect(headlines(more.out)).toHaveLength(1);
    expect(more.out).toContain('2 records: 2 denials of 2 problems, 1 alerted before');
  });

  it('says why it cannot', async () => {
    const path = join(folder, 'a-file');
    await writeFile(path, 'no folder');
    const { exitCode, err } = await monitorWith('--store', path, path);
    expect(exitCode).toBe(2);
    expect(err).toContain(`denywatch: what was alerted cannot be remembered in ${path}: `);
  });
});
