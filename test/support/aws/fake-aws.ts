import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fakeAccount, type FakeAccount } from './account';
import { AwsError, queryErrorXml, queryXml, type Call, type Fields } from './answer';
import { Faults } from './faults';
import { IAM_ACTIONS, type Action, type Manners } from './iam';
import { ORGANIZATIONS_ACTIONS } from './organizations';
import { stsActions } from './sts';
import { callToolbox, type KnownAuthorizationDetails } from './toolbox';

/** What a fake AWS knows. */
export interface FakeAwsOptions {
  /** In the format of the explain contract. */
  readonly snapshot: object;
  /** The account of whoever calls. */
  readonly accountId: string;
  /** Encoded authorization message -> what it decodes to, JSON text. */
  readonly decoded?: ReadonlyMap<string, string>;
  /** Authorization id -> what the toolbox says. */
  readonly authorizationDetails?: ReadonlyMap<string, KnownAuthorizationDetails>;
  /** Items on a page of any list; 100 unless told. */
  readonly pageSize?: number;
}

/** One call as it came. */
export interface SeenCall {
  /** `iam:GetRole`. */
  readonly action: string;
  /** ARN, `*`, or null where the call names nothing that is there. */
  readonly resource: string | null;
  /** ARN of the caller; null where the endpoint was used without {@link FakeAws.endpointsFor}. */
  readonly principalArn: string | null;
  /** Error name, or null when it was answered. */
  readonly error: string | null;
}

/** IAM, STS, Organizations and the IAM toolbox on the loopback interface. */
export interface FakeAws {
  readonly url: string;
  readonly calls: readonly SeenCall[];
  /** Action -> how often it was called. */
  counts(): Readonly<Record<string, number>>;
  readonly faults: Faults;
  /** Variables that make the SDK call the fake as that principal. */
  endpointsFor(principalArn: string): Readonly<Record<string, string>>;
  /** A `fetch` of that principal that finds the toolbox, whose endpoint no variable sets, at the fake. */
  fetchFor(principalArn: string): typeof fetch;
  close(): Promise<void>;
}

/** One service of the fake. */
interface FakeService {
  readonly actions: Readonly<Record<string, Action>>;
  readonly protocol: 'query' | 'json';
  readonly throttling: AwsError;
  readonly namespace: string;
}

/** Kept: a test may put the fake's in its place. */
const realFetch = globalThis.fetch;

const rateExceeded = (code: string): AwsError => new AwsError(code, 400, 'Rate exceeded');

/** Starts a fake AWS that answers from a snapshot, through the project's own evaluator. */
export async function startFakeAws(options: FakeAwsOptions): Promise<FakeAws> {
  const account = fakeAccount(options.snapshot, options.accountId);
  const manners = { pageSize: options.pageSize ?? 100 };
  const services: Readonly<Record<string, FakeService>> = {
    iam: {
      actions: IAM_ACTIONS,
      protocol: 'query',
      throttling: rateExceeded('Throttling'),
      namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    },
    sts: {
      actions: stsActions(options.decoded ?? new Map()),
      protocol: 'query',
      throttling: rateExceeded('Throttling'),
      namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    },
    organizations: {
      actions: ORGANIZATIONS_ACTIONS,
      protocol: 'json',
      throttling: rateExceeded('TooManyRequestsException'),
      namespace: '',
    },
  };
  const faults = new Faults();
  const calls: SeenCall[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const body = await bodyOf(incoming);
      const { principalArn, path } = callerAndPath(incoming.url ?? '/');
      if (faults.latencyMs > 0) await wait(faults.latencyMs);
      const note = (action: string, resource: string | null, error: string | null): void => {
        calls.push({ action, resource, principalArn, error });
      };
      if (path.startsWith('/authorization-details/')) {
        const { action, error, reply } = callToolbox(
          path,
          options.authorizationDetails ?? new Map(),
          faults,
        );
        note(action, '*', error);
        send(response, reply);
        return;
      }
      const service = services[serviceOf(incoming)];
      if (service === undefined) {
        send(response, { status: 404, headers: {}, body: 'no such service' });
        return;
      }
      const name = serviceOf(incoming);
      const call = callOf(incoming, body);
      const known = { account, manners, faults, principalArn };
      const { resource, outcome } = answer(name, service, call, known);
      note(`${name}:${call.action}`, resource, outcome instanceof AwsError ? outcome.code : null);
      send(response, wire(service, call, outcome));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    calls,
    counts: () => countsOf(calls),
    faults,
    endpointsFor: (principalArn) => {
      const endpoint = as(url, principalArn);
      return {
        AWS_ENDPOINT_URL_IAM: endpoint,
        AWS_ENDPOINT_URL_STS: endpoint,
        AWS_ENDPOINT_URL_ORGANIZATIONS: endpoint,
      };
    },
    fetchFor: (principalArn) => (input, init) =>
      realFetch(redirected(input, as(url, principalArn)), init),
    close: () => closed(server),
  };
}

function as(url: string, principalArn: string): string {
  return `${url}/as/${encodeURIComponent(principalArn)}`;
}

interface Known {
  readonly account: FakeAccount;
  readonly manners: Manners;
  readonly faults: Faults;
  readonly principalArn: string | null;
}

/** Looks for what the call names first: AWS counts a call on nothing as one on nothing. */
function answer(
  name: string,
  { actions, throttling }: FakeService,
  { action, input }: Call,
  { account, manners, faults, principalArn }: Known,
): { readonly resource: string | null; readonly outcome: Fields | AwsError } {
  const found = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (found === undefined) {
    const message = `The fake does not know ${name}:${action}`;
    return { resource: null, outcome: new AwsError('InvalidAction', 400, message) };
  }
  let resource: string | null = null;
  try {
    resource = found.resource(account, input);
    if (faults.throttlesNow()) return { resource, outcome: throttling };
    faults.refuse(name, action, principalArn, resource);
    return { resource, outcome: found.answer(account, input, manners) };
  } catch (error) {
    if (error instanceof AwsError) return { resource, outcome: error };
    throw error;
  }
}

/** What goes over the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function wire({ protocol, namespace }: FakeService, call: Call, outcome: Fields | AwsError): Reply {
  const failed = outcome instanceof AwsError;
  if (protocol === 'query') {
    const body = failed
      ? queryErrorXml(outcome, namespace)
      : queryXml(call.action, outcome, namespace);
    return { status: failed ? outcome.status : 200, headers: { 'content-type': 'text/xml' }, body };
  }
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  if (!failed) return { status: 200, headers, body: JSON.stringify(outcome) };
  const body = JSON.stringify({ __type: outcome.code, message: outcome.message });
  return { status: outcome.status, headers, body };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** The service in the scope of the signature: `…/eu-west-1/iam/aws4_request`. */
function serviceOf({ headers }: IncomingMessage): string {
  return (
    /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1] ??
    ''
  );
}

function callOf({ headers }: IncomingMessage, body: string): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const input = JSON.parse(body === '' ? '{}' : body) as Readonly<Record<string, string>>;
    return { action: target.slice(target.lastIndexOf('.') + 1), input };
  }
  const input = Object.fromEntries(new URLSearchParams(body));
  return { action: input['Action'] ?? '', input };
}

function callerAndPath(url: string): {
  readonly principalArn: string | null;
  readonly path: string;
} {
  const found = /^\/as\/([^/?]+)(.*)$/.exec(url);
  if (found === null) return { principalArn: null, path: url };
  return { principalArn: decodeURIComponent(found[1] ?? ''), path: found[2] ?? '/' };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function redirected(
  input: Parameters<typeof fetch>[0],
  endpoint: string,
): Parameters<typeof fetch>[0] {
  if (input instanceof Request) return input;
  const url = new URL(input);
  return url.hostname.startsWith('iam-toolbox.')
    ? `${endpoint}${url.pathname}${url.search}`
    : input;
}

function countsOf(calls: readonly SeenCall[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { action } of calls) counts.set(action, (counts.get(action) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
}
