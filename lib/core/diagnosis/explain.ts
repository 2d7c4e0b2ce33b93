import type { Denial } from '../denial/denial';
import type { Evidence } from '../evidence/evidence';
import type { ServiceReference } from '../service-reference/service-reference';
import { evaluateEvidence } from './blockers';
import type { Explained } from './diagnosis';
import { gapsOf } from './gaps';
import { nearMissesOf } from './near-misses';
import { chooseRemedy } from './remedy/remedy';
import { evidenceSays } from './said';
import { whatAwsSaid } from './stated';
import { conclude } from './verdict';
import { whyDenied } from './why';

/**
 * Diagnoses one denial from its evidence: verdict, layer, cause, everything else that blocks, what
 * nearly matched, what to do, and how sure all that is. Pure: the same evidence gives the same answer.
 */
export function explainDenial(
  denial: Denial,
  evidence: Evidence,
  reference: ServiceReference,
): Explained {
  const stated = whatAwsSaid(denial, evidence);
  const evaluated = denial.setting === null ? evaluateEvidence(evidence) : null;
  const conclusion = conclude(denial, evidence, stated, evaluated);
  const nearMisses = nearMissesOf(conclusion.blockers, evaluated, reference);
  return {
    diagnosis: {
      ...conclusion,
      nearMisses,
      evidence: evidenceSays(denial, evidence, stated, evaluated, conclusion.verdict),
      gaps: gapsOf(denial, evidence, conclusion, evaluated, nearMisses),
    },
    remedy: chooseRemedy({ denial, evidence, conclusion, nearMisses, evaluated, reference }),
    why: whyDenied(denial, conclusion, nearMisses, evaluated),
  };
}
