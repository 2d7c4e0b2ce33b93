import type { Looked } from '../../core/evidence/evidence';

/** Who carries a policy. */
export interface PolicyOwner {
  readonly kind: 'user' | 'group' | 'role';
  readonly name: string;
  readonly arn: string;
}

/** One policy as it is stored, with its text: positions that the simulator reports refer to it. */
export interface StoredPolicy {
  readonly owner: PolicyOwner;
  readonly name: string;
  /** Null for an inline policy. */
  readonly arn: string | null;
  readonly text: string;
  /** ISO 8601: since when the default version is the one it is; null for an inline policy, of which IAM does not say. */
  readonly changedAt: string | null;
}

/** What `GetUser` or `GetRole` says. */
export interface PrincipalDetails {
  /** Canonical, with the path. */
  readonly arn: string;
  /** `AIDA…` or `AROA…`. */
  readonly id: string;
  /** ISO 8601; null when IAM did not say. */
  readonly createdAt: string | null;
  readonly tags: ReadonlyMap<string, string>;
  readonly boundaryArn: string | null;
  /** JSON text of a role's trust policy; null for a user. */
  readonly trustPolicy: string | null;
}

/** A user or role, as far as it could be read. */
export interface IamPrincipal {
  readonly kind: 'user' | 'role';
  readonly name: string;
  /** The canonical ARN, or the one that was asked for where the details could not be read. */
  readonly arn: string;
  readonly details: Looked<PrincipalDetails>;
  /** Own inline and attached policies, and those of a user's groups. */
  readonly policies: readonly StoredPolicy[];
  /** What is missing from `policies`. */
  readonly policyGaps: readonly string[];
  /** Null when no boundary is set. */
  readonly boundary: Looked<StoredPolicy | null>;
  /** Milliseconds since the epoch: everything above was read at this time or later. */
  readonly readAt: number;
}

/** What reading a user or role gave: IAM can also say that there is none of that name. */
export type PrincipalLookup =
  | { readonly status: 'found'; readonly principal: IamPrincipal }
  | { readonly status: 'deleted'; readonly arn: string }
  | { readonly status: 'notAPrincipal'; readonly arn: string };
