import type { OrganizationPlace } from '../../core/evidence/evidence';
import type { Collected } from '../../core/policy/collected';
import type { PreparedPolicy } from '../../core/policy/prepare';
import { collected, missing, NOT_APPLICABLE, several } from './policies-of';
import type { Snapshot, SnapshotOrganization } from './schema';

/** Policies of the levels from the root to the account; null where the layer takes no part. */
export type Levels = Collected<readonly (readonly PreparedPolicy[])[] | null>;

/** The organization policies that apply to an account, as a snapshot has them. */
export class OrganizationIndex {
  private readonly organization: Snapshot['organization'];
  private readonly cache = new Map<string, Levels>();

  constructor(snapshot: Snapshot) {
    this.organization = snapshot.organization;
  }

  /** Where an account stands; undefined when not collected, null when it is in no organization. */
  place(accountId: string | null): OrganizationPlace | null | undefined {
    const { organization } = this;
    if (organization === null) return null;
    if (organization === undefined || accountId === null) return undefined;
    const found = own(organization.accounts, accountId);
    const isManagement = organization.managementAccountId === accountId;
    if (found === undefined && !isManagement) return undefined;
    return {
      organizationId: organization.id,
      managementAccountId: organization.managementAccountId ?? null,
      path: found?.path ?? [],
    };
  }

  /** The service control policies over a caller's account, or the resource control policies over a resource's. */
  levels(layer: 'scp' | 'rcp', accountId: string | null): Levels {
    const key = `${layer} ${accountId ?? ''}`;
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const levels = this.read(layer, accountId);
    this.cache.set(key, levels);
    return levels;
  }

  private read(layer: 'scp' | 'rcp', accountId: string | null): Levels {
    const { organization } = this;
    const words = layer === 'scp' ? 'service control policies' : 'resource control policies';
    if (organization === null) return NOT_APPLICABLE;
    if (organization === undefined)
      return missing(`${words}: the snapshot has no organization (section organization)`);
    if (accountId === null)
      return missing(
        `${words}: the account of the ${layer === 'scp' ? 'caller' : 'resource'} is not known`,
      );
    if (accountId === organization.managementAccountId) return NOT_APPLICABLE;
    const place = own(organization.accounts, accountId);
    if (place === undefined)
      return missing(`${words}: account ${accountId} is not in the snapshot's organization`);
    const byNode =
      layer === 'scp' ? organization.serviceControlPolicies : organization.resourceControlPolicies;
    if (byNode === undefined) return missing(`${words}: not in the snapshot (${sectionOf(layer)})`);
    if (Object.keys(byNode).length === 0) return NOT_APPLICABLE;
    return levelsOf(layer, [...place.path, accountId], byNode);
  }
}

function sectionOf(layer: 'scp' | 'rcp'): string {
  return layer === 'scp'
    ? 'organization.serviceControlPolicies'
    : 'organization.resourceControlPolicies';
}

function levelsOf(
  layer: 'scp' | 'rcp',
  nodes: readonly string[],
  byNode: NonNullable<SnapshotOrganization['serviceControlPolicies']>,
): Levels {
  const gaps: string[] = [];
  const levels: (readonly PreparedPolicy[])[] = [];
  for (const node of nodes) {
    const policies = own(byNode, node);
    if (policies === undefined) {
      gaps.push(`${sectionOf(layer)} has nothing for ${node}: its policies are not known`);
      continue;
    }
    const level = several(
      policies.map(({ arn, name, document }) => ({
        ref: { layer, arn, name, attachedTo: node },
        document,
      })),
    );
    if (level.status !== 'complete') gaps.push(...level.gaps);
    if (level.status !== 'missing') levels.push(level.value);
  }
  return collected(levels, gaps);
}

function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
