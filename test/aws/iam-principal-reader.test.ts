import { GetPolicyVersionCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import pLimit from 'p-limit';
import type { IamPrincipal } from '../../lib/aws/iam/principal';
import { ManagedPolicies } from '../../lib/aws/iam/managed-policies';
import { PrincipalReader } from '../../lib/aws/iam/principal-reader';
import { mockIam, type TestAccount } from './support/iam-account';

const ROLE = 'arn:aws:iam::111122223333:role/apps/orders-api';
const SHARED = 'arn:aws:iam::111122223333:policy/team/shared-read';
const LIMITS = 'arn:aws:iam::111122223333:policy/limits';
const document = (sid: string): string => `{"Version":"2012-10-17","Statement":[{"Sid":"${sid}"}]}`;

const ACCOUNT: TestAccount = {
  users: {
    ana: {
      arn: 'arn:aws:iam::111122223333:user/people/ana',
      id: 'AIDAEXAMPLE0000000001',
      inline: { own: document('Own') },
      attached: [SHARED],
      groups: ['readers', 'deployers'],
      tags: { team: 'pay' },
    },
  },
  groups: {
    readers: {
      arn: 'arn:aws:iam::111122223333:group/readers',
      inline: { 'read 100 %': document('Read') },
      attached: [SHARED],
    },
    deployers: {
      arn: 'arn:aws:iam::111122223333:group/deployers',
      inline: { one: document('One'), two: document('Two') },
    },
  },
  roles: {
    'orders-api': {
      arn: ROLE,
      id: 'AROAEXAMPLE0000000009',
      createdAt: '2026-11-01T00:00:00Z',
      inline: { a: document('A'), b: document('B') },
      attached: [SHARED, 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
      boundary: LIMITS,
      trust: document('Trust'),
    },
  },
  managed: {
    [SHARED]: { text: document('Shared'), changedAt: '2026-11-02T03:04:05Z' },
    [LIMITS]: { text: document('Limits') },
    'arn:aws:iam::aws:policy/ReadOnlyAccess': { text: document('ReadOnly') },
  },
};

function readerAt(now: () => number): PrincipalReader {
  const iam = new IAMClient({ region: 'eu-central-1' });
  const limit = pLimit(4);
  return new PrincipalReader({ iam, limit, managed: new ManagedPolicies(iam, limit, now), now });
}

async function principal(reader: PrincipalReader, arn: string): Promise<IamPrincipal> {
  const lookup = await reader.read(arn);
  if (lookup.status !== 'found') throw new Error(lookup.status);
  return lookup.principal;
}

function list({ policies }: IamPrincipal): readonly string[] {
  return policies.map(({ owner, name, arn, text }) => {
    const sid = /"Sid":"(\w+)"/.exec(text)?.[1] ?? '?';
    return `${owner.kind} ${owner.name}: ${arn ?? name} ${sid}`;
  });
}

describe('PrincipalReader', () => {
  it('reads a role with all pages of its policies, its boundary, trust policy and canonical ARN', async () => {
    mockIam(ACCOUNT);
    const role = await principal(
      readerAt(() => 5),
      'arn:aws:iam::111122223333:role/orders-api',
    );
    expect(list(role)).toStrictEqual([
      'role orders-api: a A',
      'role orders-api: b B',
      `role orders-api: ${SHARED} Shared`,
      'role orders-api: arn:aws:iam::aws:policy/ReadOnlyAccess ReadOnly',
    ]);
    expect(role.arn).toBe(ROLE);
    expect(role.policyGaps).toStrictEqual([]);
    expect(role.boundary).toMatchObject({
      status: 'found',
      value: { arn: LIMITS, name: 'limits' },
    });
    expect(role.details).toMatchObject({
      status: 'found',
      value: { trustPolicy: document('Trust'), createdAt: '2026-11-01T00:00:00.000Z' },
    });
    expect(role.policies[2]?.changedAt).toBe('2026-11-02T03:04:05.000Z');
  });

  it("reads a user with the policies of all its groups, each under its group's name", async () => {
    mockIam(ACCOUNT);
    const user = await principal(
      readerAt(() => 5),
      'arn:aws:iam::111122223333:user/people/ana',
    );
    expect(list(user)).toStrictEqual([
      'user ana: own Own',
      `user ana: ${SHARED} Shared`,
      'group readers: read 100 % Read',
      `group readers: ${SHARED} Shared`,
      'group deployers: one One',
      'group deployers: two Two',
    ]);
    expect(user.boundary).toStrictEqual({ status: 'found', value: null });
    expect(user.details).toMatchObject({ value: { tags: new Map([['team', 'pay']]) } });
  });

  it('makes one call of concurrent and repeated readings, until they are too old', async () => {
    const mock = mockIam(ACCOUNT);
    let now = 1_000;
    const reader = readerAt(() => now);
    await Promise.all([reader.read(ROLE), reader.read(ROLE), reader.read(ROLE)]);
    now += 59_000;
    await reader.read(ROLE);
    expect(mock.commandCalls(GetRoleCommand)).toHaveLength(1);
    await reader.read(ROLE, now - 1);
    expect(mock.commandCalls(GetRoleCommand)).toHaveLength(2);
    now += 61_000;
    await reader.read(ROLE);
    expect(mock.commandCalls(GetRoleCommand)).toHaveLength(3);
  });

  it('reads a managed policy once for all who have it attached', async () => {
    const mock = mockIam(ACCOUNT);
    await principal(
      readerAt(() => 5),
      'arn:aws:iam::111122223333:user/people/ana',
    );
    expect(mock.commandCalls(GetPolicyVersionCommand)).toHaveLength(1);
  });

  it('names each permission that it lacks and reads the rest', async () => {
    mockIam(ACCOUNT, new Set(['ListRolePolicies', 'GetPolicyVersion', 'GetRole']));
    const role = await principal(
      readerAt(() => 5),
      ROLE,
    );
    expect(role.policies).toStrictEqual([]);
    expect(role.policyGaps).toStrictEqual([
      'the inline policies of role orders-api could not be looked at: it takes the permission iam:ListRolePolicies',
      `managed policy ${SHARED} could not be looked at: it takes the permission iam:GetPolicyVersion`,
      'managed policy arn:aws:iam::aws:policy/ReadOnlyAccess could not be looked at: it takes the permission iam:GetPolicyVersion',
    ]);
    expect(role.boundary).toStrictEqual({
      status: 'unavailable',
      gap: 'role orders-api could not be looked at: it takes the permission iam:GetRole',
    });
  });

  it('tells a deleted role from one that it may not read', async () => {
    mockIam(ACCOUNT);
    const gone = 'arn:aws:iam::111122223333:role/gone';
    await expect(readerAt(() => 5).read(gone)).resolves.toStrictEqual({
      status: 'deleted',
      arn: gone,
    });
  });

  it.each([
    'arn:aws:sts::111122223333:assumed-role/orders-api/session',
    'arn:aws:iam::111122223333:root',
    'arn:aws:iam::111122223333:role/',
    'nonsense',
  ])('asks nothing about %s', async (arn) => {
    const mock = mockIam(ACCOUNT);
    await expect(readerAt(() => 5).read(arn)).resolves.toStrictEqual({
      status: 'notAPrincipal',
      arn,
    });
    expect(mock.calls()).toHaveLength(0);
  });
});
