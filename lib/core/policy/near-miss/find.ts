import type { NearMiss } from '../near-miss';
import type { PreparedPolicy } from '../prepare';
import type { PreparedStatement } from '../prepared-statement';
import type { AuthorizationRequest } from '../request';
import { prepareSituation, type Situation } from '../situation';
import { compareAction, readRequestedAction, type RequestedAction } from './action';
import { compareConditions } from './condition';
import type { ActionFacts } from './facts';
import { CLOSE, UNRELATED, type Compared, type Miss } from './miss';
import { comparePrincipal } from './principal';
import { compareResource, readRequested, type RequestedResource } from './resource';

/** More near misses than this help nobody. */
const MAX_FOUND = 20;

interface Question {
  readonly request: AuthorizationRequest;
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
    request,
    situation: prepareSituation(request, null),
    action: readRequestedAction(request.action, facts),
    requested: readRequested(request, facts),
  };
  const ranked: Ranked[] = [];
  for (const { statements } of policies) {
    for (const statement of statements) {
      const found = statement.effect === 'Allow' ? consider(statement, question) : null;
      if (found !== null) ranked.push(found);
    }
  }
  ranked.sort((a, b) => a.distance - b.distance);
  return ranked.slice(0, MAX_FOUND).map(({ nearMiss }) => nearMiss);
}

/** The comparisons, in the order in which a difference is told; what is cheap and tells most comes first. */
const COMPARISONS: readonly ((statement: PreparedStatement, question: Question) => Compared)[] = [
  (statement, { situation }) => comparePrincipal(statement, situation),
  (statement, { action }) => compareAction(statement, action),
  (statement, { request, requested }) => compareResource(statement, request.context, requested),
  (statement, { request }) => compareConditions(statement, request.context),
];

function consider(statement: PreparedStatement, question: Question): Ranked | null {
  const misses: Miss[] = [];
  for (const compare of COMPARISONS) {
    const one = compare(statement, question);
    if (one === null) return null;
    if (one !== 'matched') misses.push(one);
  }
  const certain = misses.filter((miss) => miss.open !== true);
  const [first = misses[0], ...others] = certain;
  if (first === undefined || !isNear(certain)) return null;
  const wildcard = byWildcard(statement, question);
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

function byWildcard({ actions }: PreparedStatement, { situation }: Question): number {
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
