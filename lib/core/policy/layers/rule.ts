import type { CollectedPolicies } from '../collected';
import type { Tri } from '../evaluation';
import type { Finding } from '../finding';
import type { Layer } from '../layer';
import type { PrincipalMatch } from '../principal-match';
import type { Situation } from '../situation';

/** What the resource-based policy grants to the caller, by the name under which it does. */
export type Grants = PrincipalMatch;

/** One policy layer: how its policies are read, and when a missing Allow of it stops a request. */
export interface LayerRule {
  readonly layer: Layer;
  /** What the layer's policies say; null when the layer takes no part in this request. */
  find(situation: Situation, policies: CollectedPolicies): Finding | null;
  /** Whether the request stops here because the layer does not allow it. A Deny always stops it. */
  lacksAllow(finding: Finding, situation: Situation, grants: Grants): Tri;
}
