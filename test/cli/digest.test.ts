import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { commandIo } from '../support/command-io';
import { deniedGetItem } from '../support/records';

const SAMPLE = join(__dirname, '../../samples/one-week');
const FROM = [
  '--from',
  join(SAMPLE, 'cloudtrail.json.gz'),
  '--snapshot',
  join(SAMPLE, 'snapshot.json'),
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denywatch-digest-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function command(...args: readonly string[]) {
  const printed = commandIo();
  const exitCode = await run(args, printed.io);
  return { exitCode, out: printed.out(), err: printed.err() };
}

const digest = (...args: readonly string[]) => command('digest', ...args);

test('a day of files, as text', async () => {
  const { exitCode, out, err } = await digest(...FROM, '--date', '2026-11-12');
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toMatchSnapshot();
});

test('without a date, the newest day with a denial, on the clock of the zone', async () => {
  const { out } = await digest(...FROM, '--json', '-', '--zone', 'Pacific/Auckland');
  expect(JSON.parse(out)).toMatchObject({ kind: 'digest', zone: 'Pacific/Auckland' });
  const { day } = JSON.parse(out) as { day: string };
  const { out: utc } = await digest(...FROM, '--json', '-');
  expect((JSON.parse(utc) as { day: string }).day <= day).toBe(true);
});

test('other forms go into files that nobody else can read', async () => {
  const file = (name: string): string => join(folder, name);
  const files = ['html', 'csv', 'json', 'ocsf'].flatMap((form) => [`--${form}`, file(form)]);
  const { exitCode, out, err } = await digest(...FROM, '--date', '2026-11-12', ...files);
  expect(exitCode).toBe(0);
  expect(out).toContain('Denywatch digest of Thursday, 12 November 2026 (UTC)');
  expect(err.split('\n')).toEqual([
    `denywatch: HTML written to ${file('html')}`,
    `denywatch: CSV written to ${file('csv')}`,
    `denywatch: JSON written to ${file('json')}`,
    `denywatch: OCSF findings written to ${file('ocsf')}`,
    '',
  ]);
  expect(await readFile(file('html'), 'utf8')).toMatch(/^<!doctype html>/i);
  expect(await readFile(file('csv'), 'utf8')).toMatch(/^"row","day","zone"/);
  expect(JSON.parse(await readFile(file('json'), 'utf8'))).toMatchObject({ day: '2026-11-12' });
  expect((await stat(file('csv'))).mode & 0o077).toBe(0);
});

test('what happened after the day is left out: it is seen as it was then', async () => {
  const counts = async (...args: readonly string[]): Promise<{ open: number; last: string }> => {
    const { out } = await digest(...FROM, '--json', '-', ...args);
    const { counts: all, problems } = JSON.parse(out) as {
      counts: { openProblems: number };
      problems: { shown: readonly { last: string }[] };
    };
    const last =
      problems.shown
        .map((problem) => problem.last)
        .sort()
        .at(-1) ?? '';
    return { open: all.openProblems, last };
  };
  const first = await counts('--date', '2026-11-09');
  expect(first.last < '2026-11-10').toBe(true);
  expect((await counts('--date', '2026-11-13')).open).toBeGreaterThan(first.open);
});

test('in a zone of half hours, the half hour before midnight is of the day before', async () => {
  const log = join(folder, 'midnight.json');
  const at = (eventTime: string, eventID: string) => ({ ...deniedGetItem(), eventTime, eventID });
  const Records = [
    at('2026-11-11T18:29:00Z', '6f0b7b86-63e0-4d2a-8d8f-0b8b6f8f0a01'),
    at('2026-11-11T18:31:00Z', '6f0b7b86-63e0-4d2a-8d8f-0b8b6f8f0a02'),
    at('2026-11-12T18:29:00Z', '6f0b7b86-63e0-4d2a-8d8f-0b8b6f8f0a03'),
    at('2026-11-12T18:31:00Z', '6f0b7b86-63e0-4d2a-8d8f-0b8b6f8f0a04'),
  ];
  await writeFile(log, JSON.stringify({ Records }));
  const args = ['--from', log, '--date', '2026-11-12', '--zone', 'Asia/Kolkata', '--json', '-'];
  const { out } = await digest(...args);
  expect(JSON.parse(out)).toMatchObject({ counts: { today: 2, yesterday: 1 } });
});

test('what monitor remembers is digested, too', async () => {
  const store = join(folder, 'store');
  const log = join(folder, 'log.json');
  await writeFile(log, JSON.stringify({ Records: [deniedGetItem()] }));
  expect((await command('monitor', log, '--store', store)).exitCode).toBe(0);
  const { exitCode, out, err } = await digest('--store', store);
  expect(exitCode).toBe(0);
  expect(err).toBe('denywatch: a store does not know findings: --from FILES looks for them\n');
  expect(out).toContain('1 denial of 1 problem');
});

test('a record that cannot be read is told, and the rest is digested', async () => {
  const log = join(folder, 'partly.json');
  await writeFile(log, `${JSON.stringify({ Records: [deniedGetItem()] })}\n{"Records": [`);
  const { exitCode, out, err } = await digest('--from', log);
  expect(exitCode).toBe(1);
  expect(out).toContain('1 denial of 1 problem');
  expect(err).toContain(log);
});

test('a run over the sample leaves the report of its busiest day', async () => {
  const store = join(folder, 'sample');
  const { exitCode, out } = await command('monitor', '--store', store);
  expect(exitCode).toBe(0);
  const file = join(store, 'digest-2026-11-12.html');
  expect(out).toContain(`The digest of its busiest day, Thursday, 12 November 2026: ${file}\n`);
  expect(out).toMatch(
    /Look now: \d+ problems of high severity\. \d+ things need a decision, .*\n$/,
  );
  expect(await readFile(file, 'utf8')).toContain('12 November 2026');
});

test.each<[readonly string[], string]>([
  [['--zone', 'Mars/Olympus'], '"Mars/Olympus" is no time zone: expected a name of the IANA'],
  [['--date', '2026-02-30'], '"2026-02-30" is no day: expected one of the calendar, as 2026-11-25'],
  [['--from', 'a', '--store', 'b'], '--from and --store exclude each other'],
  [['--from', '/no/such/file'], '/no/such/file cannot be read: there is no such file or folder'],
  [['--store', '/no/such/store'], 'there is no store in /no/such/store: run "denywatch monitor'],
  [['--csv', '-', '--json', '-'], 'only one form can go to standard output: --csv -, --json -'],
  [[...FROM, '--csv', '/no/such/folder/d.csv'], '/no/such/folder/d.csv cannot be written: '],
])('%j is refused with what to do', async (args, message) => {
  const { exitCode, err } = await digest(...args);
  expect(exitCode).toBe(2);
  expect(err).toContain(message);
});

test('no denial is not the same as a quiet day', async () => {
  const log = join(folder, 'empty.json');
  await writeFile(log, JSON.stringify({ Records: [] }));
  expect(await digest('--from', log)).toMatchObject({
    exitCode: 2,
    err: `denywatch: no denial was found in ${log}: give --date DAY to digest a day without any\n`,
  });
  const { out } = await digest('--from', log, '--date', '2026-11-12');
  expect(out).toMatch(/^Look today, though nothing needs a decision\.\n/);
  expect(out).toContain('! No event was read on this day: what was denied would not have been');
});

test('findings are shown, whatever the order of the files', async () => {
  const secret = (at: number) => {
    const arn = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-${at}`;
    return deniedGetItem({
      eventID: `00000000-0000-4000-8000-0000000000${at}`,
      eventTime: `2026-11-19T08:${at}:00Z`,
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'GetSecretValue',
      errorMessage: `User: arn:aws:iam::111122223333:user/mara is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    });
  };
  const later = join(folder, 'later.json');
  const earlier = join(folder, 'earlier.json');
  const tries = Array.from({ length: 16 }, (_, at) => secret(10 + at));
  await writeFile(later, JSON.stringify({ Records: [...tries.slice(8), deniedGetItem()] }));
  await writeFile(earlier, JSON.stringify({ Records: [...tries.slice(0, 9), secret(11)] }));
  const { out } = await digest('--from', later, earlier, '--json', '-');
  const { findings, line } = JSON.parse(out) as {
    line: string;
    findings: readonly { kind: string; at: string; events: readonly { time: string }[] }[];
  };
  expect(findings).toMatchObject([{ kind: 'bruteForce', at: '2026-11-19T08:19:00.000Z' }]);
  expect(findings[0]?.events.map(({ time }) => time)).toEqual(
    Array.from({ length: 10 }, (_, at) => `2026-11-19T08:${10 + at}:00Z`),
  );
  expect(line).toContain('1 of high severity');
  const day = ['--from', later, earlier, '--date', '2026-11-18', '--json', '-'];
  expect(JSON.parse((await digest(...day)).out)).toMatchObject({ findings: [] });
});
