import { indexAccount, type IamIndex } from '../../../lib/local/snapshot/account-index';
import { findEntity } from '../../../lib/local/snapshot/names';
import { OrganizationIndex } from '../../../lib/local/snapshot/organization';
import { parseSnapshot } from '../../../lib/local/snapshot/parse-snapshot';
import type { Entity } from '../../../lib/local/snapshot/policies-of';
import type {
  Snapshot,
  SnapshotGroup,
  SnapshotManagedPolicy,
  SnapshotRole,
  SnapshotUser,
} from '../../../lib/local/snapshot/schema';
import { AwsError } from './answer';

/** The account that a fake AWS plays, and the organization around it: those of a snapshot. */
export interface FakeAccount {
  readonly id: string;
  readonly snapshot: Snapshot;
  readonly iam: IamIndex;
  readonly organization: OrganizationIndex;
  /** `AROA…` or `AIDA…` by ARN, where the snapshot has it. */
  readonly uniqueIds: ReadonlyMap<string, string>;
}

/**
 * @param snapshot in the format of the explain contract
 * @throws Error when the account is not in it
 */
export function fakeAccount(snapshot: object, id: string): FakeAccount {
  const parsed = parseSnapshot(JSON.stringify(snapshot));
  const { iam } = indexAccount(id, parsed.accounts[id] ?? {});
  if (iam === null) throw new Error(`the snapshot has no authorizationDetails for account ${id}`);
  return {
    id,
    snapshot: parsed,
    iam,
    organization: new OrganizationIndex(parsed),
    uniqueIds: uniqueIds(snapshot, id),
  };
}

/** What the snapshot's schema leaves out. */
function uniqueIds(snapshot: object, id: string): ReadonlyMap<string, string> {
  type Listed = readonly { Arn: string; UserId?: string; RoleId?: string }[];
  type Details = Readonly<Record<'UserDetailList' | 'RoleDetailList', Listed | undefined>>;
  const { accounts } = snapshot as {
    readonly accounts: Readonly<Record<string, { authorizationDetails?: Details }>>;
  };
  const details = accounts[id]?.authorizationDetails;
  const all = [...(details?.UserDetailList ?? []), ...(details?.RoleDetailList ?? [])];
  return new Map(all.map(({ Arn, UserId, RoleId }) => [Arn, UserId ?? RoleId ?? '']));
}

/** @throws AwsError NoSuchEntity */
export function userNamed({ iam }: FakeAccount, name = ''): SnapshotUser {
  return iam.users.byName.get(name) ?? missing(`The user with name ${name} cannot be found.`);
}

/** @throws AwsError NoSuchEntity */
export function roleNamed({ iam }: FakeAccount, name = ''): SnapshotRole {
  return iam.roles.byName.get(name) ?? missing(`The role with name ${name} cannot be found.`);
}

/** @throws AwsError NoSuchEntity */
export function groupNamed({ iam }: FakeAccount, name = ''): SnapshotGroup {
  return iam.groups.get(name) ?? missing(`The group with name ${name} cannot be found.`);
}

/** @throws AwsError NoSuchEntity */
export function policyWithArn(account: FakeAccount, arn = ''): SnapshotManagedPolicy {
  return managedPolicies(account).get(arn) ?? missing(`Policy ${arn} does not exist.`);
}

/** @throws AwsError NoSuchEntity */
export function entityWithArn({ iam }: FakeAccount, arn: string): Entity {
  return findEntity(iam, arn) ?? missing(`${arn} cannot be found.`);
}

function managedPolicies({
  snapshot,
  id,
}: FakeAccount): ReadonlyMap<string, SnapshotManagedPolicy> {
  const policies = snapshot.accounts[id]?.authorizationDetails?.Policies ?? [];
  return new Map(policies.map((policy) => [policy.Arn, policy]));
}

/** @throws AwsError NoSuchEntity */
export function missing(message: string): never {
  throw new AwsError('NoSuchEntity', 404, message);
}
