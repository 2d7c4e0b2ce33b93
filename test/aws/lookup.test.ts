import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { clientSettings } from '../../lib/aws/client-settings';
import { gapOf, lookUp, shortMessage, troubleOf } from '../../lib/aws/lookup';
import { allPages } from '../../lib/aws/pages';
import { isRegion } from '../../lib/aws/region';
import { iamError } from './support/iam-account';
import { loopbackServer, type LoopbackServer, type TestAnswer } from './support/loopback-server';

const PURPOSE = { what: 'the roles', permission: 'iam:ListRoles' };

let server: LoopbackServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

/** A real client against a real server. */
async function listRoles(answer: TestAnswer): Promise<unknown> {
  server = await loopbackServer(() => answer);
  const settings = clientSettings({
    region: 'eu-central-1',
    credentials: () => Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }),
  });
  const iam = new IAMClient({
    ...settings,
    maxAttempts: 1,
    endpoint: server.origin,
    requestHandler: { ...settings.requestHandler, requestTimeout: 200 },
  });
  return lookUp(PURPOSE, async () => (await iam.send(new ListRolesCommand({}))).Roles);
}

function errorXml(code: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>M</Message></Error></ErrorResponse>`;
}

describe('lookUp, with a real client', () => {
  it('calls with a user agent by which its calls are found', async () => {
    const body =
      '<ListRolesResponse><ListRolesResult><Roles/></ListRolesResult></ListRolesResponse>';
    await expect(listRoles({ body })).resolves.toMatchObject({ status: 'found' });
    expect(server?.seen[0]?.headers['user-agent']).toMatch(/ denywatch(?: |$)/);
  });

  it.each<readonly [string, TestAnswer, string]>([
    [
      'a missing permission',
      { status: 403, body: errorXml('AccessDenied') },
      'it takes the permission iam:ListRoles',
    ],
    ['a throttle', { status: 400, body: errorXml('Throttling') }, 'AWS throttled iam:ListRoles'],
    [
      'an expired token',
      { status: 403, body: errorXml('ExpiredToken') },
      'the AWS credentials are missing, expired or not valid',
    ],
    [
      'a fault of AWS',
      { status: 500, body: errorXml('ServiceFailure') },
      'AWS had an internal error in iam:ListRoles',
    ],
    [
      'a refusal',
      { status: 400, body: errorXml('ValidationError') },
      'AWS refused iam:ListRoles: M',
    ],
    ['a server that hangs', { hangs: true }, 'AWS did not answer iam:ListRoles in time'],
  ])('makes a gap of %s', async (_, answer, why) => {
    await expect(listRoles(answer)).resolves.toStrictEqual({
      status: 'unavailable',
      gap: `the roles could not be looked at: ${why}`,
    });
  });
});

describe('troubleOf', () => {
  const coded = (code: string): Error => Object.assign(new Error('x'), { code });

  it.each([
    [iamError('SomethingNew', 403, ''), 'notAllowed'],
    [iamError('SomethingNew', 401, ''), 'credentials'],
    [iamError('SomethingNew', 408, ''), 'timedOut'],
    [iamError('SomethingNew', 429, ''), 'throttled'],
    [coded('ENOTFOUND'), 'network'],
    [coded('ECONNREFUSED'), 'network'],
    [coded('CERT_HAS_EXPIRED'), 'network'],
    [coded('ETIMEDOUT'), 'timedOut'],
    [new TypeError('fetch failed', { cause: coded('ECONNRESET') }), 'network'],
    [new TypeError('fetch failed', { cause: new Error('unexpected redirect') }), 'network'],
    [new Error('x', { cause: coded('ERR_INVALID_ARG_TYPE') }), null],
    [new TypeError('x is not a function'), null],
    [new RangeError('too deep'), null],
    ['text', null],
    [null, null],
  ])('of %p is %p', (error, trouble) => {
    expect(troubleOf(error)).toBe(trouble);
  });

  it('is null for an error in the program that passed through the SDK', () => {
    const error = Object.assign(new TypeError('x'), { $metadata: { attempts: 1 } });
    expect(() => gapOf(error, PURPOSE)).toThrow(error);
  });
});

describe('shortMessage', () => {
  it('is one line of bounded length', () => {
    expect(shortMessage(new Error('a\n\tb'))).toBe('a b');
    expect(shortMessage('x'.repeat(100_000))).toBe(`${'x'.repeat(199)}…`);
  });
});

describe('allPages', () => {
  it('ends where there is no marker, or an empty one', async () => {
    const pages = [
      { items: [1], next: 'a' },
      { items: undefined, next: 'b' },
      { items: [2], next: '' },
    ];
    const markers: unknown[] = [];
    const all = await allPages((marker) => {
      markers.push(marker);
      return Promise.resolve(pages[markers.length - 1] ?? { items: [9], next: undefined });
    });
    expect(all).toStrictEqual([1, 2]);
    expect(markers).toStrictEqual([undefined, 'a', 'b']);
  });

  it('does not follow markers without end', async () => {
    const endless = (): Promise<{ items: number[]; next: string }> =>
      Promise.resolve({ items: [], next: 'again' });
    await expect(allPages(endless)).rejects.toThrow('a list has more than 200 pages');
  });
});

describe('isRegion', () => {
  it.each([
    'eu-central-1',
    'us-gov-west-1',
    'ap-southeast-5',
    'eusc-de-east-1',
    'us-isob-east-1',
    'mx-central-1',
  ])('takes %s', (region) => {
    expect(isRegion(region)).toBe(true);
  });

  it.each([
    '',
    'aws-global',
    'eu-central-1.evil.example',
    'eu-central-1/',
    'EU-CENTRAL-1',
    'eu central-1',
    'eu-central-1\n',
    `eu-${'a'.repeat(40)}-1`,
  ])('refuses %j', (region) => {
    expect(isRegion(region)).toBe(false);
  });
});
