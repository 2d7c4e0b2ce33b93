import type { ContextEntry, ContextKeyTypeEnum } from '@aws-sdk/client-iam';
import type { RequestContext } from '../../core/policy/request';
import keyTypes from './context-key-types.json';

type ScalarType = 'string' | 'numeric' | 'boolean' | 'date' | 'ip';

/** How the simulator wants one type of value: its two names, and what a value must look like. */
interface TypeRule {
  readonly scalar: ContextKeyTypeEnum;
  readonly list: ContextKeyTypeEnum;
  /** A value that does not look so makes the whole call fail: it is sent as a string instead. */
  readonly accepts: (value: string) => boolean;
}

const RULES: Readonly<Record<ScalarType, TypeRule>> = {
  string: { scalar: 'string', list: 'stringList', accepts: () => true },
  numeric: {
    scalar: 'numeric',
    list: 'numericList',
    accepts: (value) => /^-?\d{1,18}(?:\.\d{1,18})?$/.test(value),
  },
  boolean: {
    scalar: 'boolean',
    list: 'booleanList',
    accepts: (value) => value === 'true' || value === 'false',
  },
  date: {
    scalar: 'date',
    list: 'dateList',
    accepts: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value),
  },
  ip: {
    scalar: 'ip',
    list: 'ipList',
    accepts: (value) =>
      /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}:[0-9a-f:.]{1,45})(?:\/\d{1,3})?$/i.test(value),
  },
};

/** Lower-case key -> type, for the keys that are not strings. */
const SCALAR_TYPES: ReadonlyMap<string, ScalarType> = new Map([
  ...keyTypes.numeric.map((key) => [key, 'numeric'] as const),
  ...keyTypes.boolean.map((key) => [key, 'boolean'] as const),
  ...keyTypes.date.map((key) => [key, 'date'] as const),
  ...keyTypes.ip.map((key) => [key, 'ip'] as const),
]);
const LIST_KEYS: ReadonlySet<string> = new Set(keyTypes.list);

/** Longest and shortest name that the API takes. */
const MIN_NAME = 5;
const MAX_NAME = 256;

/**
 * The known keys of a request as the simulator takes them. Absent and unknown keys are not sent:
 * the simulator knows no difference, so an answer that depends on an unknown key lists it as missing.
 *
 * Follows: IAM API Reference, ContextEntry; the types are those of the Service Authorization Reference.
 */
export function contextEntries(context: RequestContext): readonly ContextEntry[] {
  const entries: ContextEntry[] = [];
  for (const [key, value] of context.entries()) {
    if (value.state !== 'known' || value.values.length === 0) continue;
    if (key.length < MIN_NAME || key.length > MAX_NAME) continue;
    entries.push({
      ContextKeyName: key,
      ContextKeyType: typeOf(key, value.values),
      ContextKeyValues: [...value.values],
    });
  }
  return entries;
}

function typeOf(key: string, values: readonly string[]): ContextKeyTypeEnum {
  const lowerCase = key.toLowerCase();
  const rule = RULES[SCALAR_TYPES.get(lowerCase) ?? 'string'];
  const fitting = values.every(rule.accepts) ? rule : RULES.string;
  return values.length > 1 || LIST_KEYS.has(lowerCase) ? fitting.list : fitting.scalar;
}
