import type {
  SnapshotDocument,
  SnapshotManagedPolicy,
  SnapshotRole,
  SnapshotUser,
} from '../../../lib/local/snapshot/schema';
import {
  groupNamed,
  missing,
  policyWithArn,
  roleNamed,
  userNamed,
  type FakeAccount,
} from './account';
import { pageOf, type Call, type Fields, type Value } from './answer';
import { documentText } from './document-text';
import { simulate } from './simulate';

/** How the fake services of an account behave. */
export interface Manners {
  /** Items on a page of any list. */
  readonly pageSize: number;
}

/** Answers one call. @throws AwsError */
type Answer = (account: FakeAccount, input: Call['input'], manners: Manners) => Fields;

/** One action of a service: its answer, and the resource that the permission is about. */
export interface Action {
  readonly answer: Answer;
  /** ARN; `*` for an action without a resource. @throws AwsError when it names nothing */
  readonly resource: (account: FakeAccount, input: Call['input']) => string;
}

const onUser = (account: FakeAccount, input: Call['input']): string =>
  userNamed(account, input['UserName']).Arn;
const onRole = (account: FakeAccount, input: Call['input']): string =>
  roleNamed(account, input['RoleName']).Arn;
const onGroup = (account: FakeAccount, input: Call['input']): string =>
  groupNamed(account, input['GroupName']).Arn;
const onPolicy = (_: FakeAccount, input: Call['input']): string => input['PolicyArn'] ?? '';
const onNothing = (): string => '*';

/** When everything was made of which the snapshot does not say it. */
const CREATED = '2025-01-02T03:04:05Z';

/** Follows: IAM API Reference, the actions of these names. */
export const IAM_ACTIONS: Readonly<Record<string, Action>> = {
  GetUser: {
    resource: onUser,
    answer: (account, { UserName }) => ({ User: userOf(account, userNamed(account, UserName)) }),
  },
  GetRole: {
    resource: onRole,
    answer: (account, { RoleName }) => ({ Role: roleOf(account, roleNamed(account, RoleName)) }),
  },
  ListUserPolicies: {
    resource: onUser,
    answer: (account, input, manners) =>
      names(userNamed(account, input['UserName']).UserPolicyList, input, manners),
  },
  ListRolePolicies: {
    resource: onRole,
    answer: (account, input, manners) =>
      names(roleNamed(account, input['RoleName']).RolePolicyList, input, manners),
  },
  ListGroupPolicies: {
    resource: onGroup,
    answer: (account, input, manners) =>
      names(groupNamed(account, input['GroupName']).GroupPolicyList, input, manners),
  },
  GetUserPolicy: {
    resource: onUser,
    answer: (account, input) => inline(userNamed(account, input['UserName']).UserPolicyList, input),
  },
  GetRolePolicy: {
    resource: onRole,
    answer: (account, input) => inline(roleNamed(account, input['RoleName']).RolePolicyList, input),
  },
  GetGroupPolicy: {
    resource: onGroup,
    answer: (account, input) =>
      inline(groupNamed(account, input['GroupName']).GroupPolicyList, input),
  },
  ListAttachedUserPolicies: {
    resource: onUser,
    answer: (account, input, manners) =>
      attached(userNamed(account, input['UserName']), input, manners),
  },
  ListAttachedRolePolicies: {
    resource: onRole,
    answer: (account, input, manners) =>
      attached(roleNamed(account, input['RoleName']), input, manners),
  },
  ListAttachedGroupPolicies: {
    resource: onGroup,
    answer: (account, input, manners) =>
      attached(groupNamed(account, input['GroupName']), input, manners),
  },
  ListGroupsForUser: {
    resource: onUser,
    answer: (account, input, manners) => {
      const groups = userNamed(account, input['UserName']).GroupList.map((name) => {
        const { GroupName, Arn } = groupNamed(account, name);
        return { Path: '/', GroupName, GroupId: '', Arn, CreateDate: CREATED };
      });
      return listed('Groups', groups, input, manners);
    },
  },
  GetPolicy: {
    resource: onPolicy,
    answer: (account, { PolicyArn }) => {
      const policy = policyWithArn(account, PolicyArn);
      const DefaultVersionId = defaultVersion(policy).VersionId ?? 'v1';
      return { Policy: { PolicyName: policy.PolicyName, Arn: policy.Arn, DefaultVersionId } };
    },
  },
  GetPolicyVersion: {
    resource: onPolicy,
    answer: (account, { PolicyArn, VersionId }) => {
      const { Document, CreateDate = CREATED } = defaultVersion(policyWithArn(account, PolicyArn));
      return {
        PolicyVersion: {
          Document: encoded(Document),
          VersionId,
          IsDefaultVersion: true,
          CreateDate,
        },
      };
    },
  },
  SimulatePrincipalPolicy: {
    resource: (_, input) => input['PolicySourceArn'] ?? '',
    answer: (account, input) => ({
      EvaluationResults: [simulate(account, input)],
      IsTruncated: false,
    }),
  },
  GetAccountAuthorizationDetails: {
    resource: onNothing,
    answer: (account) => authorizationDetails(account),
  },
};

function userOf(account: FakeAccount, user: SnapshotUser): Fields {
  const UserId = account.uniqueIds.get(user.Arn) ?? '';
  return { ...common(user), UserName: user.UserName, UserId };
}

function roleOf(account: FakeAccount, role: SnapshotRole): Fields {
  const RoleId = account.uniqueIds.get(role.Arn) ?? '';
  const trust = role.AssumeRolePolicyDocument;
  return {
    ...common(role),
    RoleName: role.RoleName,
    RoleId,
    AssumeRolePolicyDocument: trust === undefined ? undefined : encoded(trust),
  };
}

function common({ Arn, Tags, PermissionsBoundary }: SnapshotUser | SnapshotRole): Fields {
  return {
    Path: pathOf(Arn),
    Arn,
    CreateDate: CREATED,
    Tags,
    PermissionsBoundary: PermissionsBoundary && {
      PermissionsBoundaryType: 'Policy',
      ...PermissionsBoundary,
    },
  };
}

/** `arn:aws:iam::111122223333:role/service/orders` -> `/service/`. */
function pathOf(arn: string): string {
  return arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
}

type InlinePolicies = readonly {
  readonly PolicyName: string;
  readonly PolicyDocument: SnapshotDocument;
}[];

function names(policies: InlinePolicies, input: Call['input'], manners: Manners): Fields {
  return listed(
    'PolicyNames',
    policies.map(({ PolicyName }) => PolicyName),
    input,
    manners,
  );
}

function inline(policies: InlinePolicies, { PolicyName = '' }: Call['input']): Fields {
  const found = policies.find((policy) => policy.PolicyName === PolicyName);
  if (found === undefined) missing(`The policy with name ${PolicyName} cannot be found.`);
  return { PolicyName, PolicyDocument: encoded(found.PolicyDocument) };
}

interface Holder {
  readonly AttachedManagedPolicies: readonly { readonly PolicyArn: string }[];
}

function attached(
  { AttachedManagedPolicies }: Holder,
  input: Call['input'],
  manners: Manners,
): Fields {
  const policies = AttachedManagedPolicies.map(({ PolicyArn }) => ({
    PolicyArn,
    PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1),
  }));
  return listed('AttachedPolicies', policies, input, manners);
}

function listed(
  name: string,
  all: readonly Value[],
  { Marker }: Call['input'],
  { pageSize }: Manners,
): Fields {
  const { items, next } = pageOf(all, pageSize, Marker);
  return { [name]: items, IsTruncated: next !== null, Marker: next };
}

/** The version that counts. */
function defaultVersion({
  Arn,
  PolicyVersionList,
  DefaultVersionId,
}: SnapshotManagedPolicy): SnapshotManagedPolicy['PolicyVersionList'][number] {
  const found = PolicyVersionList.find(
    ({ IsDefaultVersion, VersionId }) =>
      IsDefaultVersion === true || (VersionId !== undefined && VersionId === DefaultVersionId),
  );
  return found ?? missing(`Policy ${Arn} has no default version.`);
}

/** As IAM returns documents. */
function encoded(document: SnapshotDocument | undefined): string {
  return document === undefined ? '' : encodeURIComponent(documentText(document).text);
}

function authorizationDetails(account: FakeAccount): Fields {
  const { users, roles, groups } = account.iam;
  const policies = account.snapshot.accounts[account.id]?.authorizationDetails?.Policies ?? [];
  const inlineOf = (list: InlinePolicies): readonly Fields[] =>
    list.map(({ PolicyName, PolicyDocument }) => ({
      PolicyName,
      PolicyDocument: encoded(PolicyDocument),
    }));
  return {
    UserDetailList: [...users.byName.values()].map((user) => ({
      ...userOf(account, user),
      UserPolicyList: inlineOf(user.UserPolicyList),
      GroupList: user.GroupList,
      AttachedManagedPolicies: user.AttachedManagedPolicies,
    })),
    GroupDetailList: [...groups.values()].map((group) => ({
      GroupName: group.GroupName,
      Arn: group.Arn,
      GroupPolicyList: inlineOf(group.GroupPolicyList),
      AttachedManagedPolicies: group.AttachedManagedPolicies,
    })),
    RoleDetailList: [...roles.byName.values()].map((role) => ({
      ...roleOf(account, role),
      RolePolicyList: inlineOf(role.RolePolicyList),
      AttachedManagedPolicies: role.AttachedManagedPolicies,
    })),
    Policies: policies.map((policy) => ({
      PolicyName: policy.PolicyName,
      Arn: policy.Arn,
      DefaultVersionId: policy.DefaultVersionId,
      PolicyVersionList: policy.PolicyVersionList.map((version) => ({
        ...version,
        Document: encoded(version.Document),
      })),
    })),
    IsTruncated: false,
  };
}
