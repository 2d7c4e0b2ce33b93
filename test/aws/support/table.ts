import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type Put,
  type TransactWriteItemsCommandInput,
  type Update,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';

type Item = Record<string, AttributeValue>;

/**
 * A table in memory that evaluates the expressions it is given, so that a wrong condition fails a
 * test. Strict as DynamoDB is: a value that no expression uses is an error. Knows what the project's
 * expressions use: SET (with if_not_exists), ADD, REMOVE; AND, OR, NOT, =, >, attribute_(not_)exists.
 */
export class FakeTable {
  readonly items = new Map<string, Item>();
  readonly client: AwsClientStub<DynamoDBClient>;
  /** The next writes fail with these codes for (event, group). */
  readonly conflicts: (readonly [string, string])[] = [];

  constructor() {
    this.client = mockClient(DynamoDBClient);
    this.client.on(TransactWriteItemsCommand).callsFake(async (input) => {
      await Promise.resolve();
      return this.transact(input as TransactWriteItemsCommandInput);
    });
    this.client.on(UpdateItemCommand).callsFake((input) => {
      const update = input as UpdateItemCommandInput & Update;
      if (!this.holds(update)) {
        throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
      }
      this.update(update);
      return {};
    });
    this.client.on(GetItemCommand).callsFake((input: { Key: Item }) => {
      const item = this.items.get(keyOf(input.Key));
      return item === undefined ? {} : { Item: structuredClone(item) };
    });
  }

  private transact({ TransactItems = [] }: TransactWriteItemsCommandInput): object {
    const forced = this.conflicts.shift();
    const codes = TransactItems.map(({ Put: put, Update: update }, i) => {
      if (forced !== undefined) return forced[i] ?? 'None';
      if (put !== undefined) return this.holds(put) ? 'None' : 'ConditionalCheckFailed';
      return update !== undefined && this.holds(update) ? 'None' : 'ConditionalCheckFailed';
    });
    if (codes.some((code) => code !== 'None')) {
      throw new TransactionCanceledException({
        message: `cancelled: ${codes.join(', ')}`,
        $metadata: {},
        CancellationReasons: codes.map((Code) => ({ Code })),
      });
    }
    for (const { Put: put, Update: update } of TransactItems) {
      if (put?.Item !== undefined) this.items.set(keyOf(put.Item), put.Item);
      if (update !== undefined) this.update(update);
    }
    return {};
  }

  private holds(write: Put | Update): boolean {
    const key = 'Item' in write ? write.Item : 'Key' in write ? write.Key : undefined;
    const item = this.items.get(keyOf(key ?? {})) ?? {};
    checkUse(write);
    return write.ConditionExpression === undefined || new Condition(write, item).evaluate();
  }

  private update(update: Update): void {
    const key = keyOf(update.Key ?? {});
    const item: Item = { ...(this.items.get(key) ?? update.Key) };
    const clauses = (update.UpdateExpression ?? '').split(/\b(?=SET |ADD |REMOVE )/);
    for (const clause of clauses) {
      const [verb = '', ...rest] = clause.trim().split(' ');
      for (const part of splitList(rest.join(' '))) apply(verb, part, update, item);
    }
    this.items.set(key, item);
  }
}

function keyOf(key: Item): string {
  return `${key['pk']?.S ?? '?'}/${key['sk']?.S ?? '?'}`;
}

/** Commas inside parentheses do not separate. */
function splitList(text: string): readonly string[] {
  return text.split(/,\s*(?![^(]*\))/).map((part) => part.trim());
}

function apply(verb: string, part: string, update: Update, item: Item): void {
  const value = (name: string): AttributeValue => {
    const found = update.ExpressionAttributeValues?.[name];
    if (found === undefined) throw new Error(`no value ${name}`);
    return found;
  };
  if (verb === 'REMOVE') {
    Reflect.deleteProperty(item, part);
    return;
  }
  const [left = '', right = ''] = verb === 'SET' ? part.split(/\s*=\s*/) : part.split(' ');
  const name = update.ExpressionAttributeNames?.[left] ?? left;
  const ifNotExists = /^if_not_exists\((\w+), (:\w+)\)$/.exec(right);
  if (verb === 'ADD') item[name] = added(item[name], value(right));
  else if (ifNotExists !== null)
    item[name] = item[ifNotExists[1] ?? ''] ?? value(ifNotExists[2] ?? '');
  else item[name] = value(right);
}

function added(old: AttributeValue | undefined, more: AttributeValue): AttributeValue {
  if (more.N !== undefined) return { N: String(Number(old?.N ?? 0) + Number(more.N)) };
  return { SS: [...new Set([...(old?.SS ?? []), ...(more.SS ?? [])])] };
}

function checkUse(write: Put | Update): void {
  const update = 'UpdateExpression' in write ? (write.UpdateExpression ?? '') : '';
  const text = `${update} ${write.ConditionExpression ?? ''}`;
  const names = [
    ...Object.keys(write.ExpressionAttributeValues ?? {}),
    ...Object.keys(write.ExpressionAttributeNames ?? {}),
  ];
  for (const name of names) {
    if (!new Set(text.match(/[:#]\w+/g)).has(name))
      throw new Error(`unused in expressions: ${name}`);
  }
}

/** Recursive descent over the words of a condition. */
class Condition {
  private readonly words: string[];
  private readonly write: Put | Update;
  private readonly item: Item;

  constructor(write: Put | Update, item: Item) {
    this.words = write.ConditionExpression?.match(/[\w:#]+|[()=>]/g) ?? [];
    this.write = write;
    this.item = item;
  }

  evaluate(): boolean {
    let result = this.and();
    while (this.words[0] === 'OR') {
      this.words.shift();
      const right = this.and();
      result ||= right;
    }
    return result;
  }

  private and(): boolean {
    let result = this.not();
    while (this.words[0] === 'AND') {
      this.words.shift();
      const right = this.not();
      result &&= right;
    }
    return result;
  }

  private not(): boolean {
    if (this.words[0] !== 'NOT') return this.primary();
    this.words.shift();
    return !this.not();
  }

  private primary(): boolean {
    const word = this.words.shift() ?? '';
    if (word === '(') {
      const inner = this.evaluate();
      this.words.shift();
      return inner;
    }
    if (word === 'attribute_exists' || word === 'attribute_not_exists') {
      const [, name = ''] = this.words.splice(0, 3);
      return (this.item[name] !== undefined) === (word === 'attribute_exists');
    }
    const [operator, valueName = ''] = this.words.splice(0, 2);
    const left = this.item[word];
    const right = this.write.ExpressionAttributeValues?.[valueName];
    if (left === undefined || right === undefined) return false;
    if (operator === '=') return left.S === right.S && left.N === right.N;
    return Number(left.N) > Number(right.N);
  }
}
