import { VENDOR_ROOT } from './cast';
import { names } from './names';
import {
  allow,
  document,
  groupDetail,
  managedPolicy,
  roleDetail,
  trustArn,
  trustService,
  userDetail,
} from './policy';
import { SSO_PATH } from './callers';
import { ACCOUNT, arn, DATA_ACCOUNT, HOME, iamArn } from './week';

/** Services that run the shop. What each story finds wrong with them is said in the stories. */
const services: readonly object[] = [
  roleDetail('orders-api', {
    path: '/service/',
    trust: trustService('ecs-tasks'),
    policies: {
      orders: document(
        allow(
          'Orders',
          ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
          arn('dynamodb', 'orders-v2'),
        ),
        allow('Catalog', ['dynamodb:GetItem', 'dynamodb:Query'], names.catalogTable),
        allow('OrderEvents', 'sns:Publish', arn('sns', 'order-events')),
        allow(
          'Secrets',
          'secretsmanager:GetSecretValue',
          arn('secretsmanager', 'secret:prod/orders/*'),
        ),
        allow('Exports', 's3:PutObject', 'arn:aws:s3:::fernwood-exports/*'),
      ),
    },
  }),
  roleDetail('orders-node', {
    trust: trustService('ec2'),
    policies: {
      agent: document(
        allow(
          'Agent',
          ['ssm:UpdateInstanceInformation', 'ecs:Poll', 'ecs:DiscoverPollEndpoint'],
          '*',
        ),
        allow('Secrets', ['secretsmanager:ListSecrets', 'secretsmanager:GetSecretValue'], '*'),
      ),
    },
  }),
  roleDetail('fulfilment-worker', {
    path: '/service/',
    trust: trustService('ecs-tasks'),
    policies: {
      fulfilment: document(
        allow(
          'TakeOrders',
          ['sqs:RecieveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          names.fulfilmentQueue,
        ),
        allow('Audit', 'sns:Publish', names.auditTopic),
      ),
    },
  }),
  roleDetail('ecs-pull', {
    path: '/service/',
    trust: trustService('ecs-tasks'),
    policies: {
      pull: document(
        allow('Login', 'ecr:GetAuthorizationToken', '*'),
        allow(
          'Pull',
          ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          arn('ecr', 'repository/*'),
        ),
      ),
    },
  }),
  roleDetail('returns-portal', {
    path: '/service/',
    trust: trustService('lambda'),
    policies: { returns: document(allow('Send', 'sqs:SendMessage', names.returnsQueue)) },
    attached: [names.lambdaBasics],
  }),
  roleDetail('access-desk', {
    path: '/service/',
    trust: trustService('ecs-tasks'),
    policies: {
      desk: document(allow('HandOut', 'sts:AssumeRole', iamArn('role/support-readonly'))),
    },
  }),
  roleDetail('support-readonly', {
    trust: trustArn(iamArn('role/service/access-desk')),
    policies: {
      support: document(
        allow(
          'Exports',
          ['s3:GetObject', 's3:ListBucket'],
          ['arn:aws:s3:::fernwood-exports', 'arn:aws:s3:::fernwood-exports/*'],
        ),
        allow('Customers', 'dynamodb:*', names.customersTable),
      ),
    },
  }),
];

const functions: readonly object[] = [
  roleDetail('thumbnailer', {
    trust: trustService('lambda'),
    policies: {
      images: document(
        allow('ReadUploads', 's3:GetObject', 'arn:aws:s3:::fernwood-uploads'),
        allow('WriteThumbnails', 's3:PutObject', 'arn:aws:s3:::fernwood-thumbs/*'),
        allow(
          'Logs',
          ['logs:CreateLogStream', 'logs:PutLogEvents'],
          arn('logs', 'log-group:/aws/lambda/thumbnailer'),
        ),
      ),
    },
  }),
  roleDetail('invoice-worker', {
    trust: trustService('lambda'),
    policies: {
      invoices: document(
        allow(
          'Smtp',
          'secretsmanager:GetSecretValue',
          arn('secretsmanager', 'secret:prod/invoice/smtp'),
        ),
        allow('SharedKey', 'kms:Decrypt', names.sharedKey),
      ),
    },
    attached: [names.lambdaBasics],
  }),
  roleDetail('price-feed', {
    trust: trustService('lambda'),
    policies: {
      prices: document(
        allow('Prices', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], names.pricesTable),
      ),
    },
    attached: [names.lambdaBasics],
  }),
  roleDetail('product-texts', {
    trust: trustService('lambda'),
    policies: {
      texts: document(
        allow(
          'Write',
          'bedrock:InvokeModel',
          `arn:aws:bedrock:${HOME}::foundation-model/amazon.nova-lite-v1:0`,
        ),
      ),
    },
    attached: [names.lambdaBasics],
  }),
  roleDetail('storefront', {
    trust: trustService('lambda'),
    policies: { quotes: document(allow('Quote', 'lambda:InvokeFunction', names.quoteFunction)) },
    attached: [names.lambdaBasics],
  }),
  roleDetail('partner-sync', {
    trust: trustService('lambda'),
    policies: { exchange: document(allow('Exchange', 'sts:AssumeRole', names.exchangeRole)) },
    attached: [names.lambdaBasics],
  }),
];

const data: readonly object[] = [
  roleDetail('nightly-etl', {
    trust: trustService('glue'),
    policies: {
      lake: document(
        allow('Lake', ['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::fernwood-datalake/*'),
        allow('LakeKey', ['kms:Decrypt', 'kms:GenerateDataKey'], arn('kms', 'alias/datalake')),
      ),
    },
  }),
  roleDetail('reporting', {
    trust: trustService('ecs-tasks'),
    boundary: names.dataBoundary,
    policies: {
      reports: document(
        allow('Queries', 'athena:*', '*'),
        allow('Instances', 'ec2:DescribeInstances', arn('ec2', 'instance/*')),
        allow('Finance', 's3:GetObject', 'arn:aws:s3:::fernwood-finance/*'),
      ),
    },
  }),
  roleDetail('sandbox-jonas', {
    path: '/sandbox/',
    trust: trustArn(iamArn('root')),
    boundary: names.sandboxBoundary,
    policies: { everything: document(allow('Try', '*', '*')) },
  }),
];

const delivery: readonly object[] = [
  roleDetail('codebuild-shop', {
    trust: trustService('codebuild'),
    policies: {
      push: document(
        allow(
          'Images',
          ['ecr:GetAuthorizationToken', 'ecr:PutImage', 'ecr:BatchCheckLayerAvailability'],
          names.shopRepository,
        ),
        allow(
          'Logs',
          ['logs:CreateLogStream', 'logs:PutLogEvents'],
          arn('logs', 'log-group:/aws/codebuild/shop:*'),
        ),
      ),
    },
  }),
  roleDetail('terraform', {
    path: '/ci/',
    trust: trustArn(iamArn('role/ci/github-deploy')),
    policies: {
      infrastructure: document(
        allow(
          'Manage',
          ['ecs:*', 's3:*', 'ec2:Describe*', 'iam:Get*', 'iam:List*', 'dynamodb:Describe*'],
          '*',
        ),
        allow('PassServiceRoles', 'iam:PassRole', iamArn('role/orders-api')),
      ),
    },
  }),
  roleDetail('github-deploy', {
    path: '/ci/',
    trust: document({
      Sid: 'MainBranch',
      Effect: 'Allow',
      Principal: { Federated: names.oidcProvider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': 'repo:fernwood/shop:ref:refs/heads/main',
        },
      },
    }),
    policies: {
      deploy: document(
        allow(
          'Deploy',
          ['ecs:UpdateService', 'ecs:DescribeServices', 'ecs:RegisterTaskDefinition'],
          '*',
        ),
      ),
    },
  }),
];

const people: readonly object[] = [
  roleDetail('AWSReservedSSO_Developer_1f2e3d4c5b6a7980', {
    path: SSO_PATH,
    trust: trustSaml(),
    policies: {
      AwsSSOInlinePolicy: document(
        allow(
          'Look',
          [
            'ec2:Describe*',
            'ecs:Describe*',
            'ecs:List*',
            'lambda:Get*',
            'lambda:List*',
            'logs:*',
            'cloudwatch:*',
            'rds:Describe*',
            's3:CreateBucket',
            's3:ListAllMyBuckets',
            'glue:*',
          ],
          '*',
        ),
        allow('SmallInstances', 'ec2:RunInstances', '*', {
          StringEqualsIfExists: { 'ec2:InstanceType': ['t4g.micro', 't4g.small', 't4g.medium'] },
        }),
        allow('OwnFunctions', 'lambda:UpdateFunctionCode', '*', {
          StringEquals: { 'aws:ResourceTag/team': 'storefront' },
        }),
        allow('Secrets', 'secretsmanager:GetSecretValue', '*'),
        allow('StepUp', 'sts:AssumeRole', [names.prodAdmin, iamArn('role/sandbox/*')]),
      ),
    },
  }),
  roleDetail('AWSReservedSSO_Administrator_0a1b2c3d4e5f6789', {
    path: SSO_PATH,
    trust: trustSaml(),
    policies: { AwsSSOInlinePolicy: document(allow('All', '*', '*')) },
  }),
  roleDetail('prod-admin', {
    trust: trustArn(iamArn(`role${SSO_PATH}AWSReservedSSO_Administrator_0a1b2c3d4e5f6789`)),
    policies: { admin: document(allow('All', '*', '*')) },
  }),
  roleDetail('break-glass', {
    trust: document(
      {
        Sid: 'Admins',
        Effect: 'Allow',
        Principal: { AWS: iamArn('root') },
        Action: 'sts:AssumeRole',
      },
      {
        Sid: 'OnlyWithMfa',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      },
    ),
    policies: { admin: document(allow('All', '*', '*')) },
  }),
  roleDetail('security-audit', {
    path: '/vendor/',
    trust: trustArn(VENDOR_ROOT, { StringEquals: { 'sts:ExternalId': 'fernwood-5d81' } }),
    policies: {
      audit: document(
        allow(
          'Read',
          [
            'iam:Get*',
            'iam:List*',
            's3:GetBucket*',
            's3:ListAllMyBuckets',
            'cloudtrail:Describe*',
            'ec2:Describe*',
          ],
          '*',
        ),
      ),
    },
  }),
];

function trustSaml(): ReturnType<typeof document> {
  return document({
    Effect: 'Allow',
    Principal: { Federated: iamArn('saml-provider/AWSSSO_9c8b7a6f5e4d3c2b_DO_NOT_DELETE') },
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  });
}

const serviceLinked: readonly object[] = (
  [
    ['config', 'AWSServiceRoleForConfig', 'AWSConfigServiceRolePolicy'],
    ['autoscaling', 'AWSServiceRoleForAutoScaling', 'AutoScalingServiceRolePolicy'],
    ['ecs', 'AWSServiceRoleForECS', 'AmazonECSServiceRolePolicy'],
  ] as const
).map(([label, name, policy]) =>
  roleDetail(name, {
    path: `/aws-service-role/${label}.amazonaws.com/`,
    trust: trustService(label),
    attached: [`arn:aws:iam::aws:policy/aws-service-role/${policy}`],
  }),
);

const users: readonly object[] = [
  userDetail('ines', { groups: ['administrators'] }),
  userDetail('jonas-cli', {
    policies: { read: document(allow('Read', 's3:GetObject', 'arn:aws:s3:::fernwood-exports/*')) },
  }),
  userDetail('pia', { groups: ['staff'] }),
  userDetail('backup-nas', {
    policies: {
      backup: document(
        allow(
          'Backup',
          ['s3:ListBucket', 's3:GetObject', 's3:PutObject'],
          'arn:aws:s3:::fernwood-backup/*',
        ),
      ),
    },
  }),
  userDetail('warehouse-scanner', {
    policies: {
      warehouse: document(
        allow('FromTheOffice', 'ssm:GetParameter', arn('ssm', 'parameter/warehouse/*'), {
          IpAddress: { 'aws:SourceIp': '198.51.100.0/24' },
        }),
      ),
    },
  }),
  userDetail('old-ci', {
    policies: { deploy: document(allow('Deploy', ['ec2:*', 'iam:*', 's3:*'], '*')) },
    attached: [names.quarantine],
  }),
];

const groups: readonly object[] = [
  groupDetail('administrators', { admin: document(allow('All', '*', '*')) }, [names.requireMfa]),
  groupDetail('staff', {
    home: document(
      allow(
        'HomeFolder',
        ['s3:GetObject', 's3:PutObject'],
        'arn:aws:s3:::fernwood-home/${aws:username}/*',
      ),
    ),
  }),
];

const managed: readonly object[] = [
  managedPolicy(
    names.dataBoundary,
    document(
      allow(
        'Queries',
        ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'],
        arn('athena', 'workgroup/primary'),
      ),
      allow('Read', ['s3:GetObject', 'ec2:Describe*', 'glue:Get*'], '*'),
    ),
    true,
  ),
  managedPolicy(
    names.sandboxBoundary,
    document(allow('Try', '*', '*'), {
      Sid: 'NotTheExpensiveOnes',
      Effect: 'Deny',
      Action: ['sagemaker:*', 'redshift:*', 'iam:*'],
      Resource: '*',
    }),
    true,
  ),
  managedPolicy(
    names.requireMfa,
    document({
      Sid: 'DenyAllButOwnMfa',
      Effect: 'Deny',
      NotAction: [
        'iam:CreateVirtualMFADevice',
        'iam:EnableMFADevice',
        'iam:ListMFADevices',
        'sts:GetSessionToken',
        'sts:AssumeRole',
      ],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    }),
  ),
  managedPolicy(
    names.lambdaBasics,
    document({
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    }),
  ),
];

/** What `aws iam get-account-authorization-details` prints for the production account. */
export const production = {
  UserDetailList: users,
  GroupDetailList: groups,
  RoleDetailList: [...services, ...functions, ...data, ...delivery, ...people, ...serviceLinked],
  Policies: managed,
};

/** The same for the data team's account: the role that partners exchange files through. */
export const dataTeam = {
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [
    {
      ...roleDetail('fernwood-exchange', {
        trust: trustArn(`arn:aws:iam::${ACCOUNT}:root`, {
          StringEquals: { 'sts:ExternalId': 'northline-7431' },
        }),
        policies: {
          exchange: document(allow('Files', 's3:PutObject', 'arn:aws:s3:::fernwood-exchange/*')),
        },
      }),
      Arn: `arn:aws:iam::${DATA_ACCOUNT}:role/fernwood-exchange`,
    },
  ],
  Policies: [],
};
