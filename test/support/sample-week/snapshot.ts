import { dataTeam, production } from './accounts';
import { names } from './names';
import { document } from './policy';
import { supportSessions } from './sessions';
import { ACCOUNT, DATA_ACCOUNT, iamArn, MANAGEMENT_ACCOUNT, ORGANIZATION, TAKEN_AT } from './week';

const ROOT = 'r-fw01';
const WORKLOADS = 'ou-fw01-workload';
const FULL_ACCESS = {
  arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
  name: 'FullAWSAccess',
  document: document({ Effect: 'Allow', Action: '*', Resource: '*' }),
};
const RCP_FULL_ACCESS = {
  arn: 'arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess',
  name: 'RCPFullAWSAccess',
  document: document({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
};

/** Everything that the shop is meant to use; Bedrock is not on the list. */
const SERVICES = [
  'access-analyzer',
  'acm',
  'apigateway',
  'application-autoscaling',
  'athena',
  'autoscaling',
  'ce',
  'cloudformation',
  'cloudtrail',
  'cloudwatch',
  'codebuild',
  'cognito-idp',
  'config',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticfilesystem',
  'elasticloadbalancing',
  'events',
  'glue',
  'guardduty',
  'health',
  'iam',
  'kms',
  'lambda',
  'lightsail',
  'logs',
  'organizations',
  'rds',
  'route53',
  'route53domains',
  's3',
  'sagemaker',
  'secretsmanager',
  'securityhub',
  'sns',
  'sqs',
  'ssm',
  'sts',
  'support',
  'tag',
  'wafv2',
];

const BUCKETS = ['backup', 'datalake', 'exports', 'finance', 'home', 'static', 'thumbs', 'uploads'];

const organization = {
  id: ORGANIZATION,
  managementAccountId: MANAGEMENT_ACCOUNT,
  accounts: {
    [ACCOUNT]: { path: [ROOT, WORKLOADS] },
    [DATA_ACCOUNT]: { path: [ROOT, WORKLOADS] },
    [MANAGEMENT_ACCOUNT]: { path: [ROOT] },
  },
  serviceControlPolicies: {
    [ROOT]: [
      FULL_ACCESS,
      {
        arn: names.regionFence,
        name: 'RegionFence',
        document: document({
          Sid: 'OnlyOurRegions',
          Effect: 'Deny',
          NotAction: [
            'iam:*',
            'organizations:*',
            'route53:*',
            'route53domains:*',
            'support:*',
            'health:*',
            'ce:*',
            'sts:*',
          ],
          Resource: '*',
          Condition: {
            StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1', 'us-east-1'] },
          },
        }),
      },
      {
        arn: names.protectTrail,
        name: 'ProtectTrail',
        document: document({
          Sid: 'TrailStaysOn',
          Effect: 'Deny',
          Action: [
            'cloudtrail:StopLogging',
            'cloudtrail:DeleteTrail',
            'cloudtrail:UpdateTrail',
            'cloudtrail:PutEventSelectors',
          ],
          Resource: '*',
        }),
      },
    ],
    [WORKLOADS]: [
      {
        arn: names.workloadServices,
        name: 'WorkloadServices',
        document: document({
          Sid: 'ServicesOfTheShop',
          Effect: 'Allow',
          Action: SERVICES.map((service) => `${service}:*`),
          Resource: '*',
        }),
      },
    ],
    [ACCOUNT]: [FULL_ACCESS],
    [DATA_ACCOUNT]: [FULL_ACCESS],
    [MANAGEMENT_ACCOUNT]: [FULL_ACCESS],
  },
  resourceControlPolicies: {
    [ROOT]: [
      RCP_FULL_ACCESS,
      {
        arn: names.paymentSecrets,
        name: 'PaymentSecrets',
        document: document({
          Sid: 'OnlyServicesReadPaymentSecrets',
          Effect: 'Deny',
          Principal: '*',
          Action: 'secretsmanager:GetSecretValue',
          Resource: 'arn:aws:secretsmanager:*:*:secret:prod/payment/*',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/service/*' } },
        }),
      },
    ],
    [WORKLOADS]: [RCP_FULL_ACCESS],
    [ACCOUNT]: [RCP_FULL_ACCESS],
    [DATA_ACCOUNT]: [RCP_FULL_ACCESS],
    [MANAGEMENT_ACCOUNT]: [RCP_FULL_ACCESS],
  },
};

const resourcePolicies = {
  'arn:aws:s3:::fernwood-finance': document({
    Sid: 'OnlyThroughTheVpc',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: ['arn:aws:s3:::fernwood-finance', 'arn:aws:s3:::fernwood-finance/*'],
    Condition: { StringNotEquals: { 'aws:SourceVpce': names.s3Endpoint } },
  }),
  [names.datalakeKey]: document({
    Sid: 'EnableIamPolicies',
    Effect: 'Allow',
    Principal: { AWS: iamArn('root') },
    Action: 'kms:*',
    Resource: '*',
  }),
  [names.volumeKey]: document(
    {
      Sid: 'Administrators',
      Effect: 'Allow',
      Principal: { AWS: iamArn('role/prod-admin') },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'Nodes',
      Effect: 'Allow',
      Principal: { AWS: iamArn('role/orders-node') },
      Action: [
        'kms:CreateGrant',
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:GenerateDataKeyWithoutPlaintext',
      ],
      Resource: '*',
    },
  ),
};

const vpcEndpointPolicies = {
  [names.secretsEndpoint]: document({
    Sid: 'ReadSecrets',
    Effect: 'Allow',
    Principal: '*',
    Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
    Resource: '*',
  }),
  [names.snsEndpoint]: document(
    { Sid: 'Publish', Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' },
    {
      Sid: 'AuditIsForTheAuditSubnet',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sns:Publish',
      Resource: names.auditTopic,
    },
  ),
  [names.registryEndpoint]: document(
    {
      Sid: 'Login',
      Effect: 'Allow',
      Principal: '*',
      Action: 'ecr:GetAuthorizationToken',
      Resource: '*',
    },
    {
      Sid: 'ShopImages',
      Effect: 'Allow',
      Principal: '*',
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: names.shopRepository,
    },
  ),
  [names.s3Endpoint]: document({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
};

/** The state of the company's accounts on the Monday after the week. */
export const snapshot = {
  version: 1,
  takenAt: TAKEN_AT,
  organization,
  accounts: {
    [ACCOUNT]: {
      authorizationDetails: production,
      resourcePolicies,
      vpcEndpointPolicies,
      sessionPolicies: Object.fromEntries(
        supportSessions.map((session) => [session.accessKeyId, [session.policy]]),
      ),
      resources: {
        ...Object.fromEntries(BUCKETS.map((name) => [`arn:aws:s3:::fernwood-${name}`, {}])),
        [names.checkoutFunction]: { tags: { team: 'payments' } },
        [names.quoteFunction]: { tags: { team: 'storefront' } },
      },
    },
    [DATA_ACCOUNT]: {
      authorizationDetails: dataTeam,
      resourcePolicies: {
        [names.returnsQueue]: document({
          Sid: 'Portal',
          Effect: 'Allow',
          Principal: { AWS: iamArn('role/returns-portal') },
          Action: 'sqs:SendMessage',
          Resource: names.returnsQueue,
        }),
        [names.sharedKey]: document({
          Sid: 'EnableIamPolicies',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${DATA_ACCOUNT}:root` },
          Action: 'kms:*',
          Resource: '*',
        }),
      },
      vpcEndpointPolicies: {},
      sessionPolicies: {},
    },
  },
};
