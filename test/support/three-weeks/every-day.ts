import {
  always,
  DATA,
  forbidden,
  nightly,
  notAllowed,
  office,
  once,
  role,
  SANDBOX,
  user,
  type Habit,
} from './habit';

/** Who answered from Slack. */
const MARIA = { name: 'maria', id: 'slack:T0NORTH/U0MARIA' };
const JONAS = { name: 'jonas', id: 'slack:T0NORTH/U0JONAS' };
const PRIYA = { name: 'priya', id: 'slack:T0NORTH/U0PRIYA' };

export const checkoutApi = role('checkout-api', { owner: 'team-checkout' });
const nightlyEtl = role('nightly-etl', { account: DATA, owner: 'team-data' });
const developer = role('AWSReservedSSO_Developer_1f2e3d4c5b6a7980', {
  path: 'aws-reserved/sso.amazonaws.com/eu-west-1/',
});
export const releaseBot = user('release-bot', { owner: 'team-platform' });

/** The gap of a deployment that may not read the organization. */
const NO_TREE =
  'the service control policies: there is no organization read role (ORGANIZATION_ROLE_ARN)';

/** Problems that are there for weeks. */
export const everyDay: readonly Habit[] = [
  notAllowed({
    caller: checkoutApi,
    action: 's3:PutObject',
    resource: 'arn:aws:s3:::northlight-receipts/2026/*',
    severity: 'medium',
    rhythm: always(118),
    gaps: [NO_TREE],
  }),
  notAllowed({
    caller: checkoutApi,
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:eu-west-1:111122223333:receipts',
    severity: 'medium',
    rhythm: always(31),
    gaps: [NO_TREE],
  }),
  notAllowed({
    caller: nightlyEtl,
    action: 'glue:GetPartitions',
    resource: 'arn:aws:glue:eu-west-1:444455556666:table/lake/orders',
    severity: 'low',
    rhythm: nightly(64),
  }),
  {
    ...notAllowed({
      caller: nightlyEtl,
      action: 'kms:Decrypt',
      resource: 'arn:aws:kms:eu-west-1:111122223333:key/3c5e7a91-2b4d-4f60-8a7c-9d1e2f3a4b5c',
      severity: 'medium',
      rhythm: nightly(22),
    }),
    layer: 'resource',
    cause: 'principalMismatch',
    kind: 'editStatement',
    why: 'The key policy names account 123456789012 where the role is of 444455556666.',
    says: 'Add arn:aws:iam::444455556666:role/nightly-etl to the principals of the key policy.',
    owner: 'whoever owns the key',
    gaps: [NO_TREE],
  },
  {
    ...notAllowed({
      caller: role('grafana', { owner: 'team-platform' }),
      action: 'cloudwatch:GetMetricData',
      resource: '*',
      severity: 'low',
      rhythm: always(288),
      answers: [{ name: 'acknowledge', at: '2026-10-14T08:12:00.000Z', by: MARIA }],
    }),
    layer: 'boundary',
    why: 'The permissions boundary tools-boundary does not allow cloudwatch:GetMetricData.',
    says: 'Allow cloudwatch:GetMetricData in the permissions boundary tools-boundary.',
    kind: 'editStatement',
  },
  notAllowed({
    caller: role('thumbnailer', { owner: 'team-shop' }),
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::northlight-uploads/incoming/*',
    severity: 'low',
    rhythm: always(42),
    cause: 'resourceMismatch',
    why: 'Its policy allows s3:GetObject on arn:aws:s3:::northlight-uploads, the bucket, not on its objects.',
    confidence: 'derived',
    kind: 'editStatement',
  }),
  {
    ...notAllowed({
      caller: user('legacy-sync'),
      action: 'dynamodb:Scan',
      resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/customers',
      severity: 'low',
      rhythm: always(24),
      answers: [
        { name: 'mute', at: '2026-10-12T09:30:00.000Z', by: JONAS, until: null, why: 'goes in Q1' },
      ],
    }),
    verdict: 'explicitDeny',
    cause: 'explicitDeny',
    why: 'Statement NoScans of policy customer-data denies it.',
    kind: 'fixRequest',
    says: 'Ask with dynamodb:Query for the keys that are needed.',
  },
  forbidden({
    caller: developer,
    action: 'ec2:RunInstances',
    resource: 'arn:aws:ec2:us-east-2:111122223333:instance/*',
    severity: 'medium',
    rhythm: office(3),
    policy: 'only-our-regions',
  }),
  notAllowed({
    caller: role('ci-deploy', { owner: 'team-platform', path: 'ci/' }),
    action: 'iam:PassRole',
    resource: 'arn:aws:iam::111122223333:role/service/orders-api',
    severity: 'high',
    rhythm: office(4),
    review: true,
    answers: [{ name: 'acknowledge', at: '2026-10-20T14:02:00.000Z', by: PRIYA }],
  }),
  notAllowed({
    caller: user('backup-agent'),
    action: 'kms:GenerateDataKey',
    resource: 'arn:aws:kms:eu-west-1:111122223333:key/7f1d9c3b-5a2e-4c84-b6d0-1e3f5a7b9c2d',
    severity: 'medium',
    rhythm: nightly(12),
  }),
  notAllowed({
    caller: role('crossplane', { account: SANDBOX }),
    action: 'ec2:DescribeVolumes',
    resource: '*',
    severity: 'low',
    rhythm: always(55),
    treatment: 'digestOnly',
  }),
  notAllowed({
    caller: role('AWSReservedSSO_Analyst_0a1b2c3d4e5f6789', {
      path: 'aws-reserved/sso.amazonaws.com/eu-west-1/',
    }),
    action: 'athena:GetQueryResults',
    resource: 'arn:aws:athena:eu-west-1:111122223333:workgroup/finance',
    severity: 'low',
    rhythm: office(6),
  }),
  notAllowed({
    caller: user('warehouse-scanner'),
    action: 'ssm:GetParameter',
    resource: 'arn:aws:ssm:eu-west-1:111122223333:parameter/warehouse/printer',
    severity: 'low',
    rhythm: office(18),
    cause: 'conditionMismatch',
    why: 'Statement FromTheOffice asks for aws:SourceIp within 198.51.100.0/28; it came from 198.51.100.23.',
    kind: 'editStatement',
    answers: [
      {
        name: 'mute',
        at: '2026-10-16T11:00:00.000Z',
        by: JONAS,
        until: '2026-11-13T11:00:00.000Z',
        why: 'new office network',
      },
    ],
  }),
  notAllowed({
    caller: releaseBot,
    action: 'codeartifact:GetAuthorizationToken',
    resource: 'arn:aws:codeartifact:eu-west-1:111122223333:domain/northlight',
    severity: 'low',
    rhythm: office(2),
  }),
];

/** What changes in the second week, most of it on its Wednesday. */
export const secondWeek: readonly Habit[] = [
  notAllowed({
    caller: role('orders-api', { owner: 'team-orders' }),
    action: 'dynamodb:UpdateItem',
    resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-v2',
    severity: 'medium',
    rhythm: { ...always(0), hours: [13, 19], from: '2026-11-11', on: { '2026-11-11': 342 } },
    why: 'Its policy orders-table allows dynamodb:PutItem and dynamodb:GetItem; dynamodb:UpdateItem is missing.',
  }),
  notAllowed({
    caller: role('orders-api', { owner: 'team-orders' }),
    action: 'dynamodb:TransactWriteItems',
    resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders-v2',
    severity: 'medium',
    rhythm: once('2026-11-11', 17, [14, 18]),
    undiagnosed: true,
  }),
  notAllowed({
    caller: role('fulfilment-worker', { owner: 'team-orders' }),
    action: 'sns:Publish',
    resource: 'arn:aws:sns:eu-west-1:111122223333:shipments',
    severity: 'medium',
    rhythm: always(21, { on: { '2026-11-11': 96, '2026-11-12': 101 } }),
  }),
  notAllowed({
    caller: role('image-resizer', { owner: 'team-shop' }),
    action: 's3:ListBucket',
    resource: 'arn:aws:s3:::northlight-uploads',
    severity: 'low',
    rhythm: always(83, { to: '2026-11-11', on: { '2026-11-11': 12 } }),
  }),
  notAllowed({
    caller: role('reporting', { account: DATA, owner: 'team-data' }),
    action: 'athena:StartQueryExecution',
    resource: 'arn:aws:athena:eu-west-1:444455556666:workgroup/primary',
    severity: 'medium',
    rhythm: office(15, { to: '2026-11-10' }),
    answers: [{ name: 'resolve', at: '2026-11-11T09:40:00.000Z', how: 'recheck' }],
  }),
  notAllowed({
    caller: role('partner-sync', { owner: 'team-orders' }),
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::444455556666:role/exchange',
    severity: 'medium',
    rhythm: office(5, { to: '2026-11-06', on: { '2026-11-11': 3 } }),
    cause: 'conditionMismatch',
    layer: 'resource',
    kind: 'editStatement',
    why: 'The trust policy of exchange asks for sts:ExternalId northlight-7431; the request has none.',
    says: 'Send the external id northlight-7431 with the request.',
    owner: 'whoever runs partner-sync',
    answers: [{ name: 'resolve', at: '2026-11-09T10:00:00.000Z', how: 'succeeded' }],
  }),
  notAllowed({
    caller: role('terraform', { owner: 'team-platform', path: 'ci/' }),
    action: 'organizations:DescribeOrganization',
    resource: '*',
    severity: 'low',
    rhythm: once('2026-11-11', 2, [9, 10]),
    gaps: [NO_TREE],
  }),
];
