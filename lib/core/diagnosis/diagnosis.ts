import type { Layer, PolicyRef, StatementRef } from '../policy/layer';
import type { NearMiss } from '../policy/near-miss';

/** Why a layer blocks. Part of the explain contract. */
export type Cause =
  | 'explicitDeny'
  | 'missingAction'
  | 'resourceMismatch'
  | 'conditionMismatch'
  | 'principalMismatch'
  | 'noPolicy'
  | 'setting'
  | 'policyChanged'
  | 'unknown';

/** The kinds of evidence, strongest first. Part of the explain contract. */
export type EvidenceSource =
  'authorizationDetails' | 'decodedMessage' | 'errorMessage' | 'simulator' | 'policies' | 'record';

/** One layer known to block the request now. */
export interface Blocker {
  readonly layer: Layer;
  readonly effect: 'explicitDeny' | 'implicitDeny';
  readonly cause: Cause;
  /** The Deny statements; empty for an implicit deny. */
  readonly statements: readonly StatementRef[];
}

/** Verdict, layer and reason of one denial. Part of the explain contract. */
export interface Diagnosis {
  readonly verdict: 'explicitDeny' | 'implicitDeny' | 'notIam' | 'allowedNow' | 'unknown';
  readonly layer: Layer | null;
  readonly cause: Cause;
  readonly blockers: readonly Blocker[];
  /** Best first. */
  readonly nearMisses: readonly NearMiss[];
  readonly confidence: 'confirmed' | 'derived' | 'inferred' | 'unknown';
  /** Strongest first. */
  readonly evidence: readonly { readonly source: EvidenceSource; readonly says: string }[];
  readonly gaps: readonly string[];
}

/** One change of one policy. Part of the explain contract. */
export type Change =
  | { readonly do: 'addStatement'; readonly policy: PolicyRef; readonly statement: object }
  | {
      readonly do: 'replaceStatement';
      readonly policy: PolicyRef;
      readonly statementIndex: number;
      readonly statement: object;
    };

/** What to do about a denial. Part of the explain contract. */
export interface Remedy {
  readonly kind:
    'grant' | 'editStatement' | 'guardrail' | 'fixRequest' | 'setting' | 'wait' | 'none';
  readonly changes: readonly Change[];
  readonly proof: 'evaluated' | 'simulated' | 'notProven';
  /** Who can make the change, in words. */
  readonly owner: string;
  /** What to do, in one or two sentences. */
  readonly says: string;
  /** What to mind about the changes, beyond naming them: a part of `says`. */
  readonly caveats?: readonly string[];
  /** True for actions that can raise privileges: a person should look before it is applied. */
  readonly needsSecurityReview: boolean;
}

/** A diagnosed denial with what to do about it, and the story for a person. */
export interface Explained {
  readonly diagnosis: Diagnosis;
  readonly remedy: Remedy;
  /** One sentence in the words of the reader's own policies: why it was denied. */
  readonly why: string;
}
