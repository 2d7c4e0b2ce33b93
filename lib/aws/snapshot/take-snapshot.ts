import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import type { Looked } from '../../core/evidence/evidence';
import { clientSettings, type AwsAccess } from '../client-settings';
import { askForAccount } from '../iam/accounts';
import { readAuthorizationDetails, type AuthorizationDetailLists } from './authorization-details';
import {
  readControlPolicies,
  type ControlPolicyType,
  type PoliciesByNode,
} from './control-policies';
import { readTree, type OrganizationTree } from './organization-tree';

/** The snapshot file of the explain contract, as far as it can be read through AWS's APIs. */
export interface TakenSnapshot {
  readonly version: 1;
  readonly takenAt: string;
  /** Absent: not collected; null: the account is in no organization. */
  readonly organization?: SnapshotOrganization | null;
  readonly accounts: Readonly<
    Record<string, { readonly authorizationDetails?: AuthorizationDetailLists }>
  >;
}

type SnapshotOrganization = Omit<OrganizationTree, 'enabledTypes'> & {
  readonly serviceControlPolicies?: PoliciesByNode;
  readonly resourceControlPolicies?: PoliciesByNode;
};

/** A snapshot, and what could not be read: those sections are absent from it. */
export interface Taken {
  readonly accountId: string;
  readonly snapshot: TakenSnapshot;
  readonly notes: readonly string[];
}

/**
 * Reads what a snapshot holds from the account of the credentials and its organization. A section that
 * cannot be read is left out and noted, never written empty.
 *
 * @param takenAt ISO 8601: before the first call, so that no later change counts as collected
 * @returns `unavailable` when not even the account is known
 */
export async function takeSnapshot(access: AwsAccess, takenAt: string): Promise<Looked<Taken>> {
  const account = await askForAccount(new STSClient(clientSettings(access)));
  if (account.status !== 'found') return account;
  const notes: string[] = [];
  const details = await readAuthorizationDetails(new IAMClient(clientSettings(access)));
  const organization = await readOrganization(
    new OrganizationsClient(clientSettings(access)),
    notes,
  );
  const snapshot: TakenSnapshot = {
    version: 1,
    takenAt,
    ...(organization !== undefined && { organization }),
    accounts: {
      [account.value]: sectionOf('authorizationDetails', details, notes),
    },
  };
  return { status: 'found', value: { accountId: account.value, snapshot, notes } };
}

/** A section that was read, or a note. */
function sectionOf<Name extends string, T>(
  name: Name,
  looked: Looked<T>,
  notes: string[],
): Partial<Record<Name, T>> {
  if (looked.status !== 'found') {
    notes.push(`${name} is left out: ${looked.gap}`);
    return {};
  }
  const section: Partial<Record<Name, T>> = {};
  section[name] = looked.value;
  return section;
}

async function readOrganization(
  client: OrganizationsClient,
  notes: string[],
): Promise<SnapshotOrganization | null | undefined> {
  const tree = await readTree(client);
  if (tree.status !== 'found') {
    notes.push(`organization is left out: ${tree.gap}`);
    return undefined;
  }
  if (tree.value === null) return null;
  const { enabledTypes, ...organization } = tree.value;
  const read = (type: ControlPolicyType): Promise<Looked<PoliciesByNode>> =>
    enabledTypes.has(type)
      ? readControlPolicies(client, type)
      : Promise.resolve({ status: 'found', value: {} });
  return {
    ...organization,
    ...sectionOf('serviceControlPolicies', await read('SERVICE_CONTROL_POLICY'), notes),
    ...sectionOf('resourceControlPolicies', await read('RESOURCE_CONTROL_POLICY'), notes),
  };
}
