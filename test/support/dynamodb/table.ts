import { Expressions, type WithExpressions } from './expressions';
import {
  checkItem,
  DynamoDbError,
  exactKey,
  invalid,
  keyOf,
  sizeOf,
  textOf,
  type Item,
} from './item';

/** What a stream with both images says of one change. */
export interface StreamRecord {
  readonly Keys: Item;
  readonly OldImage?: Item;
  readonly NewImage?: Item;
}

/** What a table has used, in DynamoDB's units. */
export interface Consumed {
  /** Write request units, those of the index included. */
  writeUnits: number;
  readUnits: number;
}

/** One write of a request, or of a transaction. */
interface Write extends WithExpressions {
  readonly Item?: Item;
  readonly Key?: Item;
}

type Request = Readonly<Record<string, unknown>>;

const MAX_TRANSACTION = 100;
const MAX_TRANSACTION_BYTES = 4 * 1_024 * 1_024;
const MAX_BATCH_GET = 100;
const MAX_PAGE_BYTES = 1_024 * 1_024;

/** What happens to a transaction that is written while another one is at the same items. */
export const CONFLICT = 'TransactionConflict';

/** A table with the keys `pk` and `sk`, time-to-live `expiresAt` and the index `seen` of keys only. */
export class FakeTable {
  readonly consumed: Consumed = { writeUnits: 0, readUnits: 0 };
  readonly stream: StreamRecord[] = [];
  /** BatchGetItem answers at most this many, the rest is left to be asked again. */
  mostPerBatchGet = MAX_BATCH_GET;
  /** Query answers at most this many items on a page. */
  mostPerQuery = Infinity;
  private readonly items = new Map<string, Item>();
  private readonly now: () => number;
  /** Epoch seconds before which nothing expires. */
  private nextToExpire = Infinity;
  /** Tokens of transactions that were written: the same one again changes nothing. */
  private readonly done = new Map<string, string>();

  constructor(now: () => number) {
    this.now = now;
  }

  clear(): void {
    this.items.clear();
    this.done.clear();
    this.stream.length = 0;
  }

  remove(which: (item: Item) => boolean): void {
    for (const [key, item] of this.items) if (which(item)) this.items.delete(key);
  }

  all(): readonly Item[] {
    this.expire();
    return [...this.items.values()];
  }

  readonly operations: Readonly<Record<string, (request: Request) => Request>> = {
    GetItem: (request) => this.getItem(request),
    BatchGetItem: (request) => this.batchGetItem(request),
    PutItem: (request) => this.writeItem(request),
    UpdateItem: (request) => this.writeItem(request),
    TransactWriteItems: (request) => this.transactWriteItems(request),
    Query: (request) => this.query(request),
  };

  private getItem({ Key: key, ConsistentRead: consistent }: Request): Request {
    this.expire();
    const item = this.items.get(exactKey(key as Item));
    this.consumed.readUnits += readUnits(item, consistent === true);
    return item === undefined ? {} : { Item: item };
  }

  private batchGetItem({ RequestItems: tables }: Request): Request {
    this.expire();
    const [[name, { Keys: keys, ConsistentRead: consistent }]] = Object.entries(
      tables as Readonly<Record<string, { Keys: readonly Item[]; ConsistentRead?: boolean }>>,
    ) as [[string, { Keys: readonly Item[]; ConsistentRead?: boolean }]];
    if (keys.length === 0 || keys.length > MAX_BATCH_GET)
      throw invalid('Too many items requested for the BatchGetItem call');
    if (new Set(keys.map(exactKey)).size < keys.length)
      throw invalid('Provided list of item keys contains duplicates');
    const asked = keys.slice(0, this.mostPerBatchGet);
    const left = keys.slice(this.mostPerBatchGet);
    const found = asked
      .map((key) => this.items.get(exactKey(key)))
      .filter((item) => item !== undefined);
    for (const item of found) this.consumed.readUnits += readUnits(item, consistent === true);
    return {
      Responses: { [name]: found },
      UnprocessedKeys:
        left.length === 0 ? {} : { [name]: { Keys: left, ConsistentRead: consistent ?? false } },
    };
  }

  private writeItem(write: Write): Request {
    this.expire();
    const prepared = this.prepare(write);
    if (prepared.failed)
      throw new DynamoDbError('ConditionalCheckFailedException', 'The conditional request failed');
    this.commit(prepared, 1);
    return {};
  }

  private transactWriteItems({
    TransactItems: actions,
    ClientRequestToken: token,
    ...rest
  }: Request): Request {
    this.expire();
    const writes = actions as readonly Readonly<Record<string, Write>>[];
    if (writes.length === 0 || writes.length > MAX_TRANSACTION)
      throw invalid(`Member must have length between 1 and 100: ${writes.length}`);
    if (typeof token !== 'string') throw invalid('the SDK always sends a token');
    const text = JSON.stringify([actions, rest]);
    const before = this.done.get(token);
    if (before === text) return {};
    if (before !== undefined)
      throw new DynamoDbError('IdempotentParameterMismatchException', 'other parameters');
    const prepared = writes.map((action) => {
      const [[, write]] = Object.entries(action) as [[string, Write]];
      return this.prepare(write);
    });
    if (new Set(prepared.map(({ key }) => key)).size < prepared.length) {
      throw invalid('Transaction request cannot include multiple operations on one item');
    }
    if (Buffer.byteLength(text) > MAX_TRANSACTION_BYTES)
      throw invalid('The transaction is too large');
    if (prepared.some(({ failed }) => failed)) {
      for (const { before } of prepared) this.consumed.writeUnits += 2 * writeUnits(before, before);
      throw cancelled(prepared.map(({ failed }) => (failed ? 'ConditionalCheckFailed' : 'None')));
    }
    for (const one of prepared) this.commit(one, 2);
    this.done.set(token, text);
    return {};
  }

  private prepare(write: Write): Prepared {
    const key = write.Item === undefined ? exactKey(write.Key ?? {}) : keyOf(write.Item);
    const expressions = new Expressions(write);
    const before = this.items.get(key);
    const condition = expressions.condition(write.ConditionExpression);
    const update =
      write.UpdateExpression === undefined ? null : expressions.update(write.UpdateExpression);
    expressions.checkAllUsed();
    const failed = !condition(before);
    const after = write.Item ?? (update === null ? before : update(before ?? write.Key ?? {}));
    if (!failed && after !== undefined) checkItem(after);
    return { key, before, after, failed };
  }

  private commit({ key, before, after }: Prepared, factor: 1 | 2): void {
    this.consumed.writeUnits += factor * writeUnits(before, after) + indexUnits(before, after);
    if (after === undefined || after === before) return;
    this.items.set(key, after);
    this.nextToExpire = Math.min(this.nextToExpire, Number(after['expiresAt']?.['N'] ?? Infinity));
    this.stream.push({
      Keys: keysOf(after),
      ...(before !== undefined && { OldImage: before }),
      NewImage: after,
    });
  }

  private query(request: Request): Request {
    this.expire();
    const index = request['IndexName'];
    if (index !== undefined && index !== 'seen')
      throw invalid('The table does not have the specified index');
    if (index !== undefined && request['ConsistentRead'] === true)
      throw invalid('Consistent reads are not supported on global secondary indexes');
    const expressions = new Expressions(request);
    const condition = expressions.condition(
      (request as WithExpressions).KeyConditionExpression ?? '',
    );
    const names = expressions.names((request as WithExpressions).ProjectionExpression);
    expressions.checkAllUsed();
    const sort = index === undefined ? 'sk' : 'pk';
    const matching = [...this.items.values()]
      .filter((item) => (index === undefined || item['seen'] !== undefined) && condition(item))
      .sort((a, b) => (textOf(a[sort]) < textOf(b[sort]) ? -1 : 1));
    const { Items: items, ...rest } = this.page(matching, request);
    return { ...rest, Items: (items as readonly Item[]).map((item) => projected(item, names)) };
  }

  /** A page ends after a megabyte, or sooner. */
  private page(matching: readonly Item[], request: Request): Request {
    const { ExclusiveStartKey: after, IndexName: index, ConsistentRead: consistent } = request;
    const start = after === undefined ? '' : keyOf(after as Item);
    const skipped = 1 + matching.findIndex((item) => keyOf(item) === start);
    const rest = matching
      .slice(skipped)
      .map((item) => (index === undefined ? item : { ...keysOf(item), seen: item['seen'] ?? {} }));
    const page = rest.slice(0, this.fitting(rest));
    const bytes = page.reduce((sum, item) => sum + sizeOf(item), 0);
    const units = Math.max(0.5, Math.ceil(bytes / 4_096) / 2);
    this.consumed.readUnits += consistent === true ? 2 * units : units;
    const last = page.at(-1);
    return {
      Items: page,
      Count: page.length,
      ...(page.length < rest.length &&
        last !== undefined && { LastEvaluatedKey: index === undefined ? keysOf(last) : last }),
    };
  }

  private fitting(items: readonly Item[]): number {
    let bytes = 0;
    const end = items.findIndex((item, at) => {
      bytes += sizeOf(item);
      return at === this.mostPerQuery || (at > 0 && bytes > MAX_PAGE_BYTES);
    });
    return end === -1 ? items.length : end;
  }

  private expire(): void {
    const seconds = this.now() / 1_000;
    if (seconds < this.nextToExpire) return;
    this.nextToExpire = Infinity;
    for (const [key, item] of this.items) {
      const expires = Number(item['expiresAt']?.['N'] ?? Infinity);
      if (expires <= seconds) this.items.delete(key);
      else this.nextToExpire = Math.min(this.nextToExpire, expires);
    }
  }
}

interface Prepared {
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly failed: boolean;
}

function projected(item: Item, names: readonly string[] | null): Item {
  if (names === null) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}

/** @param codes one for each write, in order */
export function cancelled(codes: readonly string[]): DynamoDbError {
  return new DynamoDbError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    { CancellationReasons: codes.map((Code) => ({ Code })) },
  );
}

function keysOf({ pk, sk }: Item): Item {
  return { pk: pk ?? {}, sk: sk ?? {} };
}

/** By the larger of what was there and what is there then. */
function writeUnits(before: Item | undefined, after: Item | undefined): number {
  const bytes = Math.max(sizeOf(before ?? {}), sizeOf(after ?? {}));
  return Math.max(1, Math.ceil(bytes / 1_024));
}

/** An index of keys only is written when its key changes: the old entry goes, the new one comes. */
function indexUnits(before: Item | undefined, after: Item | undefined): number {
  const [old, now] = [textOf(before?.['seen']), textOf(after?.['seen'])];
  if (old === now) return 0;
  return (old === '' ? 0 : 1) + (now === '' ? 0 : 1);
}

function readUnits(item: Item | undefined, consistent: boolean): number {
  return Math.max(1, Math.ceil(sizeOf(item ?? {}) / 4_096)) * (consistent ? 1 : 0.5);
}
