import type { Collected } from '../../core/policy/collected';
import type { PolicyRef } from '../../core/policy/layer';
import { preparePolicy, type PreparedPolicy } from '../../core/policy/prepare';
import type { IamIndex } from './account-index';
import type { SnapshotDocument, SnapshotRole, SnapshotUser } from './schema';

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

/** What users, groups and roles have in common. */
interface Holder {
  readonly Arn: string;
  readonly AttachedManagedPolicies: readonly { readonly PolicyArn: string }[];
}

type InlinePolicies = readonly {
  readonly PolicyName: string;
  readonly PolicyDocument: SnapshotDocument;
}[];

/** The identity-based policies of a user (with its groups) or role. */
export function identityPolicies(
  iam: IamIndex,
  entity: Entity,
): Collected<readonly PreparedPolicy[]> {
  const gathered: Gathered = { policies: [], gaps: [] };
  if (entity.kind === 'role') {
    addPolicies(gathered, iam, entity.role, entity.role.RolePolicyList);
    return collected(gathered.policies, gathered.gaps);
  }
  const { user } = entity;
  addPolicies(gathered, iam, user, user.UserPolicyList);
  for (const name of user.GroupList) {
    const group = iam.groups.get(name);
    if (group === undefined)
      gathered.gaps.push(`group ${name} of ${user.Arn} is not in the snapshot (GroupDetailList)`);
    else addPolicies(gathered, iam, group, group.GroupPolicyList);
  }
  return collected(gathered.policies, gathered.gaps);
}

function addPolicies(
  gathered: Gathered,
  iam: IamIndex,
  { Arn: attachedTo, AttachedManagedPolicies }: Holder,
  inline: InlinePolicies,
): void {
  for (const { PolicyName, PolicyDocument } of inline)
    add(gathered, { layer: 'identity', arn: null, name: PolicyName, attachedTo }, PolicyDocument);
  for (const { PolicyArn } of AttachedManagedPolicies) {
    const found = iam.policies.find('identity', PolicyArn, attachedTo);
    if (found.ok) gathered.policies.push(found.policy);
    else gathered.gaps.push(found.gap);
  }
}

/** Prepares a policy, or says why it cannot be used. */
function add(gathered: Gathered, ref: PolicyRef, document: SnapshotDocument): void {
  const prepared = preparePolicy(ref, document);
  if (prepared.ok) gathered.policies.push(prepared.policy);
  else gathered.gaps.push(prepared.error);
}

/** The permissions boundary of a user or role. */
export function boundary(iam: IamIndex, entity: Entity): Collected<PreparedPolicy | null> {
  const owner = entity.kind === 'user' ? entity.user : entity.role;
  const arn = owner.PermissionsBoundary?.PermissionsBoundaryArn;
  if (arn === undefined) return NOT_APPLICABLE;
  const found = iam.policies.find('boundary', arn, owner.Arn);
  return found.ok ? { status: 'complete', value: found.policy } : missing(found.gap);
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
