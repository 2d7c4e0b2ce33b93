import {
  createServer as createPlain,
  type IncomingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One request as a receiver got it. */
export interface ReceivedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver does with a request instead of what the service would do on a good day. */
export type ScriptedAnswer =
  /** 429, without looking at the request. */
  | { readonly kind: 'rateLimited'; readonly retryAfterSeconds?: number }
  /** That status, without looking at the request. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The usual, later. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Slack's Web API says no with status 200: `{"ok":false,"error":…}`; others answer 400. */
  | { readonly kind: 'notOk'; readonly error: string }
  /** The connection is cut before anything is done. */
  | { readonly kind: 'drops' }
  /** What was asked is done, and then the connection is cut: the sender cannot know. */
  | { readonly kind: 'doneThenDrops' }
  /** Nothing is done and nothing answered until the receiver is closed. */
  | { readonly kind: 'hangs' };

/** What goes back. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A service on the loopback interface. */
export interface Receiver {
  /** Where it listens, without a path: `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** All requests in the order in which they came, refused ones included. */
  readonly requests: readonly ReceivedRequest[];
  /** What was wrong with what came, and would be refused or shown wrongly by the real service. */
  readonly problems: readonly string[];
  /** Says how the next request, or that many of the next ones, are met. Scripts queue up. */
  answerNext(answer: ScriptedAnswer, times?: number): void;
  /** Meets all requests this way until told null; those of `answerNext` go first. */
  answerAll(answer: ScriptedAnswer | null): void;
  /** Frees the port, also when connections are open. */
  close(): Promise<void>;
}

/** What all receivers can be told. */
export interface ReceiverOptions {
  /** Listens with TLS where given: PEM texts. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A port of one's own, for a service that is stopped and started again; otherwise a free one. */
  readonly port?: number;
}

/** How one service behaves. */
export interface Service {
  /** What it does and answers on a good day; problems are told through `say`. */
  handle(request: ReceivedRequest, say: (problem: string) => void): Reply;
  /** How it says no. */
  refuse(error: string): Reply;
  /** The body of its 429. */
  readonly rateLimitedBody: Omit<Reply, 'status'>;
}

/** Starts a service on 127.0.0.1. */
export async function startReceiver(
  service: Service,
  options: ReceiverOptions = {},
): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const problems: string[] = [];
  const script: ScriptedAnswer[] = [];
  const always: { answer: ScriptedAnswer | null } = { answer: null };
  const listener: Parameters<typeof createPlain>[1] = (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request: ReceivedRequest = {
        at: Date.now(),
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      const usual = (): Reply => service.handle(request, (problem) => problems.push(problem));
      meet(response, script.shift() ?? always.answer, service, usual);
    });
  };
  const server = options.tls ? createTls(options.tls, listener) : createPlain(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    problems,
    answerNext: (answer, times = 1) => {
      script.push(...Array.from({ length: times }, () => answer));
    },
    answerAll: (answer) => {
      always.answer = answer;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function meet(
  response: ServerResponse,
  scripted: ScriptedAnswer | null,
  service: Service,
  usual: () => Reply,
): void {
  switch (scripted?.kind) {
    case undefined:
      reply(response, usual());
      return;
    case 'rateLimited':
      reply(response, rateLimited(service, scripted.retryAfterSeconds));
      return;
    case 'status':
      reply(response, scripted);
      return;
    case 'slow':
      setTimeout(() => {
        reply(response, usual());
      }, scripted.ms).unref();
      return;
    case 'notOk':
      reply(response, service.refuse(scripted.error));
      return;
    case 'doneThenDrops':
      usual();
      response.destroy();
      return;
    case 'drops':
      response.destroy();
      return;
    case 'hangs':
      return;
  }
}

function rateLimited({ rateLimitedBody }: Service, seconds: number | undefined): Reply {
  const { headers, body = '' } = rateLimitedBody;
  const wait = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  return { status: 429, headers: { ...headers, ...wait }, body };
}

function reply(response: ServerResponse, { status, headers = {}, body = '' }: Reply): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** A JSON text as a value; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
