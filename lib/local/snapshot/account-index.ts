import { ManagedPolicies } from './managed-policies';
import type { SnapshotAccount, SnapshotGroup, SnapshotRole, SnapshotUser } from './schema';

/** One account of a snapshot with its users, roles, groups and policies by name and ARN. */
export interface AccountIndex {
  readonly id: string;
  readonly account: SnapshotAccount;
  /** Null when the authorization details were not collected. */
  readonly iam: IamIndex | null;
}

/** The authorization details of an account, indexed. */
export interface IamIndex {
  readonly users: Named<SnapshotUser>;
  readonly roles: Named<SnapshotRole>;
  readonly groups: ReadonlyMap<string, SnapshotGroup>;
  readonly policies: ManagedPolicies;
}

/** Users or roles. A name is unique in its account whatever its path. */
export interface Named<T> {
  /** False when the list is not in the file: then nothing is known of who is not in it. */
  readonly collected: boolean;
  readonly byArn: ReadonlyMap<string, T>;
  readonly byName: ReadonlyMap<string, T>;
}

/** Indexes one account. */
export function indexAccount(id: string, account: SnapshotAccount): AccountIndex {
  const details = account.authorizationDetails;
  if (details === undefined) return { id, account, iam: null };
  return {
    id,
    account,
    iam: {
      users: named(details.UserDetailList, (user) => user.UserName),
      roles: named(details.RoleDetailList, (role) => role.RoleName),
      groups: new Map(details.GroupDetailList.map((group) => [group.GroupName, group])),
      policies: new ManagedPolicies(id, details.Policies),
    },
  };
}

function named<T extends { readonly Arn: string }>(
  list: readonly T[] | undefined,
  nameOf: (entry: T) => string,
): Named<T> {
  const entries = list ?? [];
  return {
    collected: list !== undefined,
    byArn: new Map(entries.map((entry) => [entry.Arn, entry])),
    byName: new Map(entries.map((entry) => [nameOf(entry), entry])),
  };
}
