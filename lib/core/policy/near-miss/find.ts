import type { NearMiss } from '../near-miss';
import type { PreparedPolicy } from '../prepare';
import type { PreparedStatement } from '../prepared-statement';
import type { AuthorizationRequest } from '../request';
import { prepareSituation, type Situation } from '../situation';
import { readRequestedAction, type RequestedAction } from './action';
import { candidatesOf } from './candidates';
import { compareConditions } from './condition';
import type { ActionFacts } from './facts';
import { CLOSE, UNRELATED, type Miss } from './miss';
import { comparePrincipal } from './principal';
import { compareResource, readRequested, type RequestedResource } from './resource';

/** More near misses than this help nobody. */
const MAX_FOUND = 20;

interface Question {
  readonly situation: Situation;
  readonly action: RequestedAction;
  /** Null when it is not known. */
  readonly requested: RequestedResource | null;
}

interface Ranked {
  readonly nearMiss: NearMiss;
  readonly distance: number;
}

/**
 * Finds the Allow statements that almost let a request through, best first.
 *
 * `policies` are those of the layers that block by not allowing. A statement that matches, or that
 * has nothing to do with the request (an unrelated action), is left out. One element off ranks before
 * two; among equals the smaller difference comes first: a formal slip in an ARN before another Region
 * or account, that before another condition value, that before another name; and a statement that
 * spells the action out before one that covers it by a wildcard. What is still equal keeps the order of
 * the policies and statements given.
 */
export function findNearMisses(
  policies: readonly PreparedPolicy[],
  request: AuthorizationRequest,
  facts: ActionFacts,
): readonly NearMiss[] {
  const question: Question = {
    situation: prepareSituation(request, null),
    action: readRequestedAction(request.action, facts),
    requested: readRequested(request, facts),
  };
  const ranked: Ranked[] = [];
  for (const policy of policies) {
    for (const { at, action } of candidatesOf(policy, question.action)) {
      const statement = policy.statements[at];
      const found = statement === undefined ? null : consider(statement, action, question);
      if (found !== null) ranked.push(found);
    }
  }
  ranked.sort((a, b) => a.distance - b.distance);
  return ranked.slice(0, MAX_FOUND).map(({ nearMiss }) => nearMiss);
}

/** Compares the other elements, in the order in which a difference is told. */
function consider(
  statement: PreparedStatement,
  action: 'matched' | Miss,
  { situation, requested }: Question,
): Ranked | null {
  const { context } = situation;
  const resource = compareResource(statement, context, requested);
  const conditions = resource === null ? null : compareConditions(statement, context);
  if (resource === null || conditions === null) return null;
  const compared = [comparePrincipal(statement, situation), action, resource, conditions];
  const misses = compared.filter((one) => one !== 'matched' && one !== null);
  const certain = misses.filter((miss) => miss.open !== true);
  const [first = misses[0], ...others] = certain;
  if (first === undefined || !isNear(certain)) return null;
  const wildcard = byWildcard(statement, situation);
  if (wildcard > 0 && first.failed === 'resource' && first.distance > UNRELATED) return null;
  return {
    nearMiss: toNearMiss(statement, first, others, openKeys(misses, first)),
    distance: totalOf(misses, first) + wildcard,
  };
}

/** Several elements off: then each must look as if it was meant for this request. */
function isNear(certain: readonly Miss[]): boolean {
  if (certain.length < 2) return true;
  return certain.every(
    ({ failed, reason, distance }) =>
      !reason.startsWith('excludedBy') && (failed === 'condition' || distance <= CLOSE),
  );
}

function totalOf(misses: readonly Miss[], first: Miss): number {
  let total = first.distance;
  for (const miss of misses) {
    if (miss !== first) total += miss.open === true ? 20 : 100 + miss.distance;
  }
  return total;
}

function byWildcard({ actions }: PreparedStatement, situation: Situation): number {
  return actions.exact.has(situation.action) ? 0 : 2;
}

/** The keys that leave other elements than the one told open. */
function openKeys(misses: readonly Miss[], first: Miss): readonly string[] {
  return misses
    .filter((miss) => miss !== first && miss.open === true)
    .flatMap(({ conditionKey }) => conditionKey ?? []);
}

function toNearMiss(
  statement: PreparedStatement,
  first: Miss,
  others: readonly Miss[],
  unknownKeys: readonly string[],
): NearMiss {
  const { failed, reason, expected, actual, conditionKey } = first;
  return {
    statement: statement.ref,
    failed,
    reason,
    expected,
    actual,
    ...(conditionKey === undefined ? {} : { conditionKey }),
    ...(others.length === 0 ? {} : { alsoFailed: others.map((other) => other.failed) }),
    ...(unknownKeys.length === 0 ? {} : { unknownKeys }),
  };
}
