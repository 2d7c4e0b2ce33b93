/**
 * What is known of one condition key of a request. `unknown` is not `absent`: an absent key was
 * certainly not in the request context, an unknown one may have been there with any value.
 *
 * Follows: IAM User Guide, "Actions, resources, and condition keys", "IAM JSON policy elements: Condition".
 */
export type ContextValue =
  | { readonly state: 'known'; readonly values: readonly string[] }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

/**
 * The request context: condition key in lower case -> what is known of it.
 * `get` answers undefined for a key of which nothing is known, which means unknown.
 * A `ReadonlyMap<string, ContextValue>` is one.
 */
export interface RequestContext {
  get(lowerCaseKey: string): ContextValue | undefined;
  /** The keys of which something is known. */
  entries(): Iterable<readonly [string, ContextValue]>;
}

/** Who makes the request, as far as policy evaluation tells callers apart. */
export type RequestPrincipal =
  | {
      readonly kind: 'user';
      readonly arn: string;
      readonly accountId: string;
      /** `AIDA…`; when absent, the context key `aws:userid` is asked. */
      readonly uniqueId?: string | null;
    }
  | {
      readonly kind: 'role';
      /** The role's own ARN, with its path when known. */
      readonly arn: string;
      /** False when `arn` was made from a session ARN, which has no path. Default: true. */
      readonly pathKnown?: boolean;
      /** `AROA…`; when absent, the context key `aws:userid` is asked. */
      readonly uniqueId?: string | null;
      /** `arn:…:sts::…:assumed-role/ROLE/SESSION`; null when the session is not known. */
      readonly sessionArn: string | null;
      readonly accountId: string;
      /** True for `/aws-service-role/`: neither SCPs nor RCPs apply. */
      readonly serviceLinked: boolean;
    }
  | {
      readonly kind: 'federatedUser';
      /** `arn:…:sts::…:federated-user/NAME`. */
      readonly sessionArn: string;
      /** ARN of the IAM user (or root) that called GetFederationToken; null when not known. */
      readonly userArn: string | null;
      readonly accountId: string;
    }
  | { readonly kind: 'root'; readonly arn: string; readonly accountId: string }
  | { readonly kind: 'webIdentity'; readonly provider: string | null }
  | { readonly kind: 'saml'; readonly provider: string | null }
  /** An AWS service acting as itself (not on behalf of a caller). */
  | { readonly kind: 'service'; readonly service: string | null }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'unknown' };

/** One request to be evaluated. */
export interface AuthorizationRequest {
  readonly principal: RequestPrincipal;
  /** IAM action, `service:Action`. */
  readonly action: string;
  /**
   * ARN, or `*` where the action has no resource. Null when it is not known: then whether a statement
   * covers it is unknown, unless the statement is about every resource.
   */
  readonly resource: string | null;
  /** Account that owns the resource; null when not known. */
  readonly resourceAccountId: string | null;
  readonly context: RequestContext;
}
