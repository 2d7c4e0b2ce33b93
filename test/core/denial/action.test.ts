import fc from 'fast-check';
import {
  actionsOfEvent,
  actionsOfOperation,
  canonicalAction,
  prefixOfEventSource,
} from '../../../lib/core/denial/action';
import { actionsOfText } from '../../../lib/core/denial/action-of-text';
import {
  ACTIONS_BY_EVENT,
  API_GATEWAY_VERBS,
  PARTIQL_ACTIONS,
  S3_ACTION_ON_VERSION,
} from '../../../lib/core/denial/event-action-table';
import {
  PREFIX_BY_EVENT_SOURCE,
  PREFIX_BY_SDK_NAME,
} from '../../../lib/core/denial/event-source-table';
import type { Json } from '../../../lib/core/record/json';
import { serviceReference as reference } from '../../../lib/core/service-reference/indexed-reference';
import { recordOf } from './record-of';

const ofEvent = (eventSource: string, eventName: string, requestParameters: Json = null) =>
  actionsOfEvent(recordOf({ eventSource, eventName, requestParameters }), reference);

describe('an action as a message writes it', () => {
  it.each([
    ['SNS:Publish', 'sns:Publish'],
    ['sqs:createqueue', 'sqs:CreateQueue'],
    ['s3:GetObject', 's3:GetObject'],
    ['SNS:NotYetKnown', 'sns:NotYetKnown'],
    ['newservice:DoThing', 'newservice:DoThing'],
    ['null', null],
    ['', null],
    ['s3:Get Object', null],
    [`s3:${'x'.repeat(300)}`, null],
  ])('%s is %s', (written, expected) => {
    expect(canonicalAction(written, reference)).toBe(expected);
  });
});

describe('the IAM prefix of an event source', () => {
  it.each([
    ['monitoring.amazonaws.com', 'cloudwatch'],
    ['amazonmq.amazonaws.com', 'mq'],
    ['streams.dynamodb.amazonaws.com', 'dynamodb'],
    ['tagging.amazonaws.com', 'tag'],
    ['logs.amazonaws.com', 'logs'],
    ['ec2.amazonaws.com.cn', 'ec2'],
  ])('%s is %s', (source, prefix) => {
    expect(prefixOfEventSource(source)).toBe(prefix);
  });
});

describe('the action of an event', () => {
  it.each([
    ['eks', 'DescribeCluster', 'eks:DescribeCluster'],
    ['monitoring', 'GetMetricData', 'cloudwatch:GetMetricData'],
    ['amazonmq', 'ListBrokers', 'mq:ListBrokers'],
    ['s3', 'HeadBucket', 's3:ListBucket'],
    ['s3', 'ListObjectsV2', 's3:ListBucket'],
    ['s3', 'HeadObject', 's3:GetObject'],
    ['s3', 'ListBuckets', 's3:ListAllMyBuckets'],
    ['s3', 'UploadPart', 's3:PutObject'],
    ['s3', 'DeleteBucketEncryption', 's3:PutEncryptionConfiguration'],
    ['s3', 'GetBucketLifecycle', 's3:GetLifecycleConfiguration'],
    ['s3', 'PutBucketCors', 's3:PutBucketCORS'],
    ['lambda', 'Invoke', 'lambda:InvokeFunction'],
    ['lambda', 'CreateFunction20150331', 'lambda:CreateFunction'],
    ['lambda', 'UpdateFunctionConfiguration20150331v2', 'lambda:UpdateFunctionConfiguration'],
    ['cloudfront', 'CreateFunction2020_05_31', 'cloudfront:CreateFunction'],
    ['apigateway', 'GetVpcLinks', 'apigateway:GET'],
    ['apigateway', 'UpdateStage', 'apigateway:PATCH'],
    ['apigateway', 'CreatePortal', 'apigateway:CreatePortal'],
    ['dynamodb', 'TransactGetItems', 'dynamodb:GetItem'],
    ['sqs', 'SendMessageBatch', 'sqs:SendMessage'],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'ec2-instance-connect:SendSSHPublicKey'],
  ])('%s %s is %s', (service, eventName, action) => {
    expect(ofEvent(`${service}.amazonaws.com`, eventName)?.action).toBe(action);
  });

  it.each([
    ['signin.amazonaws.com', 'ConsoleLogin'],
    ['s3.amazonaws.com', 'NoSuchCall'],
    ['nowhere.amazonaws.com', 'GetThing'],
    ['apigateway.amazonaws.com', 'TagResource'],
    ['dynamodb.amazonaws.com', 'TransactWriteItems'],
    ['__proto__', 'constructor'],
    ['ec2.amazonaws.com', 'x'.repeat(200_000)],
  ])('%s is not guessed', (source, eventName) => {
    expect(ofEvent(source, eventName)).toBeNull();
  });

  it('names what the same call needs besides', () => {
    expect(ofEvent('kms.amazonaws.com', 'ReEncrypt')).toEqual({
      action: 'kms:ReEncryptFrom',
      alsoNeeds: ['kms:ReEncryptTo'],
    });
    expect(ofEvent('s3.amazonaws.com', 'CopyObject')).toEqual({
      action: 's3:PutObject',
      alsoNeeds: ['s3:GetObject'],
    });
  });

  it('depends on the version of an object', () => {
    const parameters = { bucketName: 'b', key: 'k', versionId: 'v1' };
    expect(ofEvent('s3.amazonaws.com', 'HeadObject', parameters)?.action).toBe(
      's3:GetObjectVersion',
    );
    expect(ofEvent('s3.amazonaws.com', 'DeleteObject', parameters)?.action).toBe(
      's3:DeleteObjectVersion',
    );
    expect(ofEvent('s3.amazonaws.com', 'PutObject', parameters)?.action).toBe('s3:PutObject');
  });

  it('tells the public access block of an account from that of a bucket', () => {
    const call = (parameters: Json) =>
      ofEvent('s3.amazonaws.com', 'GetPublicAccessBlock', parameters)?.action;
    expect(call({ bucketName: 'b', publicAccessBlock: '' })).toBe('s3:GetBucketPublicAccessBlock');
    expect(call({ 'x-amz-account-id': '111122223333' })).toBe('s3:GetAccountPublicAccessBlock');
  });

  it.each([
    ['SELECT * FROM "orders"', 'dynamodb:PartiQLSelect'],
    [' insert into orders value {}', 'dynamodb:PartiQLInsert'],
    ['drop table x', undefined],
    ['HIDDEN_DUE_TO_SECURITY_REASONS', undefined],
  ])('reads the PartiQL statement %s', (statement, action) => {
    expect(ofEvent('dynamodb.amazonaws.com', 'ExecuteStatement', { statement })?.action).toBe(
      action,
    );
  });

  it('is always in the reference', () => {
    const source = fc.constantFrom('s3', 'ec2', 'lambda', 'apigateway', 'kms', 'dynamodb');
    fc.assert(
      fc.property(source, fc.string({ maxLength: 60 }), (prefix, name) => {
        const found = actionsOfOperation(prefix, name, reference);
        expect(found === null || reference.action(found.action)?.name === found.action).toBe(true);
      }),
    );
  });
});

describe('the tables', () => {
  it('name only what the reference has', () => {
    const actions = [...ACTIONS_BY_EVENT].flatMap(([event, names]) =>
      names.map((name) => `${event.slice(0, event.indexOf(':'))}:${name}`),
    );
    const all = [
      ...actions,
      ...[...S3_ACTION_ON_VERSION].flat(),
      ...PARTIQL_ACTIONS.values(),
      ...API_GATEWAY_VERBS.map(([, verb]) => `apigateway:${verb}`),
    ];
    expect(all.filter((action) => reference.action(action)?.name !== action)).toEqual([]);
    const prefixes = [...PREFIX_BY_EVENT_SOURCE.values(), ...PREFIX_BY_SDK_NAME.values()];
    expect(prefixes.filter((prefix) => !reference.hasService(prefix))).toEqual([]);
  });
});

describe('the action of a pasted error that names an operation', () => {
  it.each([
    [
      'An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation.',
      'RunInstances',
      'ec2:RunInstances',
    ],
    [
      'An error occurred (403) when calling the HeadObject operation: Forbidden',
      'HeadObject',
      's3:GetObject',
    ],
    [
      'An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      'PutObject',
      's3:PutObject',
    ],
    [
      'An error occurred (AccessDenied) when calling the GetObject operation: not for you',
      'GetObject',
      null,
    ],
    [
      'operation error S3: PutObject, https response error StatusCode: 403, api error AccessDenied: Access Denied',
      'PutObject',
      's3:PutObject',
    ],
    [
      'operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400',
      'GetSecretValue',
      'secretsmanager:GetSecretValue',
    ],
    [
      'operation error SFN: StartExecution, api error AccessDeniedException: no',
      'StartExecution',
      'states:StartExecution',
    ],
    [
      '$ aws s3api get-object --bucket b --key k f\nAn error occurred (AccessDenied) when calling the GetObject operation: no',
      'GetObject',
      's3:GetObject',
    ],
    [
      '$ aws s3 cp f s3://b/k\nupload failed: An error occurred (AccessDenied) when calling the PutObject operation: no',
      'PutObject',
      's3:PutObject',
    ],
    ['the aws lambda function failed when calling the GetObject operation', 'GetObject', null],
    ['Error calling GetObject (Service: Amazon S3; Status Code: 403)', 'GetObject', 's3:GetObject'],
    ['An error occurred when calling the NoSuchThing operation', 'NoSuchThing', null],
    [
      'API: ec2:CreateTags You are not authorized to perform this operation.',
      'CreateTags',
      'ec2:CreateTags',
    ],
    [
      'Error executing "GetObject" on "https://s3.eu-west-1.amazonaws.com/b/k"; AWS HTTP error',
      'GetObject',
      's3:GetObject',
    ],
    [
      'Error executing "PutObject" on "https://shop.s3.eu-west-1.amazonaws.com/k"',
      'PutObject',
      's3:PutObject',
    ],
    [
      'operation error DynamoDB: GetItem, no\noperation error S3: GetObject, no',
      'GetObject',
      's3:GetObject',
    ],
    [
      'An error occurred (UnauthorizedOperation) when calling the DescribeVolumes operation: You are not authorized to perform this operation.',
      'DescribeVolumes',
      'ec2:DescribeVolumes',
    ],
    [
      'An error occurred (AccessDenied) when calling the CreateQueue operation: Access to the resource https://eu-west-1.queue.amazonaws.com/ is denied.',
      'CreateQueue',
      'sqs:CreateQueue',
    ],
    ['Access Denied', null, null],
  ])('%s', (text, operation, action) => {
    expect(actionsOfText(text, operation, reference)?.action ?? null).toBe(action);
  });

  it('reads a huge text in no time worth naming', () => {
    expect(actionsOfText(`${'aws '.repeat(100_000)}Service: `, 'PutObject', reference)).toBeNull();
  });
});
