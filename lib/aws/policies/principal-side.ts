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
  const managed = [...policies, ...(boundary.status === 'found' ? [boundary.value] : [])];
  // One policy may be attached to a user and to groups of the user.
  const dated = new Map(managed.map((policy) => [policy?.arn, policyChange(policy)]));
  const created = details.status === 'found' ? details.value.createdAt : null;
  const eventName = kind === 'user' ? 'CreateUser' : 'CreateRole';
  const made = created === null ? null : change(created, eventName, 'somebody', `${kind} ${name}`);
  return [...dated.values(), made]
    .flatMap((found) => found ?? [])
    .filter(({ time }) => Date.parse(time) >= deniedAt - PROPAGATION_MS)
    .toSorted((a, b) => b.time.localeCompare(a.time));
}

/** The making of the default version; null for an inline policy, of which IAM keeps no date. */
function policyChange(policy: StoredPolicy | null): PolicyChange | null {
  const { changedAt = null, arn = null, name = '' } = policy ?? {};
  if (changedAt === null) return null;
  const by = arn?.includes(':iam::aws:policy/') === true ? 'AWS' : 'somebody';
  return change(changedAt, 'CreatePolicyVersion', by, `managed policy ${name}`);
}

function change(time: string, eventName: string, by: string, what: string): PolicyChange {
  return { time, eventName, by, eventId: null, what };
}
