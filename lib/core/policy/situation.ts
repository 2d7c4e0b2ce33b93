import { serviceOf } from './action-match';
import { parseArn } from './arn';
import { prepareCaller, type Caller } from './caller';
import type { CollectedPolicies } from './collected';
import type { Tri } from './evaluation';
import type { AuthorizationRequest, RequestContext } from './request';
import { certain } from './tri';

/** What the layers need to know of a request, worked out once. */
export interface Situation {
  readonly caller: Caller;
  /** In lower case. */
  readonly action: string;
  /** Service prefix, in lower case. */
  readonly service: string;
  /** Null when it is not known. */
  readonly resource: string | null;
  readonly context: RequestContext;
  /** Whether caller and resource belong to one account; `no` for callers that belong to none. */
  readonly sameAccount: Tri;
  /** The resource-based policy that must allow even within one account, if the resource carries such a one. */
  readonly mustAllow: 'trustPolicy' | 'keyPolicy' | null;
  /** Whether a permissions boundary is attached to the caller. */
  readonly boundary: Tri;
}

/** Works out the situation of a request; `policies` is null where single policies are explained. */
export function prepareSituation(
  request: AuthorizationRequest,
  policies: CollectedPolicies | null,
): Situation {
  const action = request.action.toLowerCase();
  const service = serviceOf(action);
  const caller = prepareCaller(request.principal, request.context);
  return {
    caller,
    action,
    service,
    resource: request.resource,
    context: request.context,
    sameAccount: sameAccount(request, caller),
    mustAllow: mustAllow(service, request.resource, policies),
    boundary: canHaveBoundary(caller) ? hasBoundary(policies) : 'no',
  };
}

/** True for callers without policies of their own: only what the resource says counts. */
export function hasOnlyResourcePolicy(caller: Caller): boolean {
  switch (caller.principal.kind) {
    case 'webIdentity':
    case 'saml':
    case 'service':
    case 'anonymous':
      return true;
    case 'user':
    case 'role':
    case 'federatedUser':
    case 'root':
    case 'unknown':
      return false;
  }
}

/**
 * True for callers that a permissions boundary can bind: not the root user and no service-linked role.
 *
 * Follows: IAM User Guide, "Permissions boundaries for IAM entities".
 */
export function canHaveBoundary({ principal }: Caller): boolean {
  switch (principal.kind) {
    case 'role':
      return !principal.serviceLinked;
    case 'user':
    case 'federatedUser':
    case 'unknown':
      return true;
    case 'root':
    case 'webIdentity':
    case 'saml':
    case 'service':
    case 'anonymous':
      return false;
  }
}

function sameAccount(request: AuthorizationRequest, caller: Caller): Tri {
  if (hasOnlyResourcePolicy(caller)) return 'no';
  if (request.resource === '*') return 'yes';
  const owner = request.resourceAccountId ?? accountInArn(request.resource ?? '');
  if (owner === null || caller.accountId === null) return 'unknown';
  return certain(owner === caller.accountId);
}

/** The account that an ARN names as the owner; null where the ARN has none, as those of S3. */
function accountInArn(resource: string): string | null {
  const account = parseArn(resource)?.account ?? '';
  return /^\d{12}$/.test(account) ? account : null;
}

const MUST_ALLOW = {
  sts: { name: 'trustPolicy', within: ':role/' },
  kms: { name: 'keyPolicy', within: ':key/' },
} as const;

/** A key and a role always carry their policy; of a resource that is not known it is taken that it is one. */
function mustAllow(
  service: string,
  resource: string | null,
  policies: CollectedPolicies | null,
): Situation['mustAllow'] {
  if (service !== 'sts' && service !== 'kms') return null;
  const { name, within } = MUST_ALLOW[service];
  if (resource === null || resource.includes(within)) return name;
  const collected = policies?.resource;
  const isSo = collected?.status !== 'missing' && collected?.value?.ref.name === name;
  return isSo ? name : null;
}

function hasBoundary(policies: CollectedPolicies | null): Tri {
  if (policies === null) return 'unknown';
  const { boundary } = policies;
  if (boundary.status === 'missing') return 'unknown';
  if (boundary.value !== null) return 'yes';
  return boundary.status === 'complete' ? 'no' : 'unknown';
}
