import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { streamFile } from '../lib/local/log-files/files';

/** What the reader looks for: the error codes that may be denials. */
const CLUES = [
  { key: 'errorCode', values: ['AccessDenied', 'UnauthorizedOperation', 'UnauthorizedException'] },
];
const RECORDS = 150_000;
const RUNS = 3;
const DENIED_EVERY = 100;

function* logFile(records: number): Generator<string> {
  for (let index = 0; index < records; index += 1) {
    yield `${index === 0 ? '{"Records":[' : ','}${JSON.stringify(recordOf(index))}`;
  }
  yield ']}';
}

/** A record like those of a log file: most of its ids compress badly, one in a hundred is a denial. */
function recordOf(index: number): object {
  const session = `i-${randomBytes(8).toString('hex')}`;
  const role = `worker-${index % 40}`;
  const denied = index % DENIED_EVERY === 0;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE${index % 40}:${session}`,
      arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
      accountId: '111122223333',
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROAEXAMPLE${index % 40}`,
          arn: `arn:aws:iam::111122223333:role/${role}`,
          accountId: '111122223333',
          userName: role,
        },
        attributes: { creationDate: '2026-11-19T07:41:02Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: '2026-11-19T08:02:11Z',
    eventSource: 'sqs.amazonaws.com',
    eventName: 'SendMessage',
    awsRegion: 'eu-west-1',
    sourceIPAddress: `10.0.${index % 256}.17`,
    userAgent: 'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.8.0 lang/python#3.13.7',
    ...(denied
      ? {
          errorCode: 'AccessDenied',
          errorMessage: `User: arn:aws:sts::111122223333:assumed-role/${role}/${session} is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:eu-west-1:111122223333:orders because no identity-based policy allows the sqs:sendmessage action`,
        }
      : {}),
    requestParameters: denied
      ? null
      : { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders', delaySeconds: 0 },
    responseElements: denied ? null : { messageId: randomBytes(16).toString('hex') },
    requestID: randomBytes(16).toString('hex'),
    eventID: randomBytes(16).toString('hex'),
    readOnly: false,
    resources: [
      {
        accountId: '111122223333',
        type: 'AWS::SQS::Queue',
        ARN: 'arn:aws:sqs:eu-west-1:111122223333:orders',
      },
    ],
    eventType: 'AwsApiCall',
    managementEvent: false,
    recipientAccountId: '111122223333',
    eventCategory: 'Data',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
  };
}

async function gunzipAll(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await pipeline(createReadStream(path), createGunzip(), async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) chunks.push(chunk);
  });
  return Buffer.concat(chunks);
}

/** The limit above: nothing but gunzip and a search for the key. */
async function searchBytes(path: string): Promise<number> {
  const bytes = await gunzipAll(path);
  let found = 0;
  for (let at = bytes.indexOf('"errorCode"'); at >= 0; at = bytes.indexOf('"errorCode"', at + 1)) {
    found += 1;
  }
  return found;
}

/** The limit below: gunzip and JSON.parse of everything. */
async function parseAll(path: string): Promise<number> {
  const parsed: unknown = JSON.parse((await gunzipAll(path)).toString());
  const isList = typeof parsed === 'object' && parsed !== null && 'Records' in parsed;
  const records: readonly unknown[] = isList && Array.isArray(parsed.Records) ? parsed.Records : [];
  return records.filter((r) => typeof r === 'object' && r !== null && 'errorCode' in r).length;
}

async function readDenials(path: string): Promise<number> {
  let found = 0;
  for await (const item of streamFile(path, { clues: CLUES }))
    if (item.kind === 'record') found += 1;
  return found;
}

async function medianSeconds(run: () => Promise<number>, expected: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const start = performance.now();
    const found = await run();
    times.push((performance.now() - start) / 1000);
    if (found !== expected) throw new Error(`expected ${expected} denials, found ${found}`);
  }
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}

/** Highest resident size, in MB, while a run lasts. */
async function peakMegabytes(run: () => Promise<number>): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  await run();
  clearInterval(timer);
  return Math.round(peak / 1024 ** 2);
}

/**
 * Prints how many records a second the log file reader reads, beside both limits on the same file,
 * and the memory that a plain file of some 200 MB takes. Its files are removed again.
 */
export async function benchRecords(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'denywatch-bench-'));
  try {
    const zipped = join(folder, 'log.json.gz');
    const plain = join(folder, 'log.json');
    await pipeline(Readable.from(logFile(RECORDS)), createGzip(), createWriteStream(zipped));
    await pipeline(createReadStream(zipped), createGunzip(), createWriteStream(plain));
    const denied = RECORDS / DENIED_EVERY;
    const megabytes = Math.round((await stat(plain)).size / 1024 ** 2);
    const memory = await peakMegabytes(() => readDenials(plain));
    console.log(`records: a log file of ${RECORDS} records, ${megabytes} MB, 1 % denials`);
    console.log(`  memory while reading it plain      ${memory} MB`);
    for (const [name, run] of [
      ['gunzip and byte search only (limit)', searchBytes],
      ['the log file reader                ', readDenials],
      ['gunzip and JSON.parse of everything', parseAll],
    ] as const) {
      const seconds = await medianSeconds(() => run(zipped), denied);
      console.log(`  ${name}  ${Math.round(RECORDS / seconds).toLocaleString('en')} records/s`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
