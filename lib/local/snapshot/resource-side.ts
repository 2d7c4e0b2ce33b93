import type { Denial } from '../../core/denial/denial';
import {
  makesResource,
  resourcePolicyPlace,
  type ResourcePolicyPlace,
} from '../../core/evidence/resource-policy';
import type { Collected } from '../../core/policy/collected';
import type { PreparedPolicy } from '../../core/policy/prepare';
import type { AccountIndex } from './account-index';
import { missing, NOT_APPLICABLE, one } from './policies-of';

/** What a snapshot knows of the resource of a request. */
export interface ResourceSide {
  readonly accountId: string | null;
  readonly tags: ReadonlyMap<string, string> | null;
  readonly policy: Collected<PreparedPolicy | null>;
}

type Accounts = ReadonlyMap<string, AccountIndex>;

/** Resources are asked about again and again: a policy is prepared once. */
export class ResourceSides {
  private readonly accounts: Accounts;
  private readonly policies = new Map<string, Collected<PreparedPolicy | null>>();

  constructor(accounts: Accounts) {
    this.accounts = accounts;
  }

  /** The owner, the tags and the resource-based policy of the requested resource. */
  find(denial: Denial, resource: string | null): ResourceSide {
    if (denial.action === null || resource === null)
      return {
        accountId: denial.resource.accountId,
        tags: null,
        policy: this.ofNoName(denial),
      };
    if (resource === '*')
      return { accountId: denial.accountId, tags: null, policy: NOT_APPLICABLE };
    const place = resourcePolicyPlace(denial.action, resource);
    const accountId =
      accountOfArn(resource) ??
      ownerOf(place, resource, this.accounts) ??
      denial.resource.accountId ??
      (makesResource(denial.action) ? denial.accountId : null);
    const policy = this.policy(place, accountId);
    return {
      accountId,
      tags: tagsOf(resource, accountId, this.accounts),
      policy: accountId === null ? this.ofNobodyKnown(policy, denial.accountId) : policy,
    };
  }

  /** AWS names no resource; that nothing of its service carries a policy in the caller's account may be known. */
  private ofNoName({ action, accountId }: Denial): Collected<PreparedPolicy | null> {
    const policy = missing('the policy of the resource: AWS does not name the resource');
    const own = this.accounts.get(accountId ?? '')?.account.resourcePolicies;
    const service = action?.split(':')[0] ?? '';
    const isEmpty =
      own !== undefined && !Object.keys(own).some((arn) => arn.split(':')[2] === service);
    return isEmpty ? { ...policy, noneInCallersAccount: true } : policy;
  }

  /** Whose resource it is, is not known; that the caller's account has no policy for it, may be. */
  private ofNobodyKnown(
    policy: Collected<PreparedPolicy | null>,
    callersAccount: string | null,
  ): Collected<PreparedPolicy | null> {
    const own = this.accounts.get(callersAccount ?? '')?.account.resourcePolicies;
    return policy.status === 'missing' && own !== undefined
      ? { ...policy, noneInCallersAccount: true }
      : policy;
  }

  private policy(
    place: ResourcePolicyPlace,
    accountId: string | null,
  ): Collected<PreparedPolicy | null> {
    if (place.kind === 'none') return NOT_APPLICABLE;
    const key = `${accountId ?? ''} ${place.kind} ${place.carriers[0]}`;
    const known = this.policies.get(key);
    if (known !== undefined) return known;
    const read = resourcePolicy(place, accountId, this.accounts);
    if (this.policies.size < MAX_CACHED) this.policies.set(key, read);
    return read;
  }
}

/** Hostile records can name any number of resources. */
const MAX_CACHED = 50_000;

function accountOfArn(arn: string): string | null {
  const account = arn.split(':')[4] ?? '';
  return /^\d{12}$/.test(account) ? account : null;
}

/** A bucket's ARN names no account: it is the one whose collected policies or resources have it. */
function ownerOf(
  place: ResourcePolicyPlace,
  resource: string,
  accounts: Accounts,
): string | undefined {
  const names = place.kind === 'none' ? [resource] : [resource, ...place.carriers];
  for (const { id, account } of accounts.values())
    if (names.some((name) => has(account.resourcePolicies, name) || has(account.resources, name)))
      return id;
  return undefined;
}

function has(section: object | undefined, key: string): boolean {
  return section !== undefined && Object.hasOwn(section, key);
}

function tagsOf(
  resource: string,
  accountId: string | null,
  accounts: Accounts,
): ReadonlyMap<string, string> | null {
  const resources = accountId === null ? undefined : accounts.get(accountId)?.account.resources;
  if (resources === undefined || !Object.hasOwn(resources, resource)) return null;
  const tags = resources[resource]?.tags;
  return tags === undefined ? null : new Map(Object.entries(tags));
}

function resourcePolicy(
  place: ResourcePolicyPlace,
  accountId: string | null,
  accounts: Accounts,
): Collected<PreparedPolicy | null> {
  if (place.kind === 'none') return NOT_APPLICABLE;
  const [carrier] = place.carriers;
  if (accountId === null)
    return missing(`the policy of ${carrier}: the account that owns it is not known`);
  const owner = accounts.get(accountId);
  if (owner === undefined)
    return missing(`the policy of ${carrier}: account ${accountId} is not in the snapshot`);
  if (place.kind === 'trustPolicy') return trustPolicy(carrier, owner);
  const { resourcePolicies } = owner.account;
  if (resourcePolicies === undefined)
    return missing(
      `the policy of ${carrier}: the snapshot has no resourcePolicies for account ${accountId}`,
    );
  for (const attachedTo of place.carriers) {
    if (!Object.hasOwn(resourcePolicies, attachedTo)) continue;
    const document = resourcePolicies[attachedTo];
    if (document !== undefined)
      return one({ layer: 'resource', arn: null, name: place.kind, attachedTo }, document);
  }
  return NOT_APPLICABLE;
}

function trustPolicy(roleArn: string, owner: AccountIndex): Collected<PreparedPolicy | null> {
  if (owner.iam === null)
    return missing(
      `the trust policy of ${roleArn}: the snapshot has no authorizationDetails for account ${owner.id}`,
    );
  const { roles } = owner.iam;
  const role = roles.byArn.get(roleArn) ?? roles.byName.get(lastSegment(roleArn));
  if (role === undefined) {
    const why = roles.collected
      ? `account ${owner.id} has no such role in the snapshot`
      : `the snapshot has no RoleDetailList for account ${owner.id}`;
    return missing(`the trust policy of ${roleArn}: ${why}`);
  }
  if (role.AssumeRolePolicyDocument === undefined)
    return missing(`the trust policy of ${role.Arn}: AssumeRolePolicyDocument is not collected`);
  return one(
    { layer: 'resource', arn: null, name: 'trustPolicy', attachedTo: role.Arn },
    role.AssumeRolePolicyDocument,
  );
}

function lastSegment(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
