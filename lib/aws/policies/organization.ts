import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  type OrganizationsClient,
  type PolicySummary,
} from '@aws-sdk/client-organizations';
import type { LimitFunction } from 'p-limit';
import type { Looked, OrganizationPlace } from '../../core/evidence/evidence';
import type { Collected } from '../../core/policy/collected';
import { preparePolicy, type PreparedPolicy } from '../../core/policy/prepare';
import { isNamed, lookUp, type LookupPurpose } from '../lookup';
import { allPages, type Page } from '../pages';
import { SharedLookups } from '../shared-lookups';
import { collected, missing, NOT_APPLICABLE } from './collecting';

/** The two kinds of organization policies that authorize requests. */
export type ControlPolicyLayer = 'scp' | 'rcp';

type Levels = Collected<readonly (readonly PreparedPolicy[])[] | null>;

const KINDS = {
  scp: { filter: 'SERVICE_CONTROL_POLICY', words: 'service control policies' },
  rcp: { filter: 'RESOURCE_CONTROL_POLICY', words: 'resource control policies' },
} as const;

const KEEP_MS = 5 * 60_000;
const KEEP_GAP_MS = 60_000;
const MAX_CACHED = 2_000;
/** A root, five levels of OUs and the account. */
const MAX_DEPTH = 10;

const TREE_IS_OFF =
  'it takes the setting readOrganizationPolicies, in the management account or a delegated administrator account';

interface Organization {
  readonly id: string;
  readonly managementAccountId: string | null;
}

/** What an organization is read with. */
export interface OrganizationReaderDeps {
  readonly client: OrganizationsClient;
  /** Bounds the calls that are under way at one time. */
  readonly limit: LimitFunction;
  /** Whether the credentials belong to that account: of others it cannot be said that they are in no organization. */
  readonly isOwnAccount: (accountId: string) => Promise<boolean>;
  /**
   * False where the credentials are known to lack the rights to the tree and its policies: asking
   * would be denied each time, and be a denial of Denywatch itself. Absent: ask.
   */
  readonly readsTree?: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * The organization of the own account and its control policies. Any member may ask whether there is one;
 * its tree and policies are readable only by the management account and delegated administrators.
 *
 * Follows: AWS Organizations API Reference, DescribeOrganization, ListParents, ListPoliciesForTarget, DescribePolicy.
 */
export class OrganizationReader {
  private readonly client: OrganizationsClient;
  private readonly limit: LimitFunction;
  private readonly isOwnAccount: OrganizationReaderDeps['isOwnAccount'];
  private readonly readsTree: boolean;
  private readonly organization: SharedLookups<Looked<Organization | null>>;
  private readonly places: SharedLookups<Looked<OrganizationPlace | null>>;
  private readonly levelsOfAccount: SharedLookups<Levels>;
  private readonly documents: SharedLookups<Looked<string>>;

  constructor(deps: OrganizationReaderDeps) {
    const { now } = deps;
    this.client = deps.client;
    this.limit = deps.limit;
    this.isOwnAccount = deps.isOwnAccount;
    this.readsTree = deps.readsTree ?? true;
    this.organization = lookedCache(now);
    this.places = lookedCache(now);
    this.documents = lookedCache(now);
    this.levelsOfAccount = new SharedLookups<Levels>({
      maxSize: MAX_CACHED,
      keepMs: ({ status }) => (status === 'complete' ? KEEP_MS : KEEP_GAP_MS),
      now,
    });
  }

  /**
   * Where the account stands in the organization; null when there is no organization.
   *
   * @param notBefore milliseconds since the epoch: what was read earlier is read again
   */
  place(accountId: string, notBefore = 0): Promise<Looked<OrganizationPlace | null>> {
    return this.places.get(accountId, () => this.readPlace(accountId, notBefore), notBefore);
  }

  /**
   * The control policies of every level from the root to the account.
   *
   * @param notBefore milliseconds since the epoch: what was read earlier is read again
   */
  levels(layer: ControlPolicyLayer, accountId: string, notBefore = 0): Promise<Levels> {
    const read = (): Promise<Levels> => this.readLevels(layer, accountId, notBefore);
    return this.levelsOfAccount.get(`${layer}/${accountId}`, read, notBefore);
  }

  private async readPlace(
    accountId: string,
    notBefore: number,
  ): Promise<Looked<OrganizationPlace | null>> {
    const organization = await this.describe(notBefore);
    if (organization.status !== 'found') return organization;
    const what = `the place of account ${accountId} in the organization`;
    if (organization.value === null) {
      return (await this.isOwnAccount(accountId))
        ? { status: 'found', value: null }
        : { status: 'unavailable', gap: `${what}: it takes a role in account ${accountId}` };
    }
    if (!this.readsTree) return { status: 'unavailable', gap: `${what}: ${TREE_IS_OFF}` };
    const { id: organizationId, managementAccountId } = organization.value;
    const permission = inManagement('organizations:ListParents');
    const path = await lookUp({ what, permission }, () => this.pathTo(accountId));
    return path.status === 'found'
      ? { status: 'found', value: { organizationId, managementAccountId, path: path.value } }
      : path;
  }

  private async readLevels(
    layer: ControlPolicyLayer,
    accountId: string,
    notBefore: number,
  ): Promise<Levels> {
    const organization = await this.describe(notBefore);
    if (organization.status === 'found' && organization.value?.managementAccountId === accountId)
      return NOT_APPLICABLE;
    const place = await this.place(accountId, notBefore);
    if (place.status !== 'found')
      return missing(`the ${KINDS[layer].words} of account ${accountId}: ${place.gap}`);
    if (place.value === null) return NOT_APPLICABLE;
    const gaps: string[] = [];
    const targets = [...place.value.path, accountId];
    const levels = await Promise.all(
      targets.map((target) => this.level(layer, target, gaps, notBefore)),
    );
    const isOff = gaps.length === 0 && levels.every((level) => level.length === 0);
    return isOff ? NOT_APPLICABLE : collected(levels, gaps);
  }

  private async level(
    layer: ControlPolicyLayer,
    target: string,
    gaps: string[],
    notBefore: number,
  ): Promise<readonly PreparedPolicy[]> {
    const { filter, words } = KINDS[layer];
    const purpose = {
      what: `the ${words} attached to ${target}`,
      permission: inManagement('organizations:ListPoliciesForTarget'),
    };
    const listed = await this.list(purpose, async (NextToken) => {
      const input = {
        TargetId: target,
        Filter: filter,
        ...(NextToken !== undefined && { NextToken }),
      };
      const out = await this.client.send(new ListPoliciesForTargetCommand(input));
      return { items: out.Policies, next: out.NextToken };
    });
    if (listed.status !== 'found') {
      gaps.push(listed.gap);
      return [];
    }
    const read = await Promise.all(
      listed.value.map((summary) => this.policy(layer, target, summary, gaps, notBefore)),
    );
    return read.flatMap((policy) => policy ?? []);
  }

  private async policy(
    layer: ControlPolicyLayer,
    target: string,
    { Id: id = '', Arn: arn, Name: name }: PolicySummary,
    gaps: string[],
    notBefore: number,
  ): Promise<PreparedPolicy | null> {
    const looked = await this.documents.get(id, () => this.document(id), notBefore);
    if (looked.status !== 'found') {
      gaps.push(looked.gap);
      return null;
    }
    const ref = { layer, arn: arn ?? null, name: name ?? null, attachedTo: target };
    const prepared = preparePolicy(ref, looked.value);
    if (prepared.ok) return prepared.policy;
    gaps.push(prepared.error);
    return null;
  }

  private document(id: string): Promise<Looked<string>> {
    const permission = inManagement('organizations:DescribePolicy');
    return lookUp({ what: `organization policy ${id}`, permission }, async () => {
      const command = new DescribePolicyCommand({ PolicyId: id });
      const out = await this.limit(() => this.client.send(command));
      return out.Policy?.Content ?? '';
    });
  }

  private describe(notBefore: number): Promise<Looked<Organization | null>> {
    const purpose = { what: 'the organization', permission: 'organizations:DescribeOrganization' };
    const read = (): Promise<Looked<Organization | null>> =>
      lookUp(purpose, async () => {
        try {
          const out = await this.limit(() => this.client.send(new DescribeOrganizationCommand({})));
          const { Id: id = '', MasterAccountId: managementAccountId } = out.Organization ?? {};
          return { id, managementAccountId: managementAccountId ?? null };
        } catch (error) {
          if (isNamed(error, 'AWSOrganizationsNotInUseException')) return null;
          throw error;
        }
      });
    return this.organization.get('own', read, notBefore);
  }

  /** Root first. */
  private async pathTo(accountId: string): Promise<readonly string[]> {
    const path: string[] = [];
    let child = accountId;
    while (path.length < MAX_DEPTH) {
      const parents = await allPages((NextToken) =>
        this.limit(async () => {
          const input = { ChildId: child, ...(NextToken !== undefined && { NextToken }) };
          const out = await this.client.send(new ListParentsCommand(input));
          return { items: out.Parents, next: out.NextToken };
        }),
      );
      const [parent] = parents;
      if (parent?.Id === undefined) return path;
      path.unshift(parent.Id);
      if (parent.Type === 'ROOT') return path;
      child = parent.Id;
    }
    throw new Error(`account ${accountId} has more than ${MAX_DEPTH} parents`);
  }

  private list<Item>(
    purpose: LookupPurpose,
    fetchPage: (token: string | undefined) => Promise<Page<Item>>,
  ): Promise<Looked<readonly Item[]>> {
    return lookUp(purpose, () => allPages((token) => this.limit(() => fetchPage(token))));
  }
}

function inManagement(permission: string): string {
  return `${permission} in the management account or a delegated administrator account`;
}

function lookedCache<T>(now: () => number): SharedLookups<Looked<T>> {
  return new SharedLookups({
    maxSize: MAX_CACHED,
    keepMs: ({ status }) => (status === 'found' ? KEEP_MS : KEEP_GAP_MS),
    now,
  });
}
