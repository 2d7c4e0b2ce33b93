import { AGENTS, role, service, type Caller } from './callers';
import { cast } from './cast';
import { names } from './names';
import { exampleId, Random } from './random';
import { recordOf, s3Call, type Call, type SampleRecord } from './record';
import { ACCOUNT, arn, iamArn, msOf, stamp } from './week';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One kind of call that goes well, and how many of them an hour has. */
interface Habit {
  readonly caller: Caller;
  /** Calls in an hour of the night, and in an hour of a working day. */
  readonly night: number;
  readonly day: number;
  readonly call: (random: Random, ms: number) => Call;
}

const objectKey = (random: Random): string => `customers/${40000 + random.below(900)}/2026-11.csv`;

/** A service takes on a role for a task or function of ours. */
function taken(label: string, path: string, name: string): Habit['call'] {
  return (random, ms) => {
    const roleArn = iamArn(`role${path}${name}`);
    return {
      service: 'sts',
      event: 'AssumeRole',
      parameters: { roleArn, roleSessionName: label === 'lambda' ? name : random.hex(32) },
      response: {
        credentials: {
          accessKeyId: exampleId('ASIA', `${name}${ms}`, 20),
          sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN',
          expiration: stamp(ms + 12 * HOUR),
        },
      },
      resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: roleArn }],
      sharedEvent: true,
    };
  };
}

const HABITS: readonly Habit[] = [
  { caller: service('lambda'), night: 1, day: 2, call: taken('lambda', '/', 'price-feed') },
  { caller: service('lambda'), night: 0, day: 1, call: taken('lambda', '/', 'storefront') },
  {
    caller: service('ecs-tasks'),
    night: 1,
    day: 1,
    call: taken('ecs-tasks', '/service/', 'orders-api'),
  },
  {
    caller: cast.ordersApi,
    night: 1,
    day: 5,
    call: (random) => ({
      service: 'dynamodb',
      event: random.pick(['GetItem', 'Query']),
      data: true,
      parameters: {
        tableName: 'catalog',
        key: { sku: `FW-${1000 + random.below(900)}-${random.pick(['S', 'M', 'L'])}` },
      },
      resources: [{ accountId: ACCOUNT, type: 'AWS::DynamoDB::Table', ARN: names.catalogTable }],
    }),
  },
  {
    caller: cast.ordersApi,
    night: 0,
    day: 2,
    call: (random) =>
      s3Call('PutObject', 'fernwood-exports', objectKey(random), random, { readOnly: false }),
  },
  {
    caller: cast.ordersApi,
    night: 1,
    day: 1,
    call: () => ({
      service: 'secretsmanager',
      event: 'GetSecretValue',
      parameters: { secretId: names.ordersSecret },
    }),
  },
  {
    caller: cast.ordersNode,
    night: 3,
    day: 3,
    call: () => ({
      service: 'ssm',
      event: 'UpdateInstanceInformation',
      readOnly: false,
      parameters: {
        instanceId: 'i-0a1b2c3d4e5f60718',
        agentVersion: '3.3.3050.0',
        agentStatus: 'Active',
        platformType: 'Linux',
        platformName: 'Amazon Linux',
        platformVersion: '2023',
        iPAddress: '10.20.3.44',
        computerName: 'ip-10-20-3-44.eu-west-1.compute.internal',
        agentName: 'amazon-ssm-agent',
        availabilityZone: 'eu-west-1a',
        availabilityZoneId: 'euw1-az1',
        sSMConnectionChannel: 'ssmmessages',
      },
    }),
  },
  {
    caller: cast.imagePuller,
    night: 0,
    day: 1,
    call: () => ({
      service: 'ecr',
      event: 'BatchGetImage',
      parameters: {
        registryId: ACCOUNT,
        repositoryName: 'shop/web',
        imageIds: [{ imageTag: 'main' }],
      },
      resources: [{ accountId: ACCOUNT, ARN: names.shopRepository }],
      vpcEndpointId: names.registryEndpoint,
    }),
  },
  {
    caller: cast.ecs,
    night: 2,
    day: 2,
    call: (random) => ({
      service: 'elasticloadbalancing',
      event: random.pick(['DescribeTargetHealth', 'DescribeTargetGroups', 'DescribeListeners']),
      parameters: {
        targetGroupArn: arn('elasticloadbalancing', 'targetgroup/shop-web/6d0ecf831eec9f09'),
      },
    }),
  },
  {
    caller: cast.autoScaling,
    night: 2,
    day: 2,
    call: (random) => ({
      service: 'ec2',
      event: random.pick(['DescribeInstanceStatus', 'DescribeInstances', 'DescribeSubnets']),
      parameters: {
        instancesSet: { items: [{ instanceId: 'i-0a1b2c3d4e5f60718' }] },
        filterSet: {},
      },
    }),
  },
  {
    caller: cast.config,
    night: 2,
    day: 2,
    call: (random) => {
      const [label, event] = random.pick<readonly [string, string]>([
        ['ec2', 'DescribeSecurityGroups'],
        ['iam', 'ListRoles'],
        ['rds', 'DescribeDBInstances'],
        ['lambda', 'ListFunctions20150331'],
      ]);
      return { service: label, event };
    },
  },
  {
    caller: cast.priceFeed,
    night: 1,
    day: 1,
    call: (random) => ({
      service: 'logs',
      event: 'CreateLogStream',
      readOnly: false,
      parameters: {
        logGroupName: '/aws/lambda/price-feed',
        logStreamName: `2026/11/09/[$LATEST]${random.hex(32)}`,
      },
    }),
  },
  {
    caller: cast.thumbnailer,
    night: 0,
    day: 1,
    call: (random) =>
      s3Call(
        'PutObject',
        'fernwood-thumbs',
        `2026/11/IMG_${3000 + random.below(900)}.webp`,
        random,
        { readOnly: false },
      ),
  },
  {
    caller: cast.reporting,
    night: 0,
    day: 2,
    call: (random) => ({
      service: 'athena',
      event: random.pick(['GetQueryExecution', 'GetQueryResults']),
      parameters: { queryExecutionId: random.uuid() },
    }),
  },
  {
    caller: cast.mara,
    night: 0,
    day: 4,
    call: (random) => consoleLook(random),
  },
  {
    caller: cast.jonas,
    night: 0,
    day: 3,
    call: (random) => consoleLook(random),
  },
  {
    caller: cast.admin,
    night: 0,
    day: 1,
    call: (random) => ({
      service: 'iam',
      event: random.pick(['ListRoles', 'GetRole', 'ListPolicies', 'GetAccountSummary']),
      parameters: null,
    }),
  },
  {
    caller: cast.backupNas,
    night: 4,
    day: 0,
    call: (random) =>
      s3Call('PutObject', 'fernwood-backup', `nas/2026-11/${random.hex(8)}.tar.zst`, random, {
        readOnly: false,
      }),
  },
  {
    caller: role('rds-monitoring', { session: 'RDSMonitoring', userAgent: AGENTS.java }),
    night: 1,
    day: 1,
    call: (random) => ({
      service: 'logs',
      event: 'CreateLogStream',
      readOnly: false,
      parameters: {
        logGroupName: 'RDSOSMetrics',
        logStreamName: `db-${random.hex(26).toUpperCase()}`,
      },
    }),
  },
];

/** What a developer clicks through in the console. */
function consoleLook(random: Random): Call {
  const [label, event, parameters] = random.pick<readonly [string, string, object | null]>([
    ['ec2', 'DescribeInstances', { maxResults: 100, instancesSet: {}, filterSet: {} }],
    ['ecs', 'DescribeServices', { cluster: 'shop', services: ['web', 'orders'] }],
    ['ecs', 'ListTasks', { cluster: 'shop' }],
    ['lambda', 'GetFunction20150331v2', { functionName: 'price-quote' }],
    ['logs', 'DescribeLogGroups', { limit: 50 }],
    [
      'logs',
      'StartQuery',
      {
        logGroupName: '/ecs/shop/orders',
        startTime: 1794787200,
        endTime: 1794790800,
        queryString: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
    ],
    ['monitoring', 'DescribeAlarms', { maxRecords: 100 }],
    ['rds', 'DescribeDBInstances', null],
  ]);
  return { service: label, event, parameters };
}

/** A deployment of the main branch, from the token to the new tasks. */
function deployment(start: number, random: Random): readonly SampleRecord[] {
  const roleArn = iamArn('role/ci/github-deploy');
  const steps: readonly (readonly [Caller, Call])[] = [
    [
      cast.mainWorkflow,
      {
        service: 'sts',
        event: 'AssumeRoleWithWebIdentity',
        parameters: { roleArn, roleSessionName: 'GitHubActions', durationSeconds: 3600 },
        response: {
          credentials: {
            accessKeyId: exampleId('ASIA', cast.deploy.arn, 20),
            sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN',
            expiration: stamp(start + HOUR),
          },
          subjectFromWebIdentityToken: 'repo:fernwood/shop:ref:refs/heads/main',
          assumedRoleUser: {
            assumedRoleId: `${exampleId('AROA', 'github-deploy')}:GitHubActions`,
            arn: cast.deploy.arn,
          },
          provider: names.oidcProvider,
          audience: 'sts.amazonaws.com',
        },
        resources: [{ accountId: ACCOUNT, type: 'AWS::IAM::Role', ARN: roleArn }],
      },
    ],
    [
      cast.deploy,
      {
        service: 'ecs',
        event: 'RegisterTaskDefinition',
        readOnly: false,
        parameters: { family: 'shop-web', networkMode: 'awsvpc' },
      },
    ],
    [
      cast.deploy,
      {
        service: 'ecs',
        event: 'UpdateService',
        readOnly: false,
        parameters: { cluster: 'shop', service: 'web', forceNewDeployment: false },
      },
    ],
    ...Array.from({ length: 6 }, (): readonly [Caller, Call] => [
      cast.deploy,
      {
        service: 'ecs',
        event: 'DescribeServices',
        parameters: { cluster: 'shop', services: ['web'] },
      },
    ]),
  ];
  return steps.map(([caller, call], index) =>
    recordOf(caller, call, start + index * 15_000, random),
  );
}

/** A plan of the infrastructure: many reads within a minute. */
function plan(start: number, random: Random): readonly SampleRecord[] {
  const reads = [
    'GetRole',
    'ListRolePolicies',
    'GetRolePolicy',
    'ListAttachedRolePolicies',
  ] as const;
  const roles = [
    'orders-api',
    'fulfilment-worker',
    'returns-portal',
    'thumbnailer',
    'reporting',
  ] as const;
  return roles.flatMap((roleName, at) =>
    reads.map((event, step) =>
      recordOf(
        cast.terraform,
        { service: 'iam', event, parameters: { roleName } },
        start + (at * reads.length + step) * 700,
        random,
      ),
    ),
  );
}

function isWorkingHour(ms: number): boolean {
  const date = new Date(ms);
  const weekday = date.getUTCDay();
  return weekday >= 1 && weekday <= 5 && date.getUTCHours() >= 7 && date.getUTCHours() < 17;
}

/** A week of calls that go well. */
export function ordinaryRecords(): readonly SampleRecord[] {
  const random = new Random('a week like any other');
  const monday = msOf('Mon 00:00:00');
  const records: SampleRecord[] = [];
  for (let hour = monday; hour < monday + 7 * DAY; hour += HOUR) {
    for (const habit of HABITS) {
      const often = isWorkingHour(hour) ? habit.day : habit.night;
      for (let index = 0; index < often; index += 1) {
        const ms = hour + random.below(HOUR);
        records.push(recordOf(habit.caller, habit.call(random, ms), ms, random));
      }
    }
  }
  for (let day = 0; day < 5; day += 1) {
    records.push(...deployment(monday + day * DAY + 9 * HOUR + random.below(HOUR), random));
    records.push(...deployment(monday + day * DAY + 14 * HOUR + random.below(HOUR), random));
    records.push(...plan(monday + day * DAY + 15 * HOUR + 2 * MINUTE, random));
  }
  return records;
}
