import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { startFakeDynamoDb, type FakeDynamoDb } from '../support/dynamodb/fake-dynamodb';
import { Deployment, environment, runtimeSettings } from './deployment';
import { captureOutput, CONTEXT, deniedUpload, queueEvent } from './events';

// Each call of the table goes over a socket: on a busy machine that adds up.
jest.setTimeout(120_000);

const original = process.env;
let fake: FakeDynamoDb;

beforeAll(async () => {
  process.env = { ...original, ...environment(SETTINGS) };
  fake = await startFakeDynamoDb(() => Date.now());
});

afterAll(async () => {
  process.env = original;
  await fake.close();
});

/** The thresholds of escalation that apply unless others are set. */
const SETTINGS = runtimeSettings({ escalateAt: [10, 100, 1_000] });

const WORDS =
  'amber birch cedar delta ember fjord grove heron iris jade kelp larch maple north olive pearl quartz raven slate tulip umber velvet willow xenon yarrow zinc acorn basil clover dune elm fern'.split(
    ' ',
  );

/** A bucket for each of up to 1,024 problems; without digits, which would count as volatile. */
function bucketOf(problem: number): string {
  return `${WORDS[problem % WORDS.length]}-${WORDS[Math.floor(problem / WORDS.length)]}-files`;
}

const START = Date.parse('2026-11-20T14:01:00Z');

/** The denied upload number `n`, of one of so many problems; 84 happen in a second. */
function deniedOf(n: number, problems: number, run: string): object {
  const time = new Date(START + Math.floor(n / 84) * 1_000).toISOString().replace('.000Z', 'Z');
  const event = JSON.stringify(deniedUpload(`${run}-${n}`))
    .replaceAll('example-invoices', bucketOf(n % problems))
    .replaceAll('2026-11-20T14:01:00Z', time);
  return JSON.parse(event) as object;
}

/** 1,000 denials in ten batches, and after each what the table's stream hands on. */
async function thousand(deployment: Deployment, problems: number, run: string): Promise<void> {
  const { createHandler } = await import('../../lambdas/denial-watcher');
  const handler = createHandler(process.env);
  for (let batch = 0; batch < 1_000; batch += 100) {
    const events = Array.from({ length: 100 }, (_, at) => deniedOf(batch + at, problems, run));
    await expect(handler(queueEvent(...events), CONTEXT)).resolves.toEqual({
      batchItemFailures: [],
    });
    await deployment.tell();
  }
}

const READS = ['GetItem', 'BatchGetItem', 'Query'];
const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems'];

/** Calls since the last time, in the order of the table's columns. */
function spent(deployment: Deployment): readonly number[] {
  const { account, sns, sqs } = deployment;
  const sum = (names: readonly string[]): number =>
    names.reduce((total, name) => total + (fake.calls.get(name) ?? 0), 0);
  const others = [...fake.calls.keys()].filter((name) => ![...READS, ...WRITES].includes(name));
  expect(others).toEqual([]);
  return [
    account.iam.calls().length,
    account.organizations.calls().length,
    sum(READS),
    sum(WRITES),
    fake.table.consumed.writeUnits,
    sqs.commandCalls(SendMessageCommand).length,
    sns.commandCalls(PublishCommand).length,
  ];
}

const TABLE = readFileSync(join(__dirname, '..', '..', 'docs', 'cost.md'), 'utf8');

/** The figures of a row of docs/cost.md, found by its first cell. */
function documented(name: string): readonly number[] {
  const row = TABLE.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? '';
  return row
    .split('|')
    .slice(2, -1)
    .map((cell) => Number(cell.replaceAll(',', '')));
}

/** What 1,000 denials cost when their problems are new, and as many again when they are known. */
async function costOf(
  problems: number,
): Promise<{ readonly first: readonly number[]; readonly again: readonly number[] }> {
  captureOutput();
  const deployment = new Deployment(fake);
  fake.forgetCalls();
  fake.table.consumed.writeUnits = 0;
  await thousand(deployment, problems, 'first');
  const first = spent(deployment);
  await thousand(deployment, problems, 'again');
  const again = spent(deployment).map((count, at) => count - (first[at] ?? 0));
  return { first, again };
}

/**
 * Which of the figures are what a row says. Who counts a storm together, or a problem for two channels,
 * may have to write twice, which differs from run to run: large figures may be off by a twentieth.
 */
function asDocumented(figures: readonly number[], name: string): readonly string[] {
  return documented(name).map((said, at) => {
    const found = figures[at] ?? NaN;
    const slack = said > 150 ? said / 20 : 0;
    return Math.abs(found - said) <= slack ? 'as documented' : `${said} documented, ${found} found`;
  });
}

it.each([1, 10, 1_000])(
  '1,000 denials of %d problems cost what docs/cost.md says',
  async (problems) => {
    const { first, again } = await costOf(problems);
    const row = problems.toLocaleString('en');
    const right = Array(7).fill('as documented');
    expect(asDocumented(first, `${row} new`)).toEqual(right);
    expect(asDocumented(again, `${row} known`)).toEqual(right);
  },
);
