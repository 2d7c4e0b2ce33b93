import type { StatementRef } from './layer';

/** Why an Allow statement did not match, in a closed vocabulary. Part of the explain contract. */
export const MISS_REASONS = [
  'objectNeedsKeyPattern',
  'bucketActionOnObjectArn',
  's3ArnHasRegionOrAccount',
  'missingTypePrefix',
  'subResource',
  'secretSuffix',
  'keyAlias',
  'pathDiffers',
  'regionDiffers',
  'accountDiffers',
  'partitionDiffers',
  'serviceDiffers',
  'caseDiffers',
  'nameDiffers',
  'excludedByNotResource',
  'needsStar',
  'similarAction',
  'excludedByNotAction',
  'valueDiffers',
  'keyMissing',
  'keyUnknown',
  'principalNotListed',
  'accountNotTrusted',
  'serviceNotTrusted',
  'providerNotTrusted',
] as const;

/** See {@link MISS_REASONS}. */
export type MissReason = (typeof MISS_REASONS)[number];

/** An Allow statement that almost matched. */
export interface NearMiss {
  readonly statement: StatementRef;
  readonly failed: 'action' | 'resource' | 'condition' | 'principal';
  readonly reason: MissReason;
  /** What the statement asks for. */
  readonly expected: string;
  /** What the request had; null when it had nothing or it is not known. */
  readonly actual: string | null;
  /** The condition key (or the variable's, in a resource), as the statement writes it, where `reason` is about a key. */
  readonly conditionKey?: string;
  /** What else of the statement certainly does not match; absent when `failed` is all. */
  readonly alsoFailed?: readonly NearMiss['failed'][];
  /** Keys that are not known and on which the rest of the statement depends; absent when there are none. */
  readonly unknownKeys?: readonly string[];
}

export type { ActionFacts } from './near-miss/facts';
export { describeNearMiss } from './near-miss/describe';
export { findNearMisses } from './near-miss/find';
export { exactPattern, mendStatement } from './near-miss/mend';
