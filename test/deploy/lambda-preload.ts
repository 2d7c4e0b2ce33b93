import { DEATH_HEADER, ROLE_HEADER } from './recorder';

/** Where the requests of a Lambda are led. */
export interface Ways {
  readonly roleArn: string;
  readonly emulatorPort: number;
  readonly recorderPort: number;
  /** Host name -> origin of what stands for it on this machine. */
  readonly hosts: Readonly<Record<string, string>>;
  /** What stands for the IAM toolbox, for whose endpoint there is no variable. */
  readonly toolbox: string;
}

/**
 * The text of a module to be loaded before a Lambda: its bundle stays as it is deployed. Calls of AWS go
 * through the recorder, those of the toolbox to the fake, those of chat systems to the receivers, and
 * nothing leaves this machine.
 */
export function lambdaPreload(ways: Ways): string {
  return `
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';

const ways = ${JSON.stringify(ways)};

const { fetch: original } = globalThis;
globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const origin = url.hostname.startsWith('iam-toolbox.') ? ways.toolbox : ways.hosts[url.hostname];
  if (origin === undefined) throw new TypeError('the test leads nowhere: ' + url.hostname);
  const target = origin + url.pathname + url.search;
  return original(input instanceof Request ? new Request(target, input) : target, init);
};

const { request } = http;
http.request = (options, ...more) => {
  if (Number(options?.port) !== ways.emulatorPort) return request(options, ...more);
  const headers = { ...options.headers, ${JSON.stringify(ROLE_HEADER)}: encodeURIComponent(ways.roleArn) };
  const sent = request({ ...options, headers, port: ways.recorderPort }, ...more);
  sent.prependListener('response', (answer) => {
    if (answer.headers[${JSON.stringify(DEATH_HEADER)}] !== undefined) process.kill(process.pid, 'SIGKILL');
  });
  return sent;
};
syncBuiltinESMExports();
`;
}
