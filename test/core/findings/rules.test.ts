import { observe } from '../../../lib/core/findings/observe';
import type { Finding } from '../../../lib/core/findings/finding';
import { DAY, MINUTE, observed, ofInstance, type Told } from './observed';

const told = (many: readonly Told[]): readonly Finding[] =>
  observe(null, many.map(observed)).findings;
const kinds = (many: readonly Told[]): readonly string[] => [
  ...new Set(told(many).map(({ kind }) => kind)),
];

const SERVICES = ['s3', 'sqs', 'sns', 'kms', 'lambda'];
/** So many different actions, over so many services. */
function actions(many: number, services: number, everyMs = MINUTE): readonly Told[] {
  const names = ['ListKeys', 'ListTopics', 'ListQueues', 'ListFunctions', 'ListThings', 'ListMore'];
  return Array.from({ length: many }, (_, at) => ({
    id: `a${at}`,
    after: at * everyMs,
    action: `${SERVICES[at % services] ?? ''}:${names[at % names.length] ?? ''}${at}`,
    resource: '*',
  }));
}

function secrets(many: number, everyMs = MINUTE): readonly Told[] {
  return Array.from({ length: many }, (_, at) => ({
    id: `s${at}`,
    after: at * everyMs,
    action: 'secretsmanager:GetSecretValue',
    resource: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders-${at}`,
  }));
}

const repeated = (many: number, after: number): readonly Told[] =>
  Array.from({ length: many }, (_, at) => ({ id: `r${after}-${at}`, after: after + at * 1_000 }));

const from = (sourceIPAddress: string) => ({ fields: { sourceIPAddress } });
const HOME = ofInstance('198.51.100.7', 'aws-sdk-java/2.30');

describe('each rule, where it fires and just where it does not', () => {
  test.each<[string, readonly Told[], readonly string[]]>([
    ['20 actions of 5 services in 20 minutes', actions(20, 5), ['enumeration']],
    ['19 actions of 5 services', actions(19, 5), []],
    ['20 actions of 4 services', actions(20, 4), []],
    ['20 actions of 5 services in 20 hours', actions(20, 5, 60 * MINUTE), []],
    ['one action on 10 secrets', secrets(10), ['bruteForce']],
    ['one action on 9 secrets', secrets(9), []],
    ['one action on 10 secrets in 10 hours', secrets(10, 61 * MINUTE), []],
    [
      'a program that may not write into its bucket',
      secrets(60, 1_000).map((one, at) => ({
        ...one,
        action: 's3:PutObject',
        resource: `arn:aws:s3:::orders/uploads/${at}.pdf`,
      })),
      [],
    ],
    ['the same secret over and over', secrets(40).map((one) => ({ ...one, resource: '*' })), []],
    [
      'logging is to be turned off',
      [{ id: 'g', after: 0, action: 'cloudtrail:StopLogging' }],
      ['guardrailTampering'],
    ],
    ['the trail is looked at', [{ id: 'g', after: 0, action: 'cloudtrail:DescribeTrails' }], []],
    [
      'a new network after 15 days',
      [
        { id: 'n0', after: 0 },
        { id: 'n1', after: 15 * DAY, ...from('198.51.100.9') },
      ],
      ['newPlace'],
    ],
    [
      'a new network after 13 days',
      [
        { id: 'n0', after: 0 },
        { id: 'n1', after: 13 * DAY, ...from('198.51.100.9') },
      ],
      [],
    ],
    [
      'another address of the same network',
      [
        { id: 'n0', after: 0 },
        { id: 'n1', after: 15 * DAY, ...from('203.0.200.1') },
      ],
      [],
    ],
    [
      'a private address',
      [
        { id: 'n0', after: 0 },
        { id: 'n1', after: 15 * DAY, ...from('10.1.2.3') },
      ],
      [],
    ],
    [
      '50 denials after 15 quiet days',
      [{ id: 'b', after: 0 }, ...repeated(50, 15 * DAY)],
      ['burstAfterQuiet'],
    ],
    ['49 denials after 15 quiet days', [{ id: 'b', after: 0 }, ...repeated(49, 15 * DAY)], []],
    ['50 denials after 13 quiet days', [{ id: 'b', after: 0 }, ...repeated(50, 13 * DAY)], []],
    ['50 denials of somebody new', repeated(50, 0), []],
    [
      'a key after 90 days',
      [
        { id: 'k0', after: 0 },
        { id: 'k1', after: 90 * DAY },
      ],
      ['longUnusedKey'],
    ],
    [
      'a key after 89 days',
      [
        { id: 'k0', after: 0 },
        { id: 'k1', after: 89 * DAY },
      ],
      [],
    ],
    [
      'an instance key from elsewhere, by another program',
      [
        { id: 'i0', after: 0, fields: HOME },
        { id: 'i1', after: MINUTE, fields: ofInstance('203.0.113.9', 'aws-cli/2.31 kali') },
      ],
      ['credentialOutside'],
    ],
    [
      'an instance whose address changed',
      [
        { id: 'i0', after: 0, fields: HOME },
        { id: 'i1', after: MINUTE, fields: ofInstance('203.0.113.9', 'aws-sdk-java/2.30') },
      ],
      [],
    ],
    [
      'two programs of one instance',
      [
        { id: 'i0', after: 0, fields: HOME },
        { id: 'i1', after: MINUTE, fields: ofInstance('198.51.100.7', 'aws-cli/2.31') },
      ],
      [],
    ],
    [
      'another key of the same instance, which it got after a restart',
      [
        { id: 'i0', after: 0, fields: HOME },
        { id: 'i1', after: MINUTE, fields: ofInstance('203.0.113.9', 'aws-cli/2', 'ASIAOTHER') },
      ],
      [],
    ],
    [
      'an instance key through an endpoint of its network',
      [
        { id: 'i0', after: 0, fields: HOME },
        { id: 'i1', after: MINUTE, fields: ofInstance('10.0.0.9', 'aws-cli/2') },
      ],
      [],
    ],
  ])('%s', (_, many, expected) => {
    expect(kinds(many)).toEqual(expected);
  });
});

test("AWS's own services look at everything by design", () => {
  const userIdentity = { type: 'AWSService', invokedBy: 'config.amazonaws.com' };
  const many = [...actions(30, 5), ...secrets(30)];
  expect(kinds(many.map((one) => ({ ...one, fields: { userIdentity } })))).toEqual([]);
});

test('a finding says who, why, and shows its newest events', () => {
  const [finding] = told(secrets(10));
  expect(finding).toMatchObject({
    id: '2026-11-01|111122223333|arn:aws:iam::111122223333:user/mara|bruteForce|secretsmanager:GetSecretValue|arn:aws:secretsmanager:eu-west-1:111122223333:secret',
    kind: 'bruteForce',
    severity: 'high',
    at: '2026-11-01T08:09:00.000Z',
    caller: { accountId: '111122223333', principalArn: 'arn:aws:iam::111122223333:user/mara' },
    headline:
      'secretsmanager:GetSecretValue was refused on 10 different resources within 60 minutes',
    moreEvents: 0,
  });
  expect(finding?.events.map(({ id }) => id)).toEqual(secrets(10).map(({ id }) => id));
  expect(finding?.steps.length).toBeGreaterThan(1);
});

test('a caller that goes on is told once a day', () => {
  const many = secrets(60);
  expect(told(many).map(({ kind }) => kind)).toEqual(['bruteForce']);
  const days = told([
    ...many,
    ...many.map((one) => ({ ...one, id: `t${one.id}`, after: one.after + DAY })),
  ]);
  expect(days.map(({ at }) => at.slice(0, 10))).toEqual(['2026-11-01', '2026-11-02']);
});
