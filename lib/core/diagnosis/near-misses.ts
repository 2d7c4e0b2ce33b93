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

/** Actions of which the facts are kept for one reference: denials are about the same few. */
const KEPT_ACTIONS = 500;
const KNOWN = new WeakMap<ServiceReference, Map<string, ActionFacts>>();

/** What the service authorization reference says of an action, in the shape that near misses ask for. Kept: a reference does not change. */
export function actionFacts(action: string, reference: ServiceReference): ActionFacts {
  const known = KNOWN.get(reference) ?? new Map<string, ActionFacts>();
  const kept = known.get(action);
  if (kept !== undefined) return kept;
  const facts = readFacts(action, reference);
  if (known.size >= KEPT_ACTIONS) known.clear();
  KNOWN.set(reference, known.set(action, facts));
  return facts;
}

function readFacts(action: string, reference: ServiceReference): ActionFacts {
  const [prefix = '', name = ''] = action.split(':');
  const types = reference.action(action)?.resourceTypes ?? [];
  let services: readonly string[] | null = null;
  return {
    resourceTypes: types.flatMap((type) => reference.resourceType(prefix, type) ?? []),
    actionNames: reference.actionNames(prefix),
    actionNamesOf: (other) => reference.actionNames(other),
    get servicesWithAction() {
      services ??= reference.servicesWithAction(name);
      return services;
    },
  };
}
