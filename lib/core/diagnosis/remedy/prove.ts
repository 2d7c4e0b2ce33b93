import { resourcePolicyPlace } from '../../evidence/resource-policy';
import { applyChange } from '../../policy/apply-change';
import type { CollectedPolicies } from '../../policy/collected';
import { evaluate } from '../../policy/evaluate';
import type { PolicyRef } from '../../policy/layer';
import type { PreparedPolicy } from '../../policy/prepare';
import type { AuthorizationRequest } from '../../policy/request';
import type { ServiceReference } from '../../service-reference/service-reference';
import type { Evaluated } from '../blockers';
import type { Change } from '../diagnosis';

/** The outcome of applying changes to a copy of the collected policies. */
export type Proof =
  /** All layers that were collected allow the request afterwards, and no neighbour is let through. */
  | { readonly kind: 'proven' }
  /** The request is still refused, or it depends on something that is not known. */
  | { readonly kind: 'stillDenied' }
  /** A request beside this one would be let through as well. */
  | { readonly kind: 'widens'; readonly neighbour: string }
  | { readonly kind: 'notApplicable'; readonly why: string };

/** Applies the changes, evaluates the request again, and probes its neighbours. */
export function prove(
  changes: readonly Change[],
  evaluated: Evaluated,
  reference: ServiceReference,
): Proof {
  let policies = evaluated.policies;
  for (const change of changes) {
    const applied = applyChange(policies, change);
    if (!applied.ok) return { kind: 'notApplicable', why: applied.why };
    policies = applied.policies;
  }
  const changed = changedIdentityPolicies(evaluated.policies, policies);
  const onlyIdentity = changes.every(({ policy }) => policy.layer === 'identity');
  const widened = neighbours(evaluated.request, changes, reference).find(
    (neighbour) =>
      (!onlyIdentity || changed.some((policy) => isAbout(policy, neighbour))) &&
      passes(neighbour, policies) &&
      !passes(neighbour, evaluated.policies),
  );
  if (widened !== undefined)
    return {
      kind: 'widens',
      neighbour: `${widened.action} on ${widened.resource ?? 'this resource'}`,
    };
  return passes(evaluated.request, policies) ? { kind: 'proven' } : { kind: 'stillDenied' };
}

/**
 * The identity-based policies that only one side has. They decide by the statements about the action
 * alone: a request that none of these policies is about is answered as before, and need not be tried.
 */
function changedIdentityPolicies(
  { identity: before }: CollectedPolicies,
  { identity: after }: CollectedPolicies,
): readonly PreparedPolicy[] {
  if (before.status === 'missing' || after.status === 'missing') return [];
  return [
    ...before.value.filter((policy) => !after.value.includes(policy)),
    ...after.value.filter((policy) => !before.value.includes(policy)),
  ];
}

function isAbout({ index }: PreparedPolicy, { action }: AuthorizationRequest): boolean {
  return index.find(action.toLowerCase()).length > 0;
}

/** Every layer of which something was collected lets the request through. */
function passes(request: AuthorizationRequest, policies: CollectedPolicies): boolean {
  return evaluate(request, policies).layers.every(
    ({ layer, blocks }) => policies[layer].status === 'missing' || blocks === 'no',
  );
}

/** How many other actions of the service are probed. */
const PROBED_ACTIONS = 3;

/** Requests beside this one: other actions on the resource, and the action on other resources. */
function neighbours(
  request: AuthorizationRequest,
  changes: readonly Change[],
  reference: ServiceReference,
): readonly AuthorizationRequest[] {
  const [service = '', operation = ''] = request.action.split(':');
  const names = reference.actionNames(service);
  const start = Math.max(0, placeOf(operation, names));
  const actions = Array.from(
    { length: PROBED_ACTIONS },
    (_, step) => names[(start + step + 1) % names.length],
  );
  return [
    ...actions
      .filter((name) => name !== undefined && name.toLowerCase() !== operation.toLowerCase())
      .map((name) => ({ ...request, action: `${service}:${name ?? ''}` })),
    ...siblings(request.resource ?? '')
      .filter((resource) => changes.every(({ policy }) => governs(policy, request, resource)))
      .map((resource) => ({ ...request, resource })),
  ];
}

/** Nearly always the action is spelled as in the reference. */
function placeOf(operation: string, names: readonly string[]): number {
  const exact = names.indexOf(operation);
  if (exact >= 0) return exact;
  return names.findIndex((name) => name.toLowerCase() === operation.toLowerCase());
}

/** A resource-based policy says nothing about resources that do not carry it. */
function governs(policy: PolicyRef, { action }: AuthorizationRequest, resource: string): boolean {
  if (policy.layer !== 'resource') return true;
  const place = resourcePolicyPlace(action, resource);
  return place.kind !== 'none' && place.carriers.some((carrier) => carrier === policy.attachedTo);
}

/** A resource with another name, one whose name goes on, and one in another folder. */
function siblings(resource: string): readonly string[] {
  const parts = resource.split(':');
  if (parts.length < 6 || resource.endsWith('*')) return [];
  const cut = Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1;
  return [`${resource.slice(0, cut)}another-${resource.slice(cut)}`, `${resource}-2`];
}
