/** The policy type that a message names. `roleTrust` is a resource-based policy of a role. */
export type PolicyType =
  'identity' | 'boundary' | 'session' | 'scp' | 'rcp' | 'resource' | 'roleTrust' | 'vpcEndpoint';

/** The encoded authorization message of EC2 and others. */
export interface EncodedMessage {
  /** Empty when only the words before it are there. */
  readonly text: string;
  /** True when CloudTrail or the paste lost its end, or its author masked it: it cannot be decoded. */
  readonly cut: boolean;
}

/** What one access denied message says. A field is null when the message does not say it. */
export interface ParsedMessage {
  /** As written: an ARN, or what the author masked it with. */
  readonly principal: string | null;
  /** As written, `SNS:Publish` included. */
  readonly action: string | null;
  /** As written, without quotes: an ARN, `*`, `role X`, a bare name. */
  readonly resource: string | null;
  readonly effect: 'explicitDeny' | 'implicitDeny' | null;
  readonly policyType: PolicyType | null;
  /** The layer that the denial went through ("transitively through a service control policy"). */
  readonly via: PolicyType | null;
  readonly policyArn: string | null;
  /** Id for `iam-toolbox:GetRequestAuthorizationDetails`. */
  readonly authorizationId: string | null;
  readonly encodedMessage: EncodedMessage | null;
  /** KMS and Identity Center give three possible causes at once. */
  readonly ambiguous: boolean;
  /** API operation that an SDK or the CLI names ("when calling the PutObject operation"). */
  readonly operation: string | null;
  /** Error code that an SDK or the CLI names. */
  readonly errorCode: string | null;
}

/** A message that says nothing. */
export const NOTHING_SAID: ParsedMessage = {
  principal: null,
  action: null,
  resource: null,
  effect: null,
  policyType: null,
  via: null,
  policyArn: null,
  authorizationId: null,
  encodedMessage: null,
  ambiguous: false,
  operation: null,
  errorCode: null,
};
