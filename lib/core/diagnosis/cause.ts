import type { CollectedPolicies } from '../policy/collected';
import { allowCoverage, type AllowCoverage } from '../policy/coverage';
import type { Layer } from '../policy/layer';
import type { PreparedPolicy } from '../policy/prepare';
import type { AuthorizationRequest } from '../policy/request';
import type { Cause } from './diagnosis';

/**
 * The policies of a layer that should have allowed the request and do not. For the organization
 * layers these are only the levels that lack an Allow: the other levels are in order.
 * Null when nothing of the layer was collected.
 */
export function policiesLackingAllow(
  layer: Layer,
  policies: CollectedPolicies,
  request: AuthorizationRequest,
): readonly PreparedPolicy[] | null {
  if (layer === 'scp' || layer === 'rcp') {
    const levels = policies[layer];
    if (levels.status === 'missing') return null;
    return (levels.value ?? [])
      .filter((level) => !level.some((policy) => allows(policy, request, policies)))
      .flat();
  }
  const collected = policies[layer];
  if (collected.status === 'missing') return null;
  return collected.value === null ? [] : [collected.value].flat();
}

function allows(
  policy: PreparedPolicy,
  request: AuthorizationRequest,
  policies: CollectedPolicies,
): boolean {
  return allowCoverage([policy], request, policies).some(
    ({ resource, principal, conditions }) =>
      resource === 'yes' && principal === 'yes' && conditions === 'yes',
  );
}

/**
 * Why none of these policies allows the request: the Allow statement that came furthest decides.
 * The elements are compared in the order action, resource, principal, condition.
 */
export function implicitCause(
  policies: readonly PreparedPolicy[],
  request: AuthorizationRequest,
  all: CollectedPolicies,
): Cause {
  if (policies.length === 0) return 'noPolicy';
  const named = allowCoverage(policies, request, all);
  if (named.length === 0) return 'missingAction';
  const covering = named.filter(({ resource }) => resource !== 'no');
  if (covering.length === 0) return 'resourceMismatch';
  const reaching = covering.filter(({ principal }) => principal !== 'no');
  if (reaching.length === 0) return 'principalMismatch';
  return reaching.every(isOpenOnlyInItsResource) ? 'resourceMismatch' : 'conditionMismatch';
}

/** A variable in the resource has a value that is not known, and the conditions are met. */
function isOpenOnlyInItsResource({ resource, conditions }: AllowCoverage): boolean {
  return resource === 'unknown' && conditions === 'yes';
}
