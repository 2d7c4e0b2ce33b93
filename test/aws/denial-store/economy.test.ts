import { DynamoDbDenialStore } from '../../../lib/aws/denial-store/denial-store';
import { startFakeDynamoDb, type FakeDynamoDb } from '../../support/dynamodb/fake-dynamodb';
import { lookAt } from '../../support/finding-store-contract';
import { folds, occurrence } from '../../support/occurrences';

const START = Date.parse('2026-11-25T12:00:00Z');

// Each call goes over a socket: on a busy machine that adds up.
jest.setTimeout(60_000);

let fake: FakeDynamoDb;
let store: DynamoDbDenialStore;

beforeEach(async () => {
  fake = await startFakeDynamoDb(() => START);
  store = new DynamoDbDenialStore({
    client: fake.client(),
    tableName: 'denials',
    now: () => START,
    random: () => 0.5,
  });
});

afterEach(() => fake.close());

/**
 * Denials `from` to `to`, 84 each second, in batches of 100 that are folded by problem as the watcher
 * does it.
 */
async function denied(problems: number, from: number, to: number): Promise<void> {
  for (let batch = from; batch < to; batch += 100) {
    const groups = new Map<string, ReturnType<typeof occurrence>[]>();
    for (let n = batch; n < batch + 100; n++) {
      const name = `v1|problem ${n % problems}`;
      const time = new Date(START + Math.floor(n / 84) * 1_000).toISOString();
      const one = occurrence(`0c59816a-ed46-4884-ae57-${String(n).padStart(12, '0')}`, { time });
      groups.set(name, [...(groups.get(name) ?? []), one]);
    }
    for (const [name, some] of groups) await store.record(name, some, folds(name));
  }
}

/** Calls and write units since the last time. */
function used(): Readonly<Record<string, number>> {
  const result = {
    ...Object.fromEntries(fake.calls),
    writeUnits: fake.table.consumed.writeUnits,
  };
  fake.forgetCalls();
  fake.table.consumed.writeUnits = 0;
  return result;
}

describe('denials', () => {
  it.each([
    { denials: 1_000, problems: 1, calls: 10, writeUnits: 197 },
    { denials: 1_000, problems: 10, calls: 100, writeUnits: 1_038 },
    { denials: 200, problems: 200, calls: 200, writeUnits: 1_000 },
  ])(
    '$denials of $problems problems: two calls for each problem in a batch',
    async ({ denials, problems, calls, writeUnits }) => {
      await denied(problems, 0, denials);
      expect(used()).toStrictEqual({ GetItem: calls, TransactWriteItems: calls, writeUnits });
    },
  );

  it('of a storm beyond its details take a twentieth of what one item for each would', async () => {
    await denied(1, 0, 1_000);
    used();
    await denied(1, 1_000, 2_000);
    const { writeUnits = Infinity } = used();
    // A transaction of an item for each occurrence and its group takes at least four units.
    expect(writeUnits).toBeLessThan(4_000 / 20);
  });

  it('that come again are found out by four calls for each batch, and written nowhere', async () => {
    await denied(1, 0, 1_000);
    used();
    const before = JSON.stringify(fake.table.all());
    await denied(1, 0, 1_000);
    expect(used()).toMatchObject({ BatchGetItem: 10, GetItem: 20, TransactWriteItems: 10 });
    expect(JSON.stringify(fake.table.all())).toBe(before);
  });
});

describe('the activity of a caller', () => {
  const batch = Array.from({ length: 100 }, (_, n) => ({
    id: `0c59816a-ed46-4884-ae57-${String(n).padStart(12, '0')}`,
    after: n * 1_000,
  }));

  it('takes one read and one write for a batch of a hundred denials, and no write when it comes again', async () => {
    await store.observeCaller('c', lookAt(...batch));
    const { writeUnits = Infinity, ...calls } = used();
    expect(calls).toStrictEqual({ GetItem: 1, PutItem: 1 });
    expect(writeUnits).toBeLessThanOrEqual(4);
    await store.observeCaller('c', lookAt(...batch));
    expect(used()).toStrictEqual({ GetItem: 1, writeUnits: 0 });
  });

  it('loses nothing to one race, and is given up after two, with what that means', async () => {
    await Promise.all([
      store.observeCaller('c', lookAt(...batch.slice(0, 1))),
      store.observeCaller('c', lookAt(...batch.slice(1, 2))),
    ]);
    const met: (number | undefined)[] = [];
    await store.observeCaller('c', (activity) => {
      met.push(activity?.window.length);
      return { activity, findings: [] };
    });
    expect(met).toStrictEqual([2]);
    fake.meet((operation) => (operation === 'PutItem' ? 'conflict' : null));
    used();
    await expect(store.observeCaller('c', lookAt(...batch.slice(2)))).rejects.toThrow(
      'others wrote what is known of a caller each of 2 times',
    );
    expect(used()).toMatchObject({ GetItem: 2, PutItem: 2 });
  });
});
