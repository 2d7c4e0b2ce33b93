import type { Tri } from '../evaluation';
import type { Pattern } from '../pattern';
import type { RequestContext } from '../request';

/** One value of a condition, as the policy has it, ready to be compared with a value of the request. */
export interface PreparedValue {
  /** Whether the request's value matches, before any negation. */
  readonly matches: (value: string, context: RequestContext) => Tri;
  /** The pattern whose variables may have no value in a request; null when there are none. */
  readonly variables: Pattern | null;
  /** True when every value matches (`StringLike` with `*`). */
  readonly always: boolean;
}

/** An operator that compares values: all but `Null`. */
export interface ValueOperator {
  readonly kind: 'value';
  /** As AWS spells it, without set prefix and without `IfExists`. */
  readonly name: string;
  /** True for the `…Not…` operators: no value may match, and a missing key fulfils them. */
  readonly negated: boolean;
  /**
   * Prepares one policy value; null when it is not of the operator's type (`NumericEquals` with
   * `"abc"`). `variables` is true for `Version` 2012-10-17.
   */
  readonly prepare: (text: string, variables: boolean) => PreparedValue | null;
}

/** `Null`: asks whether the key is there at all. */
export interface PresenceOperator {
  readonly kind: 'presence';
  readonly name: string;
  /** Whether the key must be missing; null when the value is neither true nor false. */
  readonly mustBeMissing: (text: string) => boolean | null;
}

/** A condition operator of the IAM policy language. */
export type Operator = ValueOperator | PresenceOperator;

/** The same comparison, turned around, under AWS's name for it. */
export function negationOf(operator: ValueOperator, name: string): ValueOperator {
  return { ...operator, name, negated: true };
}

/** A value that compares without variables. */
export function fixedValue(holds: (value: string) => boolean): PreparedValue {
  return {
    matches: (value) => (holds(value) ? 'yes' : 'no'),
    variables: null,
    always: false,
  };
}

/**
 * An operator that reads both sides as one type (number, date, address) and compares them. A value
 * of the request that is not of the type does not match.
 */
export function comparison<T>(
  name: string,
  parse: (text: string) => T | null,
  holds: (actual: T, wanted: T) => boolean,
): ValueOperator {
  return {
    kind: 'value',
    name,
    negated: false,
    prepare: (text) => {
      const wanted = parse(text);
      if (wanted === null) return null;
      return fixedValue((value) => {
        const actual = parse(value);
        return actual !== null && holds(actual, wanted);
      });
    },
  };
}
