import { numbers, pick } from './policy-cases';

const ACCOUNT = '111122223333';
const OTHER_ACCOUNT = '444455556666';
const REGION = 'eu-west-1';
const MANAGED_POLICIES = 600;
const VERSIONS = 5;
const ATTACHED = 4;

type Next = (below: number) => number;

interface Service {
  readonly prefix: string;
  readonly actions: readonly string[];
  readonly arn: (name: string) => string;
}

const SERVICES: readonly Service[] = [
  {
    prefix: 's3',
    actions: ['GetObject', 'PutObject', 'DeleteObject', 'GetObjectTagging'],
    arn: (name) => `arn:aws:s3:::${name}/incoming/file.json`,
  },
  {
    prefix: 'dynamodb',
    actions: ['GetItem', 'PutItem', 'Query', 'DeleteItem', 'UpdateItem'],
    arn: (name) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  },
  {
    prefix: 'sqs',
    actions: ['SendMessage', 'ReceiveMessage', 'DeleteMessage'],
    arn: (name) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
  },
  {
    prefix: 'lambda',
    actions: ['InvokeFunction', 'UpdateFunctionCode', 'GetFunction'],
    arn: (name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  },
  {
    prefix: 'secretsmanager',
    actions: ['GetSecretValue', 'DescribeSecret', 'PutSecretValue'],
    arn: (name) => `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-Ab12Cd`,
  },
  {
    prefix: 'sns',
    actions: ['Publish', 'Subscribe'],
    arn: (name) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`,
  },
];

const CONDITIONS: readonly object[] = [
  { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
  { ArnLike: { 'aws:PrincipalArn': [`arn:aws:iam::${ACCOUNT}:role/orders-*`] } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
  { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } },
];

/**
 * A snapshot of an account with this many roles in the shape that the AWS CLI prints: about 25 KB a
 * role. Each role has inline policies, shared managed policies of several versions, a trust policy;
 * every third a boundary. The same seed gives the same snapshot.
 */
export function generateSnapshot(seed: number, roles: number): object {
  const next = numbers(seed);
  const full = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const fullAccess = { arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-Full' };
  const level = [{ ...fullAccess, name: 'FullAWSAccess', document: document(full) }];
  return {
    version: 1,
    takenAt: '2026-11-20T08:00:00Z',
    organization: {
      id: 'o-a1b2c3d4e5',
      managementAccountId: '999999999999',
      accounts: { [ACCOUNT]: { path: ['r-ab12', 'ou-ab12-prod0001'] } },
      serviceControlPolicies: {
        'r-ab12': [...level, guardrail()],
        'ou-ab12-prod0001': level,
        [ACCOUNT]: level,
      },
      resourceControlPolicies: {},
    },
    accounts: {
      [ACCOUNT]: {
        authorizationDetails: {
          UserDetailList: [],
          GroupDetailList: [],
          RoleDetailList: Array.from({ length: roles }, (_, index) => role(index, next)),
          Policies: Array.from({ length: MANAGED_POLICIES }, (_, index) => managed(index, next)),
        },
        resourcePolicies: Object.fromEntries(
          Array.from({ length: 200 }, (_, index) => [
            `arn:aws:s3:::store-${index}`,
            bucketPolicy(index),
          ]),
        ),
        vpcEndpointPolicies: {},
        sessionPolicies: {},
      },
      [OTHER_ACCOUNT]: { resourcePolicies: {} },
    },
  };
}

function document(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function guardrail(): object {
  return {
    arn: 'arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/service_control_policy/p-guard',
    name: 'guard',
    document: document([
      {
        Sid: 'KeepCode',
        Effect: 'Deny',
        Action: 'lambda:UpdateFunctionCode',
        Resource: '*',
        Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy/*' } },
      },
    ]),
  };
}

function bucketPolicy(index: number): object {
  return document([
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::store-${index}`, `arn:aws:s3:::store-${index}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}

function role(index: number, next: Next): object {
  const name = roleName(index);
  return {
    Path: '/service/',
    RoleName: name,
    RoleId: `AROAEXAMPLE${String(index).padStart(10, '0')}`,
    Arn: roleArn(index),
    CreateDate: '2025-03-01T09:00:00+00:00',
    AssumeRolePolicyDocument: document([
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ]),
    InstanceProfileList: [],
    RolePolicyList: ['data', 'messages'].map((PolicyName) => ({
      PolicyName,
      PolicyDocument: document(Array.from({ length: 22 }, () => statement(next))),
    })),
    AttachedManagedPolicies: Array.from({ length: ATTACHED }, () => {
      const number = next(MANAGED_POLICIES);
      return { PolicyName: `shared-${number}`, PolicyArn: policyArn(number) };
    }),
    ...(index % 3 === 0
      ? {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: policyArn(0),
          },
        }
      : {}),
    Tags: [
      { Key: 'team', Value: `team-${index % 50}` },
      { Key: 'stage', Value: 'production' },
    ],
    RoleLastUsed: { LastUsedDate: '2026-11-19T22:10:00+00:00', Region: REGION },
  };
}

function roleName(index: number): string {
  return `orders-worker-${index}`;
}

function roleArn(index: number): string {
  return `arn:aws:iam::${ACCOUNT}:role/service/${roleName(index)}`;
}

function policyArn(index: number): string {
  return `arn:aws:iam::${ACCOUNT}:policy/shared-${index}`;
}

function managed(index: number, next: Next): object {
  const ceiling = [
    { Effect: 'Allow', Action: SERVICES.map(({ prefix }) => `${prefix}:*`), Resource: '*' },
    { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' },
  ];
  return {
    PolicyName: `shared-${index}`,
    PolicyId: `ANPAEXAMPLE${String(index).padStart(10, '0')}`,
    Arn: policyArn(index),
    Path: '/',
    DefaultVersionId: `v${VERSIONS}`,
    AttachmentCount: 13,
    IsAttachable: true,
    PolicyVersionList: Array.from({ length: VERSIONS }, (_, version) => ({
      Document: document(index === 0 ? ceiling : Array.from({ length: 24 }, () => statement(next))),
      VersionId: `v${VERSIONS - version}`,
      IsDefaultVersion: version === 0,
      CreateDate: '2026-01-05T10:00:00+00:00',
    })),
  };
}

function statement(next: Next): object {
  const service = pick(SERVICES, next);
  const action = pick(service.actions, next);
  const name = `store-${next(400)}`;
  const arn = service.arn(name);
  const resources = [arn, arn.replace(name, 'store-*'), arn.replace('/incoming/file.json', '/*')];
  return {
    Sid: `Statement${next(1_000_000)}`,
    Effect: next(12) === 0 ? 'Deny' : 'Allow',
    Action: [`${service.prefix}:${action}`, `${service.prefix}:${action.slice(0, 3)}*`].slice(
      next(2),
    ),
    Resource: [arn, pick(resources, next), service.arn(`archive-${next(400)}`)],
    ...(next(2) === 0 ? { Condition: pick(CONDITIONS, next) } : {}),
  };
}

/**
 * Denials as CloudTrail writes them, each by one of the snapshot's roles: what no policy allows, and
 * what the guardrail forbids.
 */
export function generateDenials(seed: number, roles: number, count: number): readonly object[] {
  const next = numbers(seed);
  return Array.from({ length: count }, (_, index) => denied(index, next(roles), next));
}

function denied(index: number, roleIndex: number, next: Next): object {
  const service = pick(SERVICES, next);
  const action = pick(service.actions, next);
  const resource = service.arn(`ledger-${next(400)}`);
  const session = `task-${next(1_000_000)}`;
  const sessionArn = `arn:aws:sts::${ACCOUNT}:assumed-role/${roleName(roleIndex)}/${session}`;
  const refused = `User: ${sessionArn} is not authorized to perform: ${service.prefix}:${action} on resource: ${resource}`;
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(roleIndex, session, sessionArn),
    eventTime: `2026-11-20T09:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}Z`,
    eventSource: `${service.prefix}.amazonaws.com`,
    eventName: action,
    awsRegion: REGION,
    sourceIPAddress: `10.0.${next(256)}.${next(256)}`,
    userAgent: 'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/linux#6.8.0 lang/python#3.13.7',
    errorCode: 'AccessDenied',
    errorMessage:
      action === 'UpdateFunctionCode'
        ? `${refused} with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-a1b2c3d4e5/service_control_policy/p-guard`
        : `${refused} because no identity-based policy allows the ${service.prefix}:${action} action`,
    requestParameters: null,
    responseElements: null,
    requestID: `request-${index}`,
    eventID: `0b8a1c52-1111-4222-8333-${String(index).padStart(12, '0')}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
  };
}

function userIdentity(roleIndex: number, session: string, arn: string): object {
  const principalId = `AROAEXAMPLE${String(roleIndex).padStart(10, '0')}`;
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: roleArn(roleIndex),
        accountId: ACCOUNT,
        userName: roleName(roleIndex),
      },
      attributes: { creationDate: '2026-11-20T08:41:02Z', mfaAuthenticated: 'false' },
    },
  };
}
