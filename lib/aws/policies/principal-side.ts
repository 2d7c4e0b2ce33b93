import type { Denial } from '../../core/denial/denial';
import type { PolicyChange } from '../../core/evidence/evidence';
import type { Collected } from '../../core/policy/collected';
import type { PolicyRef } from '../../core/policy/layer';
import { preparePolicy, type PreparedPolicy } from '../../core/policy/prepare';
import type { IamAccounts } from '../iam/accounts';
import type { IamPrincipal, StoredPolicy } from '../iam/principal';
import { collected, missing, NOT_APPLICABLE } from './collecting';

/** The caller's own side of a request. */
export interface PrincipalSide {
  /** Canonical, with the path; null when it was not found. */
  readonly arn: string | null;
  readonly tags: ReadonlyMap<string, string> | null;
  readonly identity: Collected<readonly PreparedPolicy[]>;
  readonly boundary: Collected<PreparedPolicy | null>;
  readonly recentChanges: readonly PolicyChange[];
  readonly gaps: readonly string[];
  /** Milliseconds since the epoch; null when nothing was read. */
  readonly readAt: number | null;
}

/** A change this long before the denial may not have reached every IAM endpoint by then. */
const PROPAGATION_MS = 15 * 60_000;

/** Reads the caller's identity-based policies, boundary and tags. */
export async function principalSide(
  denial: Denial,
  accounts: IamAccounts,
  notBefore: number,
): Promise<PrincipalSide> {
  const { arn, accountId } = denial.principal;
  if (!hasIdentityPolicies(denial)) return withoutPolicies(denial);
  if (arn === null || accountId === null)
    return notCollected(arn, 'the record does not tell who called');
  const access = await accounts.access(accountId);
  if (access.status !== 'found') return notCollected(arn, access.gap);
  const lookup = await access.value.principals.read(arn, notBefore);
  switch (lookup.status) {
    case 'deleted':
      return notCollected(arn, 'it does not exist any more');
    case 'notAPrincipal':
      return notCollected(arn, 'it is neither a user nor a role');
    case 'found':
      return readSide(denial, lookup.principal);
  }
}

/** Services, web identities and anonymous callers have no identity-based policies; root is not limited by any. */
function hasIdentityPolicies(denial: Denial): boolean {
  switch (denial.principal.type) {
    case 'user':
    case 'role':
    case 'identityCenter':
    case 'unknown':
      return true;
    case 'federatedUser':
      return denial.principal.arn?.endsWith(':root') !== true;
    case 'root':
    case 'webIdentity':
    case 'saml':
    case 'service':
    case 'anonymous':
      return false;
  }
}

function withoutPolicies(denial: Denial): PrincipalSide {
  return {
    arn: denial.principal.arn,
    tags: null,
    identity: { status: 'complete', value: [] },
    boundary: NOT_APPLICABLE,
    recentChanges: [],
    gaps: [],
    readAt: null,
  };
}

function notCollected(arn: string | null, why: string): PrincipalSide {
  const whose = arn ?? 'the caller';
  return {
    arn: null,
    tags: null,
    identity: missing(`the identity-based policies of ${whose}: ${why}`),
    boundary: missing(`the permissions boundary of ${whose}, if any: ${why}`),
    recentChanges: [],
    gaps: [],
    readAt: null,
  };
}

function readSide(denial: Denial, principal: IamPrincipal): PrincipalSide {
  const { details } = principal;
  return {
    arn: principal.arn,
    tags: details.status === 'found' ? details.value.tags : null,
    identity: identityLayer(principal),
    boundary: boundaryLayer(principal),
    recentChanges: recentChanges(denial, principal),
    gaps: recreated(denial, principal),
    readAt: principal.readAt,
  };
}

function identityLayer({
  policies,
  policyGaps,
}: IamPrincipal): Collected<readonly PreparedPolicy[]> {
  const gaps = [...policyGaps];
  const prepared = policies.flatMap((policy) => {
    const read = preparePolicy(refOf('identity', policy), policy.text);
    if (read.ok) return [read.policy];
    gaps.push(read.error);
    return [];
  });
  return collected(prepared, gaps);
}

function boundaryLayer({ boundary }: IamPrincipal): Collected<PreparedPolicy | null> {
  if (boundary.status !== 'found') return missing(`the permissions boundary: ${boundary.gap}`);
  if (boundary.value === null) return NOT_APPLICABLE;
  const read = preparePolicy(refOf('boundary', boundary.value), boundary.value.text);
  return read.ok ? { status: 'complete', value: read.policy } : missing(read.error);
}

function refOf(layer: 'identity' | 'boundary', { arn, name, owner }: StoredPolicy): PolicyRef {
  return { layer, arn, name, attachedTo: owner.arn };
}

/** A role of the same name that was made after the denial has another id, and other policies. */
function recreated(denial: Denial, { arn, details }: IamPrincipal): readonly string[] {
  const { principalId } = denial.principal;
  if (details.status !== 'found' || principalId === null || details.value.id === '') return [];
  return details.value.id === principalId
    ? []
    : [
        `${arn} was deleted and made again since (${principalId} is ${details.value.id} now): the policies are not those of the denied caller`,
      ];
}

/** What changed from shortly before the denial until now, as far as IAM itself keeps a date. */
function recentChanges(denial: Denial, principal: IamPrincipal): readonly PolicyChange[] {
  const deniedAt = Date.parse(denial.time ?? '');
  if (Number.isNaN(deniedAt)) return [];
  const { details, boundary, policies, kind, name } = principal;
  const dated = [...policies, ...(boundary.status === 'found' ? [boundary.value] : [])].map(
    (policy) =>
      change(policy?.changedAt, 'CreatePolicyVersion', `managed policy ${policy?.name ?? ''}`),
  );
  const created = details.status === 'found' ? details.value.createdAt : null;
  const made = change(created, kind === 'user' ? 'CreateUser' : 'CreateRole', `${kind} ${name}`);
  return [...dated, made]
    .flatMap((found) => found ?? [])
    .filter(({ time }) => Date.parse(time) >= deniedAt - PROPAGATION_MS)
    .toSorted((a, b) => b.time.localeCompare(a.time));
}

function change(
  time: string | null | undefined,
  eventName: string,
  what: string,
): PolicyChange | null {
  return time === null || time === undefined
    ? null
    : { time, eventName, by: 'somebody', eventId: null, what };
}
