import type { Remedy } from '../../../lib/core/diagnosis/diagnosis';
import type { StoredDiagnosis } from '../../../lib/core/group/store';
import { denialWith } from '../evidence/denial';

export const ROLE = 'arn:aws:iam::111122223333:role/orders-api';

/** A stored diagnosis whose remedy is a new inline policy with these statements. */
export function grants(
  statements: readonly object[],
  remedy: Partial<Remedy> = {},
  gaps: readonly string[] = [],
): StoredDiagnosis {
  return {
    denial: denialWith({}),
    explained: {
      diagnosis: {
        verdict: 'implicitDeny',
        layer: 'identity',
        cause: 'missingAction',
        blockers: [],
        nearMisses: [],
        confidence: 'confirmed',
        evidence: [],
        gaps,
      },
      remedy: {
        kind: 'grant',
        changes: statements.map((statement) => ({
          do: 'addStatement' as const,
          policy: { layer: 'identity' as const, arn: null, name: null, attachedTo: ROLE },
          statement,
        })),
        proof: 'evaluated',
        owner: 'whoever administers the role',
        says: 'Add a statement.',
        needsSecurityReview: false,
        ...remedy,
      },
      why: 'No identity-based policy allows it.',
    },
    at: '2026-11-25T10:00:05.000Z',
    incomplete: false,
    recentChanges: [],
  };
}
