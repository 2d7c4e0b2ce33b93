import {
  GetRoleCommand,
  GetUserCommand,
  ListGroupsForUserCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { LimitFunction } from 'p-limit';
import type { Looked } from '../../core/evidence/evidence';
import { isNamed, lookUp, type LookupPurpose } from '../lookup';
import { allPages, type Page } from '../pages';
import { SharedLookups } from '../shared-lookups';
import { documentText } from './document-text';
import type { ManagedPolicies } from './managed-policies';
import { detailsOf, nameOf, ownerOf, type PrincipalOwner } from './owner';
import { OWNER_POLICY_CALLS } from './owner-policies';
import type {
  IamPrincipal,
  PolicyOwner,
  PrincipalDetails,
  PrincipalLookup,
  StoredPolicy,
} from './principal';

/** What a reader works with. */
export interface PrincipalReaderDeps {
  readonly iam: IAMClient;
  /** Bounds the calls that are under way at one time. */
  readonly limit: LimitFunction;
  readonly managed: ManagedPolicies;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const KEEP_MS = 60_000;
const KEEP_PARTIAL_MS = 15_000;
const MAX_PRINCIPALS = 500;

/** Policies, and what is missing from them. */
interface Gathered {
  readonly policies: readonly StoredPolicy[];
  readonly gaps: readonly string[];
}

/**
 * Reads users and roles of one account with all their policies; the same one asked for twice within
 * a minute is one reading.
 */
export class PrincipalReader {
  private readonly deps: PrincipalReaderDeps;
  private readonly cache: SharedLookups<PrincipalLookup>;
  private readonly detailsCache: SharedLookups<Looked<PrincipalDetails> | null>;

  constructor(deps: PrincipalReaderDeps) {
    this.deps = deps;
    this.cache = new SharedLookups({
      maxSize: MAX_PRINCIPALS,
      keepMs: (lookup) => (isWhole(lookup) ? KEEP_MS : KEEP_PARTIAL_MS),
      now: deps.now,
    });
    this.detailsCache = new SharedLookups({
      maxSize: MAX_PRINCIPALS,
      keepMs: (looked) => (looked?.status === 'found' ? KEEP_MS : KEEP_PARTIAL_MS),
      now: deps.now,
    });
  }

  /**
   * Reads one user or role. Names are unique in an account, so an ARN without its path will do.
   *
   * @param arn IAM ARN of a user or role
   * @param notBefore milliseconds since the epoch: what was read earlier is read again
   */
  read(arn: string, notBefore = 0): Promise<PrincipalLookup> {
    const owner = ownerOf(arn);
    if (owner === null) return Promise.resolve({ status: 'notAPrincipal', arn });
    const key = `${owner.kind}/${owner.name}`;
    return this.cache.get(key, () => this.readNow(owner, notBefore), notBefore);
  }

  /**
   * What `GetUser` or `GetRole` says, without the policies; null when there is no such user or role,
   * or the ARN is that of neither.
   */
  details(arn: string, notBefore = 0): Promise<Looked<PrincipalDetails> | null> {
    const owner = ownerOf(arn);
    if (owner === null) return Promise.resolve(null);
    const key = `${owner.kind}/${owner.name}`;
    return this.detailsCache.get(key, () => this.readDetails(owner), notBefore);
  }

  private async readNow(owner: PrincipalOwner, notBefore: number): Promise<PrincipalLookup> {
    const readAt = this.deps.now();
    const details = await this.details(owner.arn, notBefore);
    if (details === null) return { status: 'deleted', arn: owner.arn };
    const arn = details.status === 'found' ? details.value.arn : owner.arn;
    const canonical = { ...owner, arn };
    const [{ policies, gaps }, boundary] = await Promise.all([
      this.identityPolicies(canonical, notBefore),
      this.boundary(canonical, details, notBefore),
    ]);
    const principal: IamPrincipal = {
      kind: owner.kind,
      name: owner.name,
      arn,
      details,
      policies,
      policyGaps: gaps,
      boundary,
      readAt,
    };
    return { status: 'found', principal };
  }

  /** Null when there is no such user or role. */
  private async readDetails(owner: PolicyOwner): Promise<Looked<PrincipalDetails> | null> {
    const permission = owner.kind === 'user' ? 'iam:GetUser' : 'iam:GetRole';
    const purpose = { what: `${owner.kind} ${owner.name}`, permission };
    const looked = await lookUp(purpose, async () => {
      try {
        return await this.deps.limit(() => this.fetchDetails(owner));
      } catch (error) {
        if (isNamed(error, 'NoSuchEntityException', 'NoSuchEntity')) return null;
        throw error;
      }
    });
    if (looked.status !== 'found') return looked;
    return looked.value === null ? null : { status: 'found', value: looked.value };
  }

  private async fetchDetails(owner: PolicyOwner): Promise<PrincipalDetails> {
    const { iam } = this.deps;
    if (owner.kind === 'user') {
      const { User: user } = await iam.send(new GetUserCommand({ UserName: owner.name }));
      return detailsOf(owner, user, user?.UserId, undefined);
    }
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: owner.name }));
    return detailsOf(owner, role, role?.RoleId, role?.AssumeRolePolicyDocument);
  }

  private async identityPolicies(owner: PolicyOwner, notBefore: number): Promise<Gathered> {
    if (owner.kind !== 'user') return this.policiesOf(owner, notBefore);
    const [own, ofGroups] = await Promise.all([
      this.policiesOf(owner, notBefore),
      this.groupPolicies(owner, notBefore),
    ]);
    return merged([own, ofGroups]);
  }

  private async groupPolicies(user: PolicyOwner, notBefore: number): Promise<Gathered> {
    const groups = await this.list(
      { what: `the groups of user ${user.name}`, permission: 'iam:ListGroupsForUser' },
      async (marker) => {
        const input = { UserName: user.name, ...(marker !== undefined && { Marker: marker }) };
        const out = await this.deps.iam.send(new ListGroupsForUserCommand(input));
        return { items: out.Groups, next: out.IsTruncated === true ? out.Marker : undefined };
      },
    );
    const found = await Promise.all(
      groups.items.map(({ GroupName: name = '', Arn: groupArn = '' }) =>
        this.policiesOf({ kind: 'group', name, arn: groupArn }, notBefore),
      ),
    );
    return merged([{ policies: [], gaps: groups.gaps }, ...found]);
  }

  private async policiesOf(owner: PolicyOwner, notBefore: number): Promise<Gathered> {
    return merged(
      await Promise.all([this.inlinePolicies(owner), this.attachedPolicies(owner, notBefore)]),
    );
  }

  private async inlinePolicies(owner: PolicyOwner): Promise<Gathered> {
    const { iam, limit } = this.deps;
    const { listInline, getInline } = OWNER_POLICY_CALLS[owner.kind];
    const listed = await this.list(
      {
        what: `the inline policies of ${owner.kind} ${owner.name}`,
        permission: listInline.permission,
      },
      (marker) => listInline.page(iam, owner.name, marker),
    );
    const read = await Promise.all(
      listed.items.map(async (name): Promise<Gathered> => {
        const what = `inline policy ${name} of ${owner.kind} ${owner.name}`;
        const looked = await lookUp({ what, permission: getInline.permission }, () =>
          limit(() => getInline.document(iam, owner.name, name)),
        );
        if (looked.status !== 'found') return { policies: [], gaps: [looked.gap] };
        const text = documentText(looked.value);
        if (text === null)
          return { policies: [], gaps: [`${what} could not be looked at: IAM returned no text`] };
        return { policies: [{ owner, name, arn: null, text, changedAt: null }], gaps: [] };
      }),
    );
    return merged([{ policies: [], gaps: listed.gaps }, ...read]);
  }

  private async attachedPolicies(owner: PolicyOwner, notBefore: number): Promise<Gathered> {
    const { listAttached } = OWNER_POLICY_CALLS[owner.kind];
    const listed = await this.list(
      {
        what: `the managed policies of ${owner.kind} ${owner.name}`,
        permission: listAttached.permission,
      },
      (marker) => listAttached.page(this.deps.iam, owner.name, marker),
    );
    const read = await Promise.all(
      listed.items.map(({ PolicyArn: arn = '' }) => this.managedPolicy(owner, arn, notBefore)),
    );
    return merged([{ policies: [], gaps: listed.gaps }, ...read]);
  }

  private async managedPolicy(
    owner: PolicyOwner,
    arn: string,
    notBefore: number,
  ): Promise<Gathered> {
    const looked = await this.deps.managed.get(arn, notBefore);
    return looked.status === 'found'
      ? { policies: [{ owner, name: nameOf(arn), ...looked.value }], gaps: [] }
      : { policies: [], gaps: [looked.gap] };
  }

  private async boundary(
    owner: PolicyOwner,
    details: Looked<PrincipalDetails>,
    notBefore: number,
  ): Promise<Looked<StoredPolicy | null>> {
    if (details.status !== 'found') return details;
    const arn = details.value.boundaryArn;
    if (arn === null) return { status: 'found', value: null };
    const looked = await this.deps.managed.get(arn, notBefore);
    if (looked.status !== 'found') return looked;
    return { status: 'found', value: { owner, name: nameOf(arn), ...looked.value } };
  }

  private async list<Item>(
    purpose: LookupPurpose,
    fetchPage: (marker: string | undefined) => Promise<Page<Item>>,
  ): Promise<{ readonly items: readonly Item[]; readonly gaps: readonly string[] }> {
    const looked = await lookUp(purpose, () =>
      allPages((marker) => this.deps.limit(() => fetchPage(marker))),
    );
    return looked.status === 'found'
      ? { items: looked.value, gaps: [] }
      : { items: [], gaps: [looked.gap] };
  }
}

function merged(parts: readonly Gathered[]): Gathered {
  return {
    policies: parts.flatMap(({ policies }) => policies),
    gaps: parts.flatMap(({ gaps }) => gaps),
  };
}

function isWhole(lookup: PrincipalLookup): boolean {
  if (lookup.status !== 'found') return false;
  const { details, boundary, policyGaps } = lookup.principal;
  return details.status === 'found' && boundary.status === 'found' && policyGaps.length === 0;
}
