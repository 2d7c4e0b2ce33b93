import { completeRequest, type GivenContext } from '../../../lib/core/evidence/context';
import type { CollectedFacts } from '../../../lib/core/evidence/evidence';
import type { ContextValue, RequestPrincipal } from '../../../lib/core/policy/request';
import { serviceReference } from '../../../lib/core/service-reference/indexed-reference';
import { factsWith } from '../diagnosis/build';
import { denialWith, type DenialParts } from './denial';

const ROLE = 'arn:aws:iam::111122223333:role/orders-api';
const NO_CONTEXT: GivenContext = new Map();

function contextOf(
  parts: DenialParts,
  facts: CollectedFacts | null,
  given: GivenContext = NO_CONTEXT,
): (key: string) => ContextValue | undefined {
  const request = completeRequest(denialWith(parts), facts, given, serviceReference);
  return (key) => request?.context.get(key);
}

const known = (...values: readonly string[]): ContextValue => ({ state: 'known', values });
const ABSENT: ContextValue = { state: 'absent' };

describe('the request', () => {
  it('is not known without an action; without a resource it is', () => {
    expect(
      completeRequest(denialWith({ action: null }), null, NO_CONTEXT, serviceReference),
    ).toBeNull();
    const unnamed = denialWith({ resource: { arn: null } });
    expect(completeRequest(unnamed, null, NO_CONTEXT, serviceReference)).toMatchObject({
      action: 's3:PutObject',
      resource: null,
    });
  });

  it('takes what AWS wrote as resource, and the collected ARN where AWS wrote none', () => {
    const facts = factsWith({}, { resourceArn: 'arn:aws:iam::111122223333:role/a/b' });
    const resourceOf = (arn: string | null): unknown =>
      completeRequest(denialWith({ resource: { arn } }), facts, NO_CONTEXT, serviceReference)
        ?.resource;
    expect(resourceOf(null)).toBe('arn:aws:iam::111122223333:role/a/b');
    expect(resourceOf('arn:aws:iam::111122223333:role/b')).toBe('arn:aws:iam::111122223333:role/b');
  });

  it('that makes a bucket is about one of the own account', () => {
    const owner = (action: string): unknown =>
      completeRequest(denialWith({ action }), null, NO_CONTEXT, serviceReference)
        ?.resourceAccountId;
    expect(owner('s3:CreateBucket')).toBe('111122223333');
    expect(owner('s3:PutObject')).toBeNull();
  });
});

describe('the caller', () => {
  const caller = (
    principal: DenialParts['principal'],
    facts: CollectedFacts | null = null,
  ): RequestPrincipal | undefined =>
    completeRequest(denialWith({ principal: principal ?? {} }), facts, NO_CONTEXT, serviceReference)
      ?.principal;

  it('has its unique id, and its path where the record or the facts have it', () => {
    expect(caller({})).toMatchObject({ uniqueId: 'AROADBQP57FF2AEXAMPLE', pathKnown: false });
    expect(caller({ pathKnown: true })).toMatchObject({ pathKnown: true });
    const arn = 'arn:aws:iam::111122223333:role/apps/orders-api';
    const found = factsWith({}, { principalArn: arn });
    expect(caller({}, found)).toMatchObject({ arn, pathKnown: true });
    expect(caller({}, factsWith({}, { principalArn: null }))).toMatchObject({ pathKnown: false });
  });

  it.each([
    [{ type: 'user', arn: 'arn:aws:iam::111122223333:user/ana' }, 'user'],
    [{ type: 'root', arn: 'arn:aws:iam::111122223333:root' }, 'root'],
    [{ type: 'identityCenter' }, 'role'],
    [{ type: 'federatedUser' }, 'federatedUser'],
    [{ type: 'federatedUser', sessionArn: null }, 'unknown'],
    [{ type: 'webIdentity', identityProvider: 'p' }, 'webIdentity'],
    [{ type: 'saml' }, 'saml'],
    [{ type: 'service', invokedBy: 'sns.amazonaws.com' }, 'service'],
    [{ type: 'anonymous' }, 'anonymous'],
    [{ type: 'unknown' }, 'unknown'],
    [{ type: 'role', arn: null }, 'unknown'],
    [{ type: 'role', accountId: null }, 'unknown'],
  ] as const)('%j is %s', (principal, kind) => {
    expect(caller(principal)?.kind).toBe(kind);
  });
});

describe('the context', () => {
  it('has the ARN of a role only with its path', () => {
    expect(contextOf({}, null)('aws:principalarn')).toBeUndefined();
    expect(contextOf({ principal: { pathKnown: true } }, null)('aws:principalarn')).toEqual(
      known(ROLE),
    );
    expect(contextOf({}, factsWith())('aws:principalarn')).toEqual(known(ROLE));
  });

  it('has the tags of a user and no others; those of a role may not be all', () => {
    const facts = factsWith({}, { principalTags: new Map([['Team', 'ship']]) });
    const user = contextOf({ principal: { type: 'user' } }, facts);
    expect(user('aws:principaltag/team')).toEqual(known('ship'));
    expect(user('aws:principaltag/env')).toEqual(ABSENT);
    const role = contextOf({}, facts);
    expect(role('aws:principaltag/team')).toEqual(known('ship'));
    expect(role('aws:principaltag/env')).toBeUndefined();
    const notCollected = contextOf(
      { principal: { type: 'user' } },
      factsWith({}, { principalTags: null }),
    );
    expect(notCollected('aws:principaltag/env')).toBeUndefined();
  });

  it("has the tags of the resource and no others, by AWS's key and by the service's", () => {
    const parts = { action: 'ec2:StopInstances' };
    const facts = factsWith({}, { resourceTags: new Map([['Env', 'prod']]) });
    const context = contextOf(parts, facts);
    for (const family of ['aws', 'ec2']) {
      expect(context(`${family}:resourcetag/env`)).toEqual(known('prod'));
      expect(context(`${family}:resourcetag/team`)).toEqual(ABSENT);
    }
    expect(contextOf(parts, factsWith())('aws:resourcetag/env')).toBeUndefined();
  });

  it('has the organization of either side, or none where there is none', () => {
    const place = {
      organizationId: 'o-h7k2m9q4xz',
      managementAccountId: '999999999999',
      path: ['r-k3x9', 'ou-k3x9-apps1234'],
    };
    const context = contextOf({}, factsWith({}, { principalOrganization: place }));
    expect(context('aws:principalorgid')).toEqual(known('o-h7k2m9q4xz'));
    expect(context('aws:principalorgpaths')).toEqual(
      known('o-h7k2m9q4xz/r-k3x9/ou-k3x9-apps1234/'),
    );
    expect(context('aws:principalorgmasteraccountid')).toEqual(known('999999999999'));
    expect(context('aws:resourceorgid')).toEqual(ABSENT);
    const open = contextOf({}, factsWith({}, { principalOrganization: undefined }));
    expect(open('aws:principalorgid')).toBeUndefined();
  });

  it('what the user gives wins, in any case; nothing means that the key was absent', () => {
    const given = new Map([
      ['AWS:SourceVpce', ['vpce-1']],
      ['aws:PrincipalTag/Team', []],
      ['aws:TagKeys', ['a', 'b']],
    ]);
    const context = contextOf({ context: new Map([['aws:sourcevpce', ABSENT]]) }, null, given);
    expect(context('aws:sourcevpce')).toEqual(known('vpce-1'));
    expect(context('aws:principaltag/team')).toEqual(ABSENT);
    expect(context('aws:tagkeys')).toEqual(known('a', 'b'));
  });

  it("a service's own key is absent where the reference does not list it for the action", () => {
    const context = contextOf({ action: 's3:PutObject' }, null);
    expect(context('ec2:instancetype')).toEqual(ABSENT);
    expect(context('s3:x-amz-acl')).toBeUndefined();
    expect(context('aws:requesttag/team')).toEqual(ABSENT);
    expect(context('aws:sourceip')).toBeUndefined();
    expect(context('accounts.example.com:sub')).toBeUndefined();
  });

  it('of an action that the reference does not have, nothing is absent', () => {
    const context = contextOf({ action: 's3:FrobnicateObject' }, null);
    expect(context('ec2:instancetype')).toBeUndefined();
    expect(context('aws:requesttag/team')).toBeUndefined();
  });
});
