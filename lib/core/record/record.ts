import type { JsonObject } from './json';

/**
 * A CloudTrail record, narrowed: every field has its documented type or is null.
 * Whatever else the record has is in `raw`.
 *
 * Follows: CloudTrail User Guide, "CloudTrail record contents".
 */
export interface CloudTrailRecord {
  readonly eventId: string | null;
  readonly sharedEventId: string | null;
  /** ISO 8601, UTC, as CloudTrail writes it. */
  readonly eventTime: string | null;
  /** `SERVICE.amazonaws.com`. */
  readonly eventSource: string | null;
  readonly eventName: string | null;
  readonly eventType: string | null;
  readonly eventCategory: string | null;
  readonly awsRegion: string | null;
  readonly sourceIpAddress: string | null;
  readonly userAgent: string | null;
  readonly errorCode: string | null;
  /** At most 1 KB; CloudTrail ends a cut one with `...`. */
  readonly errorMessage: string | null;
  readonly readOnly: boolean | null;
  readonly managementEvent: boolean | null;
  readonly recipientAccountId: string | null;
  readonly vpcEndpointId: string | null;
  readonly vpcEndpointAccountId: string | null;
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  readonly additionalEventData: JsonObject | null;
  /** True when the record has `tlsDetails`: the request came over TLS. */
  readonly hasTlsDetails: boolean;
  readonly resources: readonly RecordResource[];
  readonly userIdentity: UserIdentity;
  /** The record as it was read. */
  readonly raw: JsonObject;
}

/** One entry of `resources[]`. */
export interface RecordResource {
  readonly arn: string | null;
  /** S3 list events have a prefix in place of an ARN. */
  readonly arnPrefix: string | null;
  /** Null when absent; an empty string is how CloudTrail blanks a foreign owner. */
  readonly accountId: string | null;
  /** `AWS::S3::Object` and the like. */
  readonly type: string | null;
}

/**
 * `userIdentity`, narrowed. Follows: CloudTrail User Guide, "CloudTrail userIdentity element".
 */
export interface UserIdentity {
  /** `IAMUser`, `AssumedRole`, `Root`, …; null when the record has none. New ones appear. */
  readonly type: string | null;
  readonly principalId: string | null;
  readonly arn: string | null;
  readonly accountId: string | null;
  readonly accessKeyId: string | null;
  readonly userName: string | null;
  /** DNS name of the service that calls on behalf of the principal, or as itself. */
  readonly invokedBy: string | null;
  readonly identityProvider: string | null;
  /** Null when absent or empty: an IAM user with an MFA session has `sessionIssuer: {}`. */
  readonly sessionIssuer: {
    readonly type: string | null;
    readonly arn: string | null;
    readonly principalId: string | null;
    readonly accountId: string | null;
    readonly userName: string | null;
  } | null;
  /** Null when the record does not say. */
  readonly mfaAuthenticated: boolean | null;
  /** `1.0` or `2.0` when the credentials came from EC2 instance metadata. */
  readonly ec2RoleDelivery: string | null;
  readonly sourceIdentity: string | null;
  /** ISO 8601. */
  readonly sessionCreationDate: string | null;
}
