import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbError } from './item';
import { cancelled, CONFLICT, FakeTable } from './table';

/** How a call is met that does not go well. */
export type Fault =
  /** Nothing is done: there is too much to do. */
  | 'throttled'
  /** Nothing is done: somebody else is at the item. */
  | 'conflict'
  /** Nothing is done and nothing is answered. */
  | 'drops'
  /** It is done, and the answer is lost. */
  | 'doneThenDrops'
  | 'internalError';

/** DynamoDB with one table on the loopback interface. */
export interface FakeDynamoDb {
  /** `http://127.0.0.1:…` */
  readonly endpoint: string;
  readonly table: FakeTable;
  /** Operation -> how often it was called, failed calls included. */
  readonly calls: ReadonlyMap<string, number>;
  /** Starts counting calls anew. */
  forgetCalls(): void;
  /** What was wrong with requests: a program should never send one that DynamoDB cannot accept. */
  readonly invalid: readonly string[];
  /** Decides how a call is met; `null`: as usual. */
  meet(decide: (operation: string) => Fault | null): void;
  /** Answers come that many milliseconds late. */
  answerAfter(ms: number): void;
  /** A client for it. `maxAttempts` is 1 unless given: the SDK's own retries wait in real time. */
  client(maxAttempts?: number): DynamoDBClient;
  close(): Promise<void>;
}

/** @param now milliseconds since the epoch, by which items expire */
export async function startFakeDynamoDb(now: () => number): Promise<FakeDynamoDb> {
  const table = new FakeTable(now);
  const calls = new Map<string, number>();
  const invalid: string[] = [];
  const clients: DynamoDBClient[] = [];
  let decide: (operation: string) => Fault | null = () => null;
  let latencyMs = 0;
  const server = createServer((incoming, response) => {
    void bodyOf(incoming).then(async (body) => {
      if (latencyMs > 0) await wait(latencyMs);
      const operation = String(incoming.headers['x-amz-target']).replace('DynamoDB_20120810.', '');
      calls.set(operation, (calls.get(operation) ?? 0) + 1);
      const fault = decide(operation);
      const answer = answerOf(table, operation, body, fault);
      if (answer instanceof DynamoDbError && answer.code === 'ValidationException')
        invalid.push(answer.message);
      if (fault === 'drops' || fault === 'doneThenDrops') incoming.socket.destroy();
      else send(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    table,
    calls,
    invalid,
    forgetCalls: () => {
      calls.clear();
    },
    meet: (next) => {
      decide = next;
    },
    answerAfter: (ms) => {
      latencyMs = ms;
    },
    client: (maxAttempts = 1) => {
      const client = new DynamoDBClient({
        endpoint: `http://127.0.0.1:${port}`,
        region: 'eu-central-1',
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a secret' },
        maxAttempts,
      });
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerOf(table: FakeTable, operation: string, body: string, fault: Fault | null): object {
  const request = JSON.parse(body) as Readonly<Record<string, unknown>>;
  if (fault === 'drops') return {};
  if (fault === 'internalError')
    return new DynamoDbError('InternalServerError', 'Internal server error', {}, 500);
  if (fault !== null && fault !== 'doneThenDrops') return refusal(operation, request, fault);
  const does = Object.hasOwn(table.operations, operation) ? table.operations[operation] : undefined;
  if (does === undefined)
    return new DynamoDbError('UnknownOperationException', `The fake does not know ${operation}`);
  try {
    return does(request);
  } catch (error) {
    if (error instanceof DynamoDbError) return error;
    throw error;
  }
}

function refusal(
  operation: string,
  request: Readonly<Record<string, unknown>>,
  fault: 'throttled' | 'conflict',
): DynamoDbError {
  if (operation === 'TransactWriteItems') {
    const { length } = request['TransactItems'] as readonly unknown[];
    const code = fault === 'conflict' ? CONFLICT : 'ThrottlingError';
    return cancelled(Array.from({ length }, (_, at) => (at === 0 ? code : 'None')));
  }
  const code = fault === 'conflict' ? 'TransactionConflictException' : 'ThrottlingException';
  return new DynamoDbError(code, 'Try again');
}

function send(response: ServerResponse, answer: object): void {
  const failed = answer instanceof DynamoDbError;
  response.writeHead(failed ? answer.status : 200, {
    'content-type': 'application/x-amz-json-1.0',
  });
  const body = failed
    ? {
        __type: `com.amazonaws.dynamodb.v20120810#${answer.code}`,
        message: answer.message,
        ...answer.fields,
      }
    : answer;
  response.end(JSON.stringify(body));
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
