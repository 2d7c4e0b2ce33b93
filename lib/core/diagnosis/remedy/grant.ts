import { resourcePolicyPlace, type ResourcePolicyPlace } from '../../evidence/resource-policy';
import type { CollectedPolicies } from '../../policy/collected';
import type { Layer, PolicyRef } from '../../policy/layer';
import { exactPattern } from '../../policy/near-miss';
import type { AuthorizationRequest, RequestPrincipal } from '../../policy/request';
import type { Change } from '../diagnosis';

/**
 * A new Allow statement in the layer that lacks one: this action, this resource, this caller and
 * nothing else. Null where no statement can be written without guessing or widening.
 */
export function grantIn(
  layer: Layer,
  request: AuthorizationRequest,
  policies: CollectedPolicies | null,
): Change | null {
  const { resource } = request;
  const exact = resource === null ? null : exactPattern(resource, true);
  if (resource === null || exact === null) return null;
  if (layer === 'identity') return identityGrant(request, exact);
  if (layer !== 'resource') return null;
  return resourceGrant(request, exact, resourcePolicyPlace(request.action, resource), policies);
}

/** A new inline policy on the user or role. Root and service-linked roles cannot have one. */
function identityGrant(
  { principal, action }: AuthorizationRequest,
  resource: string,
): Change | null {
  const attachedTo = holderOf(principal);
  if (attachedTo === null) return null;
  return {
    do: 'addStatement',
    policy: { layer: 'identity', arn: null, name: null, attachedTo },
    statement: { Effect: 'Allow', Action: action, Resource: resource },
  };
}

function holderOf(principal: RequestPrincipal): string | null {
  switch (principal.kind) {
    case 'user':
      return principal.arn;
    case 'role':
      return principal.serviceLinked ? null : principal.arn;
    case 'federatedUser':
      return principal.userArn;
    case 'root':
    case 'webIdentity':
    case 'saml':
    case 'service':
    case 'anonymous':
    case 'unknown':
      return null;
  }
}

/**
 * A new statement in the resource's own policy. A key policy's statement has Resource `*`, which
 * means this key (KMS Developer Guide, "Key policies"); a trust policy has none.
 */
function resourceGrant(
  request: AuthorizationRequest,
  resource: string,
  place: ResourcePolicyPlace,
  policies: CollectedPolicies | null,
): Change | null {
  const caller = principalElement(request);
  if (place.kind === 'none' || caller === null) return null;
  const covers = { trustPolicy: {}, keyPolicy: { Resource: '*' } };
  return {
    do: 'addStatement',
    policy: collectedRef(policies) ?? {
      layer: 'resource',
      arn: null,
      name: place.kind,
      attachedTo: place.carriers[0],
    },
    statement: {
      Effect: 'Allow',
      ...caller,
      Action: request.action,
      ...(place.kind === 'trustPolicy' || place.kind === 'keyPolicy'
        ? covers[place.kind]
        : { Resource: resource }),
    },
  };
}

/** The resource's policy as it was collected: the statement is added to that one. */
function collectedRef(policies: CollectedPolicies | null): PolicyRef | null {
  if (policies === null || policies.resource.status === 'missing') return null;
  return policies.resource.value?.ref ?? null;
}

/**
 * `Principal`, with the conditions without which it would name too many. A web identity is its
 * provider's whole user base, so its token's `sub` and `aud` must both be known.
 */
function principalElement({ principal, context }: AuthorizationRequest): object | null {
  const valueOf = (key: string): string | null => {
    const value = context.get(key);
    return value?.state === 'known' && value.values.length === 1 ? (value.values[0] ?? null) : null;
  };
  switch (principal.kind) {
    case 'user':
    case 'role':
      return { Principal: { AWS: principal.arn } };
    case 'federatedUser':
      return { Principal: { AWS: principal.sessionArn } };
    case 'service':
      return principal.service === null
        ? null
        : { Principal: { Service: principal.service }, ...sourceCondition(valueOf) };
    case 'webIdentity':
      return webIdentity(principal.provider, valueOf);
    case 'root':
    case 'saml':
    case 'anonymous':
    case 'unknown':
      return null;
  }
}

/**
 * A service works for everybody: only what it works for here is let in, where that is known.
 *
 * Follows: IAM User Guide, "The confused deputy problem".
 */
function sourceCondition(valueOf: (lowerCaseKey: string) => string | null): object {
  const [arn, account] = [valueOf('aws:sourcearn'), valueOf('aws:sourceaccount')];
  if (arn === null && account === null) return {};
  return {
    Condition: {
      ...(arn === null ? {} : { ArnEquals: { 'aws:SourceArn': arn } }),
      ...(account === null ? {} : { StringEquals: { 'aws:SourceAccount': account } }),
    },
  };
}

function webIdentity(
  provider: string | null,
  valueOf: (lowerCaseKey: string) => string | null,
): object | null {
  const host = provider?.split('oidc-provider/')[1];
  if (host === undefined || provider === null) return null;
  const sub = valueOf(`${host.toLowerCase()}:sub`);
  const aud = valueOf(`${host.toLowerCase()}:aud`);
  if (sub === null || aud === null) return null;
  return {
    Principal: { Federated: provider },
    Condition: { StringEquals: { [`${host}:sub`]: sub, [`${host}:aud`]: aud } },
  };
}
