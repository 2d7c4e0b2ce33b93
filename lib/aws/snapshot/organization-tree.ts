import {
  DescribeOrganizationCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  type OrganizationsClient,
  type Root,
} from '@aws-sdk/client-organizations';
import type { Looked } from '../../core/evidence/evidence';
import { isNamed, lookUp } from '../lookup';
import { allPages } from '../pages';

/** The accounts of an organization, each with its place. */
export interface OrganizationTree {
  readonly id: string;
  readonly managementAccountId?: string;
  readonly accounts: Readonly<Record<string, { readonly path: readonly string[] }>>;
  /** The kinds of policies that are on. */
  readonly enabledTypes: ReadonlySet<string>;
}

/** 10,000 accounts at 20 a page. */
const MAX_PAGES = 2_000;

/**
 * Reads the tree of the organization; null when the account is in none.
 *
 * Follows: AWS Organizations API Reference, DescribeOrganization, ListRoots,
 * ListOrganizationalUnitsForParent, ListAccountsForParent.
 */
export function readTree(client: OrganizationsClient): Promise<Looked<OrganizationTree | null>> {
  const purpose = {
    what: 'the organization',
    permission:
      'organizations:DescribeOrganization, ListRoots, ListOrganizationalUnitsForParent and ListAccountsForParent in the management account or a delegated administrator account',
  };
  return lookUp(purpose, async () => {
    const organization = await describe(client);
    if (organization === null) return null;
    const roots = await allPages(async (NextToken) => {
      const page = await client.send(new ListRootsCommand(next(NextToken)));
      return { items: page.Roots, next: page.NextToken };
    });
    const accounts: [string, { readonly path: readonly string[] }][] = [];
    for (const { Id } of roots) if (Id !== undefined) await descend(client, [Id], accounts);
    return {
      ...organization,
      accounts: Object.fromEntries(accounts),
      enabledTypes: new Set(roots.flatMap(enabledTypes)),
    };
  });
}

async function describe(
  client: OrganizationsClient,
): Promise<Pick<OrganizationTree, 'id' | 'managementAccountId'> | null> {
  try {
    const { Organization: found } = await client.send(new DescribeOrganizationCommand({}));
    if (found?.Id === undefined) throw new Error('DescribeOrganization returned no organization');
    const { Id: id, MasterAccountId: managementAccountId } = found;
    return managementAccountId === undefined ? { id } : { id, managementAccountId };
  } catch (error) {
    if (isNamed(error, 'AWSOrganizationsNotInUseException')) return null;
    throw error;
  }
}

function enabledTypes({ PolicyTypes: types }: Root): readonly string[] {
  return (types ?? []).flatMap(({ Type, Status }) =>
    Type !== undefined && Status === 'ENABLED' ? [Type] : [],
  );
}

/** The accounts below a root or OU, then those below its OUs. AWS allows five levels. */
async function descend(
  client: OrganizationsClient,
  path: readonly string[],
  accounts: [string, { readonly path: readonly string[] }][],
): Promise<void> {
  const ParentId = path.at(-1) ?? '';
  const here = await allPages(async (NextToken) => {
    const input = { ParentId, ...next(NextToken) };
    const page = await client.send(new ListAccountsForParentCommand(input));
    return { items: page.Accounts, next: page.NextToken };
  }, MAX_PAGES);
  for (const { Id } of here) if (Id !== undefined) accounts.push([Id, { path }]);
  const units = await allPages(async (NextToken) => {
    const input = { ParentId, ...next(NextToken) };
    const page = await client.send(new ListOrganizationalUnitsForParentCommand(input));
    return { items: page.OrganizationalUnits, next: page.NextToken };
  }, MAX_PAGES);
  for (const { Id } of units) if (Id !== undefined) await descend(client, [...path, Id], accounts);
}

function next(NextToken: string | undefined): { readonly NextToken?: string } {
  return NextToken === undefined ? {} : { NextToken };
}
