import type { Tri } from '../evaluation';
import { isUnresolvable } from '../pattern';
import type { RequestContext } from '../request';
import type { PreparedCondition, PreparedConditions } from './prepare';

type ValueCondition = PreparedCondition & { readonly kind: 'value' };

/**
 * Whether a request fulfils every condition of a block: `no` as soon as one certainly fails,
 * `unknown` while one depends on a key that is not known.
 *
 * - A missing key fails a positive operator and fulfils a negated one, `…IfExists` and
 *   `ForAllValues`; it fails `ForAnyValue` even when negated. A key with no value counts as missing.
 * - A key with several values never fulfils an operator without `ForAllValues` or `ForAnyValue`.
 * - A variable without value, or a value that is not of the operator's type, matches nothing and
 *   makes a negated operator fail as well.
 *
 * Follows: IAM User Guide, "Conditions with multiple context keys or values" and "Single-valued vs.
 * multivalued context keys".
 */
export function evaluateConditions(conditions: PreparedConditions, context: RequestContext): Tri {
  let result: Tri = 'yes';
  for (const condition of conditions.all) {
    const one = evaluateCondition(condition, context);
    if (one === 'no') return 'no';
    if (one === 'unknown') result = 'unknown';
  }
  return result;
}

/** The same for one operator and key. */
export function evaluateCondition(condition: PreparedCondition, context: RequestContext): Tri {
  const value = context.get(condition.key);
  if (value === undefined || value.state === 'unknown') return whenUnknown(condition, context);
  if (value.state === 'absent' || value.values.length === 0) return whenMissing(condition, context);
  if (condition.kind === 'presence') return condition.presentFulfils ? 'yes' : 'no';
  return whenPresent(condition, value.values, context);
}

function whenPresent(
  condition: ValueCondition,
  actual: readonly string[],
  context: RequestContext,
): Tri {
  if (condition.set === 'none' && actual.length > 1) return 'no';
  const any = condition.set === 'any';
  let result: Tri = any ? 'no' : 'yes';
  for (const value of actual) {
    const one = compare(condition, value, context);
    if (one === (any ? 'yes' : 'no')) return one;
    if (one === 'unknown') result = 'unknown';
  }
  return result;
}

/** One value of the request against all values of the policy. */
function compare(condition: ValueCondition, actual: string, context: RequestContext): Tri {
  let matched: Tri = 'no';
  for (const value of condition.values) {
    const one = value.matches(actual, context);
    if (one === 'yes') {
      matched = 'yes';
      break;
    }
    if (one === 'unknown') matched = 'unknown';
  }
  return condition.operator.negated ? negate(condition, matched, context) : matched;
}

function negate(condition: ValueCondition, matched: Tri, context: RequestContext): Tri {
  if (matched === 'yes') return 'no';
  const empty = isVoid(condition, context);
  if (empty === 'yes') return 'no';
  return matched === 'no' && empty === 'no' ? 'yes' : 'unknown';
}

/** Whether a value of the policy cannot be used: it does not parse, or has a variable without value. */
function isVoid(condition: ValueCondition, context: RequestContext): Tri {
  if (!condition.mayBeVoid) return 'no';
  if (condition.invalid.length > 0) return 'yes';
  let result: Tri = 'no';
  for (const { variables } of condition.values) {
    const one = variables === null ? 'no' : isUnresolvable(variables, context);
    if (one === 'yes') return 'yes';
    if (one === 'unknown') result = 'unknown';
  }
  return result;
}

function whenMissing(condition: PreparedCondition, context: RequestContext): Tri {
  if (condition.kind === 'presence') return condition.missingFulfils ? 'yes' : 'no';
  if (condition.operator.negated) {
    const empty = isVoid(condition, context);
    const fulfilled = condition.ifExists || condition.set !== 'any';
    if (empty === 'yes' || !fulfilled) return 'no';
    return empty === 'no' ? 'yes' : 'unknown';
  }
  return condition.ifExists || condition.set === 'all' ? 'yes' : 'no';
}

/** `unknown`, unless every possible value, and the missing key too, give the same answer. */
function whenUnknown(condition: PreparedCondition, context: RequestContext): Tri {
  if (condition.kind === 'presence') {
    const { missingFulfils, presentFulfils } = condition;
    return missingFulfils !== presentFulfils ? 'unknown' : missingFulfils ? 'yes' : 'no';
  }
  const missing = whenMissing(condition, context);
  return missing === whenAnyPresent(condition, context) ? missing : 'unknown';
}

/** What every present value gives, however many there are; `unknown` when they differ. */
function whenAnyPresent(condition: ValueCondition, context: RequestContext): Tri {
  const { negated } = condition.operator;
  if (negated && isVoid(condition, context) === 'yes') return 'no';
  if (condition.values.some((value) => value.always)) {
    if (negated) return 'no';
    return condition.set === 'none' ? 'unknown' : 'yes';
  }
  return !negated && condition.values.every((value) => isUnusable(value.variables, context))
    ? 'no'
    : 'unknown';
}

function isUnusable(
  variables: ValueCondition['values'][number]['variables'],
  context: RequestContext,
): boolean {
  return variables !== null && isUnresolvable(variables, context) === 'yes';
}
