import { AGENTS, role, user, workflow } from './callers';
import type { Caller } from './callers';
import { cast } from './cast';
import { Random } from './random';
import { recordOf, s3Call, type Call, type SampleRecord } from './record';
import { arn, iamArn, msOf, stamp, ACCOUNT, GLOBAL, type Moment } from './week';

const random = new Random('errors that are no denials');

/** Errors that look like denials, or stand beside them, and are none. */
const CALLS: readonly (readonly [Moment, Caller, Call])[] = [
  dryRun('Tue 09:02:11'),
  dryRun('Thu 09:02:10'),
  ...(['Mon 12:00:03', 'Mon 12:00:05', 'Fri 17:45:20'] as const).map(
    (moment): readonly [Moment, Caller, Call] => [
      moment,
      cast.jonasCli,
      {
        service: 'sts',
        event: 'AssumeRole',
        errorCode: 'ExpiredToken',
        errorMessage: 'The security token included in the request is expired',
      },
    ],
  ),
  [
    'Wed 15:02:40',
    cast.terraform,
    {
      service: 'iam',
      event: 'GetRolePolicy',
      errorCode: 'NoSuchEntityException',
      errorMessage: 'The role policy with name metrics cannot be found.',
      parameters: { roleName: 'orders-api', policyName: 'metrics' },
    },
  ],
  ...signIns(),
  ...throttles(),
  [
    'Tue 10:33:30',
    cast.ordersApi,
    {
      service: 'dynamodb',
      event: 'UpdateItem',
      data: true,
      errorCode: 'ConditionalCheckFailedException',
      errorMessage: 'The conditional request failed',
      parameters: { tableName: 'catalog', key: { sku: 'FW-1180-M' } },
      resources: [
        { accountId: ACCOUNT, type: 'AWS::DynamoDB::Table', ARN: arn('dynamodb', 'table/catalog') },
      ],
    },
  ],
  ...(['Mon 05:01:01', 'Thu 05:01:01'] as const).map((moment): readonly [Moment, Caller, Call] => [
    moment,
    cast.auditor,
    s3Call('GetBucketPolicy', 'fernwood-thumbs', null, random, {
      data: false,
      parameters: { policy: '' },
      errorCode: 'NoSuchBucketPolicy',
      errorMessage: 'The bucket policy does not exist',
    }),
  ]),
  [
    'Mon 05:01:20',
    cast.auditor,
    {
      service: 'securityhub',
      event: 'GetFindings',
      errorCode: 'InvalidAccessException',
      errorMessage: `Account ${ACCOUNT} is not subscribed to AWS Security Hub`,
      parameters: { MaxResults: 100 },
    },
  ],
  [
    'Wed 14:16:09',
    cast.mara,
    {
      service: 'ec2',
      event: 'DescribeInstances',
      errorCode: 'Client.InvalidInstanceID.NotFound',
      errorMessage: "The instance ID 'i-0fedcba9876543210' does not exist",
      parameters: {
        instancesSet: { items: [{ instanceId: 'i-0fedcba9876543210' }] },
        filterSet: {},
      },
    },
  ],
  [
    'Thu 11:02:31',
    cast.maraCli,
    {
      service: 'lambda',
      event: 'GetFunction20150331v2',
      errorCode: 'ResourceNotFoundException',
      errorMessage: `Function not found: ${arn('lambda', 'function:chekout')}`,
      parameters: { functionName: 'chekout' },
    },
  ],
  [
    'Tue 04:30:00',
    user('backup-nas', { userAgent: 'rclone/v1.71.1', sourceIp: '198.51.100.24' }),
    s3Call('GetObject', 'fernwood-backup', 'nas/2026-11-09/index.db', random, {
      errorCode: 'NoSuchKey',
      errorMessage: 'The specified key does not exist.',
    }),
  ],
  [
    'Wed 16:49:12',
    workflow('ref:refs/heads/main'),
    {
      service: 'sts',
      event: 'AssumeRoleWithWebIdentity',
      errorCode: 'InvalidIdentityTokenException',
      errorMessage: 'Token must have been issued in the last 5 minutes',
      parameters: { roleArn: iamArn('role/ci/github-deploy'), roleSessionName: 'GitHubActions' },
    },
  ],
];

function dryRun(moment: Moment): readonly [Moment, Caller, Call] {
  return [
    moment,
    cast.terraform,
    {
      service: 'ec2',
      event: 'RunInstances',
      readOnly: false,
      errorCode: 'Client.DryRunOperation',
      errorMessage: 'Request would have succeeded, but DryRun flag is set.',
      parameters: {
        instancesSet: { items: [{ imageId: 'ami-0abcdef1234567890', minCount: 1, maxCount: 1 }] },
        instanceType: 't4g.small',
        blockDeviceMapping: {},
        monitoring: { enabled: false },
      },
    },
  ];
}

/** Customers of the shop who mistype their passwords: the most frequent look-alike there is. */
function signIns(): readonly (readonly [Moment, Caller, Call])[] {
  const moments = [
    'Mon 18:20:11',
    'Mon 20:01:40',
    'Tue 19:12:09',
    'Wed 21:30:51',
    'Thu 18:44:02',
    'Sat 11:12:13',
    'Sun 15:40:29',
  ] as const;
  return moments.map((moment) => {
    const customer: Caller = {
      arn: 'anonymous',
      sourceIp: `203.0.113.${200 + random.below(50)}`,
      userAgent: AGENTS.browser,
      identity: () => ({ type: 'Unknown', principalId: 'Anonymous' }),
    };
    return [
      moment,
      customer,
      {
        service: 'cognito-idp',
        event: 'InitiateAuth',
        readOnly: false,
        errorCode: 'NotAuthorizedException',
        errorMessage: 'Incorrect username or password.',
        parameters: {
          authFlow: 'USER_SRP_AUTH',
          authParameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          clientId: '4fernwoodshopclient0example',
        },
      },
    ];
  });
}

function throttles(): readonly (readonly [Moment, Caller, Call])[] {
  const plan = role('terraform', {
    path: '/ci/',
    session: 'infra-pipeline',
    userAgent: AGENTS.terraform,
    sourceIp: '203.0.113.90',
  });
  return (['Wed 15:02:44', 'Wed 15:02:45', 'Wed 15:02:47', 'Thu 09:30:12'] as const).map(
    (moment) => [
      moment,
      plan,
      {
        service: 'ssm',
        event: 'DescribeParameters',
        errorCode: 'ThrottlingException',
        errorMessage: 'Rate exceeded',
      },
    ],
  );
}

/** A failed sign-in to the console, which has an error message and no error code. */
function failedConsoleLogin(moment: Moment): SampleRecord {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: ACCOUNT,
      accountId: ACCOUNT,
      accessKeyId: '',
      userName: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    },
    eventTime: stamp(msOf(moment)),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    awsRegion: GLOBAL,
    sourceIPAddress: '192.0.2.199',
    userAgent: AGENTS.browser,
    errorMessage: 'No username found in supplied account',
    requestParameters: null,
    responseElements: { ConsoleLogin: 'Failure' },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: 'No',
    },
    eventID: random.uuid(),
    readOnly: false,
    eventType: 'AwsConsoleSignIn',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
  };
}

/** Records with an error that are no denials. */
export const lookAlikes: readonly SampleRecord[] = [
  ...CALLS.map(([moment, caller, call]) => recordOf(caller, call, msOf(moment), random)),
  failedConsoleLogin('Sun 02:40:10'),
  failedConsoleLogin('Sun 02:40:31'),
];
