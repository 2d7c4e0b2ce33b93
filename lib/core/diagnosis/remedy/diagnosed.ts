import type { Denial } from '../../denial/denial';
import type { Evidence } from '../../evidence/evidence';
import type { NearMiss } from '../../policy/near-miss';
import type { ServiceReference } from '../../service-reference/service-reference';
import type { Evaluated } from '../blockers';
import type { Remedy } from '../diagnosis';
import type { Conclusion } from '../verdict';
import { needsSecurityReview } from './risk';

/** Everything that a remedy is chosen from. */
export interface Diagnosed {
  readonly denial: Denial;
  readonly evidence: Evidence;
  readonly conclusion: Conclusion;
  readonly nearMisses: readonly NearMiss[];
  readonly evaluated: Evaluated | null;
  readonly reference: ServiceReference;
}

/** A rule answers, or leaves the case to the next one. */
export type Rule = (diagnosed: Diagnosed) => Remedy | null;

/** What to do where no policy is changed. */
export type Advice = Pick<Remedy, 'kind' | 'owner' | 'says'>;

/** A remedy without any change of a policy. */
export function withoutChanges({ denial, reference }: Diagnosed, advice: Advice): Remedy {
  return {
    ...advice,
    changes: [],
    proof: 'notProven',
    needsSecurityReview: denial.action !== null && needsSecurityReview(denial.action, reference),
  };
}
