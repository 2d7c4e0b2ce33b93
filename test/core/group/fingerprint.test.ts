import fc from 'fast-check';
import { fingerprint } from '../../../lib/core/group/fingerprint';
import { resourcePattern } from '../../../lib/core/group/resource-pattern';
import { denialWith, type DenialParts } from '../evidence/denial';

const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

function same(a: DenialParts, b: DenialParts): boolean {
  return fingerprint(denialWith(a)) === fingerprint(denialWith(b));
}

describe('fingerprint', () => {
  it('is readable', () => {
    const denial = denialWith({ said: { policyType: 'identity', effect: 'implicitDeny' } });
    expect(fingerprint(denial)).toBe(
      'v1|111122223333|role/orders-api|s3:putobject|arn:aws:s3:::orders/uploads/*|identity:implicitDeny',
    );
  });

  it.each<readonly [string, DenialParts, DenialParts]>([
    [
      'sessions of one role',
      {
        principal: {
          sessionName: 'a',
          sessionArn: 'arn:aws:sts::111122223333:assumed-role/orders-api/a',
        },
      },
      {
        principal: {
          sessionName: 'b',
          sessionArn: 'arn:aws:sts::111122223333:assumed-role/orders-api/b',
        },
      },
    ],
    [
      'a role with and without its path',
      { principal: { arn: 'arn:aws:iam::111122223333:role/apps/orders-api', pathKnown: true } },
      {},
    ],
    [
      'texts that are unique to a request',
      { said: { authorizationId: 'abc' }, errorMessage: 'a' },
      {},
    ],
    [
      'encoded messages',
      { said: { encodedMessage: { text: 'x', cut: false } } },
      { said: { encodedMessage: { text: 'y', cut: true } } },
    ],
    ['events', { eventId: 'a', time: '2026-01-01T00:00:00Z' }, { eventId: null, time: null }],
    ['spellings of the action', { action: 's3:putobject' }, { action: 's3:PutObject' }],
    ['places of the caller', { sourceIpAddress: '198.51.100.1', userAgent: 'x' }, {}],
    [
      'a trust policy and a resource policy',
      { said: { policyType: 'roleTrust' } },
      { said: { policyType: 'resource' } },
    ],
    [
      'an Identity Center role, however its type was told',
      { principal: { type: 'identityCenter' } },
      { principal: { type: 'role' } },
    ],
  ])('is the same for different %s', (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });

  it.each<readonly [string, DenialParts, DenialParts]>([
    ['accounts', { accountId: '444455556666' }, {}],
    ['roles', { principal: { arn: 'arn:aws:iam::111122223333:role/orders-web' } }, {}],
    [
      'a user and a role of one name',
      { principal: { type: 'user', arn: 'arn:aws:iam::111122223333:user/orders-api' } },
      {},
    ],
    ['actions', { action: 's3:GetObject' }, {}],
    ['buckets', { resource: { arn: 'arn:aws:s3:::other/uploads/a.pdf' } }, {}],
    ['folders', { resource: { arn: 'arn:aws:s3:::orders/exports/a.pdf' } }, {}],
    ['a bucket and its objects', { resource: { arn: 'arn:aws:s3:::orders' } }, {}],
    ['layers', { said: { policyType: 'scp' } }, { said: { policyType: 'identity' } }],
    ['effects', { said: { effect: 'explicitDeny' } }, { said: { effect: 'implicitDeny' } }],
    ['a setting and a policy', { setting: { kind: 'ownership', says: '', owner: '' } }, {}],
    [
      'services that call',
      { principal: { type: 'service', invokedBy: 'a.amazonaws.com' } },
      { principal: { type: 'service', invokedBy: 'b.amazonaws.com' } },
    ],
    [
      'identity providers',
      { principal: { type: 'webIdentity', identityProvider: 'a' } },
      { principal: { type: 'webIdentity', identityProvider: 'b' } },
    ],
    [
      'unknown callers',
      { principal: { type: 'unknown', arn: null, principalId: 'a' } },
      { principal: { type: 'unknown', arn: null, principalId: 'b' } },
    ],
    [
      'the root user and an anonymous caller',
      { principal: { type: 'root' } },
      { principal: { type: 'anonymous' } },
    ],
    [
      'operations without an action',
      { action: null, eventName: 'A' },
      { action: null, eventName: 'B' },
    ],
    [
      'named resources',
      { resource: { arn: null, named: { type: 'role', name: 'a' } } },
      { resource: { arn: null, named: { type: 'user', name: 'a' } } },
    ],
    ['a resource and none', { resource: { arn: null } }, { resource: { arn: '*' } }],
  ])('is different for different %s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });

  it('cannot be made to look like another by separators in a name', () => {
    const text = fc.string({ unit: fc.constantFrom('|', '\\', 'a', '/'), maxLength: 6 });
    fc.assert(
      fc.property(text, text, text, text, (action, account, action2, account2) => {
        const a = { action, accountId: account };
        const b = { action: action2, accountId: account2 };
        expect(same(a, b)).toBe(action === action2 && account === account2);
      }),
      { numRuns: 1_000 },
    );
  });

  it('cannot be made to look like another by the escape of separators', () => {
    const unknown = (principalId: string): NonNullable<DenialParts['principal']> => ({
      type: 'unknown',
      arn: null,
      principalId,
    });
    const a = { accountId: 'a\\', principal: unknown('x'), action: 'unknown/p|q' };
    const b = { accountId: 'a|unknown/x', principal: unknown('p\\'), action: 'q' };
    expect(same(a, b)).toBe(false);
  });
});

describe('resourcePattern', () => {
  it.each([
    ['*', '*'],
    ['arn:aws:s3:::orders', 'arn:aws:s3:::orders'],
    ['arn:aws:s3:::orders-2026', 'arn:aws:s3:::orders-2026'],
    ['arn:aws:s3:::orders/a.pdf', 'arn:aws:s3:::orders/*'],
    ['arn:aws:s3:::orders/uploads/2026/11/a.pdf', 'arn:aws:s3:::orders/uploads/*'],
    ['arn:aws:s3:::orders/in/eu/a.pdf', 'arn:aws:s3:::orders/in/eu/*'],
    [
      'arn:aws:s3:eu-west-1:111122223333:accesspoint/app',
      'arn:aws:s3:eu-west-1:111122223333:accesspoint/app',
    ],
    [
      'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f67890',
      'arn:aws:ec2:eu-west-1:111122223333:instance/i-*',
    ],
    [
      'arn:aws:ec2:eu-west-1:111122223333:instance/*',
      'arn:aws:ec2:eu-west-1:111122223333:instance/*',
    ],
    [
      `arn:aws:kms:eu-west-1:111122223333:key/${KEY}`,
      `arn:aws:kms:eu-west-1:111122223333:key/${KEY}`,
    ],
    [
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-a1B2c3',
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-*',
    ],
    [
      'arn:aws:iam::111122223333:role/app-ReadRole-1A2B3C4D5E6F7',
      'arn:aws:iam::111122223333:role/app-ReadRole-*',
    ],
    [
      'arn:aws:iam::111122223333:role/teams/orders-api',
      'arn:aws:iam::111122223333:role/teams/orders-api',
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/app/i-0a1b2c3d4e5f67890',
      'arn:aws:sts::111122223333:assumed-role/app/*',
    ],
    [
      'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/app:log-stream:2026/11/20/[$LATEST]ab',
      'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/app:*',
    ],
    [
      `arn:aws:ecs:eu-west-1:111122223333:task/prod/${'0a1b2c3d'.repeat(4)}`,
      'arn:aws:ecs:eu-west-1:111122223333:task/prod/*',
    ],
    [
      `arn:aws:states:eu-west-1:111122223333:execution:orders:${KEY}`,
      'arn:aws:states:eu-west-1:111122223333:execution:orders:*',
    ],
    ['arn:aws:sqs:eu-west-1:111122223333:orders', 'arn:aws:sqs:eu-west-1:111122223333:orders'],
    [
      'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders/index/ByDate',
      'arn:aws:dynamodb:eu-west-1:111122223333:table/Orders/index/ByDate',
    ],
    [
      'arn:aws:sns:eu-west-1:111122223333:cdk-assets-111122223333',
      'arn:aws:sns:eu-west-1:111122223333:cdk-assets-111122223333',
    ],
    ['job-1763625600', 'job-*'],
  ])('of %s is %s', (resource, pattern) => {
    expect(resourcePattern(resource)).toBe(pattern);
  });

  it('is stable: a pattern is its own pattern', () => {
    const part = fc.constantFrom(
      'a',
      'orders',
      'i-0a1b2c3d4e5f67890',
      '2026',
      KEY,
      '*',
      '',
      'x-1A2B3C4D5E6F7',
    );
    const service = fc.constantFrom('s3', 'ec2', 'iam', 'logs', 'sts', 'secretsmanager', 'kms');
    fc.assert(
      fc.property(service, fc.array(part, { minLength: 1 }), (name, parts) => {
        const pattern = resourcePattern(`arn:aws:${name}:::${parts.join('/')}`);
        expect(resourcePattern(pattern)).toBe(pattern);
      }),
    );
  });

  it('keeps names that people gave apart', () => {
    const name = fc.stringMatching(/^[a-z]{1,12}(-[a-z]{1,12}){0,3}$/);
    fc.assert(
      fc.property(name, name, (a, b) => {
        const arn = (text: string): string => `arn:aws:sqs:eu-west-1:111122223333:${text}`;
        expect(resourcePattern(arn(a)) === resourcePattern(arn(b))).toBe(a === b);
      }),
    );
  });

  it('reads hostile names in linear time and keeps the pattern short where a machine made it', () => {
    const hostile = ['-', '0', 'a0', 'A0', '/'].map((unit) => unit.repeat(100_000));
    for (const text of hostile) {
      expect(resourcePattern(`arn:aws:ec2:::${text}`).length).toBeLessThanOrEqual(text.length + 20);
    }
  });
});
