import fc from 'fast-check';
import { evaluate } from '../../../lib/core/policy/evaluate';
import { explainStatements } from '../../../lib/core/policy/explain';
import { knownRequest, policies } from './arbitraries';
import { collected, prepared, request, type CaseRequest } from './build';

const asked: CaseRequest = {
  principal: {
    kind: 'role',
    arn: 'arn:aws:iam::111122223333:role/app/reader',
    sessionArn: 'arn:aws:sts::111122223333:assumed-role/reader/i-1',
    accountId: '111122223333',
    serviceLinked: false,
  },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::reports/pay/a.csv',
  resourceAccountId: '111122223333',
  context: { 'aws:PrincipalTag/team': 'pay', 'aws:SourceIp': '203.0.113.9' },
};

test('every element of every statement is compared, also after one that does not match', () => {
  const policy = prepared('identity', 'reports', {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Write',
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:DeleteObject'],
        Resource: [
          'arn:aws:s3:::reports/${aws:PrincipalTag/team}/*',
          'arn:aws:s3:::x/${aws:username}',
        ],
        Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
      },
      { Effect: 'Deny', NotAction: 's3:Put*', NotResource: 'arn:aws:s3:::reports/*' },
    ],
  });

  expect(explainStatements(policy, request(asked))).toEqual([
    {
      statement: policy.statements[0]?.ref,
      effect: 'Allow',
      matched: 'no',
      action: {
        negated: false,
        matched: 'no',
        expected: ['s3:PutObject', 's3:DeleteObject'],
        actual: 's3:GetObject',
      },
      resource: {
        negated: false,
        matched: 'yes',
        expected: ['arn:aws:s3:::reports/pay/*', 'arn:aws:s3:::x/${aws:username}'],
        actual: 'arn:aws:s3:::reports/pay/a.csv',
      },
      principal: null,
      conditions: [
        {
          operator: 'IpAddress',
          key: 'aws:SourceIp',
          expected: ['10.0.0.0/8'],
          actual: { state: 'known', values: ['203.0.113.9'] },
          result: 'no',
          unknownKeys: [],
          problem: null,
        },
      ],
    },
    {
      statement: policy.statements[1]?.ref,
      effect: 'Deny',
      matched: 'no',
      action: { negated: true, matched: 'yes', expected: ['s3:Put*'], actual: 's3:GetObject' },
      resource: {
        negated: true,
        matched: 'no',
        expected: ['arn:aws:s3:::reports/*'],
        actual: 'arn:aws:s3:::reports/pay/a.csv',
      },
      principal: null,
      conditions: [],
    },
  ]);
});

test('a statement is named by its policy, its place and its Sid', () => {
  const policy = prepared('identity', 'two', {
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Sid: 'Second', Effect: 'Deny', Action: '*', Resource: '*' },
    ],
  });
  expect(explainStatements(policy, request(asked)).map(({ statement }) => statement)).toMatchObject(
    [
      { layer: 'identity', name: 'two', attachedTo: 'place-of-two', statementIndex: 0, sid: null },
      { statementIndex: 1, sid: 'Second', statement: { Effect: 'Deny' } },
    ],
  );
});

describe('the caller is named as a policy would name it', () => {
  const policy = prepared('resource', 'trustPolicy', {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: '444455556666', Service: ['ec2.amazonaws.com'] },
      Action: '*',
    },
  });
  test.each([
    [asked.principal, 'arn:aws:iam::111122223333:role/app/reader', 'no'],
    [
      { kind: 'user', arn: 'arn:aws:iam::444455556666:user/a', accountId: '444455556666' },
      'arn:aws:iam::444455556666:user/a',
      'yes',
    ],
    [{ kind: 'service', service: 'ec2.amazonaws.com' }, 'ec2.amazonaws.com', 'yes'],
    [{ kind: 'service', service: null }, null, 'unknown'],
    [{ kind: 'webIdentity', provider: 'accounts.google.com' }, 'accounts.google.com', 'no'],
    [{ kind: 'anonymous' }, 'anonymous', 'no'],
    [{ kind: 'unknown' }, null, 'unknown'],
  ] as const)('%j', (principal, actual, matched) => {
    const [explained] = explainStatements(policy, request({ ...asked, principal }));
    expect(explained?.principal).toEqual({
      negated: false,
      matched,
      expected: ['444455556666', 'ec2.amazonaws.com'],
      values: [
        { kind: 'AWS', value: '444455556666' },
        { kind: 'Service', value: 'ec2.amazonaws.com' },
      ],
      actual,
    });
    expect(explained?.resource).toBeNull();
  });
});

test('NotPrincipal is explained with what is known of the boundary', () => {
  const policy = prepared('resource', 'bucketPolicy', {
    Statement: {
      Effect: 'Deny',
      NotPrincipal: { AWS: ['arn:aws:iam::111122223333:user/ana', '111122223333'] },
      Action: '*',
      Resource: '*',
    },
  });
  const given = request({
    ...asked,
    principal: {
      kind: 'user',
      arn: 'arn:aws:iam::111122223333:user/ana',
      accountId: '111122223333',
    },
  });
  const ceiling = { c: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } } };
  const matched = [null, collected({}), collected({ boundary: ceiling })].map(
    (around) => explainStatements(policy, given, around)[0]?.matched,
  );
  expect(matched).toEqual(['unknown', 'no', 'yes']);
});

test('explaining and evaluating agree on every statement', () => {
  fc.assert(
    fc.property(knownRequest, policies, (given, around) => {
      const all = collected(around);
      const { layers } = evaluate(request(given), all);
      const identity = layers.find(({ layer }) => layer === 'identity');
      const resource = layers.find(({ layer }) => layer === 'resource');
      const explained = (list: typeof all.identity | typeof all.resource): object[] => {
        const found = list.status === 'missing' ? [] : [list.value].flat();
        return found
          .filter((policy) => policy !== null)
          .flatMap((policy) => explainStatements(policy, request(given), all))
          .filter(({ matched }) => matched === 'yes')
          .map(({ statement }) => statement);
      };
      const refs = (verdict: typeof identity): unknown[] => [
        ...(verdict?.denies ?? []),
        ...(verdict?.allows ?? []),
      ];

      expect(new Set(explained(all.identity))).toEqual(new Set(refs(identity)));
      expect(new Set(explained(all.resource))).toEqual(new Set(refs(resource)));
    }),
    { numRuns: 500 },
  );
});
