import { ToolboxAuthorizationDetails } from '../../lib/aws/toolbox/authorization-details';
import { ToolboxClient, type ToolboxSettings } from '../../lib/aws/toolbox/toolbox-client';
import { loopbackServer, type LoopbackServer, type TestAnswer } from './support/loopback-server';

const ID = 'ejsk06qtimkkubln9lbjmt1h';
const REGION = 'eu-central-1';
const NOW = Date.parse('2026-11-20T08:00:00Z');
const YOUNG = '2026-11-20T07:50:00Z';
const OLD = '2026-11-20T07:40:00Z';
const SCP =
  'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/service_control_policy/p-a1b2c3d4';

const DETAILS = {
  requestContext: {
    'aws:SourceIp': '192.0.2.7',
    'aws:MultiFactorAuthPresent': false,
    'aws:TagKeys': ['team', 'env'],
    'aws:MultiFactorAuthAge': 3600,
  },
  evaluations: [
    {
      action: 'iam:CreateUser',
      resource: 'arn:aws:iam::111122223333:user/new',
      context: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/b' },
      evaluatedEffect: 'EXPLICIT_DENY',
      matchedPolicies: [
        { uri: SCP, matchedStatements: [{ sid: 'NoUsers', evaluatedEffect: 'DENY' }] },
      ],
    },
  ],
  policies: [
    {
      type: 'IDENTITY_BASED_POLICY',
      inline: true,
      uri: 'inline-1',
      attachedTo: [{ arn: 'arn:aws:iam::111122223333:role/app' }],
    },
    {
      type: 'SERVICE_CONTROL_POLICY',
      inline: false,
      uri: SCP,
      attachedTo: [{ arn: 'a' }, { arn: 'b' }],
    },
    { type: 'SOME_NEW_POLICY', inline: false, uri: 'new-1', attachedTo: [] },
  ],
};
const DOCUMENT = { Version: '2012-10-17', Statement: [{ Sid: 'NoUsers', Effect: 'Deny' }] };

let server: LoopbackServer | null = null;
let waits: number[] = [];

afterEach(async () => {
  await server?.close();
  server = null;
  waits = [];
});

async function source(
  answer: (url: URL, index: number) => TestAnswer,
  settings: Partial<ToolboxSettings> = {},
): Promise<ToolboxAuthorizationDetails> {
  server = await loopbackServer(({ url }, i) => answer(new URL(url, 'http://x'), i));
  const { origin } = server;
  const client = new ToolboxClient({
    credentials: () =>
      Promise.resolve({
        accessKeyId: 'AKIAEXAMPLE',
        secretAccessKey: 'secret',
        sessionToken: 'token',
      }),
    endpoint: () => origin,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    random: () => 1,
    ...settings,
  });
  return new ToolboxAuthorizationDetails({ client, now: () => NOW, waitsWhileNotYet: [10, 20] });
}

const isPolicy = (url: URL): boolean => url.pathname.endsWith('/policy');
const both = (url: URL): TestAnswer => ({
  body: isPolicy(url) ? { policyDocument: DOCUMENT } : DETAILS,
});

describe('ToolboxAuthorizationDetails', () => {
  it("reads AWS's answer with the text of each policy", async () => {
    const details = await (await source(both)).find(ID, REGION, YOUNG);
    expect(details).toStrictEqual({
      status: 'found',
      value: {
        authorizationId: ID,
        requestContext: new Map([
          ['aws:SourceIp', ['192.0.2.7']],
          ['aws:MultiFactorAuthPresent', ['false']],
          ['aws:TagKeys', ['team', 'env']],
          ['aws:MultiFactorAuthAge', ['3600']],
        ]),
        evaluations: [
          {
            action: 'iam:CreateUser',
            resource: 'arn:aws:iam::111122223333:user/new',
            effect: 'explicitDeny',
            context: new Map([['iam:PermissionsBoundary', ['arn:aws:iam::111122223333:policy/b']]]),
            matched: [{ uri: SCP, statements: [{ sid: 'NoUsers', effect: 'deny' }] }],
          },
        ],
        policies: [
          {
            layer: 'identity',
            inline: true,
            uri: 'inline-1',
            attachedTo: ['arn:aws:iam::111122223333:role/app'],
            document: DOCUMENT,
          },
          { layer: 'scp', inline: false, uri: SCP, attachedTo: ['a', 'b'], document: DOCUMENT },
          { layer: null, inline: false, uri: 'new-1', attachedTo: [], document: DOCUMENT },
        ],
        gaps: [],
      },
    });
  });

  it('signs each request as iam in the region of the denial', async () => {
    await (await source(both)).find(ID, REGION, YOUNG);
    const [first, second] = server?.seen ?? [];
    expect(first?.url).toBe(`/authorization-details/${ID}`);
    expect(first?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/iam\/aws4_request, SignedHeaders=[^,]*host[^,]*, Signature=[0-9a-f]{64}$/,
    );
    expect(first?.headers['x-amz-security-token']).toBe('token');
    expect(second?.url).toBe(
      `/authorization-details/${ID}/policy?policyUri=${encodeURIComponent(SCP)}`,
    );
  });

  it.each([
    ['eu-central-1', 'https://iam-toolbox.eu-central-1.amazonaws.com'],
    ['us-gov-west-1', 'https://iam-toolbox.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'https://iam-toolbox.cn-north-1.amazonaws.com.cn'],
    ['eusc-de-east-1', 'https://iam-toolbox.eusc-de-east-1.amazonaws.eu'],
  ])('asks in the partition of %s', async (region, origin) => {
    const asked: string[] = [];
    const client = new ToolboxClient({
      credentials: () => Promise.resolve({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 's' }),
      fetch: (url) => {
        asked.push(url instanceof Request ? url.url : String(url));
        return Promise.resolve(new Response('{}', { status: 400 }));
      },
    });
    await new ToolboxAuthorizationDetails({ client, now: () => NOW }).find(ID, region, YOUNG);
    expect(asked).toStrictEqual([`${origin}/authorization-details/${ID}`]);
  });

  it('joins the pages, which repeat the policies', async () => {
    const found = await source((url) => {
      if (isPolicy(url)) return both(url);
      const page = url.searchParams.get('nextToken');
      return { body: { ...DETAILS, ...(page === null && { nextToken: 'a+b /=' }) } };
    });
    const details = await found.find(ID, REGION, YOUNG);
    expect(details).toMatchObject({
      value: { evaluations: [{}, {}], policies: [{ uri: 'inline-1' }, {}, {}] },
    });
    expect(server?.seen[1]?.url).toBe(`/authorization-details/${ID}?nextToken=a%2Bb%20%2F%3D`);
    expect(server?.seen).toHaveLength(5);
  });

  it('waits for details that are not recorded yet', async () => {
    const found = await source((url, i) =>
      i < 2 ? { status: 404, body: { message: 'no' } } : both(url),
    );
    await expect(found.find(ID, REGION, YOUNG)).resolves.toMatchObject({ status: 'found' });
    expect(waits).toStrictEqual([10, 20]);
  });

  it('answers "not yet" while the denial is young and "not there" after that', async () => {
    const found = await source(() => ({ status: 404 }));
    await expect(found.find(ID, REGION, YOUNG)).resolves.toStrictEqual({
      status: 'notYet',
      gap: `the authorization details ${ID} are not recorded yet in eu-central-1`,
    });
    await expect(found.find(`${ID}x`, REGION, OLD)).resolves.toMatchObject({
      status: 'unavailable',
      gap: `the authorization details ${ID}x are not in eu-central-1: AWS keeps them for 24 hours, in the region of the denial, for its own account and organization`,
    });
    expect(waits).toStrictEqual([10, 20]);
  });

  it('tries again when AWS throttles or fails, as long as it asks for, and says so in the end', async () => {
    const found = await source((url, i) => {
      if (i === 0) return { status: 429, headers: { 'retry-after': '3' } };
      return i === 1 ? { status: 500 } : both(url);
    });
    await expect(found.find(ID, REGION, YOUNG)).resolves.toMatchObject({ status: 'found' });
    expect(waits).toStrictEqual([3000, 800]);
  });

  it.each([
    [{ status: 403 }, 'it takes the permission iam:GetRequestAuthorizationDetails'],
    [
      { status: 403, headers: { 'x-amzn-errortype': 'ExpiredTokenException:http://x' } },
      'the AWS credentials are missing, expired or not valid',
    ],
    [{ status: 429 }, 'AWS throttled iam:GetRequestAuthorizationDetails'],
    [{ status: 503 }, 'AWS had an internal error in iam:GetRequestAuthorizationDetails'],
    [
      { status: 400, body: '{"message":"bad\nid"}' },
      'AWS refused iam:GetRequestAuthorizationDetails: {"message":"bad id"}',
    ],
    [
      { body: '<html>' },
      'AWS refused iam:GetRequestAuthorizationDetails: the answer is not shaped as documented',
    ],
    [
      { body: [] },
      'AWS refused iam:GetRequestAuthorizationDetails: the answer is not shaped as documented',
    ],
  ])('turns %j into a gap', async (answer, why) => {
    const found = await source(() => answer);
    await expect(found.find(ID, REGION, YOUNG)).resolves.toStrictEqual({
      status: 'unavailable',
      gap: `the authorization details ${ID} could not be looked at: ${why}`,
    });
  });

  it('gives up on a server that does not answer', async () => {
    const found = await source(() => ({ hangs: true }), { timeoutMs: 20 });
    await expect(found.find(ID, REGION, YOUNG)).resolves.toStrictEqual({
      status: 'unavailable',
      gap: 'the authorization details could not be looked at: AWS did not answer iam:GetRequestAuthorizationDetails in time',
    });
    expect(server?.seen.length).toBeGreaterThan(0);
  });

  it('says that there is no network', async () => {
    const gone = await loopbackServer(() => ({}));
    await gone.close();
    const found = await source(both, { endpoint: () => gone.origin });
    await expect(found.find(ID, REGION, YOUNG)).resolves.toStrictEqual({
      status: 'unavailable',
      gap: 'the authorization details could not be looked at: AWS could not be reached over the network',
    });
  });

  it('says that the credentials are missing', async () => {
    const missing = Object.assign(new Error('none'), { name: 'CredentialsProviderError' });
    const found = await source(both, { credentials: () => Promise.reject(missing) });
    await expect(found.find(ID, REGION, YOUNG)).resolves.toMatchObject({
      gap: 'the authorization details could not be looked at: the AWS credentials are missing, expired or not valid',
    });
  });

  it('throws what is an error in the program', async () => {
    const bug = (): never => {
      throw new TypeError('x is not a function');
    };
    const found = await source(both, { fetch: bug });
    await expect(found.find(ID, REGION, YOUNG)).rejects.toThrow('x is not a function');
  });

  it.each([
    ['as an object, whatever its name', { document: DOCUMENT }, DOCUMENT],
    ['as JSON text', { policy: JSON.stringify(DOCUMENT) }, DOCUMENT],
    [
      'as URL-encoded JSON text',
      { policy: encodeURIComponent(JSON.stringify(DOCUMENT)) },
      DOCUMENT,
    ],
    ['as the answer itself', DOCUMENT, DOCUMENT],
    ['one level down', { policy: { document: DOCUMENT, uri: 'x' } }, DOCUMENT],
  ])('takes a policy document %s', async (_, body, document) => {
    const found = await source((url) => ({ body: isPolicy(url) ? body : DETAILS }));
    await expect(found.find(ID, REGION, YOUNG)).resolves.toMatchObject({
      value: { policies: [{ document }, { document }, { document }], gaps: [] },
    });
  });

  it.each([
    [
      'no document in it',
      { body: { policy: '{"not":"a policy"}' } },
      `the answer for "${SCP}" holds no policy`,
    ],
    ['no JSON', { body: 'Statement' }, `the answer for "${SCP}" holds no policy`],
    ['no permission', { status: 403 }, 'it takes the permission iam:GetRequestAuthorizationPolicy'],
  ])('keeps the details and says what is missing when there is %s', async (_, answer, gap) => {
    const found = await source((url) => (isPolicy(url) ? answer : { body: DETAILS }));
    const details = await found.find(ID, REGION, YOUNG);
    if (details.status !== 'found') throw new Error(details.status);
    expect(details.value.policies.map(({ document }) => document)).toStrictEqual([
      null,
      null,
      null,
    ]);
    expect(details.value.gaps?.[0]).toContain(gap);
  });

  it('fetches the text of the matched policies first, of a bounded number, and says so', async () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      type: 'SERVICE_CONTROL_POLICY',
      uri: `p-${i}`,
    }));
    const evaluations = [
      { ...DETAILS.evaluations[0], matchedPolicies: [{ uri: 'p-39', matchedStatements: [] }] },
    ];
    const found = await source((url) =>
      isPolicy(url) ? both(url) : { body: { requestContext: {}, evaluations, policies: many } },
    );
    const details = await found.find(ID, REGION, YOUNG);
    if (details.status !== 'found') throw new Error(details.status);
    const { policies, gaps } = details.value;
    expect(policies.filter(({ document }) => document !== null)).toHaveLength(25);
    expect(policies[39]?.document).toStrictEqual(DOCUMENT);
    expect(gaps).toStrictEqual(['the text of 15 of 40 evaluated policies was not fetched']);
  });

  it('leaves out what is not shaped as documented', async () => {
    const body = {
      requestContext: ['x'],
      evaluations: [
        null,
        7,
        {},
        { action: 'a:B', evaluatedEffect: 'MAYBE' },
        ...DETAILS.evaluations,
      ],
      policies: 'none',
    };
    const found = await source(() => ({ body }));
    await expect(found.find(ID, REGION, YOUNG)).resolves.toMatchObject({
      value: {
        requestContext: new Map(),
        evaluations: [{ action: 'iam:CreateUser' }],
        policies: [],
      },
    });
  });

  it.each([
    ['../../etc', REGION, '"../../etc" is no authorization id'],
    ['', REGION, '"" is no authorization id'],
    [ID, 'evil.example/', 'the authorization details: no region "evil.example/"'],
    [
      ID,
      'eu-central-1.evil.example',
      'the authorization details: no region "eu-central-1.evil.example"',
    ],
    [
      ID,
      `eu-${'a'.repeat(200)}-1`,
      `the authorization details: no region "eu-${'a'.repeat(116)}…"`,
    ],
  ])('sends nothing for the id %s in region %s', async (id, region, gap) => {
    const found = await source(both);
    await expect(found.find(id, region, YOUNG)).resolves.toStrictEqual({
      status: 'unavailable',
      gap,
    });
    expect(server?.seen).toHaveLength(0);
  });

  it('asks once for what several look for at one time', async () => {
    const found = await source(both);
    await Promise.all([found.find(ID, REGION, YOUNG), found.find(ID, REGION, YOUNG)]);
    await found.find(ID, REGION, YOUNG);
    expect(server?.seen.filter(({ url }) => !url.includes('/policy'))).toHaveLength(1);
  });
});
