import type { Denial } from '../../../lib/core/denial/denial';
import { explainDenial } from '../../../lib/core/diagnosis/explain';
import type { Explained } from '../../../lib/core/diagnosis/diagnosis';
import { completeRequest } from '../../../lib/core/evidence/context';
import type { CollectedFacts, Evidence } from '../../../lib/core/evidence/evidence';
import { serviceReference } from '../../../lib/core/service-reference/indexed-reference';
import { denialWith, type DenialParts } from '../evidence/denial';
import { collected, type CasePolicies } from '../policy/build';

/** What was collected about the caller and the resource, in the caller's own account. */
export function factsWith(
  policies: CasePolicies = {},
  more: Partial<CollectedFacts> = {},
): CollectedFacts {
  return {
    principalArn: 'arn:aws:iam::111122223333:role/orders-api',
    principalTags: new Map(),
    resourceArn: null,
    resourceAccountId: '111122223333',
    resourceTags: null,
    principalOrganization: null,
    resourceOrganization: null,
    policies: collected(policies),
    takenAt: '2026-11-20T09:00:00Z',
    recentChanges: [],
    gaps: [],
    ...more,
  };
}

/** The evidence of a denial: its request completed by the facts, and nothing that AWS said besides. */
export function evidenceOf(
  denial: Denial,
  facts: CollectedFacts | null,
  more: Partial<Evidence> = {},
): Evidence {
  return {
    request: completeRequest(denial, facts, new Map(), serviceReference),
    authorizationDetails: null,
    decodedMessage: null,
    simulation: null,
    facts,
    gaps: [],
    incomplete: false,
    ...more,
  };
}

/** Explains a denial of role `orders-api` against some policies. */
export function explain(
  parts: DenialParts,
  facts: CollectedFacts | null,
  more: Partial<Evidence> = {},
): Explained {
  const denial = denialWith(parts);
  return explainDenial(denial, evidenceOf(denial, facts, more), serviceReference);
}
