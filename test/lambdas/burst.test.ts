import { startFakeDynamoDb, type FakeDynamoDb } from '../support/dynamodb/fake-dynamodb';
import { Random } from '../support/sample-week/random';
import { Deployment, environment, runtimeSettings, watch } from './deployment';
import { captureOutput, deniedUpload, queueEvent } from './events';

const PROBLEMS = 20;
const RECORDS = 2_000;
const BATCH = 100;
/** As many as the event source mapping allows. */
const WATCHERS = 5;

const original = process.env;
let fake: FakeDynamoDb;

beforeAll(async () => {
  const storm = { newGroups: 1_000, minutes: 5, perCaller: 1_000 };
  const settings = runtimeSettings({ escalateAt: [1_000_000], storm });
  process.env = { ...original, ...environment(settings) };
  fake = await startFakeDynamoDb(() => Date.now());
});

afterAll(async () => {
  process.env = original;
  await fake.close();
});

/** The events of {@link PROBLEMS} problems, some of them twice, in no order. */
function burst(): readonly object[] {
  const random = new Random('a burst');
  const once = Array.from({ length: RECORDS }, (_, at) => {
    const text = JSON.stringify(
      deniedUpload(`0b1c2d3e-0000-4000-8000-${String(at).padStart(12, '0')}`),
    );
    return JSON.parse(text.replaceAll('example-invoices', `invoices-${at % PROBLEMS}`)) as object;
  });
  return [...once, ...once.filter((_, at) => at % 10 === 0)]
    .map((event) => ({ event, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => event);
}

it(`${RECORDS} records in a burst, some twice and in no order, to ${WATCHERS} watchers at once: exact counts, ${PROBLEMS} alerts`, async () => {
  captureOutput();
  const deployment = new Deployment(fake);
  const events = burst();
  const batches: object[][] = [];
  for (let at = 0; at < events.length; at += BATCH) batches.push(events.slice(at, at + BATCH));
  while (batches.length > 0) {
    const now = batches.splice(0, WATCHERS);
    const done = await Promise.all(now.map((batch) => watch(queueEvent(...batch))));
    expect(done).toEqual(now.map(() => ({ batchItemFailures: [] })));
  }
  await deployment.tell();

  const groups = fake.table
    .all()
    .filter(({ sk }) => JSON.stringify(sk) === '{"S":"STATE"}')
    .map(({ group }) => JSON.parse(String(group?.['S'])) as { readonly count: number });
  expect(groups.map(({ count }) => count)).toEqual(
    Array.from({ length: PROBLEMS }, () => RECORDS / PROBLEMS),
  );
  expect(deployment.published()).toHaveLength(PROBLEMS);
  expect(new Set(deployment.published().map(({ email }) => email)).size).toBe(PROBLEMS);
  expect(fake.invalid).toEqual([]);
}, 60_000);
