import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type CancellationReason,
  type DynamoDBClient,
  type PutItemCommandInput,
  type QueryCommandInput,
  type TransactWriteItem,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Attributes, Key } from './attributes';
import type { Retries } from './retries';

/** What became of a write. */
export type Written =
  | { readonly status: 'written' }
  /** Nothing was written. `failed`: positions of the writes whose condition was not met. */
  | { readonly status: 'refused'; readonly failed: readonly number[] }
  /** Nothing was written: others were at the same items, or there was too much to do. */
  | { readonly status: 'busy' };

/** A write without its table. */
export type Without<T> = Omit<T, 'TableName'>;

/** A transaction's write without its table. */
export type TableWrite = {
  readonly [K in keyof TransactWriteItem]: Without<NonNullable<TransactWriteItem[K]>>;
};

const MOST_KEYS = 100;

/**
 * One DynamoDB table. Reads are consistent except those of an index.
 *
 * Follows: DynamoDB API Reference.
 */
export class DynamoTable {
  private readonly client: DynamoDBClient;
  private readonly name: string;

  constructor(client: DynamoDBClient, name: string) {
    this.client = client;
    this.name = name;
  }

  async get(key: Key): Promise<Attributes | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.name, Key: key, ConsistentRead: true }),
    );
    return Item;
  }

  /** Items that are there, in no order. */
  async getAll(keys: readonly Key[], retries: Retries): Promise<readonly Attributes[]> {
    const found: Attributes[] = [];
    let left = [...keys];
    while (left.length > 0) {
      const asked = left.slice(0, MOST_KEYS);
      const { Responses, UnprocessedKeys } = await this.client.send(
        new BatchGetItemCommand({
          RequestItems: { [this.name]: { Keys: asked, ConsistentRead: true } },
        }),
      );
      found.push(...(Responses?.[this.name] ?? []));
      const again = (UnprocessedKeys?.[this.name]?.Keys ?? []) as Key[];
      left = [...again, ...left.slice(MOST_KEYS)];
      // DynamoDB gives back what it has no capacity for: asking at once would only make it worse.
      if (again.length === asked.length) await retries.pause();
    }
    return found;
  }

  async *query(input: Without<QueryCommandInput>): AsyncIterable<Attributes> {
    let after: Attributes | undefined;
    do {
      const page = await this.client.send(
        new QueryCommand({
          ...input,
          TableName: this.name,
          ...(after !== undefined && { ExclusiveStartKey: after }),
        }),
      );
      yield* page.Items ?? [];
      after = page.LastEvaluatedKey;
    } while (after !== undefined);
  }

  put(input: Without<PutItemCommandInput>): Promise<Written> {
    return written(this.client.send(new PutItemCommand({ ...input, TableName: this.name })));
  }

  update(input: Without<UpdateItemCommandInput>): Promise<Written> {
    return written(this.client.send(new UpdateItemCommand({ ...input, TableName: this.name })));
  }

  /** All of the writes or none. The SDK sends a token along: one that is sent again is done once. */
  transact(writes: readonly TableWrite[]): Promise<Written> {
    const TransactItems = writes.map(
      (write) =>
        Object.fromEntries(
          Object.entries(write).map(([kind, input]) => [kind, { ...input, TableName: this.name }]),
        ) as TransactWriteItem,
    );
    return written(this.client.send(new TransactWriteItemsCommand({ TransactItems })));
  }
}

const BUSY: ReadonlySet<string | undefined> = new Set([
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingError',
  'ThrottlingException',
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

async function written(sent: Promise<unknown>): Promise<Written> {
  try {
    await sent;
    return { status: 'written' };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { status: 'refused', failed: [0] };
    if (error instanceof TransactionCanceledException) {
      const found = whyCancelled(error.CancellationReasons ?? []);
      if (found !== null) return found;
    }
    if (error instanceof Error && BUSY.has(error.name)) return { status: 'busy' };
    throw error;
  }
}

/** Null for a reason that trying again does not help against. */
function whyCancelled(reasons: readonly CancellationReason[]): Written | null {
  const codes = reasons.map(({ Code }) => Code ?? 'None');
  const failed = codes.flatMap((code, at) => (code === 'ConditionalCheckFailed' ? [at] : []));
  if (failed.length > 0) return { status: 'refused', failed };
  return codes.some((code) => BUSY.has(code)) ? { status: 'busy' } : null;
}
