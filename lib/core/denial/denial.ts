import type { ParsedMessage } from './message';
import type { DenialSetting } from './setting';

/**
 * What is known of one condition key of the request. Unknown keys are not in the map.
 * The shape is the one that the policy evaluator reads.
 */
export type ContextValue =
  | { readonly state: 'known'; readonly values: readonly string[] }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

/** The kind of caller, in the words of the explain contract. */
export type PrincipalType =
  | 'user'
  | 'role'
  | 'root'
  | 'federatedUser'
  | 'webIdentity'
  | 'saml'
  | 'identityCenter'
  | 'service'
  | 'anonymous'
  | 'unknown';

/** Who was denied. */
export interface DenialPrincipal {
  readonly type: PrincipalType;
  /** The IAM user or role, never the session; the issuing user of a federated user; the root ARN; null for the others. */
  readonly arn: string | null;
  /** False when `arn` was derived from a session ARN, which has no path: the role may be in a path. */
  readonly pathKnown: boolean;
  readonly sessionArn: string | null;
  readonly sessionName: string | null;
  readonly accountId: string | null;
  /** Access key id of the request, `AKIA…` or `ASIA…`. */
  readonly accessKeyId: string | null;
  /** True for a role under `/aws-service-role/` (or, path unknown, named `AWSServiceRoleFor…`). */
  readonly serviceLinked: boolean;
  /** Name of the IAM Identity Center permission set behind an `AWSReservedSSO_` role. */
  readonly permissionSet: string | null;
  /** DNS name of the service that called on the principal's behalf, or as itself. */
  readonly invokedBy: string | null;
  /** ARN or name of the OIDC or SAML provider. */
  readonly identityProvider: string | null;
  /** `userName` of the record: for a web identity the token's `sub`. */
  readonly userName: string | null;
  /** AROA…, AIDA… part of principalId. */
  readonly principalId: string | null;
}

/** What was refused. */
export interface DenialResource {
  /** ARN (as AWS wrote it, which may hold wildcards), `*` where the action has no resource, null when it cannot be known. */
  readonly arn: string | null;
  /** A resource that AWS named without its ARN (`role orders-api`): the evidence may complete it. */
  readonly named: { readonly type: string; readonly name: string } | null;
  /** The account that owns the resource; null when not known. */
  readonly accountId: string | null;
}

/** A request that AWS refused for lack of authorization. */
export interface Denial {
  readonly eventId: string | null;
  readonly sharedEventId: string | null;
  /** ISO 8601, UTC. */
  readonly time: string | null;
  /** The caller's account. */
  readonly accountId: string | null;
  /** The account in whose trail the record stands. */
  readonly recipientAccountId: string | null;
  readonly region: string | null;
  readonly eventSource: string | null;
  readonly eventName: string | null;
  readonly principal: DenialPrincipal;
  /** IAM action, spelled as in the service authorization reference; null when it cannot be known. */
  readonly action: string | null;
  /** What the same API call needs besides (CopyObject also s3:GetObject); most calls need nothing. */
  readonly alsoNeeds?: readonly string[];
  readonly resource: DenialResource;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** What AWS's message says; every field null when there is no usable message. */
  readonly said: ParsedMessage;
  /** Set when the denial comes from a decoded authorization message: the ids of the Deny statements that it names. */
  readonly decoded?: { readonly denies: readonly string[] };
  /** Set when the denial is no IAM decision but a setting that no policy changes. */
  readonly setting: DenialSetting | null;
  /**
   * Condition key in lower case -> what the record proves of it; a key that is not in the map is unknown. A key
   * that ends with `/` stands for all keys of its family that are not in the map: `aws:requesttag/` absent
   * means that no other request tag was sent.
   */
  readonly context: ReadonlyMap<string, ContextValue>;
  readonly readOnly: boolean | null;
  /** False for data and network activity events, which CloudTrail's event history does not keep; null or absent when the record does not say. */
  readonly managementEvent?: boolean | null;
  readonly vpcEndpointId: string | null;
  readonly vpcEndpointAccountId: string | null;
  readonly sourceIpAddress: string | null;
  readonly userAgent: string | null;
}
