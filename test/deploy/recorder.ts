import {
  createServer,
  request as send,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { permissionsOf, type AwsRequest, type Input, type RecordedCall } from './recorded-calls';

/** How a request that a Lambda sends to AWS is met when it does not go well. */
export type Trouble =
  /** Nothing is done. */
  | 'throttled'
  /** Nothing is done, and asking again does not help. */
  | 'refused'
  /** The Lambda's process ends before anything is done. */
  | 'diesBefore'
  /** It is done, and the Lambda's process ends before it knows. */
  | 'diesAfter';

/** What stands between the Lambdas and the emulator: it notes what they ask for, and makes trouble. */
export interface Recorder {
  readonly port: number;
  readonly calls: readonly RecordedCall[];
  /** What could not be noted. */
  readonly problems: readonly string[];
  /** Decides how requests are met; null: as usual. */
  meet(decide: ((request: AwsRequest) => Trouble | null) | null): void;
  close(): Promise<void>;
}

/** The header by which a Lambda says under which role it works. */
export const ROLE_HEADER = 'x-test-role';
/** The header by which it is told to end. */
export const DEATH_HEADER = 'x-test-dies';

/** Starts a recorder in front of the emulator. */
export async function startRecorder(emulatorPort: number, account: string): Promise<Recorder> {
  const calls: RecordedCall[] = [];
  const problems: string[] = [];
  let decide: ((request: AwsRequest) => Trouble | null) | null = null;
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(incoming);
    const asked = requestOf(incoming, body.toString('utf8'), account);
    const trouble = decide?.(asked) ?? null;
    if (trouble !== null && trouble !== 'diesAfter') {
      refuse(response, trouble);
      return;
    }
    const answer = await passOn(incoming, body, emulatorPort);
    try {
      calls.push(...permissionsOf(asked, parsed(answer.body.toString('utf8'))));
    } catch (error) {
      problems.push(String(error));
    }
    const dies = trouble === 'diesAfter' ? { [DEATH_HEADER]: 'yes' } : {};
    response.writeHead(answer.status, { ...answer.headers, ...dies });
    response.end(answer.body);
  };
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      problems.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    problems,
    meet: (next) => {
      decide = next;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}

function refuse(response: ServerResponse, trouble: Exclude<Trouble, 'diesAfter'>): void {
  if (trouble === 'diesBefore') {
    response.writeHead(500, { [DEATH_HEADER]: 'yes' }).end();
    return;
  }
  const [name, message] =
    trouble === 'throttled'
      ? ['ThrottlingException', 'Rate exceeded']
      : ['ValidationException', 'Refused by the test'];
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: `com.amazonaws#${name}`, message }));
}

/** An answer of the emulator. */
interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function passOn(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  port: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onward = send({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      bytesOf(answer)
        .then((bytes) => {
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes });
        })
        .catch(reject);
    });
    onward.once('error', reject);
    onward.end(body);
  });
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Follows: Signature Version 4, the scope of the credential: date, Region, service. */
const SCOPE = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\/aws4_request/;

function requestOf({ headers }: IncomingMessage, body: string, account: string): AwsRequest {
  const [, region = '', service = ''] = SCOPE.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  const isJson = typeof target === 'string';
  const input = isJson ? parsed(body) : Object.fromEntries(new URLSearchParams(body));
  const operation = isJson ? target.slice(target.lastIndexOf('.') + 1) : String(input['Action']);
  return {
    roleArn: decodeURIComponent(String(headers[ROLE_HEADER] ?? '')),
    service,
    region,
    account,
    operation,
    input,
  };
}

function parsed(text: string): Input {
  try {
    return JSON.parse(text) as Input;
  } catch {
    // The query protocol answers in XML, of which nothing is needed.
    return {};
  }
}
