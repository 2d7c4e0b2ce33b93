import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../../lib/cli/program';
import { commandIo } from '../support/command-io';
import { deniedGetItem, snapshotOfMara } from '../support/records';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denywatch-cli-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

interface Line {
  readonly schemaVersion: number;
  readonly error?: string;
  readonly denial?: { readonly action: string | null; readonly eventId: string | null };
  readonly diagnosis?: { readonly verdict: string; readonly gaps: readonly string[] };
  readonly text?: string;
}

async function json(args: readonly string[], stdin = '') {
  const printed = commandIo(stdin);
  const exitCode = await run(['explain', ...args, '--format', 'json'], printed.io);
  const lines = printed
    .out()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  return { exitCode, lines, err: printed.err() };
}

const OTHER = { errorCode: 'NoSuchEntityException', eventID: 'a' };

describe('denywatch explain --format json', () => {
  it('prints one line for each denial, in input order, and none for the others', async () => {
    const records = [
      deniedGetItem({ eventID: 'one' }),
      deniedGetItem(OTHER),
      deniedGetItem({ eventID: 'two' }),
    ];
    const path = await file('log.json', JSON.stringify({ Records: records }));
    const { exitCode, lines } = await json([path]);
    expect(exitCode).toBe(0);
    expect(lines.map((line) => line.denial?.eventId)).toEqual(['one', 'two']);
    expect(lines.every((line) => line.schemaVersion === 1)).toBe(true);
  });

  it('recognises gzip from the content, whatever the file is called', async () => {
    const path = await file('log.bin', gzipSync(JSON.stringify({ Records: [deniedGetItem()] })));
    const { exitCode, lines } = await json([path]);
    expect(exitCode).toBe(0);
    expect(lines).toHaveLength(1);
  });

  it('reads standard input with -', async () => {
    const { lines } = await json(['-'], JSON.stringify(deniedGetItem()));
    expect(lines[0]?.denial?.action).toBe('dynamodb:GetItem');
  });

  it('explains several denials of one paste', async () => {
    const message = (action: string) =>
      `An error occurred (AccessDenied) when calling the ${action} operation: User: arn:aws:iam::111122223333:user/mara is not authorized to perform: iam:${action} on resource: user mara because no identity-based policy allows the iam:${action} action`;
    const { lines } = await json([`${message('GetUser')}\n${message('ListAccessKeys')}`]);
    expect(lines.map((line) => line.denial?.action)).toEqual(['iam:GetUser', 'iam:ListAccessKeys']);
  });

  it('goes on after a record that cannot be read, and says which one', async () => {
    const path = await file(
      'mixed.jsonl',
      `${JSON.stringify(deniedGetItem({ eventID: 'one' }))}\n{"eventVersion": broken\n${JSON.stringify(deniedGetItem({ eventID: 'two' }))}\n`,
    );
    const { exitCode, lines } = await json([path]);
    expect(lines).toHaveLength(3);
    expect(lines[1]?.error).toMatch(/^line 2: expected .*, found /);
    expect(exitCode).toBe(1);
  });

  it('says that nothing was looked at when there is neither a snapshot nor a profile', async () => {
    const { lines } = await json(['-'], JSON.stringify(deniedGetItem()));
    expect(lines[0]?.diagnosis?.gaps).toContain(
      'no policies were looked at: pass --snapshot FILE, or --profile NAME to read the live account',
    );
  });

  it('exits with 1 when a denial could not be explained', async () => {
    const bare = deniedGetItem({ errorMessage: null });
    const { exitCode, lines } = await json(['-'], JSON.stringify(bare));
    expect(lines[0]?.diagnosis?.verdict).toBe('unknown');
    expect(exitCode).toBe(1);
  });

  it('exits with 0 and says so when there is no denial', async () => {
    const { exitCode, lines, err } = await json(['-'], JSON.stringify(deniedGetItem(OTHER)));
    expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [] });
    expect(err).toBe(
      'no access denial found in the input (1 other records or messages were looked at)\n',
    );
  });
});

describe('unusable input and options', () => {
  it.each([
    [
      ['explain', 'no-such-file.json'],
      'denywatch: no-such-file.json cannot be read: there is no such file\n',
    ],
    [
      ['explain', '-', '--context', 'team'],
      'denywatch: --context team: expected KEY=VALUE, for example aws:PrincipalTag/team=payments\n',
    ],
    [
      ['explain', '-', '--format', 'xml'],
      "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, markdown.\n",
    ],
  ])('%j exits with 2', async (args, message) => {
    const printed = commandIo('{}');
    expect(await run(args, printed.io)).toBe(2);
    expect(printed.err()).toBe(message);
  });

  it('a snapshot of the wrong shape names the place', async () => {
    const snapshot = await file(
      'wrong.json',
      '{"version":1,"accounts":{"111122223333":{"resourcePolicies":[]}}}',
    );
    const printed = commandIo(JSON.stringify(deniedGetItem()));
    expect(await run(['explain', '-', '--snapshot', snapshot], printed.io)).toBe(2);
    expect(printed.err()).toContain(
      'accounts["111122223333"].resourcePolicies: expected an object, found a list',
    );
    expect(printed.err().trimEnd().split('\n')).toHaveLength(1);
  });

  it('an empty input exits with 2', async () => {
    const { exitCode, lines } = await json(['-'], '');
    expect(exitCode).toBe(2);
    expect(lines[0]?.error).toContain('it is empty');
  });
});

describe('denywatch explain for people', () => {
  it('shows the near miss and a proven fix', async () => {
    const snapshot = await file('snapshot.json', JSON.stringify(snapshotOfMara()));
    const printed = commandIo(JSON.stringify(deniedGetItem()));
    expect(await run(['explain', '-', '--snapshot', snapshot], printed.io)).toBe(0);
    expect(printed.out()).toContain('mara (IAM user) was denied dynamodb:GetItem on table parcels');
    expect(printed.out()).toContain(
      '- "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:parcels"',
    );
    expect(printed.out()).toContain('Proven: allowed after this change');
  });

  it('prints problems to standard error, so that a pipe gets results only', async () => {
    const printed = commandIo('');
    await run(['explain', '-'], printed.io);
    expect(printed.out()).toBe('');
    expect(printed.err()).toContain('found nothing: it is empty');
  });
});
