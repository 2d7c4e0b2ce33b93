import type { Collected } from '../../core/policy/collected';
import type { PolicyRef } from '../../core/policy/layer';
import { preparePolicy, type PreparedPolicy } from '../../core/policy/prepare';
import type { AccountIndex, IamIndex } from './account-index';
import type { SnapshotDocument, SnapshotManagedPolicy, SnapshotRole, SnapshotUser } from './schema';

/** A user or role of a snapshot. */
export type Entity =
  | { readonly kind: 'user'; readonly user: SnapshotUser }
  | { readonly kind: 'role'; readonly role: SnapshotRole };

/** Prepared policies and what kept others from being there. */
interface Gathered {
  readonly policies: PreparedPolicy[];
  readonly gaps: string[];
}

/** Turns what was gathered into a collected layer: complete only when nothing is missing. */
export function collected<T>(value: T, gaps: readonly string[]): Collected<T> {
  return gaps.length === 0 ? { status: 'complete', value } : { status: 'partial', value, gaps };
}

/** A layer that takes no part in the request. */
export const NOT_APPLICABLE = { status: 'complete', value: null } as const;

/** A layer of which nothing was collected. */
export function missing(gap: string): { status: 'missing'; gaps: readonly string[] } {
  return { status: 'missing', gaps: [gap] };
}

/** The identity-based policies of a user (with its groups) or role. */
export function identityPolicies(
  account: AccountIndex,
  iam: IamIndex,
  entity: Entity,
): Collected<readonly PreparedPolicy[]> {
  const gathered: Gathered = { policies: [], gaps: [] };
  if (entity.kind === 'role') {
    const { role } = entity;
    addInline(gathered, role.Arn, role.RolePolicyList);
    addAttached(gathered, account, iam, role.Arn, role.AttachedManagedPolicies);
    return collected(gathered.policies, gathered.gaps);
  }
  const { user } = entity;
  addInline(gathered, user.Arn, user.UserPolicyList);
  addAttached(gathered, account, iam, user.Arn, user.AttachedManagedPolicies);
  for (const name of user.GroupList) {
    const group = iam.groups.get(name);
    if (group === undefined) {
      gathered.gaps.push(`group ${name} of ${user.Arn} is not in the snapshot (GroupDetailList)`);
      continue;
    }
    addInline(gathered, group.Arn, group.GroupPolicyList);
    addAttached(gathered, account, iam, group.Arn, group.AttachedManagedPolicies);
  }
  return collected(gathered.policies, gathered.gaps);
}

function addInline(
  gathered: Gathered,
  attachedTo: string,
  list: readonly { readonly PolicyName: string; readonly PolicyDocument: SnapshotDocument }[],
): void {
  for (const { PolicyName, PolicyDocument } of list)
    add(gathered, { layer: 'identity', arn: null, name: PolicyName, attachedTo }, PolicyDocument);
}

function addAttached(
  gathered: Gathered,
  account: AccountIndex,
  iam: IamIndex,
  attachedTo: string,
  list: readonly { readonly PolicyArn: string }[],
): void {
  for (const { PolicyArn } of list) {
    const found = managedPolicy(account, iam, PolicyArn);
    if (typeof found === 'string') gathered.gaps.push(`${found}; it is attached to ${attachedTo}`);
    else
      add(
        gathered,
        { layer: 'identity', arn: PolicyArn, name: found.name, attachedTo },
        found.document,
      );
  }
}

/** Prepares a policy, or says why it cannot be used. */
export function add(gathered: Gathered, ref: PolicyRef, document: SnapshotDocument): void {
  const prepared = preparePolicy(ref, document);
  if (prepared.ok) gathered.policies.push(prepared.policy);
  else gathered.gaps.push(prepared.error);
}

/** The default version of a managed policy; a text says what is missing. */
function managedPolicy(
  account: AccountIndex,
  iam: IamIndex,
  arn: string,
): { readonly name: string; readonly document: SnapshotDocument } | string {
  const policy = iam.policies.get(arn);
  if (policy === undefined)
    return `managed policy ${arn} is not in the snapshot (Policies of account ${account.id})`;
  const document = defaultVersion(policy)?.Document;
  if (document === undefined)
    return `the default version of managed policy ${arn} is not in the snapshot (PolicyVersionList)`;
  return { name: policy.PolicyName, document };
}

function defaultVersion(
  policy: SnapshotManagedPolicy,
): SnapshotManagedPolicy['PolicyVersionList'][number] | undefined {
  const versions = policy.PolicyVersionList;
  return (
    versions.find((version) => version.IsDefaultVersion === true) ??
    versions.find(
      (version) => version.VersionId !== undefined && version.VersionId === policy.DefaultVersionId,
    )
  );
}

/** The permissions boundary of a user or role. */
export function boundary(
  account: AccountIndex,
  iam: IamIndex,
  entity: Entity,
): Collected<PreparedPolicy | null> {
  const owner = entity.kind === 'user' ? entity.user : entity.role;
  const arn = owner.PermissionsBoundary?.PermissionsBoundaryArn;
  if (arn === undefined) return NOT_APPLICABLE;
  const found = managedPolicy(account, iam, arn);
  if (typeof found === 'string')
    return missing(`${found}; it is the permissions boundary of ${owner.Arn}`);
  return one({ layer: 'boundary', arn, name: found.name, attachedTo: owner.Arn }, found.document);
}

/** A layer that is one policy. */
export function one(ref: PolicyRef, document: SnapshotDocument): Collected<PreparedPolicy | null> {
  const prepared = preparePolicy(ref, document);
  return prepared.ok ? { status: 'complete', value: prepared.policy } : missing(prepared.error);
}

/** A layer that is a list of policies. */
export function several(
  refs: readonly { readonly ref: PolicyRef; readonly document: SnapshotDocument }[],
): Collected<readonly PreparedPolicy[]> {
  const gathered: Gathered = { policies: [], gaps: [] };
  for (const { ref, document } of refs) add(gathered, ref, document);
  return collected(gathered.policies, gathered.gaps);
}
