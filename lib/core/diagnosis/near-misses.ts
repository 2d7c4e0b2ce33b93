import { findNearMisses, type ActionFacts, type NearMiss } from '../policy/near-miss';
import type { ServiceReference } from '../service-reference/service-reference';
import type { Evaluated } from './blockers';
import { policiesLackingAllow } from './cause';
import type { Blocker } from './diagnosis';

/**
 * The Allow statements that almost matched, best first, in all layers that block by not allowing.
 */
export function nearMissesOf(
  blockers: readonly Blocker[],
  evaluated: Evaluated | null,
  reference: ServiceReference,
): readonly NearMiss[] {
  if (evaluated === null) return [];
  const { request, policies } = evaluated;
  const lacking = blockers
    .filter(({ effect }) => effect === 'implicitDeny')
    .flatMap(({ layer }) => policiesLackingAllow(layer, policies, request) ?? []);
  return lacking.length === 0
    ? []
    : findNearMisses(lacking, request, actionFacts(request.action, reference));
}

/** What the service authorization reference says of an action, in the shape that near misses ask for. */
export function actionFacts(action: string, reference: ServiceReference): ActionFacts {
  const [prefix = '', name = ''] = action.split(':');
  const types = reference.action(action)?.resourceTypes ?? [];
  return {
    resourceTypes: types.flatMap((type) => reference.resourceType(prefix, type) ?? []),
    actionNames: reference.actionNames(prefix),
    get servicesWithAction() {
      return reference.servicesWithAction(name);
    },
  };
}
