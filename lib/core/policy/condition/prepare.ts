import { closestWord } from '../similar';
import type { Operator, PreparedValue, ValueOperator } from './operator';
import { OPERATORS } from './operators';

/** How a multivalued key is compared: not at all, every value, or at least one. */
export type SetOperator = 'none' | 'all' | 'any';

interface Written {
  /** The operator as the policy writes it, prefix and `IfExists` included. */
  readonly operatorText: string;
  /** The condition key as the policy writes it. */
  readonly keyText: string;
  /** The condition key in lower case, as the request context has it. */
  readonly key: string;
  /** The values as the policy writes them. */
  readonly expected: readonly string[];
  /** Those of the values that are not of the operator's type. */
  readonly invalid: readonly string[];
}

/** One operator and key with its values: compared by value, or only asked whether the key is there. */
export type PreparedCondition =
  | (Written & {
      readonly kind: 'value';
      readonly operator: ValueOperator;
      readonly set: SetOperator;
      readonly ifExists: boolean;
      readonly values: readonly PreparedValue[];
      /** True when a value does not parse or has variables: then the whole condition may be void. */
      readonly mayBeVoid: boolean;
    })
  | (Written & {
      readonly kind: 'presence';
      /** Which states of the key fulfil the condition. */
      readonly missingFulfils: boolean;
      readonly presentFulfils: boolean;
    });

/** A `Condition` block, prepared once and evaluated many times. */
export interface PreparedConditions {
  /** All must hold. Empty when the statement has no condition. */
  readonly all: readonly PreparedCondition[];
  /** Every condition key used, as the policy writes it, variables in values included; no doubles. */
  readonly keys: readonly string[];
}

/** A prepared block, or one sentence that says what is wrong with it. */
export type PrepareResult =
  | { readonly ok: true; readonly conditions: PreparedConditions }
  | { readonly ok: false; readonly error: string };

const NO_CONDITIONS: PreparedConditions = { all: [], keys: [] };
const BY_NAME: ReadonlyMap<string, Operator> = new Map(
  OPERATORS.map((operator) => [operator.name.toLowerCase(), operator]),
);
const NAMES = OPERATORS.map((operator) => operator.name);
const SET_PREFIXES: ReadonlyMap<string, SetOperator> = new Map([
  ['forallvalues', 'all'],
  ['foranyvalue', 'any'],
]);
const IF_EXISTS = 'ifexists';

/**
 * Reads a `Condition` block. `variables` is true for `Version` 2012-10-17. Names of operators and
 * keys are taken in any case.
 *
 * A value that is not of its operator's type is no error, because AWS accepts the policy: such a
 * value matches nothing, and a negated operator with one is never fulfilled. The explanation names it.
 *
 * Follows: IAM User Guide, "IAM JSON policy elements: Condition".
 */
export function prepareConditions(condition: unknown, variables: boolean): PrepareResult {
  if (condition === undefined) return { ok: true, conditions: NO_CONDITIONS };
  if (!isObject(condition)) return fail(`Condition must be an object, found ${kindOf(condition)}`);
  const all: PreparedCondition[] = [];
  for (const [operatorText, block] of Object.entries(condition)) {
    const read = readOperator(operatorText);
    if (typeof read === 'string') return fail(read);
    if (!isObject(block)) {
      return fail(
        `Condition ${quote(operatorText)} must be an object of keys, found ${kindOf(block)}`,
      );
    }
    for (const [keyText, raw] of Object.entries(block)) {
      const expected = readValues(raw);
      if (expected === null) return fail(badValues(operatorText, keyText, raw));
      all.push(prepareOne(read, { operatorText, keyText, expected }, variables));
    }
  }
  return {
    ok: true,
    conditions: {
      all,
      get keys() {
        return keysOf(all);
      },
    },
  };
}

interface ReadOperator {
  readonly operator: Operator;
  readonly set: SetOperator;
  readonly ifExists: boolean;
}

function readOperator(text: string): ReadOperator | string {
  const colon = text.indexOf(':');
  const set = colon < 0 ? 'none' : SET_PREFIXES.get(text.slice(0, colon).toLowerCase());
  if (set === undefined) {
    return `Condition operator ${quote(text)} has an unknown prefix; expected ForAllValues or ForAnyValue`;
  }
  const name = text.slice(colon + 1);
  const lowered = name.toLowerCase();
  const plain = BY_NAME.get(lowered);
  if (plain !== undefined) return { operator: plain, set, ifExists: false };
  const shortened = lowered.endsWith(IF_EXISTS) ? lowered.slice(0, -IF_EXISTS.length) : '';
  const operator = BY_NAME.get(shortened);
  if (operator?.kind === 'value') return { operator, set, ifExists: true };
  if (operator !== undefined)
    return `Condition operator Null does not take IfExists; found ${quote(text)}`;
  const near = closestWord(name, NAMES);
  return `Condition operator ${quote(text)} does not exist${near === null ? '' : `; did you mean ${near}?`}`;
}

function prepareOne(
  read: ReadOperator,
  written: Pick<Written, 'operatorText' | 'keyText' | 'expected'>,
  variables: boolean,
): PreparedCondition {
  const key = written.keyText.toLowerCase();
  const { operator, set, ifExists } = read;
  if (operator.kind === 'presence') {
    const answers = written.expected.map(operator.mustBeMissing);
    return {
      kind: 'presence',
      ...written,
      key,
      invalid: written.expected.filter((_, at) => answers[at] === null),
      missingFulfils: answers.includes(true),
      presentFulfils: answers.includes(false),
    };
  }
  return new ValueCondition(written, key, { operator, set, ifExists }, variables);
}

/** Its values are prepared when the condition is first asked: most conditions never are. */
class ValueCondition {
  readonly kind = 'value';
  readonly operatorText: string;
  readonly keyText: string;
  readonly key: string;
  readonly expected: readonly string[];
  readonly operator: ValueOperator;
  readonly set: SetOperator;
  readonly ifExists: boolean;
  readonly #variables: boolean;
  #prepared: PreparedValues | null = null;

  constructor(
    written: Pick<Written, 'operatorText' | 'keyText' | 'expected'>,
    key: string,
    read: ReadOperator & { readonly operator: ValueOperator },
    variables: boolean,
  ) {
    this.operatorText = written.operatorText;
    this.keyText = written.keyText;
    this.expected = written.expected;
    this.key = key;
    this.operator = read.operator;
    this.set = read.set;
    this.ifExists = read.ifExists;
    this.#variables = variables;
  }

  get values(): readonly PreparedValue[] {
    return this.#ready().values;
  }

  get invalid(): readonly string[] {
    return this.#ready().invalid;
  }

  get mayBeVoid(): boolean {
    return this.#ready().mayBeVoid;
  }

  #ready(): PreparedValues {
    this.#prepared ??= prepareValues(this.operator, this.expected, this.#variables);
    return this.#prepared;
  }
}

interface PreparedValues {
  readonly values: readonly PreparedValue[];
  readonly invalid: readonly string[];
  readonly mayBeVoid: boolean;
}

function prepareValues(
  operator: ValueOperator,
  expected: readonly string[],
  variables: boolean,
): PreparedValues {
  const prepared = expected.map((text) => operator.prepare(text, variables));
  const invalid = expected.filter((_, at) => prepared[at] === null);
  const values = prepared.filter((value) => value !== null);
  const mayBeVoid = invalid.length > 0 || values.some((value) => value.variables !== null);
  return { values, invalid, mayBeVoid };
}

function keysOf(all: readonly PreparedCondition[]): readonly string[] {
  const keys = new Map<string, string>();
  const add = (key: string): void => {
    if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
  };
  for (const condition of all) {
    add(condition.keyText);
    if (condition.kind === 'presence') continue;
    for (const value of condition.values) value.variables?.variables.forEach(add);
  }
  return [...keys.values()];
}

function readValues(raw: unknown): readonly string[] | null {
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const texts: string[] = [];
  for (const value of list) {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'number' || typeof value === 'boolean') texts.push(String(value));
    else return null;
  }
  return texts;
}

function badValues(operatorText: string, keyText: string, raw: unknown): string {
  const found = Array.isArray(raw) ? 'a list that holds something else' : kindOf(raw);
  return `Condition ${quote(operatorText)} on ${quote(keyText)} must have a string, number or boolean, or a list of these; found ${found}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** Names come from a document that anybody may have written: cut to a length fit for an error. */
function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function fail(error: string): PrepareResult {
  return { ok: false, error };
}
