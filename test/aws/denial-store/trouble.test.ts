import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DynamoDbDenialStore,
  type DynamoDbDenialStoreSettings,
} from '../../../lib/aws/denial-store/denial-store';
import type { Group } from '../../../lib/core/group/group';
import { claimed } from '../../../lib/core/group/delivery';
import { aDiagnosis } from '../../support/denial-store-contract';
import {
  startFakeDynamoDb,
  type FakeDynamoDb,
  type Fault,
} from '../../support/dynamodb/fake-dynamodb';
import { sizeOf, textOf, type Item } from '../../support/dynamodb/item';
import { FINGERPRINT, folds, occurrence } from '../../support/occurrences';
import { countsOf, replay, traffic } from '../../support/replay';
import { Random } from '../../support/sample-week/random';

// Each call goes over a socket: on a busy machine that adds up.
jest.setTimeout(60_000);

const START = Date.parse('2026-11-25T12:00:00Z');
const DAY_MS = 86_400_000;

let fake: FakeDynamoDb;
const clock = { now: START };

beforeEach(async () => {
  clock.now = START;
  fake = await startFakeDynamoDb(() => clock.now);
});

afterEach(() => fake.close());

function storeWith(changes: Partial<DynamoDbDenialStoreSettings> = {}): DynamoDbDenialStore {
  const random = new Random('trouble');
  return new DynamoDbDenialStore({
    client: fake.client(),
    tableName: 'denials',
    now: () => clock.now,
    random: () => random.next(),
    sleep: () => Promise.resolve(),
    ...changes,
  });
}

/** Meets the first call of that operation so, and all others as usual. */
function meetFirst(operation: string, fault: Fault): void {
  let met = false;
  fake.meet((called) => {
    if (met || called !== operation) return null;
    met = true;
    return fault;
  });
}

function pages(): readonly Item[] {
  return fake.table.all().filter(({ sk }) => textOf(sk).startsWith('OCC#'));
}

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const some = (from: number, to: number, changes = {}): ReturnType<typeof occurrence>[] =>
  Array.from({ length: to - from }, (_, n) => occurrence(uuid(from + n), changes));

describe('denials through a DynamoDB in trouble', () => {
  it('are counted exactly', async () => {
    const random = new Random('trouble');
    const faults: readonly Fault[] = [
      'throttled',
      'conflict',
      'drops',
      'doneThenDrops',
      'internalError',
    ];
    const { queue, expected } = traffic(random, 2_000, 8);
    const writers = [storeWith(), storeWith()].map((store) => ({ store: () => store }));
    fake.meet(() => (random.below(12) === 0 ? (faults[random.below(5)] ?? null) : null));
    const failures = await replay({ queue, expected }, writers, random);
    fake.meet(() => null);
    expect(failures).toBeGreaterThan(10);
    expect(await countsOf(storeWith())).toStrictEqual(expected);
    expect(fake.invalid).toStrictEqual([]);
  });

  it('are tried again with jitter, and given back in the end', async () => {
    const waits: number[] = [];
    const store = storeWith({
      random: () => 0.5,
      sleep: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    for (const fault of ['conflict', 'throttled'] as const) {
      waits.length = 0;
      fake.meet((operation) => (operation === 'TransactWriteItems' ? fault : null));
      await expect(store.record(FINGERPRINT, some(0, 1), folds())).rejects.toThrow(
        'the table stayed busy for 12 tries to count denials: it has to be done again later',
      );
      expect(waits).toStrictEqual([25, 50, 100, 200, 400, 800, 1000, 1000, 1000, 1000, 1000]);
    }
    fake.meet(() => null);
    await expect(store.record(FINGERPRINT, some(0, 1), folds())).resolves.toMatchObject({
      count: 1,
    });
  });

  it.each<[Fault, number]>([
    ['conflict', 1],
    ['throttled', 3],
  ])('do not keep a group from being changed: %s', async (fault, times) => {
    const store = storeWith();
    const { id } = await store.record(FINGERPRINT, some(0, 1), folds());
    let left = times;
    fake.meet((operation) => (operation === 'PutItem' && left-- > 0 ? fault : null));
    const raise = (group: Group): Group => ({ ...group, revision: group.revision + 1 });
    await expect(store.updateGroup(id, raise)).resolves.toMatchObject({ revision: 1 });
    await expect(store.group(id)).resolves.toMatchObject({ revision: 1 });
    expect(fake.calls.get('PutItem')).toBe(times + 1);
  });

  it('do not keep a diagnosis from being stored', async () => {
    const store = storeWith();
    const { id } = await store.record(FINGERPRINT, some(0, 1), folds());
    meetFirst('TransactWriteItems', 'conflict');
    await store.saveDiagnosis(id, aDiagnosis(), (group) => group);
    await expect(store.diagnosis(id)).resolves.toStrictEqual(aDiagnosis());
  });

  it('are not tried again here when DynamoDB cannot be reached', async () => {
    meetFirst('TransactWriteItems', 'internalError');
    await expect(storeWith().record(FINGERPRINT, some(0, 1), folds())).rejects.toThrow(
      'Internal server error',
    );
    expect(fake.calls.get('TransactWriteItems')).toBe(1);
  });
});

describe('a write whose answer is lost, and that the SDK sends again', () => {
  let store: DynamoDbDenialStore;
  let id: string;

  beforeEach(async () => {
    store = storeWith({ client: fake.client(2) });
    ({ id } = await store.record(FINGERPRINT, some(0, 1), folds()));
  });

  it('counts once', async () => {
    meetFirst('TransactWriteItems', 'doneThenDrops');
    await expect(store.record(FINGERPRINT, some(1, 2), folds())).resolves.toMatchObject({
      count: 2,
    });
  });

  it('changes a group once', async () => {
    meetFirst('PutItem', 'doneThenDrops');
    const raise = (group: Group): Group => ({ ...group, revision: group.revision + 1 });
    await expect(store.updateGroup(id, raise)).resolves.toMatchObject({ revision: 1 });
    await expect(store.group(id)).resolves.toMatchObject({ revision: 1 });
  });

  it('claims a delivery without taking its own claim for that of a sender that died', async () => {
    meetFirst('PutItem', 'doneThenDrops');
    const delivery = await store.updateDelivery(id, 'slack', (was) =>
      claimed(was, 'me', START, 60_000),
    );
    expect(delivery).toMatchObject({ claim: { by: 'me' }, uncertain: false });
    await expect(store.updateDelivery(id, 'slack', (was) => was)).resolves.toStrictEqual(delivery);
  });

  it('makes a key known and still new to whoever asked', async () => {
    meetFirst('PutItem', 'doneThenDrops');
    await expect(store.once('v0=abc', 60_000)).resolves.toBe(true);
    await expect(store.once('v0=abc', 60_000)).resolves.toBe(false);
  });
});

describe('pages of occurrences', () => {
  it('keep details up to a rate, and then only that there was one', async () => {
    const store = storeWith({ detailPerMinute: 5 });
    await store.record(FINGERPRINT, some(0, 3), folds());
    await store.record(FINGERPRINT, some(3, 9), folds());
    await store.record('v1|another', some(0, 1), folds('v1|another'));
    clock.now += 60_000;
    await store.record(FINGERPRINT, some(9, 10), folds());
    const kept = pages()
      .flatMap(Object.values)
      .filter((value) => 'BOOL' in value).length;
    expect(kept).toBe(4);
    const [page] = pages();
    expect(JSON.parse(textOf(page?.[uuid(9)]))).toStrictEqual({
      session: 'i-0a1b2c3d4e5f67890',
      resource: 'arn:aws:s3:::orders/uploads/a.pdf',
      region: 'eu-central-1',
      sourceIpAddress: '198.51.100.7',
      userAgent: 'aws-sdk-js/3',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    });
  });

  it('keep no detail that is too long, and leave out what is not known', async () => {
    const odd = { userAgent: null, session: null, accessKeyId: null };
    await storeWith().record(
      FINGERPRINT,
      [...some(0, 1, { resource: '€'.repeat(400) }), ...some(1, 2, odd)],
      folds(),
    );
    const [page] = pages();
    expect(page?.[uuid(0)]).toStrictEqual({ BOOL: true });
    expect(Object.keys(JSON.parse(textOf(page?.[uuid(1)])) as object)).toStrictEqual([
      'resource',
      'region',
      'sourceIpAddress',
    ]);
  });

  it('go on where one is full, and still count once', async () => {
    const store = storeWith();
    const { id } = await store.record(FINGERPRINT, some(0, 3), folds());
    const client = fake.client();
    const fill = async (sk: string): Promise<void> => {
      await client.send(
        new UpdateItemCommand({
          TableName: 'denials',
          Key: { pk: { S: `GROUP#${id}` }, sk: { S: sk } },
          UpdateExpression: 'ADD #bytes :bytes',
          ExpressionAttributeNames: { '#bytes': 'bytes' },
          ExpressionAttributeValues: { ':bytes': { N: '200000' } },
        }),
      );
    };
    await fill('OCC#2026-11-25T11:59:00Z');
    const again = await store.record(FINGERPRINT, some(2, 5), folds());
    expect(again.count).toBe(5);
    await fill('OCC#2026-11-25T11:59:00Z#1');
    const more = await store.record(FINGERPRINT, some(0, 8), folds());
    expect(more.count).toBe(8);
    expect(
      pages()
        .map(({ sk }) => textOf(sk))
        .sort(),
    ).toStrictEqual([
      'OCC#2026-11-25T11:59:00Z',
      'OCC#2026-11-25T11:59:00Z#1',
      'OCC#2026-11-25T11:59:00Z#2',
    ]);
    await expect(store.record(FINGERPRINT, some(0, 8), folds())).resolves.toMatchObject({
      count: 8,
    });
  });

  it('stay far below the size of an item, however large the details', async () => {
    const store = storeWith({ detailPerMinute: Infinity });
    const large = {
      userAgent: 'u'.repeat(256),
      session: 's'.repeat(256),
      resource: 'r'.repeat(256),
    };
    for (let from = 0; from < 700; from += 100) {
      await store.record(FINGERPRINT, some(from, from + 100, large), folds());
    }
    expect(pages()).toHaveLength(3);
    expect(Math.max(...pages().map(sizeOf))).toBeLessThan(350_000);
    await expect(store.record(FINGERPRINT, some(0, 700), folds())).resolves.toMatchObject({
      count: 700,
    });
  });
});

describe('a request in two trails', () => {
  const shared = { sharedId: 'both' };

  it('is counted again when the group that counted it is forgotten', async () => {
    const store = storeWith();
    await store.record('v1|first', some(0, 1, shared), folds('v1|first'));
    // Time to live deletes when it comes to it: one item of a group may be there longer than another.
    fake.table.remove((item) => textOf(item['sk']) === 'STATE');
    const group = await store.record('v1|second', some(1, 2, shared), folds('v1|second'));
    expect(group).toMatchObject({ fingerprint: 'v1|second', count: 1 });
    const third = await store.record('v1|third', some(2, 3, shared), folds('v1|third'));
    expect(third).toStrictEqual(group);
  });
});

describe('sizes', () => {
  it('are bounded for a group of hostile texts', async () => {
    const store = storeWith();
    const { id } = await store.record(FINGERPRINT, some(0, 1), folds());
    const worst = '\u0000'.repeat(2_000);
    const names = Array.from({ length: 20 }, (_, n) => `${n}${worst}`);
    await store.updateGroup(id, (group) => ({
      ...group,
      fingerprint: worst,
      sessions: { named: names, more: true },
      resources: { named: names, more: true },
    }));
    const [state] = fake.table.all().filter(({ sk }) => textOf(sk) === 'STATE');
    expect(sizeOf(state ?? {})).toBeLessThan(350_000);
    await expect(store.group(id)).resolves.toMatchObject({ sessions: { more: true } });
  });

  it('are bounded for a diagnosis that does not compress: its longest texts are cut', async () => {
    const store = storeWith();
    const { id } = await store.record(FINGERPRINT, some(0, 1), folds());
    const diagnosis = aDiagnosis();
    const random = new Random('noise');
    const noise = String.fromCharCode(
      ...Array.from({ length: 100_000 }, () => 0x4e00 + random.below(0x5000)),
    );
    const denial = {
      ...diagnosis.denial,
      errorMessage: `A${noise}`,
      userAgent: `B${noise}`,
      errorCode: 'Client.Long',
    };
    await store.saveDiagnosis(
      id,
      { ...diagnosis, denial: { ...denial, eventName: `C${noise}` } },
      (group) => group,
    );
    const read = await store.diagnosis(id);
    expect(read?.denial.errorMessage).toBe(`A${noise.slice(0, 15_998)}…`);
    expect(read).toMatchObject({
      explained: diagnosis.explained,
      denial: { errorCode: 'Client.Long' },
    });
    expect(Math.max(...fake.table.all().map(sizeOf))).toBeLessThan(350_000);
  });
});

describe('groups of the last days', () => {
  it('are all given, also when DynamoDB answers in small parts', async () => {
    const store = storeWith();
    const names = Array.from({ length: 130 }, (_, n) => `v1|${n}`);
    for (const name of names) await store.record(name, some(0, 1), folds(name));
    fake.table.mostPerBatchGet = 7;
    fake.table.mostPerQuery = 2;
    const found: string[] = [];
    for await (const { fingerprint } of store.groupsSince('2026-11-24')) found.push(fingerprint);
    expect(found.sort()).toStrictEqual(names.sort());
  });

  it('are given up when DynamoDB answers none of them again and again', async () => {
    const store = storeWith();
    await store.record(FINGERPRINT, some(0, 1), folds());
    fake.table.mostPerBatchGet = 0;
    await expect(collected(store.groupsSince('2026-11-24'))).rejects.toThrow(
      'the table stayed busy for 12 tries to list groups',
    );
  });

  it('are looked for no earlier than they can be', async () => {
    const store = storeWith({ retentionDays: 3 });
    const old = { time: '2020-01-01T00:00:00Z' };
    await store.record(FINGERPRINT, some(0, 1, old), folds());
    const found: string[] = [];
    for await (const { last } of store.groupsSince('0000-01-01')) found.push(last ?? '');
    expect(found).toStrictEqual(['2020-01-01T00:00:00Z']);
    // Twice the retention, a week for late deletions, today.
    expect(fake.calls.get('Query')).toBe(16 * (2 * 3 + 7 + 1));
    for await (const { last } of store.groupsSince('2026-11-22')) found.push(last ?? '');
    expect(found).toHaveLength(1);
    await expect(collected(store.groupsSince('no day'))).resolves.toHaveLength(0);
  });
});

async function collected<T>(all: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const one of all) list.push(one);
  return list;
}

describe('every item', () => {
  it('goes by itself, with its group and not before it', async () => {
    const store = storeWith({ retentionDays: 30 });
    const { id } = await store.record(FINGERPRINT, some(0, 2, { sharedId: 's' }), folds());
    await store.saveDiagnosis(id, aDiagnosis(), (group) => group);
    await store.updateDelivery(id, 'slack', (was) => ({ ...was, form: 'own' }));
    await store.updateStorm('slack', (was) => ({ ...was, active: null }));
    await store.countHidden('scanner', some(2, 4, { sharedId: 't' }));
    await store.once('key', 60_000);
    const kinds = fake.table
      .all()
      .map(({ pk, sk }) => `${textOf(pk).split('#')[0] ?? ''} ${textOf(sk).split('#')[0] ?? ''}`);
    expect(kinds.sort()).toStrictEqual([
      'GROUP DELIVERY',
      'GROUP DIAGNOSIS',
      'GROUP OCC',
      'GROUP STATE',
      'HIDDEN COUNT',
      'NOISE OCC',
      'ONCE ONCE',
      'SHARED GROUP',
      'SHARED NOISE',
      'STORM STORM',
    ]);
    clock.now += 30 * DAY_MS - 1;
    expect(fake.table.all()).toHaveLength(9);
    clock.now += 1;
    expect(fake.table.all()).toHaveLength(0);
  });
});

describe('an item that something else wrote', () => {
  it('is an error that names what was expected', async () => {
    const client = fake.client();
    const store = storeWith({ client });
    const { id } = await store.record(FINGERPRINT, some(0, 1), folds());
    const Item = { pk: { S: `GROUP#${id}` }, sk: { S: 'STATE' }, group: { S: 'not JSON' } };
    await client.send(new PutItemCommand({ TableName: 'denials', Item }));
    await expect(store.group(id)).rejects.toThrow(/JSON/);
  });
});
