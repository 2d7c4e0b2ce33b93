import type { ContextValue } from './denial';

/** Condition key in lower case, with what is known of it. */
export type ContextEntry = readonly [string, ContextValue];

export const ABSENT: ContextValue = { state: 'absent' };
export const UNKNOWN: ContextValue = { state: 'unknown' };

/** A key with these values. */
export function known(...values: readonly string[]): ContextValue {
  return { state: 'known', values };
}

/** Known when there is a value, else unknown. */
export function ifKnown(value: string | null): ContextValue {
  return value === null ? UNKNOWN : known(value);
}

/** Known when there is a value, else certainly not in the request. */
export function orAbsent(value: string | null): ContextValue {
  return value === null ? ABSENT : known(value);
}
