import { adviceFor } from '../../../lib/core/diagnosis/advice';
import { metInWords, orListed } from '../../../lib/core/diagnosis/condition-words';
import type { ConditionExplanation } from '../../../lib/core/policy/condition';
import { explain, factsWith } from './build';

function condition(
  operator: string,
  key: string,
  expected: string | readonly string[],
  actual?: string | null,
): ConditionExplanation {
  return {
    operator,
    key,
    expected: [expected].flat(),
    actual:
      actual === undefined
        ? { state: 'unknown' }
        : actual === null
          ? { state: 'absent' }
          : { state: 'known', values: [actual] },
    result: 'no',
    unknownKeys: [],
    problem: null,
  };
}

describe('advice for the condition of an Allow', () => {
  it.each([
    [
      'StringEquals',
      'aws:RequestedRegion',
      ['eu-west-1', 'eu-central-1'],
      'us-west-2',
      'make it in eu-west-1 or eu-central-1 (it was us-west-2)',
    ],
    [
      'StringNotEquals',
      'aws:RequestedRegion',
      'us-west-2',
      'us-west-2',
      'make it in another Region than us-west-2',
    ],
    [
      'StringEqualsIfExists',
      'AWS:REQUESTEDREGION',
      'eu-west-1',
      'us-west-2',
      'make it in eu-west-1 (it was us-west-2)',
    ],
    [
      'IpAddress',
      'aws:SourceIp',
      '198.51.100.0/24',
      '203.0.113.9',
      'make it from 198.51.100.0/24 (it was 203.0.113.9)',
    ],
    [
      'NotIpAddress',
      'aws:SourceIp',
      '203.0.113.0/24',
      '203.0.113.9',
      'make it from another network than 203.0.113.0/24',
    ],
    ['StringEquals', 'aws:SourceVpce', 'vpce-1', null, 'make it through VPC endpoint vpce-1'],
    ['Bool', 'aws:SecureTransport', 'true', 'false', 'use HTTPS'],
    [
      'StringEquals',
      'aws:RequestTag/team',
      ['pay', 'ship'],
      null,
      'send the tag team=pay or ship with it',
    ],
    ['Null', 'aws:RequestTag/team', 'false', null, 'send the tag team with it'],
    ['Null', 'aws:RequestTag/team', 'true', 'pay', 'send no tag team with it'],
    [
      'StringEquals',
      'ecr:ResourceTag/env',
      'prod',
      'test',
      'see that the resource has the tag env=prod (it was test)',
    ],
    ['StringLike', 'sts:RoleSessionName', 'petra*', 'x', 'use the session name petra* (it was x)'],
    [
      'StringEquals',
      'sts:ExternalId',
      '7781',
      '7718',
      'pass the external id that the trust policy asks for, with --external-id (it was 7718)',
    ],
    [
      'DateLessThan',
      'aws:CurrentTime',
      '2026-12-01T00:00:00Z',
      null,
      'make it before 2026-12-01T00:00:00Z',
    ],
    [
      'NumericLessThanEquals',
      's3:max-keys',
      '10',
      '100',
      'send it with s3:max-keys at most 10 (it was 100)',
    ],
    [
      'StringEquals',
      'token.actions.githubusercontent.com:sub',
      'repo:a/b:*',
      'repo:a/c:x',
      'come with a token whose sub matches repo:a/b:* (it was repo:a/c:x)',
    ],
    [
      'StringEquals',
      'ec2:InstanceType',
      't3.micro',
      undefined,
      'send it with ec2:InstanceType t3.micro',
    ],
  ] as const)('%s %s', (operator, key, expected, actual, advice) => {
    expect(adviceFor(condition(operator, key, expected, actual), 'Allow')).toBe(advice);
  });
});

describe('advice for the condition of a Deny', () => {
  it.each([
    [
      'StringNotEquals',
      'aws:RequestedRegion',
      ['eu-west-1', 'eu-central-1'],
      'us-west-2',
      'make it in eu-west-1 or eu-central-1 (it was us-west-2)',
    ],
    [
      'StringEquals',
      'aws:RequestedRegion',
      'us-west-2',
      'us-west-2',
      'make it in another Region than us-west-2',
    ],
    [
      'BoolIfExists',
      'aws:MultiFactorAuthPresent',
      'false',
      null,
      'sign in with MFA and try again (AWS CLI: aws sts get-session-token --serial-number … --token-code …)',
    ],
    [
      'NumericGreaterThan',
      'aws:MultiFactorAuthAge',
      '3600',
      '7200',
      'sign in with MFA again: that must be at most 3600 seconds ago (it was 7200)',
    ],
    ['Null', 'aws:RequestTag/team', 'true', null, 'send the tag team with it'],
    [
      'DateGreaterThan',
      'aws:CurrentTime',
      '2026-12-01T00:00:00Z',
      null,
      'make it not after 2026-12-01T00:00:00Z',
    ],
    [
      'StringEquals',
      'ec2:InstanceType',
      'm5.24xlarge',
      'm5.24xlarge',
      'send it with another ec2:InstanceType than m5.24xlarge',
    ],
  ] as const)('%s %s', (operator, key, expected, actual, advice) => {
    expect(adviceFor(condition(operator, key, expected, actual), 'Deny')).toBe(advice);
  });
});

describe('what a caller cannot choose', () => {
  it.each([
    'aws:PrincipalOrgID',
    'aws:PrincipalArn',
    'aws:SourceArn',
    'aws:ResourceAccount',
    'kms:CallerAccount',
  ])('%s', (key) => {
    expect(adviceFor(condition('StringEquals', key, 'x', 'y'), 'Allow')).toBeNull();
    expect(adviceFor(condition('StringNotEquals', key, 'x', 'y'), 'Deny')).toBeNull();
  });

  it('nobody is told to sign in without MFA, or to use plain HTTP', () => {
    expect(
      adviceFor(condition('Bool', 'aws:SecureTransport', 'false', 'true'), 'Allow'),
    ).toBeNull();
    expect(
      adviceFor(condition('Bool', 'aws:MultiFactorAuthPresent', 'true', 'true'), 'Deny'),
    ).toBeNull();
  });
});

describe('who is told to ask differently', () => {
  const deny = {
    Effect: 'Deny',
    Action: 's3:PutObject',
    Resource: '*',
    Condition: { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
  };
  const facts = factsWith({ identity: { work: { Version: '2012-10-17', Statement: [deny] } } });
  const context = new Map([['aws:sourceip', { state: 'known', values: ['203.0.113.9'] } as const]]);

  it('a caller is, unless a service made the call', () => {
    expect(explain({ context }, facts).remedy).toMatchObject({
      kind: 'fixRequest',
      says: 'To get through, make it from 198.51.100.0/24 (it was 203.0.113.9).',
    });
    const invokedBy = 'cloudformation.amazonaws.com';
    expect(explain({ context, principal: { invokedBy } }, facts).remedy.kind).toBe('guardrail');
  });

  it('a service-linked role is not', () => {
    const { remedy } = explain({ context, principal: { serviceLinked: true } }, facts);
    expect(remedy.kind).toBe('guardrail');
    expect(remedy.says).not.toContain('make it');
  });

  it('nobody is, where one of two Deny statements cannot be escaped', () => {
    const other = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
    const both = factsWith({
      identity: { work: { Version: '2012-10-17', Statement: [deny, other] } },
    });
    expect(explain({ context }, both).remedy.kind).toBe('guardrail');
  });
});

describe('why the condition of a Deny was met', () => {
  it.each([
    ['StringNotEquals', ['a', 'b'], 'c', 'k was c, not a or b'],
    ['StringEquals', 'c', 'c', 'k was c'],
    ['StringLike', 'c*', 'cat', 'k was cat (StringLike c*)'],
    ['NumericGreaterThan', '5', '6', 'k was 6 (NumericGreaterThan 5)'],
    ['StringNotEquals', 'a', null, 'the request had no k, which has to be a'],
    ['BoolIfExists', 'false', null, 'the request had no k'],
    ['Null', 'true', null, 'the request had no k'],
    ['Null', 'false', 'x', 'the request had a k'],
    ['StringNotEquals', 'a', undefined, 'k is not known (StringNotEquals a)'],
  ] as const)('%s %s', (operator, expected, actual, words) => {
    expect(metInWords(condition(operator, 'k', expected, actual))).toBe(words);
  });

  it('names the usual reason for a missing address', () => {
    expect(metInWords(condition('NotIpAddress', 'aws:SourceIp', '198.51.100.0/24', null))).toBe(
      'the request had no aws:SourceIp, which has to be 198.51.100.0/24 (a request through a VPC endpoint has none)',
    );
  });

  it('long lists are cut', () => {
    expect(orListed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d or e');
    expect(orListed(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d or 2 others');
  });
});
