import type { Json, JsonObject } from '../../../../lib/core/record/json';

/** For one entry of the catalogue: a record that it matches, and one much like it that it must not match. */
export interface NoiseCase {
  readonly id: string;
  readonly hit: JsonObject;
  readonly neighbour: JsonObject;
}

const ACCOUNT = '111122223333';

/** A session of a role, as CloudTrail writes it. */
function role(name: string, session: string, more: JsonObject = {}, path = '/'): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROAIOSFODNN7EXAMPLE:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAIOSFODNN7EXAMPLE',
        arn: `arn:aws:iam::${ACCOUNT}:role${path}${name}`,
        accountId: ACCOUNT,
        userName: name,
      },
      attributes: { creationDate: '2026-11-19T07:58:40Z', mfaAuthenticated: 'false' },
    },
    ...more,
  };
}

function user(name: string): JsonObject {
  return {
    type: 'IAMUser',
    principalId: 'AIDAIOSFODNN7EXAMPLE',
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    accountId: ACCOUNT,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    userName: name,
  };
}

/** A service that calls as itself, without anybody's credentials. */
function service(dnsName: string): JsonObject {
  return { type: 'AWSService', invokedBy: dnsName };
}

/** A role whose credentials a service uses. */
function through(dnsName: string, session = 'worker'): JsonObject {
  return role('orders-worker', session, { invokedBy: dnsName });
}

function stranger(accountId: string): JsonObject {
  return { type: 'AWSAccount', principalId: '', accountId };
}

/** A denied call. A text in `call` is `SERVICE:EventName`, the service as its endpoint is named. */
function denied(call: string, userIdentity: JsonObject, fields: JsonObject = {}): JsonObject {
  const [prefix = '', eventName = ''] = call.split(':');
  return {
    eventVersion: '1.11',
    userIdentity,
    eventTime: '2026-11-19T08:02:11Z',
    eventSource: `${prefix}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.57',
    userAgent: 'aws-cli/2.31.18',
    errorCode: 'AccessDenied',
    errorMessage: message(prefix, eventName, userIdentity),
    requestParameters: null,
    responseElements: null,
    requestID: '79b2afb6-0e1d-46bf-ad43-befd73e1e44d',
    eventID: 'e3f3af0b-60c9-4f32-a9cf-ddb31612709d',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...fields,
  };
}

function message(prefix: string, eventName: string, userIdentity: JsonObject): string {
  const { arn } = userIdentity;
  if (typeof arn !== 'string') return 'Access Denied';
  const action = `${prefix === 'tagging' ? 'tag' : prefix}:${eventName}`;
  return `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
}

const WRITE = { readOnly: false };
const CONSOLE = { sessionCredentialFromConsole: 'true' };
const worker = role('orders-worker', 'i-0a1b2c3d4e5f67890');
const admin = role('platform-admin', 'mara');
const bucket = (bucketName: string): { readonly requestParameters: Json } => ({
  requestParameters: { bucketName, Host: `${bucketName}.s3.eu-west-1.amazonaws.com` },
});

/** Calls of AWS's own services, and of strangers. */
const services: readonly NoiseCase[] = [
  {
    id: 'anonymous-function-url-probe',
    hit: denied('lambda:GetFunctionUrlConfig', stranger('999999999999')),
    neighbour: denied('lambda:GetFunctionUrlConfig', worker),
  },
  {
    id: 'lambda-pulls-image',
    hit: denied('ecr:BatchGetImage', through('lambda.amazonaws.com')),
    neighbour: denied('ecr:BatchGetImage', through('ecs-tasks.amazonaws.com')),
  },
  {
    id: 's3-self-put-object',
    hit: denied('s3:PutObject', through('s3.amazonaws.com'), WRITE),
    neighbour: denied('s3:PutObject', through('athena.amazonaws.com'), WRITE),
  },
  {
    id: 'cloudtrail-start-query',
    hit: denied('cloudtrail:StartQuery', through('cloudtrail.amazonaws.com')),
    neighbour: denied('cloudtrail:StartQuery', admin),
  },
  {
    id: 'config-decrypts-lambda-environment',
    hit: denied('kms:Decrypt', through('config.amazonaws.com', 'LambdaDescribeHandlerSession')),
    neighbour: denied('kms:Decrypt', through('config.amazonaws.com', 'AWSConfig-Describe')),
  },
  {
    id: 'config-head-bucket',
    hit: denied('s3:HeadBucket', through('config.amazonaws.com')),
    neighbour: denied('s3:HeadBucket', through('cloudformation.amazonaws.com')),
  },
  {
    id: 'config-from-its-own-address',
    hit: denied('sns:GetTopicAttributes', worker, { sourceIPAddress: 'config.amazonaws.com' }),
    neighbour: denied('sns:GetTopicAttributes', worker, {
      sourceIPAddress: 'config.amazonaws.com.example',
    }),
  },
  {
    id: 'cloudfront-origin-get-object',
    hit: denied('s3:GetObject', through('cloudfront.amazonaws.com')),
    neighbour: denied('s3:GetObjectAcl', through('cloudfront.amazonaws.com')),
  },
  {
    id: 'cloudfront-origin-head-object',
    hit: denied('s3:HeadObject', through('cloudfront.amazonaws.com')),
    neighbour: denied('s3:HeadObject', worker),
  },
  {
    id: 'log-delivery-address',
    hit: denied('s3:GetBucketAcl', worker, { sourceIPAddress: 'delivery.logs.amazonaws.com' }),
    neighbour: denied('s3:GetBucketAcl', worker, { sourceIPAddress: 'logs.amazonaws.com' }),
  },
  {
    id: 'resource-explorer-indexing',
    hit: denied('sqs:GetQueueAttributes', through('resource-explorer-2.amazonaws.com')),
    neighbour: denied('sqs:GetQueueAttributes', through('resource-groups.amazonaws.com')),
  },
  {
    id: 'inspector2-target-group-attributes',
    hit: denied(
      'elasticloadbalancing:DescribeTargetGroupAttributes',
      through('inspector2.amazonaws.com'),
    ),
    neighbour: denied(
      'elasticloadbalancing:DescribeTargetGroups',
      through('inspector2.amazonaws.com'),
    ),
  },
  {
    id: 'service-linked-role',
    hit: denied(
      'ec2:DescribeInstances',
      role(
        'AWSServiceRoleForConfig',
        'configLambdaExecution',
        {},
        '/aws-service-role/config.amazonaws.com/',
      ),
    ),
    // A customer may name a role so, but not put it into AWS's path.
    neighbour: denied('ec2:DescribeInstances', role('AWSServiceRoleForConfig', 'mara')),
  },
  {
    id: 'aws-service-principal',
    hit: denied('sqs:SendMessage', service('sns.amazonaws.com')),
    neighbour: denied('sqs:SendMessage', through('sns.amazonaws.com')),
  },
];

/** What consoles and AWS's agents ask for. */
const consoles: readonly NoiseCase[] = [
  {
    id: 'macie-while-off',
    hit: denied('macie2:GetMacieSession', admin),
    neighbour: denied('macie2:GetFindings', admin),
  },
  {
    id: 'organizations-delegated-administrators',
    hit: denied('organizations:ListDelegatedAdministrators', admin),
    neighbour: denied('organizations:DescribePolicy', admin),
  },
  {
    id: 'organizations-caller-validation',
    hit: denied('organizations:ListAccounts', admin, {
      errorMessage: 'CallerValidation check failed',
    }),
    neighbour: denied('organizations:ListAccounts', admin),
  },
  {
    id: 'inspector2-organization-configuration',
    hit: denied('inspector2:DescribeOrganizationConfiguration', admin),
    neighbour: denied('guardduty:DescribeOrganizationConfiguration', admin),
  },
  {
    id: 'inspector2-delegated-admin-accounts',
    hit: denied('inspector2:ListDelegatedAdminAccounts', admin),
    neighbour: denied('inspector2:ListFindings', admin),
  },
  {
    id: 'health-event-aggregates',
    hit: denied('health:DescribeEventAggregates', admin),
    neighbour: denied('health:DescribeEvents', admin),
  },
  {
    id: 'console-oam-sinks',
    hit: denied('oam:ListSinks', admin, CONSOLE),
    neighbour: denied('oam:ListSinks', worker),
  },
  {
    id: 'console-resource-groups',
    hit: denied('resource-groups:ListGroups', admin, CONSOLE),
    neighbour: denied('resource-groups:ListGroups', worker),
  },
  {
    id: 'console-application-insights',
    hit: denied('application-insights:ListApplications', admin, CONSOLE),
    // CloudTrail writes the mark as a text: a boolean is something else.
    neighbour: denied('application-insights:ListApplications', admin, {
      sessionCredentialFromConsole: true,
    }),
  },
  {
    id: 'console-cloudwatch-alarms',
    hit: denied('monitoring:DescribeAlarms', admin, CONSOLE),
    neighbour: denied('monitoring:DescribeAlarms', worker),
  },
  {
    id: 'console-waf-resources',
    hit: denied('wafv2:ListResourcesForWebACL', admin, CONSOLE),
    neighbour: denied('wafv2:ListResourcesForWebACL', worker),
  },
  {
    id: 'console-access-advisor',
    hit: denied('iam:GenerateServiceLastAccessedDetails', admin, CONSOLE),
    neighbour: denied('iam:GenerateServiceLastAccessedDetails', worker),
  },
  {
    id: 'ssm-agent-packages-bucket',
    hit: denied('s3:HeadObject', worker, bucket('amazon-ssm-packages-eu-west-1')),
    neighbour: denied('s3:HeadObject', worker, bucket('packages-amazon-ssm-packages-')),
  },
  {
    id: 'ssm-agent-attachments-bucket',
    hit: denied('s3:HeadObject', worker, bucket('aws-ssm-document-attachments-eu-west-1')),
    neighbour: denied('s3:GetObject', worker, bucket('aws-ssm-document-attachments-eu-west-1')),
  },
];

/** The writes that are noise, and all others. */
const writes: readonly NoiseCase[] = [
  {
    id: 'ssm-instance-ping',
    hit: denied('ssm:UpdateInstanceInformation', worker, WRITE),
    neighbour: denied('ssm:UpdateInstanceAssociationStatus', worker, WRITE),
  },
  {
    id: 'config-bucket-write-check',
    hit: denied('s3:PutObject', role('config-recorder', 'AWSConfig-BucketConfigCheck'), WRITE),
    neighbour: denied('s3:PutObject', role('config-recorder', 'AWSConfig-Delivery'), WRITE),
  },
  {
    id: 'datadog-refreshes-trusted-advisor',
    hit: denied(
      'support:RefreshTrustedAdvisorCheck',
      role('DatadogIntegrationRole', 'DatadogAWSIntegration'),
      WRITE,
    ),
    neighbour: denied('support:RefreshTrustedAdvisorCheck', admin, WRITE),
  },
  {
    id: 'denied-write',
    hit: denied('dynamodb:DeleteTable', worker, WRITE),
    neighbour: denied('dynamodb:DescribeTable', worker),
  },
];

/** Reads that earn a line in the digest. */
const reads: readonly NoiseCase[] = [
  {
    id: 'chatbot-log-groups',
    hit: denied('logs:DescribeLogGroups', role('chat-role', 'chatbot-session')),
    neighbour: denied('logs:DescribeLogGroups', worker),
  },
  {
    id: 'chatbot-query-definitions',
    hit: denied('logs:DescribeQueryDefinitions', role('chat-role', 'chatbot-session')),
    neighbour: denied('logs:StartLiveTail', role('chat-role', 'chatbot-session')),
  },
  {
    id: 'head-bucket',
    hit: denied('s3:HeadBucket', worker),
    neighbour: denied('s3:GetBucketLocation', worker),
  },
  {
    id: 'tagging-get-resources',
    hit: denied('tagging:GetResources', worker),
    neighbour: denied('apigateway:GetResources', worker),
  },
  {
    id: 'list-resource-tags',
    hit: denied('kms:ListResourceTags', worker),
    neighbour: denied('kms:ListKeys', worker),
  },
  {
    id: 'console-user-agent-aws-internal',
    hit: denied('ec2:DescribeVpcs', admin, { userAgent: 'aws-internal/3 aws-sdk-java/1.12.782' }),
    neighbour: denied('ec2:DescribeVpcs', admin, { userAgent: 'aws-sdk-java/1.12 aws-internal/3' }),
  },
  {
    id: 'console-user-agent-s3',
    hit: denied('s3:GetBucketObjectLockConfiguration', admin, {
      userAgent: '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.782]',
    }),
    neighbour: denied('s3:GetBucketObjectLockConfiguration', admin),
  },
  {
    id: 'load-balancer-controller-waf',
    hit: denied('waf-regional:GetWebACLForResource', worker),
    neighbour: denied('wafv2:GetWebACL', worker),
  },
  {
    id: 'load-balancer-controller-shield',
    hit: denied('shield:GetSubscriptionState', worker),
    neighbour: denied('shield:DescribeProtection', worker),
  },
  {
    id: 'health-aware-secret-probe',
    hit: denied(
      'secretsmanager:GetSecretValue',
      role('AHA-LambdaExecutionRole-1A2B3C', 'AHA-LambdaFunction'),
    ),
    neighbour: denied('secretsmanager:GetSecretValue', worker),
  },
  {
    id: 'datadog-integration-role',
    hit: denied(
      'kms:GetKeyRotationStatus',
      role('DatadogIntegrationRole', 'DatadogAWSIntegration'),
    ),
    neighbour: denied('kms:GetKeyRotationStatus', role('DatadogIntegrationRoleOld', 'session')),
  },
  {
    id: 'tenable-connector',
    hit: denied('cloudtrail:GetTrailStatus', role('tenableio-connector', 'tenable')),
    neighbour: denied('cloudtrail:GetTrailStatus', user('tenableio-connector')),
  },
  {
    id: 'cortex-xdr-role',
    hit: denied('glue:GetDatabases', role('CortexXDRCloudApp', 'cortex')),
    neighbour: denied('glue:GetDatabases', role('cortexxdrcloudapp', 'cortex')),
  },
  {
    id: 'prowler-user',
    hit: denied('macie2:ListFindings', user('prowler-readonly')),
    neighbour: denied('macie2:ListFindings', user('prowler')),
  },
  {
    id: 'anonymous-s3',
    hit: denied('s3:ListBuckets', stranger('anonymous')),
    neighbour: denied('s3:ListBuckets', stranger('999999999999')),
  },
  {
    id: 'anonymous-principal',
    hit: denied('sqs:GetQueueAttributes', {
      type: 'Unknown',
      principalId: 'ANONYMOUS_PRINCIPAL',
      accountId: 'ANONYMOUS_PRINCIPAL',
    }),
    neighbour: denied('sqs:GetQueueAttributes', stranger('999999999999')),
  },
];

/** One for each entry of the catalogue, in its order. */
export const NOISE_CASES: readonly NoiseCase[] = [...services, ...consoles, ...writes, ...reads];
