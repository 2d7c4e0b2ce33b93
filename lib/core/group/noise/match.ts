import { compileGlob, matchGlob } from '../../policy/glob';
import { tokenize } from '../../policy/variables';
import type { NoiseCondition, NoiseMatch, NoiseTest } from './entry';
import { valueAt } from './fields';

/** A value of a record, as conditions see it. */
type Value = string | boolean;

/**
 * Prepares the match of an entry.
 *
 * @returns whether a record, as it was read, meets all conditions; a missing field meets none. Time:
 *   linear in the values.
 */
export function prepareMatch(match: NoiseMatch): (raw: unknown) => boolean {
  const conditions = Object.entries(match).map(([field, condition]) => ({
    path: field.split('.'),
    holds: prepareCondition(condition),
  }));
  return (raw) =>
    conditions.every(({ path, holds }) => {
      const value = valueAt(raw, path);
      return value !== undefined && holds(value);
    });
}

function prepareCondition(condition: NoiseCondition): (value: Value) => boolean {
  if (typeof condition !== 'object' || !('not' in condition)) return prepareTest(condition);
  const holds = prepareTest(condition.not);
  return (value) => !holds(value);
}

function prepareTest(test: NoiseTest): (value: Value) => boolean {
  if (typeof test !== 'object') return (value) => value === test;
  if ('prefix' in test) return ofText((text) => text.startsWith(test.prefix));
  if ('suffix' in test) return ofText((text) => text.endsWith(test.suffix));
  const glob = compileGlob(tokenize(test.wildcard, { variables: false, wildcards: true }));
  return ofText((text) => matchGlob(glob, text));
}

function ofText(holds: (text: string) => boolean): (value: Value) => boolean {
  return (value) => typeof value === 'string' && holds(value);
}

/** A match in words: `eventSource is s3.amazonaws.com, eventName begins with Head`. */
export function matchWords(match: NoiseMatch): string {
  return Object.entries(match)
    .map(([field, condition]) => `${field} ${conditionWords(condition)}`)
    .join(', ');
}

function conditionWords(condition: NoiseCondition): string {
  if (typeof condition !== 'object') return `is ${String(condition)}`;
  if ('not' in condition) return `is there and not: ${conditionWords(condition.not)}`;
  if ('prefix' in condition) return `begins with ${condition.prefix}`;
  if ('suffix' in condition) return `ends with ${condition.suffix}`;
  return `is like ${condition.wildcard}`;
}
