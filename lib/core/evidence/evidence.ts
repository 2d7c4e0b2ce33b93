import type { AuthorizationRequest } from '../policy/request';
import type { CollectedPolicies } from '../policy/collected';
import type { Layer } from '../policy/layer';

/**
 * The outcome of asking one source. `unavailable` is never "nothing there": `gap` says what could
 * not be looked at and which permission or setting it would take. `notYet` may be asked again later.
 */
export type Looked<T> =
  | { readonly status: 'found'; readonly value: T }
  | { readonly status: 'notYet'; readonly gap: string }
  | { readonly status: 'unavailable'; readonly gap: string };

/** The effect of AWS's own evaluation. */
export type Effect = 'allow' | 'explicitDeny' | 'implicitDeny';

/**
 * What the IAM toolbox returned for an authorization id.
 *
 * Follows: IAM Toolbox API Reference, GetRequestAuthorizationDetails.
 */
export interface AuthorizationDetails {
  readonly authorizationId: string;
  /** Condition key as AWS writes it -> its values. */
  readonly requestContext: ReadonlyMap<string, readonly string[]>;
  readonly evaluations: readonly {
    readonly action: string;
    /** May hold wildcards; empty for an action without resource. */
    readonly resource: string;
    readonly effect: Effect;
    readonly matched: readonly {
      readonly uri: string;
      readonly statements: readonly { readonly sid: string; readonly effect: 'allow' | 'deny' }[];
    }[];
    /** Keys of this evaluation alone, on top of `requestContext`. */
    readonly context?: ReadonlyMap<string, readonly string[]>;
  }[];
  /** All policies that AWS evaluated, those that did not match included. */
  readonly policies: readonly {
    /** Null for a policy type that AWS added since. */
    readonly layer: Layer | null;
    readonly inline: boolean;
    /** Policy ARN; an opaque identifier for an inline policy. */
    readonly uri: string;
    readonly attachedTo: readonly string[];
    /** The document as captured at the denial; null when it was not fetched. */
    readonly document: object | null;
  }[];
  /** What of the details could not be fetched, the text of a policy for one. */
  readonly gaps?: readonly string[];
}

/**
 * A decoded authorization message.
 *
 * Follows: STS API Reference, DecodeAuthorizationMessage.
 */
export interface DecodedMessage {
  readonly allowed: boolean;
  readonly explicitDeny: boolean;
  readonly matchedStatements: readonly {
    readonly sid: string | null;
    readonly effect: 'allow' | 'deny';
    readonly actions: readonly string[];
    readonly resources: readonly string[];
  }[];
  readonly principalArn: string | null;
  /** With its service prefix where the message has one. */
  readonly action: string | null;
  readonly resource: string | null;
  /** Condition key as AWS writes it -> its values. */
  readonly context: ReadonlyMap<string, readonly string[]>;
}

/**
 * What `SimulatePrincipalPolicy` answered for the very request.
 *
 * Follows: IAM API Reference, SimulatePrincipalPolicy, with the semantics in force since 2026-07-30.
 */
export interface Simulation {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Matched statements, resolved to the policy's text where that could be read. */
  readonly matched: readonly {
    readonly layer: Layer;
    readonly policyName: string;
    readonly policyArn: string | null;
    readonly attachedTo: string | null;
    readonly statementIndex: number | null;
    readonly sid: string | null;
    readonly statement: object | null;
  }[];
  readonly missingContextKeys: readonly string[];
  /** Null when the account is in no organization, or the simulator did not say. */
  readonly allowedByOrganizations: boolean | null;
  /** Null when there is no boundary, or the simulator did not say. */
  readonly allowedByBoundary: boolean | null;
  /** Context keys that the simulation was given. */
  readonly givenContextKeys: readonly string[];
}

/** What a policy source found out about the caller, the resource and their policies. */
export interface CollectedFacts {
  /** The user or role, with its path; null when it was not found. */
  readonly principalArn: string | null;
  /** Tags of the user or role; null when not collected. */
  readonly principalTags: ReadonlyMap<string, string> | null;
  /** The full ARN of a resource that AWS named without it; null when it was not found. */
  readonly resourceArn: string | null;
  readonly resourceAccountId: string | null;
  /** Tags of the resource; null when not collected. */
  readonly resourceTags: ReadonlyMap<string, string> | null;
  /** The caller's organization; undefined when not collected, null when in none. */
  readonly principalOrganization: OrganizationPlace | null | undefined;
  readonly resourceOrganization: OrganizationPlace | null | undefined;
  readonly policies: CollectedPolicies;
  /** ISO 8601: the time at which the policies were as collected; null when not known. */
  readonly takenAt: string | null;
  /** Changes of the caller's policies shortly before the denial, newest first. */
  readonly recentChanges: readonly PolicyChange[];
  readonly gaps: readonly string[];
}

/** Where an account stands in its organization. */
export interface OrganizationPlace {
  readonly organizationId: string;
  readonly managementAccountId: string | null;
  /** Root first, then the OUs down to the account's parent; the account itself is not in it. Empty: not known. */
  readonly path: readonly string[];
}

/** One change of a policy that may have caused or cured the denial. */
export interface PolicyChange {
  readonly time: string;
  readonly eventName: string;
  readonly by: string;
  readonly eventId: string | null;
  readonly what: string;
}

/** Everything that was found out about one denial, with what could not be looked at. */
export interface Evidence {
  /** The request as completed by the evidence; null when the action or resource cannot be known. */
  readonly request: AuthorizationRequest | null;
  readonly authorizationDetails: AuthorizationDetails | null;
  readonly decodedMessage: DecodedMessage | null;
  readonly simulation: Simulation | null;
  /** Null when no policy source was asked. */
  readonly facts: CollectedFacts | null;
  /** Each in plain words: what could not be looked at, and what it would take. */
  readonly gaps: readonly string[];
  /** True when a source answered "not yet" and should be asked again. */
  readonly incomplete: boolean;
}
