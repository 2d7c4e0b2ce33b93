import type { Layer, StatementRef } from './layer';

/** Three-valued logic: `unknown` where a context value or a policy was not known. */
export type Tri = 'yes' | 'no' | 'unknown';

/** What one layer says about a request, and whether that stops the request. */
export interface LayerVerdict {
  readonly layer: Layer;
  /**
   * - `allow`, `explicitDeny`, `implicitDeny`: what the layer's policies say.
   * - `unknown`: it depends on a context key that is not known, or on a policy that was not collected.
   * - `notApplicable`: the layer does not take part in this request.
   */
  readonly says: 'allow' | 'explicitDeny' | 'implicitDeny' | 'unknown' | 'notApplicable';
  /** Whether this layer stops the request, with the other layers taken into account (an identity layer that does not allow is no blocker where the resource policy grants to the user itself). */
  readonly blocks: Tri;
  /** The Deny statements that certainly match. */
  readonly denies: readonly StatementRef[];
  /** The Allow statements that certainly match. */
  readonly allows: readonly StatementRef[];
  /** Deny statements that match if the unknown keys have the right values. */
  readonly possibleDenies: readonly StatementRef[];
  /** Allow statements that match if the unknown keys have the right values. */
  readonly possibleAllows: readonly StatementRef[];
  /** Condition keys (as written in the policy) whose unknown value left the answer open. */
  readonly unknownKeys: readonly string[];
  /** What was not collected of this layer. */
  readonly gaps: readonly string[];
  /** True when the layer was completely collected and has no policy at all. */
  readonly empty: boolean;
}

/** The result for one request: a verdict of every layer, in the order of `LAYERS`. */
export interface Evaluation {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny' | 'unknown';
  readonly layers: readonly LayerVerdict[];
}
