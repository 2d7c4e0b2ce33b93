import type { PreparedPolicy } from './prepare';

/**
 * What was collected of one layer.
 *
 * - `complete`: everything there is (an empty list means "there are none").
 * - `partial`: some of it; `gaps` names what is missing. More policies may allow or deny.
 * - `missing`: nothing was collected; `gaps` says why and what it would take. Of a resource whose owner is
 *   not known, `noneInCallersAccount` says that the caller's account has no policy for it: it carries
 *   none, or it belongs to another account.
 */
export type Collected<T> =
  | { readonly status: 'complete'; readonly value: T }
  | { readonly status: 'partial'; readonly value: T; readonly gaps: readonly string[] }
  | {
      readonly status: 'missing';
      readonly gaps: readonly string[];
      readonly noneInCallersAccount?: true;
    };

/**
 * All policies that matter for one request, by layer. `null` inside a collected value means that
 * the layer does not take part (no boundary is set, no session policy was passed, the account is
 * in no organization, the request did not go through a VPC endpoint, the resource has no policy).
 */
export interface CollectedPolicies {
  /** The user's or role's own policies and those of the user's groups. */
  readonly identity: Collected<readonly PreparedPolicy[]>;
  readonly boundary: Collected<PreparedPolicy | null>;
  readonly session: Collected<readonly PreparedPolicy[] | null>;
  /** Levels from the root over the OUs to the account of the caller; each level has at least one policy. */
  readonly scp: Collected<readonly (readonly PreparedPolicy[])[] | null>;
  /** Levels from the root over the OUs to the account of the resource. */
  readonly rcp: Collected<readonly (readonly PreparedPolicy[])[] | null>;
  readonly resource: Collected<PreparedPolicy | null>;
  readonly vpcEndpoint: Collected<PreparedPolicy | null>;
}
