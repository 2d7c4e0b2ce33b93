import type { SnapshotOrganization } from '../../../lib/local/snapshot/schema';
import type { FakeAccount } from './account';
import { AwsError, pageOf, type Call, type Fields, type Value } from './answer';
import { documentText } from './document-text';
import type { Action, Manners } from './iam';

type Answer = (
  organization: SnapshotOrganization,
  input: Call['input'],
  manners: Manners,
) => Fields;

const action = (answer: Answer): Action => ({
  resource: () => '*',
  answer: (account, input, manners) => answer(organizationOf(account), input, manners),
});

const KINDS = {
  SERVICE_CONTROL_POLICY: 'serviceControlPolicies',
  RESOURCE_CONTROL_POLICY: 'resourceControlPolicies',
} as const;
type Kind = keyof typeof KINDS;

/** Follows: AWS Organizations API Reference, the actions of these names. */
export const ORGANIZATIONS_ACTIONS: Readonly<Record<string, Action>> = {
  DescribeOrganization: action(({ id, managementAccountId }) => ({
    Organization: { Id: id, MasterAccountId: managementAccountId, FeatureSet: 'ALL' },
  })),
  ListParents: action((organization, input, manners) => {
    const path = pathOf(organization, input['ChildId'] ?? '');
    const parent = path.at(-1);
    const Type = parent?.startsWith('r-') === true ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    return listed('Parents', parent === undefined ? [] : [{ Id: parent, Type }], input, manners);
  }),
  ListPoliciesForTarget: action((organization, input, manners) => {
    const attached = policies(organization, input['Filter'])[input['TargetId'] ?? ''] ?? [];
    return listed('Policies', attached.map(summary), input, manners);
  }),
  DescribePolicy: action((organization, { PolicyId = '' }) => {
    const found = allPolicies(organization).find(({ arn }) => idOf(arn) === PolicyId);
    if (found === undefined) throw notFound('PolicyNotFoundException', `policy ${PolicyId}`);
    return {
      Policy: { PolicySummary: summary(found), Content: documentText(found.document).text },
    };
  }),
  ListRoots: action((organization, input, manners) => {
    const roots = new Set(Object.values(organization.accounts).map(({ path }) => path[0] ?? ''));
    const PolicyTypes = (Object.keys(KINDS) as Kind[])
      .filter((kind) => Object.keys(organization[KINDS[kind]] ?? {}).length > 0)
      .map((Type) => ({ Type, Status: 'ENABLED' }));
    return listed(
      'Roots',
      [...roots].map((Id) => ({ Id, PolicyTypes })),
      input,
      manners,
    );
  }),
  ListOrganizationalUnitsForParent: action((organization, input, manners) => {
    const paths = Object.values(organization.accounts).map(({ path }) => path);
    const units = new Set(
      paths.flatMap((path) => {
        const at = path.indexOf(input['ParentId'] ?? '');
        return at < 0 ? [] : path.slice(at + 1, at + 2);
      }),
    );
    return listed(
      'OrganizationalUnits',
      [...units].map((Id) => ({ Id })),
      input,
      manners,
    );
  }),
  ListAccountsForParent: action((organization, input, manners) => {
    const accounts = Object.entries(organization.accounts).filter(
      ([, { path }]) => path.at(-1) === input['ParentId'],
    );
    return listed(
      'Accounts',
      accounts.map(([Id]) => ({ Id })),
      input,
      manners,
    );
  }),
  ListPolicies: action((organization, input, manners) => {
    const all = Object.values(policies(organization, input['Filter'])).flat();
    const unique = [...new Map(all.map((policy) => [policy.arn, policy])).values()];
    return listed('Policies', unique.map(summary), input, manners);
  }),
  ListTargetsForPolicy: action((organization, input, manners) => {
    const targets = (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
      Object.entries(organization[KINDS[kind]] ?? {}).flatMap(([TargetId, attached]) =>
        attached.some(({ arn }) => idOf(arn) === input['PolicyId']) ? [{ TargetId }] : [],
      ),
    );
    return listed('Targets', targets, input, manners);
  }),
};

type ControlPolicy = NonNullable<SnapshotOrganization['serviceControlPolicies']>[string][number];

/** An account that is not in an organization gets this from every action. */
function organizationOf({ snapshot: { organization } }: FakeAccount): SnapshotOrganization {
  if (organization !== null && organization !== undefined) return organization;
  const code = 'AWSOrganizationsNotInUseException';
  throw new AwsError(code, 400, 'Your account is not a member of an organization.');
}

/** The ids above an account, OU or root, root first. */
function pathOf(
  { accounts, managementAccountId }: SnapshotOrganization,
  child: string,
): readonly string[] {
  const own = Object.hasOwn(accounts, child) ? accounts[child] : undefined;
  if (own !== undefined) return own.path;
  if (child === managementAccountId) return Object.values(accounts)[0]?.path.slice(0, 1) ?? [];
  for (const { path } of Object.values(accounts)) {
    const at = path.indexOf(child);
    if (at >= 0) return path.slice(0, at);
  }
  throw notFound('ChildNotFoundException', child);
}

function policies(
  organization: SnapshotOrganization,
  filter: string | undefined,
): Readonly<Record<string, readonly ControlPolicy[]>> {
  return filter !== undefined && Object.hasOwn(KINDS, filter)
    ? (organization[KINDS[filter as Kind]] ?? {})
    : {};
}

function allPolicies(organization: SnapshotOrganization): readonly ControlPolicy[] {
  return Object.keys(KINDS).flatMap((kind) => Object.values(policies(organization, kind)).flat());
}

function summary({ arn, name }: ControlPolicy): Fields {
  return { Id: idOf(arn), Arn: arn, Name: name };
}

/** `…/service_control_policy/p-a1b2c3d4` -> `p-a1b2c3d4`. */
function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function listed(
  name: string,
  all: readonly Value[],
  { NextToken }: Call['input'],
  { pageSize }: Manners,
): Fields {
  const { items, next } = pageOf(all, pageSize, NextToken);
  return { [name]: items, NextToken: next };
}

function notFound(code: string, what: string): AwsError {
  return new AwsError(code, 400, `We can't find ${what}.`);
}
