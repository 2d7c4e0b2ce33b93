export const ACCOUNT = '111122223333';
export const OTHER = '444455556666';
export const MANAGEMENT = '999999999999';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/app/orders-api`;
export const USER_ARN = `arn:aws:iam::${ACCOUNT}:user/mara`;
export const SHARED_ARN = `arn:aws:iam::${ACCOUNT}:policy/shared`;
export const READ_ONLY_ARN = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
export const SESSION_KEY = 'ASIAIOSFODNN7EXAMPLE';
export const ENDPOINT = 'vpce-0a1b2c3d4e5f67890';

/** A part of the file as tests change it. */
export type Part = Record<string, unknown>;

/** A document with one statement whose Sid tells it from others. */
export function document(sid: string, more: object = {}): Part {
  const statement = { Sid: sid, Effect: 'Allow', Action: 's3:*', Resource: '*', ...more };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** The Sids of a prepared policy, to tell which document it came from. */
export function sidsOf(
  ...policies: readonly {
    readonly statements: readonly { readonly ref: { readonly sid: string | null } }[];
  }[]
): readonly (string | null)[] {
  return policies.flatMap(({ statements }) => statements.map(({ ref }) => ref.sid));
}

/** The parts of a snapshot with everything in it, each to be changed before it is put together. */
export interface SnapshotParts {
  readonly file: Part;
  readonly organization: Part;
  readonly account: Part;
  readonly details: Part;
  readonly user: Part;
  readonly group: Part;
  readonly role: Part;
  readonly shared: Part;
}

/** A snapshot of two accounts in an organization; nothing in it is missing. */
export function snapshotParts(): SnapshotParts {
  const role: Part = {
    RoleName: 'orders-api',
    Arn: ROLE_ARN,
    AssumeRolePolicyDocument: document('Trust', {
      Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
      Action: 'sts:AssumeRole',
      Resource: undefined,
    }),
    RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: document('RoleInline') }],
    AttachedManagedPolicies: [{ PolicyName: 'shared', PolicyArn: SHARED_ARN }],
    PermissionsBoundary: {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: SHARED_ARN,
    },
    Tags: [{ Key: 'team', Value: 'pay' }],
  };
  const group: Part = {
    GroupName: 'developers',
    Arn: `arn:aws:iam::${ACCOUNT}:group/developers`,
    GroupPolicyList: [{ PolicyName: 'group-inline', PolicyDocument: document('GroupInline') }],
    AttachedManagedPolicies: [{ PolicyName: 'shared', PolicyArn: SHARED_ARN }],
  };
  const user: Part = {
    UserName: 'mara',
    Arn: USER_ARN,
    UserPolicyList: [{ PolicyName: 'user-inline', PolicyDocument: document('UserInline') }],
    GroupList: ['developers'],
    AttachedManagedPolicies: [{ PolicyName: 'shared', PolicyArn: SHARED_ARN }],
    Tags: [],
  };
  const shared: Part = {
    PolicyName: 'shared',
    Arn: SHARED_ARN,
    DefaultVersionId: 'v2',
    PolicyVersionList: [
      { VersionId: 'v3', IsDefaultVersion: false, Document: document('SharedV3') },
      { VersionId: 'v2', IsDefaultVersion: true, Document: document('SharedV2') },
      { VersionId: 'v1', IsDefaultVersion: false, Document: document('SharedV1') },
    ],
  };
  const details: Part = {
    UserDetailList: [user],
    GroupDetailList: [group],
    RoleDetailList: [role],
    Policies: [shared],
  };
  const account: Part = {
    authorizationDetails: details,
    resourcePolicies: { 'arn:aws:s3:::orders': document('Bucket', { Principal: '*' }) },
    vpcEndpointPolicies: { [ENDPOINT]: document('Endpoint', { Principal: '*' }) },
    sessionPolicies: { [SESSION_KEY]: [document('Session')] },
    resources: { 'arn:aws:s3:::orders/uploads/a.pdf': { tags: { stage: 'live' } } },
  };
  const organization: Part = {
    id: 'o-a1b2c3d4e5',
    managementAccountId: MANAGEMENT,
    accounts: { [ACCOUNT]: { path: ['r-ab12', 'ou-ab12-prod0001'] } },
    serviceControlPolicies: {
      'r-ab12': [control('RootScp')],
      'ou-ab12-prod0001': [control('OuScp')],
      [ACCOUNT]: [control('AccountScp')],
    },
    resourceControlPolicies: {
      'r-ab12': [control('RootRcp')],
      'ou-ab12-prod0001': [control('OuRcp')],
      [ACCOUNT]: [control('AccountRcp')],
    },
  };
  const file: Part = {
    version: 1,
    takenAt: '2026-11-20T08:00:00Z',
    organization,
    accounts: { [ACCOUNT]: account, [OTHER]: { resourcePolicies: {} } },
  };
  return { file, organization, account, details, user, group, role, shared };
}

/** A policy of the organization. */
export function control(sid: string): Part {
  const arn = `arn:aws:organizations::${MANAGEMENT}:policy/o-a1b2c3d4e5/x/p-${sid}`;
  return { arn, name: sid, document: document(sid, { Principal: '*' }) };
}
