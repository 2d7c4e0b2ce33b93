import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { logFilesOf, streamPaths } from '../../../lib/local/log-files/files';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'denywatch-test-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(path: string, content: string | Uint8Array = '{}'): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}

async function found(path: string): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of logFilesOf(path)) files.push(relative(folder, file));
  return files;
}

describe('the log files of a folder', () => {
  it('are all below it with a name of a log file, sorted, without digests', async () => {
    put('AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02/b.json.gz');
    put('AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02/a.json.gz');
    put('AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/02/d.json.gz');
    put('AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/30/c.json.gz');
    put('app.LOG');
    put('lines.jsonl');
    put('notes.txt');
    symlinkSync(folder, join(folder, 'loop'));
    expect(await found(folder)).toEqual([
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/30/c.json.gz',
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02/a.json.gz',
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/02/b.json.gz',
      'app.LOG',
      'lines.jsonl',
    ]);
  });

  it('is the file itself when a file is given, whatever its name', async () => {
    put('notes.txt');
    expect(await found(join(folder, 'notes.txt'))).toEqual(['notes.txt']);
  });
});

describe('reading paths', () => {
  it('names the file of each item', async () => {
    const record = { eventName: 'GetObject', eventSource: 's3.amazonaws.com' };
    put('a.json.gz', gzipSync(JSON.stringify({ Records: [record] })));
    put('b.log', 'User: x is not authorized to perform: s3:GetObject');
    const items: string[] = [];
    for await (const { file, item } of streamPaths([join(folder, 'b.log'), folder])) {
      items.push(`${relative(folder, file)} ${item.kind}`);
    }
    expect(items).toEqual([
      'b.log text',
      'b.log skipped',
      'a.json.gz record',
      'a.json.gz skipped',
      'b.log text',
      'b.log skipped',
    ]);
  });

  it('fails with the path that does not exist', async () => {
    const path = join(folder, 'none.json');
    await expect(streamPaths([path]).next()).rejects.toThrow(
      `ENOENT: no such file or directory, stat '${path}'`,
    );
  });
});
