import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { startFakeDynamoDb, type FakeDynamoDb } from './fake-dynamodb';

let fake: FakeDynamoDb;
let client: DynamoDBClient;

beforeEach(async () => {
  fake = await startFakeDynamoDb(() => 0);
  client = fake.client();
});

afterEach(() => fake.close());

const TableName = 'denials';

const key = (pk: string, sk = 'a'): Record<string, AttributeValue> => ({
  pk: { S: pk },
  sk: { S: sk },
});

const put = (item: Record<string, AttributeValue>): Promise<unknown> =>
  client.send(new PutItemCommand({ TableName, Item: item }));

const update = (expression: string, more: object = {}): Promise<unknown> =>
  client.send(
    new UpdateItemCommand({ TableName, Key: key('a'), UpdateExpression: expression, ...more }),
  );

const named = {
  ExpressionAttributeNames: { '#a': 'a' },
  ExpressionAttributeValues: { ':one': { N: '1' } },
};

describe('the fake DynamoDB refuses what DynamoDB refuses', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['an empty key', () => put(key('')), /empty string/],
    ['a key that is too long', () => put(key('a', 'x'.repeat(1_025))), /key sk is too long/],
    ['an empty key of the index', () => put({ ...key('a'), seen: { S: '' } }), /index seen/],
    [
      'an item over 400 KB',
      () => put({ ...key('a'), text: { S: 'x'.repeat(410_000) } }),
      /Item size/,
    ],
    ['a number that is none', () => put({ ...key('a'), n: { N: 'many' } }), /numeric value/],
    [
      'a bare name that may be reserved',
      () => update('SET count = :one', named),
      /reserved keyword/,
    ],
    [
      'an unused name',
      () =>
        update('SET #a = :one', { ...named, ExpressionAttributeNames: { '#a': 'a', '#b': 'b' } }),
      /unused in expressions/,
    ],
    ['an unknown value', () => update('SET #a = :two', named), /not defined: :two/],
    ['a change of a key', () => update('SET pk = :one', named), /part of the key/],
    ['two changes of one attribute', () => update('SET #a = :one ADD #a :one', named), /overlap/],
    [
      'an expression over 4 KB',
      () => update(`SET #a = :one, ${'#a = :one, '.repeat(400)}`, named),
      /maximum allowed size/,
    ],
    [
      'an empty list of values',
      () =>
        update('REMOVE #a', {
          ExpressionAttributeNames: { '#a': 'a' },
          ExpressionAttributeValues: {},
        }),
      /must not be empty/,
    ],
    ['an update without an end', () => update('SET #a =', named), /Syntax error/],
    [
      'a consistent read of an index',
      () => client.send(new QueryCommand({ TableName, IndexName: 'seen', ConsistentRead: true })),
      /not supported/,
    ],
  ])('%s', async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
    expect(fake.table.all()).toHaveLength(0);
    expect(fake.invalid).toHaveLength(1);
  });

  it.each([
    ['no item', 0],
    ['more than 100 items', 101],
  ])('a transaction of %s', async (_, length) => {
    const TransactItems = Array.from({ length }, (__, n) => ({
      Put: { TableName, Item: key(`${n}`) },
    }));
    await expect(client.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toThrow(
      /between 1 and 100/,
    );
  });

  it('a transaction with two writes of one item', async () => {
    const TransactItems = [1, 2].map(() => ({ Put: { TableName, Item: key('a') } }));
    await expect(client.send(new TransactWriteItemsCommand({ TransactItems }))).rejects.toThrow(
      /multiple operations on one item/,
    );
  });

  it('too many keys at once, and the same key twice', async () => {
    const get = (keys: Record<string, AttributeValue>[]): Promise<unknown> =>
      client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys } } }));
    await expect(get(Array.from({ length: 101 }, (_, n) => key(`${n}`)))).rejects.toThrow(
      /Too many items/,
    );
    await expect(get([key('a'), key('a')])).rejects.toThrow(/duplicates/);
  });
});

describe('the fake DynamoDB does what DynamoDB does', () => {
  it('writes all of a transaction or nothing, and says what stood in the way', async () => {
    await put(key('there'));
    const ConditionExpression = 'attribute_not_exists(pk)';
    const TransactItems = ['new', 'there'].map((pk) => ({
      Put: { TableName, Item: key(pk), ConditionExpression },
    }));
    await expect(
      client.send(new TransactWriteItemsCommand({ TransactItems })),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    await expect(
      client.send(new GetItemCommand({ TableName, Key: key('new') })),
    ).resolves.not.toHaveProperty('Item');
  });

  it('does a transaction with the same token once', async () => {
    const add = {
      Update: { TableName, Key: key('a'), UpdateExpression: 'ADD #a :one', ...named },
    };
    const command = new TransactWriteItemsCommand({
      TransactItems: [add],
      ClientRequestToken: 'token',
    });
    await client.send(command);
    await client.send(command);
    expect(fake.table.all()).toStrictEqual([{ ...key('a'), a: { N: '1' } }]);
  });

  it.each([
    ['#a = :one', true],
    ['#a <> :one', false],
    ['#a < :one OR #a >= :one', true],
    ['NOT (#a > :one)', true],
    ['attribute_exists(#a) AND #a <= :one', true],
    ['attribute_not_exists(#a)', false],
    ['begins_with(pk, :text) AND #a = :one', true],
    ['#a = :text', false],
    ['#a < :text OR #a > :text', false],
  ])('decides %s', async (ConditionExpression, expected) => {
    await put({ ...key('abc'), a: { N: '1' } });
    const values = { ':one': { N: '1' }, ':text': { S: 'ab' } };
    const used = Object.entries(values).filter(([name]) => ConditionExpression.includes(name));
    const sent = client.send(
      new PutItemCommand({
        TableName,
        Item: key('abc'),
        ConditionExpression,
        ExpressionAttributeNames: { '#a': 'a' },
        ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
      }),
    );
    const done = await sent.then(
      () => true,
      (error: unknown) => {
        expect(error).toMatchObject({ name: 'ConditionalCheckFailedException' });
        return false;
      },
    );
    expect(done).toBe(expected);
  });

  it('has what was and what is in the stream', async () => {
    await put({ ...key('a'), a: { N: '1' } });
    await update('ADD #a :one', named);
    expect(fake.table.stream).toStrictEqual([
      { Keys: key('a'), NewImage: { ...key('a'), a: { N: '1' } } },
      {
        Keys: key('a'),
        OldImage: { ...key('a'), a: { N: '1' } },
        NewImage: { ...key('a'), a: { N: '2' } },
      },
    ]);
  });
});
