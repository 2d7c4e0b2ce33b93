/** A policy with its name. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: object;
}

/** One request of a case. */
export interface BenchRequest {
  readonly principal: string;
  readonly action: string;
  readonly resource: { readonly resource: string; readonly accountId: string };
  readonly contextVariables: Readonly<Record<string, string | readonly string[]>>;
}

/** Policies and requests to be measured, in the shape of the case files that other engines read too. */
export interface BenchCase {
  readonly name: string;
  readonly note: string;
  readonly policies: {
    readonly identityPolicies: readonly NamedPolicy[];
    readonly serviceControlPolicies: readonly {
      readonly orgIdentifier: string;
      readonly policies: readonly NamedPolicy[];
    }[];
    readonly resourceControlPolicies: readonly {
      readonly orgIdentifier: string;
      readonly policies: readonly NamedPolicy[];
    }[];
    readonly permissionBoundaryPolicies?: readonly NamedPolicy[];
    readonly resourcePolicy?: object;
  };
  readonly requests: readonly BenchRequest[];
}

const ACCOUNT = '111122223333';

/** Pseudo-random numbers from a seed (mulberry32): the same seed gives the same cases everywhere. */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

interface Service {
  readonly prefix: string;
  readonly actions: readonly string[];
  readonly arn: (n: number) => string;
}

const SERVICES: readonly Service[] = [
  {
    prefix: 's3',
    actions: ['GetObject', 'PutObject', 'DeleteObject', 'GetObjectTagging'],
    arn: (n) => `arn:aws:s3:::store-${n}/team-a/file.json`,
  },
  {
    prefix: 'dynamodb',
    actions: ['GetItem', 'PutItem', 'Query', 'DeleteItem'],
    arn: (n) => `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/store-${n}`,
  },
  {
    prefix: 'sqs',
    actions: ['SendMessage', 'ReceiveMessage', 'DeleteMessage'],
    arn: (n) => `arn:aws:sqs:eu-west-1:${ACCOUNT}:store-${n}-queue`,
  },
  {
    prefix: 'kms',
    actions: ['Decrypt', 'Encrypt', 'DescribeKey'],
    arn: (n) => `arn:aws:kms:eu-west-1:${ACCOUNT}:key/key-${n}`,
  },
  {
    prefix: 'lambda',
    actions: ['InvokeFunction', 'UpdateFunctionCode'],
    arn: (n) => `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:store-${n}-api`,
  },
];

const CONDITIONS: readonly object[] = [
  { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
  { ArnLike: { 'aws:PrincipalArn': [`arn:aws:iam::${ACCOUNT}:role/store-*`] } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
  { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } },
  { 'ForAllValues:StringLike': { 'aws:TagKeys': ['team', 'cost-*'] } },
  { DateGreaterThan: { 'aws:CurrentTime': '2024-01-01T00:00:00Z' } },
];

/** The three cases: one small policy, a role with 10 policies of 20 statements, the same in all layers. */
export function generateCases(seed: number): readonly BenchCase[] {
  const next = numbers(seed);
  const identityPolicies = Array.from({ length: 10 }, (_, i) => ({
    name: `policy-${i}`,
    policy: document(Array.from({ length: 20 }, () => statement(next))),
  }));
  const requests = Array.from({ length: 40 }, () => request(next));
  const none = { serviceControlPolicies: [], resourceControlPolicies: [] };
  const role = { identityPolicies, ...none };
  return [
    {
      name: 'small',
      note: '2 statements',
      policies: smallPolicies(),
      requests: requests.slice(0, 2),
    },
    { name: 'role 10 x 20', note: '10 policies of 20 statements', policies: role, requests },
    {
      name: 'layers',
      note: 'the same with 3 SCP levels, a boundary and a bucket policy',
      policies: { ...role, ...layers() },
      requests,
    },
  ];
}

function document(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function smallPolicies(): BenchCase['policies'] {
  const policy = document([
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::store-1/*' },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::store-1' },
  ]);
  const identityPolicies = [{ name: 'small', policy }];
  return { identityPolicies, serviceControlPolicies: [], resourceControlPolicies: [] };
}

/** One item of a list. */
export function pick<T>(list: readonly T[], next: (below: number) => number): T {
  const item = list[next(list.length)];
  if (item === undefined) throw new RangeError('the list is empty');
  return item;
}

function statement(next: (below: number) => number): object {
  const service = pick(SERVICES, next);
  const action = pick(service.actions, next);
  const arn = service.arn(next(40));
  const resource = [arn, arn.replace(/(store|key)-.*/, '$1-*'), `${arn.slice(0, -2)}??`];
  return {
    Sid: `S${next(1_000_000)}`,
    Effect: next(6) === 0 ? 'Deny' : 'Allow',
    Action:
      next(3) === 0 ? `${service.prefix}:${action.slice(0, 3)}*` : `${service.prefix}:${action}`,
    Resource: pick(resource, next),
    ...(next(2) === 0 ? { Condition: pick(CONDITIONS, next) } : {}),
  };
}

function request(next: (below: number) => number): BenchRequest {
  const service = pick(SERVICES, next);
  return {
    principal: `arn:aws:sts::${ACCOUNT}:assumed-role/store-worker/session-1`,
    action: `${service.prefix}:${pick(service.actions, next)}`,
    resource: { resource: service.arn(next(40)), accountId: ACCOUNT },
    contextVariables: {
      'aws:PrincipalTag/team': 'team-a',
      'aws:ResourceTag/team': next(2) === 0 ? 'team-a' : 'team-b',
      'aws:RequestedRegion': 'eu-west-1',
      'aws:SecureTransport': 'true',
      'aws:SourceIp': next(2) === 0 ? '10.1.2.3' : '203.0.113.9',
      'aws:CurrentTime': '2026-06-01T12:00:00Z',
    },
  };
}

function layers(): Pick<
  BenchCase['policies'],
  'serviceControlPolicies' | 'permissionBoundaryPolicies' | 'resourcePolicy'
> {
  const full = document([{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  const guard = document([
    {
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*', 'organizations:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
    },
    {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
    {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
    },
  ]);
  const ceiling = document([
    {
      Effect: 'Allow',
      Action: ['s3:*', 'dynamodb:*', 'sqs:*', 'kms:*', 'lambda:*'],
      Resource: '*',
    },
    { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' },
  ]);
  return {
    serviceControlPolicies: ['r-ab12', 'ou-ab12-prod0001', ACCOUNT].map((orgIdentifier) => ({
      orgIdentifier,
      policies: [
        { name: 'FullAWSAccess', policy: full },
        { name: 'guard', policy: guard },
      ],
    })),
    permissionBoundaryPolicies: [{ name: 'ceiling', policy: ceiling }],
    resourcePolicy: document([
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/store-worker` },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::store-1/*',
      },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]),
  };
}
