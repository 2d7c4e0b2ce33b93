import type { MissReason, NearMiss } from '../near-miss';

/** Why one element of a statement did not match, and how far it is from matching. */
export interface Miss {
  readonly failed: NearMiss['failed'];
  readonly reason: MissReason;
  readonly expected: string;
  readonly actual: string | null;
  readonly conditionKey?: string;
  /** 0: the same but for a formality. Up to {@link CLOSE}: meant for this request, by the look of it. */
  readonly distance: number;
  /** True when the element may match: a key is not known. */
  readonly open?: true;
}

/** `matched`, or a miss, or null when the element has nothing to do with the request. */
export type Compared = 'matched' | Miss | null;

/** Beyond this distance a miss counts only while everything else matches. */
export const CLOSE = 13;

/** Beyond this distance a resource has nothing to do with the requested one: `*` on the tables of another service. */
export const UNRELATED = 40;
