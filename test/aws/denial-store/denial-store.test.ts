import { DynamoDbDenialStore } from '../../../lib/aws/denial-store/denial-store';
import { denialStoreContract } from '../../support/denial-store-contract';
import { findingStoreContract } from '../../support/finding-store-contract';
import { startFakeDynamoDb, type FakeDynamoDb } from '../../support/dynamodb/fake-dynamodb';
import { Random } from '../../support/sample-week/random';

// Each call goes over a socket: on a busy machine that adds up.
jest.setTimeout(60_000);

let fake: FakeDynamoDb;
const clock = { now: 0 };

beforeAll(async () => {
  fake = await startFakeDynamoDb(() => clock.now);
});

afterAll(() => fake.close());

type Opened = Record<'store' | 'other', DynamoDbDenialStore> & { clock: { now: number } };

function open(start: number): Promise<Opened> {
  clock.now = start;
  fake.table.clear();
  const random = new Random('contract');
  const store = (): DynamoDbDenialStore =>
    new DynamoDbDenialStore({
      client: fake.client(),
      tableName: 'denials',
      now: () => clock.now,
      random: () => random.next(),
      sleep: () => Promise.resolve(),
      retentionDays: 90,
    });
  return Promise.resolve({ store: store(), other: store(), clock });
}

describe('DynamoDbDenialStore of callers and findings', () => {
  findingStoreContract(open);
});

describe('DynamoDbDenialStore', () => {
  denialStoreContract(open);

  it('asks for nothing that DynamoDB does not accept', () => {
    expect(fake.invalid).toStrictEqual([]);
    expect(fake.calls.get('TransactWriteItems')).toBeGreaterThan(50);
  });
});
