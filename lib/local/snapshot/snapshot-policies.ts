import type { Denial } from '../../core/denial/denial';
import type { CollectedFacts } from '../../core/evidence/evidence';
import type { PolicySource } from '../../core/evidence/sources';
import type { Collected } from '../../core/policy/collected';
import type { PreparedPolicy } from '../../core/policy/prepare';
import { indexAccount, type AccountIndex, type IamIndex } from './account-index';
import { endpointPolicy, sessionPolicies } from './endpoint-and-session';
import { findEntity, resourceArn } from './names';
import { OrganizationIndex } from './organization';
import { boundary, identityPolicies, missing, NOT_APPLICABLE } from './policies-of';
import { ResourceSides } from './resource-side';
import type { Snapshot } from './schema';

/** The caller's own side of a request. */
interface PrincipalSide {
  readonly arn: string | null;
  readonly tags: ReadonlyMap<string, string> | null;
  readonly identity: Collected<readonly PreparedPolicy[]>;
  readonly boundary: Collected<PreparedPolicy | null>;
}

/**
 * The policies of a snapshot as a `PolicySource`. Everything is indexed once; the policies of a
 * caller are prepared when it is first asked about.
 */
export class SnapshotPolicies implements PolicySource {
  private readonly accounts: ReadonlyMap<string, AccountIndex>;
  private readonly organization: OrganizationIndex;
  private readonly takenAt: string | null;
  private readonly principals = new Map<string, PrincipalSide>();
  private readonly resourceSides: ResourceSides;

  constructor(snapshot: Snapshot) {
    this.accounts = new Map(
      Object.entries(snapshot.accounts).map(([id, account]) => [id, indexAccount(id, account)]),
    );
    this.organization = new OrganizationIndex(snapshot);
    this.resourceSides = new ResourceSides(this.accounts);
    this.takenAt = snapshot.takenAt ?? null;
  }

  collect(denial: Denial): Promise<CollectedFacts> {
    return Promise.resolve(this.collectNow(denial));
  }

  /** The same without waiting: a snapshot is all in memory. */
  collectNow(denial: Denial): CollectedFacts {
    const principal = this.principalSide(denial);
    const arn = resourceArn(denial, this.accounts);
    const resource = this.resourceSides.find(denial, arn);
    return {
      principalArn: principal.arn,
      principalTags: principal.tags,
      resourceArn: arn,
      resourceAccountId: resource.accountId,
      resourceTags: resource.tags,
      principalOrganization: this.organization.place(denial.accountId),
      resourceOrganization: this.organization.place(resource.accountId),
      policies: {
        identity: principal.identity,
        boundary: principal.boundary,
        session: sessionPolicies(denial, this.accounts),
        scp: hasNoScp(denial)
          ? NOT_APPLICABLE
          : this.organization.levels('scp', denial.principal.accountId),
        rcp: arn === '*' ? NOT_APPLICABLE : this.organization.levels('rcp', resource.accountId),
        resource: resource.policy,
        vpcEndpoint: endpointPolicy(denial, this.accounts),
      },
      takenAt: this.takenAt,
      recentChanges: [],
      gaps: [],
    };
  }

  private principalSide(denial: Denial): PrincipalSide {
    const { principal } = denial;
    if (principal.arn === null || principal.type === 'root') return withoutPolicies(denial);
    const known = this.principals.get(principal.arn);
    if (known !== undefined) return known;
    const side = this.readPrincipal(denial, principal.arn);
    this.principals.set(principal.arn, side);
    return side;
  }

  private readPrincipal(denial: Denial, arn: string): PrincipalSide {
    const accountId = denial.principal.accountId ?? '';
    const account = this.accounts.get(accountId);
    if (account === undefined)
      return notCollected(arn, `account ${accountId} is not in the snapshot`);
    if (account.iam === null)
      return notCollected(arn, `the snapshot has no authorizationDetails for account ${accountId}`);
    const entity = findEntity(account.iam, arn);
    if (entity === null) return notCollected(arn, whyNoEntity(arn, accountId, account.iam));
    const owner = entity.kind === 'user' ? entity.user : entity.role;
    return {
      arn: owner.Arn,
      tags: new Map(owner.Tags.map(({ Key, Value }) => [Key, Value])),
      identity: identityPolicies(account.iam, entity),
      boundary: boundary(account.iam, entity),
    };
  }
}

/** SCPs do not affect service-linked roles, nor callers outside IAM. */
function hasNoScp(denial: Denial): boolean {
  const { serviceLinked, type } = denial.principal;
  return serviceLinked || ['webIdentity', 'saml', 'service', 'anonymous'].includes(type);
}

/** Root, services, web identities and anonymous callers have no identity-based policies. */
function withoutPolicies(denial: Denial): PrincipalSide {
  const unknown = denial.principal.type === 'unknown';
  return {
    arn: denial.principal.arn,
    tags: null,
    identity: unknown
      ? missing("the caller's policies: the record does not tell who called")
      : { status: 'complete', value: [] },
    boundary: NOT_APPLICABLE,
  };
}

function whyNoEntity(arn: string, accountId: string, { users, roles }: IamIndex): string {
  const [list, kind, { collected }] = arn.includes(':user/')
    ? (['UserDetailList', 'user', users] as const)
    : (['RoleDetailList', 'role', roles] as const);
  return collected
    ? `account ${accountId} has no such ${kind} in the snapshot: deleted, or made after it was taken`
    : `the snapshot has no ${list} for account ${accountId}`;
}

function notCollected(arn: string, why: string): PrincipalSide {
  return {
    arn: null,
    tags: null,
    identity: missing(`the identity-based policies of ${arn}: ${why}`),
    boundary: missing(`the permissions boundary of ${arn}, if any: ${why}`),
  };
}
