import { GetRoleCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  AccountNotFoundException,
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import pLimit from 'p-limit';
import { OwnAccount } from '../../lib/aws/iam/accounts';
import { ManagedPolicies } from '../../lib/aws/iam/managed-policies';
import { PrincipalReader } from '../../lib/aws/iam/principal-reader';
import { LivePolicies } from '../../lib/aws/policies/live-policies';
import { OrganizationReader } from '../../lib/aws/policies/organization';
import type { CollectedFacts } from '../../lib/core/evidence/evidence';
import type { Collected } from '../../lib/core/policy/collected';
import type { PreparedPolicy } from '../../lib/core/policy/prepare';
import { denialWith, type DenialParts } from '../core/evidence/denial';
import { accessDenied, mockIam, type TestAccount } from './support/iam-account';

const OWN = '111122223333';
const NOW = Date.parse('2026-11-20T08:05:00Z');
const ROLE = `arn:aws:iam::${OWN}:role/apps/orders-api`;
const TARGET = `arn:aws:iam::${OWN}:role/teams/reporting`;
const SHARED = `arn:aws:iam::${OWN}:policy/shared`;
const LIMITS = `arn:aws:iam::${OWN}:policy/limits`;
const policy = (action: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
  });
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: OWN }, Action: 'sts:AssumeRole' }],
});

const ACCOUNT: TestAccount = {
  users: {
    ana: {
      arn: `arn:aws:iam::${OWN}:user/people/ana`,
      inline: { own: policy('a:B') },
      tags: { team: 'pay' },
    },
  },
  roles: {
    'orders-api': {
      arn: ROLE,
      id: 'AROADBQP57FF2AEXAMPLE',
      createdAt: '2026-01-01T00:00:00Z',
      inline: { write: policy('s3:PutObject') },
      attached: [SHARED],
      boundary: LIMITS,
      tags: { team: 'shop' },
    },
    reporting: { arn: TARGET, trust: TRUST, tags: { purpose: 'reports' } },
    broken: {
      arn: `arn:aws:iam::${OWN}:role/broken`,
      inline: { odd: '{"Statement":7}', fine: policy('a:B') },
      trust: '{}',
    },
  },
  managed: {
    [SHARED]: { text: policy('s3:GetObject'), changedAt: '2026-11-20T07:55:00Z' },
    [LIMITS]: { text: policy('s3:*'), changedAt: '2026-11-20T08:03:00Z' },
  },
};

interface World {
  readonly source: LivePolicies;
  readonly iam: AwsClientStub<IAMClient>;
  readonly organizations: AwsClientStub<OrganizationsClient>;
}

function world(account = ACCOUNT, denied: ReadonlySet<string> = new Set()): World {
  const iam = mockIam(account, denied);
  const organizations = mockClient(OrganizationsClient);
  organizations
    .on(DescribeOrganizationCommand)
    .rejects(new AWSOrganizationsNotInUseException({ message: 'none', $metadata: {} }));
  const limit = pLimit(4);
  const now = (): number => NOW;
  const client = new IAMClient({ region: 'us-east-1' });
  const managed = new ManagedPolicies(client, limit, now);
  const principals = new PrincipalReader({ iam: client, limit, managed, now });
  const sts = new STSClient({ region: 'us-east-1' });
  const accounts = new OwnAccount({ iam: client, principals }, sts, OWN, now);
  const organization = new OrganizationReader({
    client: new OrganizationsClient({ region: 'us-east-1' }),
    limit,
    isOwnAccount: (accountId) => accounts.isOwn(accountId),
    now,
  });
  return { source: new LivePolicies({ accounts, organization, now }), iam, organizations };
}

function collect(parts: DenialParts = {}, w = world()): Promise<CollectedFacts> {
  return w.source.collect(denialWith(parts));
}

/** `name of attachedTo`, or why it is missing. */
function shown(layer: Collected<readonly PreparedPolicy[] | PreparedPolicy | null>): unknown {
  if (layer.status === 'missing') return layer.gaps;
  const { value } = layer;
  const list =
    value === null
      ? null
      : [value].flat().map(({ ref }) => `${ref.name ?? '?'} of ${ref.attachedTo ?? '?'}`);
  return layer.status === 'partial' ? { partial: list, gaps: layer.gaps } : list;
}

const NONE = null;

describe('LivePolicies: the caller', () => {
  it('reads the policies, the boundary, the tags and the path of a role', async () => {
    const facts = await collect();
    expect(shown(facts.policies.identity)).toStrictEqual([`write of ${ROLE}`, `shared of ${ROLE}`]);
    expect(shown(facts.policies.boundary)).toStrictEqual([`limits of ${ROLE}`]);
    expect(facts.principalArn).toBe(ROLE);
    expect(facts.principalTags).toStrictEqual(new Map([['team', 'shop']]));
    expect(facts.takenAt).toBe('2026-11-20T08:05:00.000Z');
    expect(facts.gaps).toStrictEqual([]);
  });

  it('reads a user, and an Identity Center role as a role', async () => {
    const arn = `arn:aws:iam::${OWN}:user/people/ana`;
    const user = await collect({
      principal: { type: 'user', arn, sessionArn: null, principalId: null },
    });
    expect(shown(user.policies.identity)).toStrictEqual([`own of ${arn}`]);
    expect(shown(user.policies.boundary)).toBe(NONE);
    const center = await collect({ principal: { type: 'identityCenter' } });
    expect(shown(center.policies.identity)).toHaveLength(2);
  });

  it.each(['root', 'webIdentity', 'saml', 'service', 'anonymous'] as const)(
    'knows that a caller of type %s has no identity-based policies, and asks nobody',
    async (type) => {
      const w = world();
      const facts = await collect({ principal: { type } }, w);
      expect(shown(facts.policies.identity)).toStrictEqual([]);
      expect(shown(facts.policies.boundary)).toBe(NONE);
      expect(w.iam.calls()).toHaveLength(0);
    },
  );

  it('tells a caller that is not known from one without policies', async () => {
    const facts = await collect({ principal: { type: 'unknown', arn: null } });
    expect(shown(facts.policies.identity)).toStrictEqual([
      'the identity-based policies of the caller: the record does not tell who called',
    ]);
  });

  it('says that a role is gone, and that another account is out of reach', async () => {
    const gone = `arn:aws:iam::${OWN}:role/gone`;
    expect(shown((await collect({ principal: { arn: gone } })).policies.identity)).toStrictEqual([
      `the identity-based policies of ${gone}: it does not exist any more`,
    ]);
    const foreign = 'arn:aws:iam::444455556666:role/x';
    const facts = await collect({
      principal: { arn: foreign, accountId: '444455556666' },
      accountId: '444455556666',
    });
    expect(shown(facts.policies.identity)).toStrictEqual([
      `the identity-based policies of ${foreign}: account 444455556666 could not be looked at: the credentials are those of account ${OWN}, it takes a role in account 444455556666 that may read its IAM`,
    ]);
    expect(facts.principalArn).toBeNull();
  });

  it('keeps what could be read where a policy or a permission is missing', async () => {
    const facts = await collect({}, world(ACCOUNT, new Set(['ListAttachedRolePolicies'])));
    expect(shown(facts.policies.identity)).toStrictEqual({
      partial: [`write of ${ROLE}`],
      gaps: [
        'the managed policies of role orders-api could not be looked at: it takes the permission iam:ListAttachedRolePolicies',
      ],
    });
    const broken = await collect({
      principal: { arn: `arn:aws:iam::${OWN}:role/broken`, principalId: null },
    });
    expect(shown(broken.policies.identity)).toMatchObject({
      partial: [`fine of arn:aws:iam::${OWN}:role/broken`],
      gaps: [expect.stringContaining('the identity-based policy "odd"')],
    });
  });

  it('does not take a boundary that it may not read for none', async () => {
    const facts = await collect({}, world(ACCOUNT, new Set(['GetRole'])));
    expect(shown(facts.policies.boundary)).toStrictEqual([
      'the permissions boundary: role orders-api could not be looked at: it takes the permission iam:GetRole',
    ]);
    expect(facts.principalTags).toBeNull();
  });

  it('notices that the role of that name is another one now', async () => {
    const { gaps } = await collect({ principal: { principalId: 'AROAOLDOLDOLDOLDOLDOL' } });
    expect(gaps).toStrictEqual([
      `${ROLE} was deleted and made again since (AROAOLDOLDOLDOLDOLDOL is AROADBQP57FF2AEXAMPLE now): the policies are not those of the denied caller`,
    ]);
  });

  it('lists what changed from shortly before the denial on, newest first', async () => {
    const { recentChanges } = await collect();
    expect(
      recentChanges.map(({ time, what, eventName }) => `${time} ${eventName} ${what}`),
    ).toStrictEqual([
      '2026-11-20T08:03:00.000Z CreatePolicyVersion managed policy limits',
      '2026-11-20T07:55:00.000Z CreatePolicyVersion managed policy shared',
    ]);
    await expect(collect({ time: '2026-11-20T08:04:00Z' })).resolves.toMatchObject({
      recentChanges: [{}, {}],
    });
    await expect(collect({ time: '2026-11-20T08:17:00Z' })).resolves.toMatchObject({
      recentChanges: [{ what: 'managed policy limits' }],
    });
    await expect(collect({ time: null })).resolves.toMatchObject({ recentChanges: [] });
    await expect(collect({ time: '2026-01-01T00:10:00Z' })).resolves.toMatchObject({
      recentChanges: [{}, {}, { eventName: 'CreateRole', what: 'role orders-api' }],
    });
  });

  it('lists a change once however often the policy is attached, and tells whether AWS made it', async () => {
    const everyday = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    const attached = [SHARED, everyday];
    const arn = `arn:aws:iam::${OWN}:user/bo`;
    const account: TestAccount = {
      users: { bo: { arn, attached, groups: ['dev'] } },
      groups: { dev: { arn: `arn:aws:iam::${OWN}:group/dev`, attached } },
      managed: {
        [SHARED]: { text: policy('a:B'), changedAt: '2026-11-20T07:55:00Z' },
        [everyday]: { text: policy('a:B'), changedAt: '2026-11-20T07:56:00Z' },
      },
    };
    const principal = { type: 'user', arn, principalId: null } as const;
    const { recentChanges } = await collect({ principal }, world(account));
    expect(recentChanges.map(({ by, what }) => `${by}: ${what}`)).toStrictEqual([
      'AWS: managed policy ReadOnlyAccess',
      'somebody: managed policy shared',
    ]);
  });

  it('reads again what it read before the denial, and nothing else', async () => {
    const w = world();
    await collect({ time: '2026-11-20T08:00:00Z' }, w);
    await collect({ time: '2026-11-20T08:04:59Z' }, w);
    expect(w.iam.commandCalls(ListRolePoliciesCommand)).toHaveLength(1);
    // A time in the future (a wrong clock, a forged record) must not switch the cache off.
    await collect({ time: '2099-01-01T00:00:00Z' }, w);
    expect(w.iam.commandCalls(ListRolePoliciesCommand)).toHaveLength(1);
  });
});

describe('LivePolicies: the resource', () => {
  const assume = {
    action: 'sts:AssumeRole',
    resource: { arn: `arn:aws:iam::${OWN}:role/reporting` },
  };

  it('reads the trust policy of a role, with its path and tags', async () => {
    const facts = await collect(assume);
    expect(shown(facts.policies.resource)).toStrictEqual([`trustPolicy of ${TARGET}`]);
    expect(facts).toMatchObject({
      resourceArn: TARGET,
      resourceAccountId: OWN,
      resourceTags: new Map([['purpose', 'reports']]),
    });
  });

  it('reads no policies of a role that is only the resource', async () => {
    const w = world();
    await collect({ ...assume, principal: { type: 'anonymous' } }, w);
    expect(w.iam.calls().map(({ args }) => args[0].constructor)).toStrictEqual([GetRoleCommand]);
  });

  it('looks for no role where the resource is a pattern', async () => {
    const w = world();
    const arn = `arn:aws:iam::${OWN}:role/app-*`;
    await collect(
      { action: 'iam:PassRole', resource: { arn }, principal: { type: 'anonymous' } },
      w,
    );
    expect(w.iam.calls()).toHaveLength(0);
  });

  it('completes a resource that AWS names without its ARN', async () => {
    const named = { arn: null, named: { type: 'role', name: 'reporting' } };
    await expect(collect({ action: 'iam:DeleteRole', resource: named })).resolves.toMatchObject({
      resourceArn: TARGET,
      policies: { resource: { status: 'complete', value: null } },
    });
    const unknown = { arn: null, named: { type: 'access key', name: 'x' } };
    const facts = await collect({ action: 'iam:DeleteAccessKey', resource: unknown });
    expect(facts.resourceArn).toBeNull();
    expect(shown(facts.policies.resource)).toStrictEqual([
      'the resource-based policy, if any: the resource is not known',
    ]);
  });

  it.each([
    [
      `arn:aws:iam::${OWN}:role/gone`,
      `the trust policy of arn:aws:iam::${OWN}:role/gone: there is no such role`,
    ],
    [
      'arn:aws:iam::444455556666:role/x',
      `the trust policy of arn:aws:iam::444455556666:role/x: account 444455556666 could not be looked at: the credentials are those of account ${OWN}, it takes a role in account 444455556666 that may read its IAM`,
    ],
    [`arn:aws:iam::${OWN}:role/broken`, 'the document has no Statement'],
  ])('says why the trust policy of %s is missing', async (arn, gap) => {
    const facts = await collect({ action: 'sts:AssumeRole', resource: { arn } });
    expect(shown(facts.policies.resource)).toStrictEqual([expect.stringContaining(gap)]);
  });

  it.each([
    [
      's3:PutObject',
      'arn:aws:s3:::orders/a/b',
      'the bucket policy of arn:aws:s3:::orders was not looked at, which takes s3:GetBucketPolicy',
    ],
    [
      'kms:Decrypt',
      `arn:aws:kms:eu-west-1:${OWN}:key/k`,
      `the key policy of arn:aws:kms:eu-west-1:${OWN}:key/k was not looked at, which takes kms:GetKeyPolicy`,
    ],
    [
      'lex:GetBot',
      `arn:aws:lex:eu-west-1:${OWN}:bot:x`,
      `the resource-based policy of arn:aws:lex:eu-west-1:${OWN}:bot:x was not looked at`,
    ],
  ])('says what the policy that decides over %s would take', async (action, arn, gap) => {
    const facts = await collect({ action, resource: { arn } });
    expect(shown(facts.policies.resource)).toStrictEqual([gap]);
  });

  it.each([
    ['ec2:RunInstances', `arn:aws:ec2:eu-west-1:${OWN}:instance/*`],
    ['s3:ListAllMyBuckets', '*'],
    ['iam:PassRole', `arn:aws:iam::${OWN}:role/*`],
  ])('knows that no resource policy takes part in %s', async (action, arn) => {
    expect(shown((await collect({ action, resource: { arn } })).policies.resource)).toBe(NONE);
  });

  it("takes a resource's account from its ARN, where that has one", async () => {
    const sqs = {
      action: 'sqs:SendMessage',
      resource: { arn: 'arn:aws:sqs:eu-west-1:444455556666:q' },
    };
    await expect(collect(sqs)).resolves.toMatchObject({ resourceAccountId: '444455556666' });
    await expect(collect()).resolves.toMatchObject({ resourceAccountId: null });
  });
});

describe('LivePolicies: the other layers', () => {
  it('knows that an account outside an organization has no control policies', async () => {
    const { policies, principalOrganization } = await collect({ resource: { accountId: OWN } });
    expect(policies.rcp).toStrictEqual({ status: 'complete', value: null });
    expect(policies.scp).toStrictEqual({ status: 'complete', value: null });
    expect(principalOrganization).toBeNull();
  });

  it('cannot say of another account that it is in no organization', async () => {
    const { policies, resourceOrganization } = await collect({
      resource: { accountId: '444455556666' },
    });
    expect(policies.rcp).toStrictEqual({
      status: 'missing',
      gaps: [
        'the resource control policies of account 444455556666: the place of account 444455556666 in the organization: it takes a role in account 444455556666',
      ],
    });
    expect(resourceOrganization).toBeUndefined();
  });

  it('does not take "may not ask" for "no organization"', async () => {
    const w = world();
    w.organizations.on(DescribeOrganizationCommand).rejects(accessDenied());
    const { policies, principalOrganization } = await collect({}, w);
    expect(policies.scp).toStrictEqual({
      status: 'missing',
      gaps: [
        `the service control policies of account ${OWN}: the organization could not be looked at: it takes the permission organizations:DescribeOrganization`,
      ],
    });
    expect(principalOrganization).toBeUndefined();
  });

  it.each(['webIdentity', 'saml', 'service', 'anonymous'] as const)(
    'knows that SCPs do not affect a caller of type %s',
    async (type) => {
      const w = world();
      w.organizations.on(DescribeOrganizationCommand).rejects(accessDenied());
      expect((await collect({ principal: { type } }, w)).policies.scp).toStrictEqual({
        status: 'complete',
        value: null,
      });
    },
  );

  it('knows that SCPs do not affect a service-linked role, and RCPs no action without a resource', async () => {
    const w = world();
    w.organizations.on(DescribeOrganizationCommand).rejects(accessDenied());
    const facts = await collect({ principal: { serviceLinked: true }, resource: { arn: '*' } }, w);
    expect([facts.policies.scp, facts.policies.rcp]).toStrictEqual([
      { status: 'complete', value: null },
      { status: 'complete', value: null },
    ]);
  });

  it('cannot look for RCPs of an owner that is not known', async () => {
    expect((await collect()).policies.rcp).toStrictEqual({
      status: 'missing',
      gaps: ["the resource control policies: the resource's account is not known"],
    });
  });

  it('says of a session that it may have had a policy, and of a user that it has none', async () => {
    const role = await collect();
    expect(shown(role.policies.session)).toStrictEqual([
      expect.stringMatching(
        /^the session policy of arn:aws:sts::.*, if any: only the CloudTrail record/,
      ),
    ]);
    const user = await collect({ principal: { type: 'user', sessionArn: null } });
    expect(shown(user.policies.session)).toBe(NONE);
  });

  it.each<readonly [string, DenialParts, unknown]>([
    [
      'one',
      { vpcEndpointId: 'vpce-0a1b' },
      [
        'the policy of VPC endpoint vpce-0a1b was not looked at, which takes ec2:DescribeVpcEndpoints',
      ],
    ],
    ['none', { context: new Map([['aws:sourcevpce', { state: 'absent' }]]) }, NONE],
    ['nobody knows which', {}, [expect.stringContaining('does not tell which VPC endpoint')]],
    [
      'one that AWS names and the record does not',
      {
        context: new Map([['aws:sourcevpce', { state: 'absent' }]]),
        said: { policyType: 'vpcEndpoint' },
      },
      [expect.stringContaining('does not tell which VPC endpoint')],
    ],
  ])('knows whether the request came through a VPC endpoint: %s', async (_, parts, expected) => {
    expect(shown((await collect(parts)).policies.vpcEndpoint)).toStrictEqual(expected);
  });
});

describe('LivePolicies: in an organization', () => {
  const FULL = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });

  function inOrganization(): World {
    const w = world();
    const { organizations } = w;
    organizations
      .on(DescribeOrganizationCommand)
      .resolves({ Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: '999999999999' } });
    organizations
      .on(ListParentsCommand)
      .rejects(new AccountNotFoundException({ message: 'no', $metadata: {} }))
      .on(ListParentsCommand, { ChildId: OWN })
      .resolves({ Parents: [{ Id: 'ou-ab12-prod0001', Type: 'ORGANIZATIONAL_UNIT' }] })
      .on(ListParentsCommand, { ChildId: 'ou-ab12-prod0001' })
      .resolves({ Parents: [{ Id: 'r-ab12', Type: 'ROOT' }] });
    organizations
      .on(ListPoliciesForTargetCommand)
      .callsFake(({ TargetId, NextToken, Filter }: Record<string, string>) => {
        if (Filter === 'RESOURCE_CONTROL_POLICY') return { Policies: [] };
        const name = NextToken === undefined ? 'Full' : 'Extra';
        const summary = {
          Id: `p-${name}`,
          Name: name,
          Arn: `arn:aws:organizations::999999999999:policy/${name}`,
        };
        return {
          Policies: [summary],
          ...(TargetId === 'r-ab12' && name === 'Full' && { NextToken: 'more' }),
        };
      });
    organizations.on(DescribePolicyCommand).resolves({ Policy: { Content: FULL } });
    return w;
  }

  it('reads every level from the root to the account, all pages, each policy once', async () => {
    const w = inOrganization();
    const { policies, principalOrganization } = await collect({}, w);
    const { scp } = policies;
    if (scp.status !== 'complete') throw new Error(JSON.stringify(scp));
    expect(
      scp.value?.map((level) =>
        level.map(({ ref }) => `${ref.name ?? ''} ${ref.attachedTo ?? ''}`),
      ),
    ).toStrictEqual([['Full r-ab12', 'Extra r-ab12'], ['Full ou-ab12-prod0001'], [`Full ${OWN}`]]);
    expect(w.organizations.commandCalls(DescribePolicyCommand)).toHaveLength(2);
    expect(principalOrganization).toStrictEqual({
      organizationId: 'o-a1b2c3d4e5',
      managementAccountId: '999999999999',
      path: ['r-ab12', 'ou-ab12-prod0001'],
    });
  });

  it('takes a kind of policy that is attached nowhere for one that is off', async () => {
    const { policies } = await collect({ resource: { accountId: OWN } }, inOrganization());
    expect(policies.rcp).toStrictEqual({ status: 'complete', value: null });
  });

  it('knows that control policies do not affect the management account', async () => {
    const principal = { accountId: '999999999999' };
    const { policies } = await collect({ principal, accountId: '999999999999' }, inOrganization());
    expect(policies.scp).toStrictEqual({ status: 'complete', value: null });
  });

  it('keeps the levels that it could read, and names the others', async () => {
    const w = inOrganization();
    w.organizations.on(ListPoliciesForTargetCommand, { TargetId: OWN }).rejects(accessDenied());
    w.organizations
      .on(DescribePolicyCommand, { PolicyId: 'p-Extra' })
      .resolves({ Policy: { Content: '{}' } });
    const { scp } = (await collect({}, w)).policies;
    expect(scp).toMatchObject({
      status: 'partial',
      gaps: [
        `the service control policies attached to ${OWN} could not be looked at: it takes the permission organizations:ListPoliciesForTarget in the management account or a delegated administrator account`,
        expect.stringContaining(
          '"arn:aws:organizations::999999999999:policy/Extra" of r-ab12 cannot be read',
        ),
      ],
    });
  });

  it('does not take levels that it may not read for a kind of policy that is off', async () => {
    const w = inOrganization();
    w.organizations.on(ListPoliciesForTargetCommand).rejects(accessDenied());
    const { scp } = (await collect({}, w)).policies;
    expect(scp).toMatchObject({ status: 'partial', value: [[], [], []] });
  });

  it('says that an account is not in the tree', async () => {
    const { policies } = await collect(
      { resource: { accountId: '444455556666' } },
      inOrganization(),
    );
    expect(policies.rcp).toMatchObject({
      status: 'missing',
      gaps: [expect.stringContaining('AWS refused organizations:ListParents')],
    });
  });
});
