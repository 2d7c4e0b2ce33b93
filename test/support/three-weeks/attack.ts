import type { Finding, FindingEvent } from '../../../lib/core/findings/finding';
import { checkoutApi, releaseBot } from './every-day';
import { forbidden, MANAGEMENT, notAllowed, once, PROD, SANDBOX, type Habit } from './habit';

/** The Wednesday of the third week: the key of `release-bot` is in the wrong hands. */
const DAY = '2026-11-18';
const HOURS: readonly [number, number] = [2, 4];
const THIEF = { ...releaseBot, from: '192.0.2.77', userAgent: 'Boto3/1.34.2 md/Botocore#1.34.2' };

const LOOKED_AT: readonly (readonly [string, string])[] = [
  ['iam:ListUsers', '*'],
  ['iam:ListRoles', '*'],
  ['iam:GetAccountAuthorizationDetails', '*'],
  ['s3:ListAllMyBuckets', '*'],
  ['secretsmanager:ListSecrets', '*'],
  ['kms:ListKeys', '*'],
  ['lambda:ListFunctions', '*'],
  ['ec2:DescribeInstances', '*'],
  ['ec2:DescribeSnapshots', '*'],
  ['rds:DescribeDBInstances', '*'],
  ['dynamodb:ListTables', '*'],
  ['ecr:DescribeRepositories', '*'],
  ['ses:GetSendQuota', '*'],
  ['bedrock:ListFoundationModels', '*'],
  ['organizations:DescribeOrganization', '*'],
  ['ssm:DescribeParameters', '*'],
  ['cloudtrail:DescribeTrails', '*'],
  ['guardduty:ListDetectors', '*'],
  ['eks:ListClusters', '*'],
  ['sts:GetFederationToken', '*'],
];
const TOOK_ON: readonly (readonly [string, string])[] = [
  ['iam:CreateUser', 'arn:aws:iam::111122223333:user/support2'],
  ['iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/administrator'],
  ['iam:AttachUserPolicy', 'arn:aws:iam::111122223333:user/release-bot'],
];
const FORBIDDEN: readonly (readonly [string, string, 'high' | 'medium'])[] = [
  [
    'cloudtrail:StopLogging',
    'arn:aws:cloudtrail:eu-west-1:111122223333:trail/organization',
    'medium',
  ],
  [
    'guardduty:DeleteDetector',
    'arn:aws:guardduty:eu-west-1:111122223333:detector/12abc34d567e8f4912ab3d45e67891f2',
    'medium',
  ],
  ['organizations:LeaveOrganization', '*', 'high'],
];

/** Names of secrets that were tried one after the other. */
export const TRIED_SECRETS: readonly string[] = Array.from(
  { length: 46 },
  (_, at) => `arn:aws:secretsmanager:eu-west-1:${PROD}:secret:prod/service-${at + 1}`,
);

const STAYS_SHUT = 'Do not grant it: find out who uses the key, and disable it.';

/** What is denied on that day and never was before. */
export const attack: readonly Habit[] = [
  ...LOOKED_AT.map(([action, resource], at) =>
    notAllowed({
      caller: THIEF,
      action,
      resource,
      severity: 'low',
      rhythm: once(DAY, 1 + (at % 4), HOURS),
    }),
  ),
  ...TOOK_ON.map(([action, resource]) =>
    notAllowed({
      caller: THIEF,
      action,
      resource,
      severity: 'high',
      review: true,
      rhythm: once(DAY, 4, HOURS),
    }),
  ),
  ...FORBIDDEN.map(([action, resource, severity]) =>
    forbidden({
      caller: THIEF,
      action,
      resource,
      severity,
      rhythm: once(DAY, 3, HOURS),
      policy: 'keep-the-guardrails',
    }),
  ),
  notAllowed({
    caller: THIEF,
    action: 'secretsmanager:GetSecretValue',
    resource: `arn:aws:secretsmanager:eu-west-1:${PROD}:secret:prod/*`,
    resources: TRIED_SECRETS,
    severity: 'low',
    rhythm: once(DAY, 138, HOURS),
  }),
  {
    ...notAllowed({
      caller: {
        name: 'anonymous',
        type: 'anonymous',
        arn: null,
        account: PROD,
        owner: null,
        from: '192.0.2.201',
        userAgent: 'curl/8.5.0',
      },
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::northlight-public/*',
      severity: 'high',
      rhythm: once(DAY, 14, [5, 9]),
    }),
    layer: 'resource',
    kind: 'none',
    why: 'The bucket policy of northlight-public lets everybody read, and nobody without credentials write.',
    says: 'Nothing to change: it was refused as it should be.',
  },
  {
    ...forbidden({
      caller: {
        name: 'root',
        type: 'root',
        arn: `arn:aws:iam::${SANDBOX}:root`,
        account: SANDBOX,
        owner: null,
        from: '198.51.100.23',
        userAgent: 'console.amazonaws.com',
      },
      action: 's3:PutBucketPolicy',
      resource: 'arn:aws:s3:::northlight-sandbox-logs',
      severity: 'high',
      rhythm: once(DAY, 1, [10, 11]),
      policy: 'no-root',
    }),
    gaps: [`the policies of account ${MANAGEMENT}: access denied for the organization read role`],
  },
];

const CALLER = {
  id: `${PROD}|${String(releaseBot.arn)}`,
  accountId: PROD,
  principalArn: releaseBot.arn,
  principalType: 'user',
};

function event(at: number, action: string, resource: string): FindingEvent {
  return {
    id: `0c59816a-ed46-4884-ae57-${String(2567e8 + at).padStart(12, '0')}`,
    time: new Date(Date.UTC(2026, 10, 18, 2, 11, 7 * at)).toISOString(),
    action,
    resource,
    region: 'eu-west-1',
    sourceIpAddress: THIEF.from,
    userAgent: THIEF.userAgent,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  };
}

const looked = LOOKED_AT.map(([action, resource], at) => event(at, action, resource));
const tried = TRIED_SECRETS.slice(-20).map((resource, at) =>
  event(200 + at, 'secretsmanager:GetSecretValue', resource),
);
const tampered = FORBIDDEN.map(([action, resource], at) => event(300 + at, action, resource));

function found(
  kind: Finding['kind'],
  severity: Finding['severity'],
  events: readonly FindingEvent[],
  said: Pick<Finding, 'headline' | 'why' | 'steps'> & { readonly moreEvents?: number },
): Finding {
  return {
    id: [DAY, CALLER.id, kind, ''].join('|'),
    kind,
    caller: CALLER,
    severity,
    at: events.at(-1)?.time ?? `${DAY}T02:00:00.000Z`,
    events,
    moreEvents: 0,
    ...said,
  };
}

const KEY_STEPS = [
  'Ask the owner of release-bot whether this was them; if nobody can say, disable access key AKIAIOSFODNN7EXAMPLE.',
  'Look in CloudTrail for what the key was allowed to do since 02:11 UTC.',
];

/** What the rules say of that day. */
export const attackFindings: readonly Finding[] = [
  found('newPlace', 'medium', looked.slice(0, 1), {
    headline: 'release-bot was denied from 192.0.2.77, a network that it never came from',
    why: 'In 44 days it came from one network only, 198.51.0.0/16.',
    steps: KEY_STEPS,
  }),
  found('enumeration', 'high', looked, {
    headline: '23 different actions of 16 services were refused within 60 minutes',
    why: 'A program that knows what it wants is refused few things. The threshold is 20 actions of 5 services in 60 minutes.',
    steps: KEY_STEPS,
    moreEvents: 31,
  }),
  found('bruteForce', 'high', tried, {
    headline: '46 different secrets were refused within 60 minutes',
    why: 'Names of one family were tried one after the other. The threshold is 15 in 60 minutes.',
    steps: [STAYS_SHUT, ...KEY_STEPS],
    moreEvents: 118,
  }),
  found('guardrailTampering', 'high', tampered, {
    headline:
      'release-bot tried to stop logging (cloudtrail:StopLogging) and to leave the organization',
    why: 'Actions that turn off logging or guardrails are refused to everybody by keep-the-guardrails; whoever asks for them has no business in the account.',
    steps: KEY_STEPS,
  }),
  {
    ...found(
      'credentialOutside',
      'high',
      [event(400, 's3:PutObject', 'arn:aws:s3:::northlight-receipts/2026/11/x.pdf')],
      {
        headline:
          'Credentials of an instance of checkout-api were used from 192.0.2.77, outside of AWS',
        why: 'The session i-0a1b2c3d4e5f67890 is of an EC2 instance; its credentials are only ever used on it.',
        steps: [
          'Isolate instance i-0a1b2c3d4e5f67890.',
          'Revoke the sessions of role checkout-api that began before now.',
        ],
      },
    ),
    caller: {
      id: `${PROD}|${String(checkoutApi.arn)}`,
      accountId: PROD,
      principalArn: checkoutApi.arn,
      principalType: 'role',
    },
  },
];
