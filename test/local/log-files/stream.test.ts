import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { readItems } from '../../../lib/core/record/read';
import { streamItems, type LogItem, type LogOptions } from '../../../lib/local/log-files/stream';
import { input } from '../../core/record/arbitrary';

const CLUES = [{ key: 'errorCode', values: ['AccessDenied', 'UnauthorizedOperation'] }];

function record(index: number, more: object = {}): object {
  return {
    eventVersion: '1.11',
    eventSource: 'sqs.amazonaws.com',
    eventName: 'SendMessage',
    userIdentity: { type: 'IAMUser', userName: 'lena' },
    eventID: String(index),
    ...more,
  };
}

/** More than a small input: `count` records of 1 KB and more, the denied ones among them. */
function records(count: number, denied: readonly number[]): object[] {
  const filler = 'x'.repeat(1000);
  return Array.from({ length: count }, (_, index) =>
    record(index, { filler, ...(denied.includes(index) ? { errorCode: 'AccessDenied' } : {}) }),
  );
}

function* chunks(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

async function read(
  bytes: Uint8Array | string,
  options: LogOptions = {},
  chunkSize = 60_000,
): Promise<readonly LogItem[]> {
  const items: LogItem[] = [];
  for await (const item of streamItems(chunks(Buffer.from(bytes), chunkSize), options)) {
    items.push(item);
  }
  return items;
}

/** `ID` of each record, `kind: found` of what is unreadable, and how many were skipped. */
function brief(items: readonly LogItem[]): readonly string[] {
  return items.map((item) => {
    switch (item.kind) {
      case 'record':
        return `${item.record.eventId ?? 'null'} @ ${item.position}`;
      case 'skipped':
        return `skipped ${item.count}`;
      case 'unreadable':
        return `unreadable ${item.found} @ ${item.position}`;
      case 'text':
      case 'decodedMessage':
        return item.kind;
    }
  });
}

describe('a large log file', () => {
  const denied = [0, 17, 1499];
  const text = JSON.stringify({ Records: records(1500, denied) });

  it('gives the records that may matter, and the number of the others', async () => {
    expect(brief(await read(text, { clues: CLUES }))).toEqual([
      '0 @ Records[0]',
      '17 @ Records[17]',
      '1499 @ Records[1499]',
      'skipped 1497',
    ]);
  });

  it.each([
    ['gzipped', gzipSync(text)],
    ['indented', JSON.stringify(JSON.parse(text), null, 4)],
    [
      'in two gzip members',
      Buffer.concat([gzipSync(text.slice(0, 5000)), gzipSync(text.slice(5000))]),
    ],
    ['in UTF-16, as PowerShell redirects it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['in big-endian UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['with a byte order mark', `\uFEFF${text}`],
  ])('is read %s', async (_name, bytes) => {
    expect(brief(await read(bytes, { clues: CLUES }))).toEqual(
      brief(await read(text, { clues: CLUES })),
    );
  });

  it('gives all records without clues', async () => {
    const items = await read(text);
    expect(items.filter((item) => item.kind === 'record')).toHaveLength(1500);
    expect(items.at(-1)).toEqual({ kind: 'skipped', count: 0 });
  });

  it('of JSON lines', async () => {
    const lines = records(1500, denied).map((each) => JSON.stringify(each));
    lines[16] = '{"eventVersion":"1.1';
    expect(brief(await read(lines.join('\n'), { clues: CLUES }))).toEqual([
      '0 @ line 1',
      'unreadable JSON that is cut off before the next line @ line 17',
      '17 @ line 18',
      '1499 @ line 1500',
      'skipped 1496',
    ]);
  });

  it('that was cut gives its whole records and says where it ends', async () => {
    expect(brief(await read(text.slice(0, -100), { clues: CLUES }))).toEqual([
      '0 @ Records[0]',
      '17 @ Records[17]',
      'unreadable JSON that the end of the input cuts off @ Records[1499]',
      'skipped 1497',
    ]);
  });

  it('whose archive is damaged gives what could be decompressed', async () => {
    const random = records(1500, denied).map((each) => ({ ...each, noise: crypto.randomUUID() }));
    const zipped = gzipSync(JSON.stringify({ Records: random }));
    const items = brief(await read(zipped.subarray(0, zipped.length - 2000), { clues: CLUES }));
    expect(items.slice(0, 2)).toEqual(['0 @ Records[0]', '17 @ Records[17]']);
    expect(items.at(-2)).toMatch(
      /^unreadable after \d+ bytes: unexpected end of file @ the input$/,
    );
  });

  it('is read up to a bound', async () => {
    const items = brief(await read(text, { clues: CLUES, maxBytes: 1_200_000 }));
    expect(items.at(-2)).toBe(
      'unreadable more than 1200000 bytes; the rest was not read @ the input',
    );
    expect(items.slice(0, 2)).toEqual(['0 @ Records[0]', '17 @ Records[17]']);
  });

  it('of plain text comes in blocks that end at line ends', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `line ${index} of a build log\n`);
    const items = await read(lines.join(''));
    const texts = items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.every((block) => block.endsWith('\n'))).toBe(true);
    expect(texts.join('')).toBe(lines.join(''));
  });
});

describe('an input of any size', () => {
  it('gives what the text gives, however it is compressed and divided', async () => {
    await fc.assert(
      fc.asyncProperty(
        input,
        fc.boolean(),
        fc.integer({ min: 1, max: 400 }),
        async ({ text }, zip, size) => {
          const bytes = zip ? gzipSync(text) : Buffer.from(text);
          const items = await read(bytes, { clues: CLUES }, size);
          expect(items.filter((item) => item.kind !== 'skipped')).toEqual([...readItems(text)]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('that is empty is said to be', async () => {
    expect(brief(await read(''))).toEqual([
      'unreadable nothing: it is empty @ the input',
      'skipped 0',
    ]);
    expect(brief(await read(gzipSync('')))).toEqual([
      'unreadable nothing: it is empty @ the input',
      'skipped 0',
    ]);
  });

  it('that only looks like gzip is unreadable', async () => {
    expect(brief(await read(Buffer.from([0x1f, 0x8b, 1, 2, 3, 4])))).toEqual([
      'unreadable after 0 bytes: unknown compression method @ the input',
      'skipped 0',
    ]);
  });

  it('with invalid UTF-8 is read all the same', async () => {
    const bytes = Buffer.from(JSON.stringify(record(1, { userAgent: '!' })));
    bytes[bytes.lastIndexOf('!')] = 0xff;
    const [item] = await read(bytes);
    expect(item?.kind === 'record' && item.record.userAgent).toBe('\uFFFD');
  });

  it('passes on what its source throws', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('{"Records":['));
      throw new Error('the disk is gone');
    }
    await expect(streamItems(failing()).next()).rejects.toThrow('the disk is gone');
  });
});
