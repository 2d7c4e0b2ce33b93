import {
  listed,
  placeInWords,
  policyInWords,
  statementInWords,
} from '../../../lib/core/diagnosis/words';

describe('places', () => {
  it.each([
    ['arn:aws:iam::111122223333:role/apps/deploy', 'role deploy'],
    ['arn:aws-cn:iam::111122223333:user/nina', 'user nina'],
    ['arn:aws:sts::111122223333:assumed-role/ci/build-77', 'session build-77 of role ci'],
    ['arn:aws:sts::111122223333:federated-user/nina', 'federated user nina'],
    ['arn:aws:s3:::acme-logs', 'acme-logs'],
    ['arn:aws:sqs:eu-west-1:111122223333:parcels', 'queue parcels'],
    ['arn:aws:sns:eu-west-1:111122223333:alerts', 'topic alerts'],
    ['arn:aws:kms:eu-west-1:111122223333:key/1234abcd', 'key 1234abcd'],
    [
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db/main-k3Jw9q',
      'secret db/main-k3Jw9q',
    ],
    ['arn:aws:events:eu-west-1:111122223333:event-bus/shop', 'event bus shop'],
    ['arn:aws:apigateway:eu-west-1::/restapis/abc', 'arn:aws:apigateway:eu-west-1::/restapis/abc'],
    ['111122223333', 'account 111122223333'],
    ['ou-k3x9-apps1234', 'OU ou-k3x9-apps1234'],
    ['r-k3x9', 'root r-k3x9'],
    ['vpce-0c1d2e3f4a5b6c7d8', 'VPC endpoint vpce-0c1d2e3f4a5b6c7d8'],
    ['something else', 'something else'],
    ['', ''],
  ])('%s', (attachedTo, words) => {
    expect(placeInWords(attachedTo)).toBe(words);
  });
});

describe('policies', () => {
  const role = 'arn:aws:iam::111122223333:role/deploy';

  it.each([
    [
      { layer: 'identity', arn: null, name: 'work', attachedTo: role },
      'inline policy work of role deploy',
    ],
    [
      {
        layer: 'identity',
        arn: 'arn:aws:iam::111122223333:policy/Work',
        name: null,
        attachedTo: null,
      },
      'managed policy Work',
    ],
    [
      {
        layer: 'identity',
        arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
        name: 'ReadOnlyAccess',
        attachedTo: role,
      },
      'AWS managed policy ReadOnlyAccess of role deploy',
    ],
    [
      { layer: 'scp', arn: 'arn:x', name: 'Guard', attachedTo: 'ou-k3x9-apps1234' },
      'service control policy Guard on OU ou-k3x9-apps1234',
    ],
    [
      { layer: 'resource', arn: null, name: 'bucketPolicy', attachedTo: 'arn:aws:s3:::acme' },
      'the bucket policy of acme',
    ],
    [{ layer: 'session', arn: null, name: null, attachedTo: null }, 'session policy'],
  ] as const)('%j', (ref, words) => {
    expect(policyInWords(ref)).toBe(words);
  });

  it('leave out the holder that was named already', () => {
    const ref = { layer: 'identity', arn: null, name: 'work', attachedTo: role } as const;
    expect(policyInWords(ref, role)).toBe('inline policy work');
    expect(statementInWords({ ...ref, sid: '', statementIndex: 1, statement: null })).toBe(
      'statement 2 of inline policy work of role deploy',
    );
  });
});

it('lists', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'], 'or')]).toEqual([
    '',
    'a',
    'a and b',
    'a, b or c',
  ]);
});
