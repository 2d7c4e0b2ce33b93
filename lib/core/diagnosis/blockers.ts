import type { Evidence } from '../evidence/evidence';
import { evaluate } from '../policy/evaluate';
import type { Evaluation, LayerVerdict } from '../policy/evaluation';
import type { CollectedPolicies } from '../policy/collected';
import type { Layer, StatementRef } from '../policy/layer';
import type { AuthorizationRequest } from '../policy/request';
import { implicitCause, policiesLackingAllow } from './cause';
import type { Blocker, Cause } from './diagnosis';
import type { Stated } from './stated';
import { shortName } from './words';

/** A request that could be evaluated, with the policies that it was evaluated against. */
export interface Evaluated {
  readonly request: AuthorizationRequest;
  readonly policies: CollectedPolicies;
  readonly evaluation: Evaluation;
}

/** Evaluates the request of the evidence; null when the request or the policies are not known. */
export function evaluateEvidence({ request, facts }: Evidence): Evaluated | null {
  if (request === null || facts === null) return null;
  return { request, policies: facts.policies, evaluation: evaluate(request, facts.policies) };
}

/** The order in which blocking layers are named where AWS names none (the explain contract). */
const NAMING_ORDER: readonly Layer[] = [
  'vpcEndpoint',
  'rcp',
  'scp',
  'boundary',
  'session',
  'identity',
  'resource',
];

/**
 * Every layer known to block the request: the one that AWS named, which needs no proof, and all
 * that the collected policies show. Explicit denies come first, the layer that AWS named before all.
 */
export function findBlockers(stated: Stated, evaluated: Evaluated | null): readonly Blocker[] {
  const blockers = (evaluated?.evaluation.layers ?? [])
    .filter(({ blocks }) => blocks === 'yes')
    .map((verdict) => blockerOf(verdict, evaluated));
  const named = statedBlocker(stated, blockers, evaluated);
  return [...(named === null ? [] : [named]), ...inNamingOrder(blockers, named?.layer ?? null)];
}

function inNamingOrder(blockers: readonly Blocker[], named: Layer | null): readonly Blocker[] {
  const rank = ({ layer, effect }: Blocker): number =>
    NAMING_ORDER.indexOf(layer) + (effect === 'explicitDeny' ? 0 : NAMING_ORDER.length);
  return blockers.filter(({ layer }) => layer !== named).sort((a, b) => rank(a) - rank(b));
}

function blockerOf(verdict: LayerVerdict, evaluated: Evaluated | null): Blocker {
  const { layer, denies } = verdict;
  return denies.length > 0
    ? { layer, effect: 'explicitDeny', cause: 'explicitDeny', statements: denies }
    : {
        layer,
        effect: 'implicitDeny',
        cause: causeOfLayer(layer, evaluated),
        statements: [],
      };
}

/** Why a layer does not allow; `unknown` when nothing of it was collected. */
export function causeOfLayer(layer: Layer, evaluated: Evaluated | null): Cause {
  if (evaluated === null) return 'unknown';
  const { policies, request } = evaluated;
  const lacking = policiesLackingAllow(layer, policies, request);
  const noneKnown =
    lacking === null || (lacking.length === 0 && policies[layer].status === 'partial');
  return noneKnown ? 'unknown' : implicitCause(lacking, request, policies);
}

/** The layer that AWS named, with what the collected policies tell about it. */
function statedBlocker(
  { effect, layer, policyArn, sids }: Stated,
  found: readonly Blocker[],
  evaluated: Evaluated | null,
): Blocker | null {
  if (effect === null || layer === null) return null;
  const known = found.find((blocker) => blocker.layer === layer && blocker.effect === effect);
  if (known !== undefined) return known;
  if (effect === 'explicitDeny') {
    const verdict = evaluated?.evaluation.layers.find((other) => other.layer === layer);
    const possible = (verdict?.possibleDenies ?? []).filter(
      (statement) => policyArn === null || statement.arn === policyArn,
    );
    const statements = possible.length > 0 ? possible : namedPolicy(layer, policyArn, sids);
    return { layer, effect, cause: 'explicitDeny', statements };
  }
  return { layer, effect, cause: causeWhereAwsDenies(layer, evaluated), statements: [] };
}

/** A policy that AWS names and nobody collected. */
function namedPolicy(
  layer: Layer,
  arn: string | null,
  sids: readonly string[],
): readonly StatementRef[] {
  if (arn === null && sids.length === 0) return [];
  const name = arn?.includes(':iam:') === true ? shortName(arn) : null;
  const ref = { layer, arn, name, attachedTo: null, statementIndex: null, statement: null };
  return sids.length === 0 ? [{ ...ref, sid: null }] : sids.map((sid) => ({ ...ref, sid }));
}

/** AWS says that the layer does not allow; the policies as collected may say that it does. */
function causeWhereAwsDenies(layer: Layer, evaluated: Evaluated | null): Cause {
  const verdict = evaluated?.evaluation.layers.find((other) => other.layer === layer);
  if (verdict === undefined || verdict.says === 'allow' || verdict.says === 'notApplicable')
    return 'unknown';
  return causeOfLayer(layer, evaluated);
}
