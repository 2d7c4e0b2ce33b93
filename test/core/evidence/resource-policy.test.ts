import { makesResource, resourcePolicyPlace } from '../../../lib/core/evidence/resource-policy';

describe('where the resource-based policy is attached', () => {
  it.each([
    ['s3:GetObject', 'arn:aws:s3:::acme/a/b.txt', 'bucketPolicy', ['arn:aws:s3:::acme']],
    ['s3:ListBucket', 'arn:aws:s3:::acme', 'bucketPolicy', ['arn:aws:s3:::acme']],
    [
      's3:GetObject',
      'arn:aws:s3:eu-west-1:111122223333:accesspoint/labels/object/a/b.txt',
      'bucketPolicy',
      ['arn:aws:s3:eu-west-1:111122223333:accesspoint/labels'],
    ],
    [
      'kms:Decrypt',
      'arn:aws:kms:eu-west-1:111122223333:key/1',
      'keyPolicy',
      ['arn:aws:kms:eu-west-1:111122223333:key/1'],
    ],
    [
      'sts:AssumeRole',
      'arn:aws:iam::111122223333:role/apps/x',
      'trustPolicy',
      ['arn:aws:iam::111122223333:role/apps/x'],
    ],
    [
      'dynamodb:Query',
      'arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i',
      'resourcePolicy',
      [
        'arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i',
        'arn:aws:dynamodb:eu-west-1:111122223333:table/t/index',
        'arn:aws:dynamodb:eu-west-1:111122223333:table/t',
        'arn:aws:dynamodb:eu-west-1:111122223333:table',
      ],
    ],
    [
      'lambda:InvokeFunction',
      'arn:aws:lambda:eu-west-1:111122223333:function:f:live',
      'resourcePolicy',
      [
        'arn:aws:lambda:eu-west-1:111122223333:function:f:live',
        'arn:aws:lambda:eu-west-1:111122223333:function:f',
        'arn:aws:lambda:eu-west-1:111122223333:function',
      ],
    ],
    [
      'sqs:SendMessage',
      'arn:aws:sqs:eu-west-1:111122223333:jobs',
      'resourcePolicy',
      ['arn:aws:sqs:eu-west-1:111122223333:jobs'],
    ],
  ])('%s on %s', (action, resource, kind, carriers) => {
    expect(resourcePolicyPlace(action, resource)).toEqual({ kind, carriers });
  });

  it.each([
    ['iam:GetRole', 'arn:aws:iam::111122223333:role/x'],
    ['iam:PassRole', 'arn:aws:iam::111122223333:role/x'],
    ['ec2:StopInstances', 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1'],
    ['s3:CreateBucket', 'arn:aws:s3:::acme'],
    ['sts:AssumeRole', 'arn:aws:iam::111122223333:user/x'],
    ['sts:GetCallerIdentity', '*'],
    ['s3:GetObject', 'no arn'],
    ['', ''],
  ])('nowhere for %s on %s', (action, resource) => {
    expect(resourcePolicyPlace(action, resource)).toEqual({ kind: 'none' });
  });
});

it('only a bucket has no account in its ARN and is made by its caller', () => {
  expect(['s3:CreateBucket', 'S3:createbucket', 's3:PutObject'].map(makesResource)).toEqual([
    true,
    true,
    false,
  ]);
});
