import fc from 'fast-check';
import { fillPattern, fitsPattern, freePlaceholders } from '../../../lib/core/denial/arn-pattern';
import type { RequestPlace } from '../../../lib/core/denial/resource-of-request';
import { denialResource } from '../../../lib/core/denial/resource';
import type { Json } from '../../../lib/core/record/json';
import { serviceReference as reference } from '../../../lib/core/service-reference/indexed-reference';
import { recordOf } from './record-of';

const PLACE: RequestPlace = { partition: 'aws', region: 'eu-west-1', accountId: '111122223333' };

/** The resource that a message names. */
const said = (written: string, action: string) =>
  denialResource(
    { said: written, action: reference.action(action), record: null, place: PLACE },
    reference,
  );

/** The resource of a record whose message names none. */
const of = (action: string, fields: Record<string, Json>, place = PLACE) =>
  denialResource(
    { said: null, action: reference.action(action), record: recordOf(fields), place },
    reference,
  );

const withParameters = (action: string, requestParameters: Json, place = PLACE) =>
  of(action, { requestParameters, eventName: action.slice(action.indexOf(':') + 1) }, place).arn;

describe('the resource that a message names', () => {
  it.each([
    ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders', 'dynamodb:GetItem', '111122223333'],
    [
      'arn:aws:logs:eu-west-1:111122223333:log-group::log-stream:',
      'logs:DescribeLogGroups',
      '111122223333',
    ],
    ['arn:aws:s3:::b/*', 's3:PutObject', null],
    ['arn:aws:s3:::b/a key with: spaces', 's3:PutObject', null],
    ['arn:aws:ec2:eu-west-1::snapshot/snap-0a', 'ec2:ModifySnapshotAttribute', null],
    ['arn:aws:apigateway:eu-west-1::/restapis', 'apigateway:POST', '111122223333'],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'iam:GetPolicy', null],
    ['arn:aws:lambda:eu-west-1:***:function:f', 'lambda:InvokeFunction', null],
  ])('stays %s', (arn, action, accountId) => {
    expect(said(arn, action)).toEqual({ arn, named: null, accountId });
  });

  it.each([
    ['role orders-api', 'iam:GetRole', 'role', 'orders-api'],
    ['user erin', 'iam:DeleteUser', 'user', 'erin'],
    ['group admins', 'iam:AddUserToGroup', 'group', 'admins'],
    ['instance profile web', 'iam:AddRoleToInstanceProfile', 'instance profile', 'web'],
    [
      'access key AKIAIOSFODNN7EXAMPLE',
      'iam:DeleteAccessKey',
      'access key',
      'AKIAIOSFODNN7EXAMPLE',
    ],
    ['prod/db', 'secretsmanager:GetSecretValue', 'secret', 'prod/db'],
    ['my-rule', 'config:DeleteConfigRule', 'configrule', 'my-rule'],
    ['.hidden', 'secretsmanager:GetSecretValue', 'secret', '.hidden'],
    ['namespace/ns-1', 'dynamodb:Query', 'resource', 'namespace/ns-1'],
  ])('%s is a name, not an ARN', (written, action, type, name) => {
    expect(said(written, action)).toEqual({
      arn: null,
      named: { type, name },
      accountId: '111122223333',
    });
  });

  it('is the ARN behind a word', () => {
    expect(said('policy arn:aws:iam::111122223333:policy/p', 'iam:CreatePolicyVersion').arn).toBe(
      'arn:aws:iam::111122223333:policy/p',
    );
    expect(
      said('policy arn:aws:iam::111122223333:policy/p version v2', 'iam:SetDefaultPolicyVersion')
        .arn,
    ).toBe('arn:aws:iam::111122223333:policy/p');
  });

  it('is the queue behind its URL, and nothing for a URL without a queue', () => {
    expect(
      said('https://sqs.eu-west-1.amazonaws.com/444455556666/jobs', 'sqs:SendMessage'),
    ).toEqual({
      arn: 'arn:aws:sqs:eu-west-1:444455556666:jobs',
      named: null,
      accountId: '444455556666',
    });
    expect(said('https://sqs.eu-west-1.amazonaws.com/', 'sqs:SendMessage')).toEqual({
      arn: null,
      named: null,
      accountId: null,
    });
  });

  it.each(['<snip>', '***', 'XXXX', '[redacted]', '...', 'arn:aws:sqs:...'])(
    'is nothing when masked: %s',
    (written) => {
      expect(said(written, 'secretsmanager:GetSecretValue')).toEqual({
        arn: null,
        named: null,
        accountId: null,
      });
    },
  );
});

describe('an action without resource', () => {
  it.each(['ec2:DescribeInstances', 'kms:ListKeys', 's3:ListAllMyBuckets', 'sqs:ListQueues'])(
    '%s is about *, in the caller’s account',
    (action) => {
      expect(of(action, {})).toEqual({ arn: '*', named: null, accountId: '111122223333' });
    },
  );

  it('is not taken for one because the message names no resource', () => {
    expect(of('kms:Encrypt', {}).arn).toBeNull();
    expect(of('rds:ModifyActivityStream', {}).arn).toBeNull();
  });
});

describe('the resource that the parameters name', () => {
  it.each<[string, Json, string]>([
    ['eks:DescribeCluster', { name: 'prod' }, 'arn:aws:eks:eu-west-1:111122223333:cluster/prod'],
    [
      'guardduty:UpdateDetector',
      { detectorId: 'd1', enable: true },
      'arn:aws:guardduty:eu-west-1:111122223333:detector/d1',
    ],
    [
      'ec2:GetPasswordData',
      { instanceId: 'i-0a1b' },
      'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b',
    ],
    [
      'ec2:StopInstances',
      { instancesSet: { items: [{ instanceId: 'i-0a1b' }] } },
      'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b',
    ],
    [
      'dynamodb:DescribeTable',
      { tableName: 'orders' },
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    ],
    [
      'dynamodb:DescribeTable',
      { tableName: 'arn:aws:dynamodb:eu-west-1:444455556666:table/orders' },
      'arn:aws:dynamodb:eu-west-1:444455556666:table/orders',
    ],
    [
      'dynamodb:Query',
      { tableName: 'orders' },
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    ],
    [
      'dynamodb:Query',
      { tableName: 'orders', indexName: 'byDay' },
      'arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/byDay',
    ],
    [
      'lambda:InvokeFunction',
      { functionName: 'price' },
      'arn:aws:lambda:eu-west-1:111122223333:function:price',
    ],
    [
      'lambda:InvokeFunction',
      { functionName: 'price', qualifier: 'live' },
      'arn:aws:lambda:eu-west-1:111122223333:function:price:live',
    ],
    [
      'lambda:InvokeFunction',
      { functionName: 'price:live' },
      'arn:aws:lambda:eu-west-1:111122223333:function:price:live',
    ],
    [
      'lambda:InvokeFunction',
      { functionName: '444455556666:function:price' },
      'arn:aws:lambda:eu-west-1:444455556666:function:price',
    ],
    [
      'lambda:InvokeFunction',
      { functionName: 'arn:aws:lambda:us-east-1:444455556666:function:price' },
      'arn:aws:lambda:us-east-1:444455556666:function:price',
    ],
    [
      'sqs:SendMessage',
      { queueUrl: 'https://sqs.us-east-1.amazonaws.com/444455556666/jobs.fifo' },
      'arn:aws:sqs:us-east-1:444455556666:jobs.fifo',
    ],
    [
      'sqs:SendMessage',
      { queueUrl: 'https://eu-central-1.queue.amazonaws.com/444455556666/jobs' },
      'arn:aws:sqs:eu-central-1:444455556666:jobs',
    ],
    ['sqs:CreateQueue', { queueName: 'jobs' }, 'arn:aws:sqs:eu-west-1:111122223333:jobs'],
    [
      'sns:Publish',
      { topicArn: 'arn:aws:sns:eu-west-1:444455556666:t' },
      'arn:aws:sns:eu-west-1:444455556666:t',
    ],
    [
      'kms:Decrypt',
      { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' },
      'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    ],
    [
      'secretsmanager:GetSecretValue',
      { secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf' },
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
    ],
    [
      'logs:DeleteLogGroup',
      { logGroupName: '/app/orders' },
      'arn:aws:logs:eu-west-1:111122223333:log-group:/app/orders:log-stream:',
    ],
    [
      'logs:PutLogEvents',
      { logGroupName: '/app', logStreamName: 's/1' },
      'arn:aws:logs:eu-west-1:111122223333:log-group:/app:log-stream:s/1',
    ],
    [
      'sts:AssumeRole',
      { roleArn: 'arn:aws:iam::444455556666:role/x/deploy', roleSessionName: 's' },
      'arn:aws:iam::444455556666:role/x/deploy',
    ],
    [
      'ssm:GetParameter',
      { name: '/app/db' },
      'arn:aws:ssm:eu-west-1:111122223333:parameter/app/db',
    ],
    [
      'ecr:BatchGetImage',
      { registryId: '444455556666', repositoryName: 'team/app' },
      'arn:aws:ecr:eu-west-1:444455556666:repository/team/app',
    ],
    [
      'states:StartExecution',
      { stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:m' },
      'arn:aws:states:eu-west-1:111122223333:stateMachine:m',
    ],
    [
      'iam:CreateRole',
      { roleName: 'r', path: '/team/a/' },
      'arn:aws:iam::111122223333:role/team/a/r',
    ],
    ['iam:CreateUser', { userName: 'u' }, 'arn:aws:iam::111122223333:user/u'],
    [
      'kinesis:PutRecord',
      { streamName: 'clicks' },
      'arn:aws:kinesis:eu-west-1:111122223333:stream/clicks',
    ],
    [
      'eks:DescribeCluster',
      { name: 'team%2Dprod' },
      'arn:aws:eks:eu-west-1:111122223333:cluster/team-prod',
    ],
    [
      'securityhub:DeleteMembers',
      { AccountIds: ['444455556666'] },
      'arn:aws:securityhub:eu-west-1:111122223333:hub/default',
    ],
  ])('%s %j', (action, parameters, arn) => {
    expect(withParameters(action, parameters)).toBe(arn);
  });

  it.each<[string, string, Json]>([
    [
      'several of them',
      'ec2:StopInstances',
      { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
    ],
    ['an alias, which is not the key', 'kms:Decrypt', { keyId: 'alias/app' }],
    [
      'the ARN of an alias',
      'kms:Decrypt',
      { keyId: 'arn:aws:kms:eu-west-1:111122223333:alias/app' },
    ],
    [
      'an ARN with parts that the request lacks',
      'eks:AssociateAccessPolicy',
      { name: 'prod', principalArn: 'arn:aws:iam::111122223333:role/r' },
    ],
    ['a subnet, which may be shared', 'ec2:DeleteSubnet', { subnetId: 'subnet-0a' }],
    ['one of two required resources', 'rds:DeleteDBCluster', { dBClusterIdentifier: 'c' }],
    ['the wildcard', 'dynamodb:DescribeTable', { tableName: '*' }],
    ['a masked value', 'dynamodb:DescribeTable', { tableName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
    ['a value that breaks out of the ARN', 'dynamodb:DescribeTable', { tableName: 'a:b' }],
    ['an object where a text belongs', 'dynamodb:DescribeTable', { tableName: { a: 1 } }],
    ['the id of a path', 'guardduty:UpdateDetector', { detectorId: '../x' }],
    ['the name of something else', 'guardduty:UpdateDetector', { name: 'set' }],
    ['a bad path', 'iam:CreateRole', { roleName: 'r', path: 'no-slash' }],
    [
      'a queue of a strange host',
      'sqs:SendMessage',
      { queueUrl: 'https://evil.example/111122223333/q' },
    ],
    ['a name where two things have one', 'dynamodb:Query', { name: 'orders' }],
    ['the name of a thing with another word for it', 'rds:DeleteDBInstance', { name: 'db-1' }],
    ['a text in a set', 'ec2:StopInstances', { instancesSet: { items: ['i-0a1b'] } }],
    ['a value that is not well encoded', 'dynamodb:DescribeTable', { tableName: '%E0%A4%A' }],
    ['a name that IAM would not take', 'iam:CreateRole', { roleName: 'a b' }],
    [
      'a queue of another service',
      'sqs:SendMessage',
      { queueUrl: 'https://sns.eu-west-1.amazonaws.com/111122223333/q' },
    ],
    ['an ARN of another type', 'sts:AssumeRole', { roleArn: 'arn:aws:iam::111122223333:user/u' }],
  ])('is not guessed from %s', (_, action, parameters) => {
    expect(withParameters(action, parameters)).toBeNull();
  });

  it('is in the region of the call for the oldest form of a queue URL', () => {
    const parameters = { queueUrl: 'https://queue.amazonaws.com/444455556666/jobs' };
    expect(withParameters('sqs:SendMessage', parameters)).toBe(
      'arn:aws:sqs:eu-west-1:444455556666:jobs',
    );
  });

  it('does not get a second version', () => {
    const functionName = 'arn:aws:lambda:eu-west-1:111122223333:function:price:1';
    expect(withParameters('lambda:InvokeFunction', { functionName, qualifier: '2' })).toBe(
      functionName,
    );
    const plain = functionName.slice(0, -2);
    expect(withParameters('lambda:InvokeFunction', { functionName: plain, qualifier: '2' })).toBe(
      `${plain}:2`,
    );
  });

  it('is not made without a region or the caller’s own account', () => {
    const parameters = { tableName: 'orders' };
    expect(
      withParameters('dynamodb:DescribeTable', parameters, { ...PLACE, region: null }),
    ).toBeNull();
    expect(
      withParameters('dynamodb:DescribeTable', parameters, { ...PLACE, accountId: null }),
    ).toBeNull();
  });

  it('is not made by IAM in an account that is not known', () => {
    const unknown = { ...PLACE, accountId: null };
    expect(withParameters('iam:CreateRole', { roleName: 'r' }, unknown)).toBeNull();
  });

  it('names what IAM and Secrets Manager know by a name only', () => {
    expect(of('iam:GetRole', { requestParameters: { roleName: 'orders-api' } })).toEqual({
      arn: null,
      named: { type: 'role', name: 'orders-api' },
      accountId: '111122223333',
    });
    expect(
      of('secretsmanager:GetSecretValue', { requestParameters: { secretId: 'prod/db' } }),
    ).toEqual({
      arn: null,
      named: { type: 'secret', name: 'prod/db' },
      accountId: '111122223333',
    });
  });

  it('does not look at parameters of an inherited name', () => {
    const parameters = JSON.parse('{"__proto__": {"tableName": "x"}}') as Json;
    expect(withParameters('dynamodb:DescribeTable', parameters)).toBeNull();
  });

  it('never throws, and makes only ARNs of the action’s own service', () => {
    const value = fc.oneof(fc.string(), fc.jsonValue() as fc.Arbitrary<Json>);
    const name = fc.constantFrom(
      'tableName',
      'indexName',
      'name',
      'keyId',
      'queueUrl',
      'functionName',
      'roleArn',
    );
    const action = fc.constantFrom(
      'dynamodb:Query',
      'kms:Decrypt',
      'sqs:SendMessage',
      'lambda:InvokeFunction',
      'eks:DescribeCluster',
    );
    fc.assert(
      fc.property(action, fc.dictionary(name, value), (called, parameters) => {
        const arn = withParameters(called, parameters);
        const service = called.slice(0, called.indexOf(':'));
        expect(arn === null || arn.split(':')[2] === service).toBe(true);
      }),
    );
  });
});

describe('the owner of a resource whose ARN names no account', () => {
  const owners = (resources: Json, arn = 'arn:aws:s3:::b/k') =>
    denialResource(
      {
        said: arn,
        action: reference.action('s3:GetObject'),
        record: recordOf({ resources }),
        place: PLACE,
      },
      reference,
    ).accountId;
  const bucket = { ARN: 'arn:aws:s3:::b', accountId: '444455556666' };

  it('is the one that the record lists', () => {
    expect(owners([{ ARN: 'arn:aws:s3:::b/k' }, bucket])).toBe('444455556666');
    expect(owners([bucket, bucket])).toBe('444455556666');
  });

  it('is not known when there are two, or another service’s', () => {
    expect(owners([bucket, { ...bucket, accountId: '123456789012' }])).toBeNull();
    expect(
      owners([{ ARN: 'arn:aws:kms:eu-west-1:444455556666:key/k', accountId: '444455556666' }]),
    ).toBeNull();
    expect(owners([{ accountId: '444455556666' }])).toBeNull();
    expect(owners([{ ...bucket, accountId: '' }])).toBeNull();
  });

  it('is the account of the ARN where it names one', () => {
    expect(owners([bucket], 'arn:aws:s3:eu-west-1:111122223333:accesspoint/p')).toBe(
      '111122223333',
    );
  });
});

describe('the resource that a record lists', () => {
  const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';

  it('is the one that the action can be about', () => {
    expect(
      of('kms:Decrypt', {
        requestParameters: { keyId: 'alias/app' },
        resources: [
          { ARN: 'arn:aws:kms:eu-west-1:444455556666:alias/app' },
          { ARN: KEY, accountId: '444455556666', type: 'AWS::KMS::Key' },
        ],
      }),
    ).toEqual({ arn: KEY, named: null, accountId: '444455556666' });
  });

  it('is not chosen among several', () => {
    const resources = [{ ARN: KEY }, { ARN: KEY.replace('1234abcd', '9234abcd') }];
    expect(of('kms:Decrypt', { resources }).arn).toBeNull();
  });
});

describe('the resource of an S3 request', () => {
  const resources = [
    { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::b/in/x y.csv' },
    { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::b', accountId: '444455556666' },
  ];

  it('is the object for an action on objects, with the owner of the bucket', () => {
    expect(of('s3:GetObject', { resources })).toEqual({
      arn: 'arn:aws:s3:::b/in/x y.csv',
      named: null,
      accountId: '444455556666',
    });
  });

  it('is the bucket for an action on buckets, whatever prefix is listed', () => {
    const listed = [
      { type: 'AWS::S3::Object', ARNPrefix: 'arn:aws:s3:::b/in/' },
      resources[1] ?? null,
    ];
    expect(
      of('s3:ListBucket', {
        resources: listed,
        requestParameters: { bucketName: 'b', prefix: 'in/' },
      }).arn,
    ).toBe('arn:aws:s3:::b');
  });

  it('has no known owner where CloudTrail blanks it', () => {
    const blanked = [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::b', accountId: '' }];
    expect(of('s3:ListBucket', { resources: blanked }).accountId).toBeNull();
  });

  it('comes from the parameters of a management event', () => {
    const requestParameters = { bucketName: 'acme-site', policy: '' };
    expect(of('s3:PutBucketPolicy', { requestParameters })).toEqual({
      arn: 'arn:aws:s3:::acme-site',
      named: null,
      accountId: null,
    });
    const china = { ...PLACE, partition: 'aws-cn' };
    expect(
      of('s3:GetObject', { requestParameters: { bucketName: 'data', key: 'k' } }, china).arn,
    ).toBe('arn:aws-cn:s3:::data/k');
  });

  it('is the access point through which the request came', () => {
    const point = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/team';
    expect(of('s3:GetObject', { requestParameters: { bucketName: point, key: 'k' } }).arn).toBe(
      `${point}/object/k`,
    );
  });

  it('is not known for many objects', () => {
    const requestParameters = { bucketName: 'b', delete: '' };
    expect(of('s3:DeleteObject', { requestParameters }).arn).toBeNull();
  });
});

describe('an ARN pattern', () => {
  const TABLE =
    'arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}/index/${IndexName}';

  it('is filled whole or not at all', () => {
    expect(freePlaceholders(TABLE)).toEqual(['TableName', 'IndexName']);
    expect(fillPattern(TABLE, (name) => name.toLowerCase())).toBe(
      'arn:partition:dynamodb:region:account:table/tablename/index/indexname',
    );
    expect(fillPattern(TABLE, (name) => (name === 'IndexName' ? null : 'x'))).toBeNull();
  });

  it('fits what it was filled to, and not another type', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        const arn = fillPattern(TABLE, () => value);
        expect(arn !== null && fitsPattern(arn, TABLE)).toBe(true);
      }),
    );
    expect(fitsPattern('arn:aws:dynamodb:r:1:table/t', TABLE)).toBe(false);
    expect(
      fitsPattern(
        'arn:aws:kms:r:1:alias/a',
        'arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}',
      ),
    ).toBe(false);
    expect(fitsPattern('ab', 'a${X}ab')).toBe(false);
    expect(fitsPattern('xab', 'a${X}b')).toBe(false);
    expect(fitsPattern('abx', 'a${X}b')).toBe(false);
  });
});
