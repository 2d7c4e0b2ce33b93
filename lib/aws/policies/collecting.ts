import type { Collected } from '../../core/policy/collected';

/** A layer that takes no part in the request. */
export const NOT_APPLICABLE = { status: 'complete', value: null } as const;

/** A layer of which nothing was collected, and why. */
export function missing(gap: string): { status: 'missing'; gaps: readonly string[] } {
  return { status: 'missing', gaps: [gap] };
}

/** What was gathered of a layer: complete only when nothing is missing. */
export function collected<T>(value: T, gaps: readonly string[]): Collected<T> {
  return gaps.length === 0 ? { status: 'complete', value } : { status: 'partial', value, gaps };
}
