import type { Tri } from '../evaluation';
import { isUnresolvable, showPattern, unknownVariables } from '../pattern';
import type { ContextValue, RequestContext } from '../request';
import { evaluateCondition } from './evaluate';
import type { PreparedCondition, PreparedConditions } from './prepare';

/** Why a condition could not hold whatever the request, besides a plain difference of values. */
export type ConditionProblem =
  /** Values of the policy that are not of the operator's type. */
  | { readonly kind: 'invalidValues'; readonly values: readonly string[] }
  /** Variables without value in this request and without default. */
  | { readonly kind: 'unresolvedVariables'; readonly names: readonly string[] }
  /** The key has several values, the operator is none for sets. */
  | { readonly kind: 'severalValues' };

/** One operator and key of a condition block, compared with a request. */
export interface ConditionExplanation {
  /** As the policy writes it, with `ForAllValues:` and `IfExists`. */
  readonly operator: string;
  /** As the policy writes it. */
  readonly key: string;
  /** The values of the policy, known variables replaced. */
  readonly expected: readonly string[];
  readonly actual: ContextValue;
  readonly result: Tri;
  /** Keys that left the result open: the key itself or variables in the values; as written. Empty unless `result` is `unknown`. */
  readonly unknownKeys: readonly string[];
  readonly problem: ConditionProblem | null;
}

const UNKNOWN: ContextValue = { state: 'unknown' };

/** Every operator and key of the block with what it wants, what the request has and the result. */
export function explainConditions(
  conditions: PreparedConditions,
  context: RequestContext,
): readonly ConditionExplanation[] {
  return conditions.all.map((condition) => explainCondition(condition, context));
}

/** The same for one operator and key. */
export function explainCondition(
  condition: PreparedCondition,
  context: RequestContext,
): ConditionExplanation {
  const actual = context.get(condition.key) ?? UNKNOWN;
  const result = evaluateCondition(condition, context);
  return {
    operator: condition.operatorText,
    key: condition.keyText,
    expected: expectedOf(condition, context),
    actual,
    result,
    unknownKeys: result === 'unknown' ? unknownKeysOf(condition, actual, context) : [],
    problem: result === 'no' ? problemOf(condition, actual, context) : null,
  };
}

function expectedOf(condition: PreparedCondition, context: RequestContext): readonly string[] {
  if (condition.kind === 'presence' || !condition.mayBeVoid) return condition.expected;
  const shown = condition.values.flatMap((value) =>
    value.variables === null
      ? []
      : [[value.variables.text, showPattern(value.variables, context)] as const],
  );
  const replaced = new Map(shown);
  return condition.expected.map((text) => replaced.get(text) ?? text);
}

function unknownKeysOf(
  condition: PreparedCondition,
  actual: ContextValue,
  context: RequestContext,
): readonly string[] {
  const own = actual.state === 'unknown' ? [condition.keyText] : [];
  if (condition.kind === 'presence') return own;
  const variables = condition.values.flatMap((value) =>
    value.variables === null ? [] : unknownVariables(value.variables, context),
  );
  return [...new Set([...own, ...variables])];
}

function problemOf(
  condition: PreparedCondition,
  actual: ContextValue,
  context: RequestContext,
): ConditionProblem | null {
  if (condition.invalid.length > 0) return { kind: 'invalidValues', values: condition.invalid };
  if (condition.kind === 'presence') return null;
  const names = condition.values.flatMap(({ variables }) =>
    variables !== null && isUnresolvable(variables, context) === 'yes' ? variables.variables : [],
  );
  if (names.length > 0) return { kind: 'unresolvedVariables', names: [...new Set(names)] };
  const several = actual.state === 'known' && actual.values.length > 1 && condition.set === 'none';
  return several ? { kind: 'severalValues' } : null;
}
