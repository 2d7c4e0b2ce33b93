import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { eventPatternErrorCodes } from '../core/denial/error-codes';

/** The quota that EventBridge has for the text of one pattern, in characters. */
export const EVENT_PATTERN_QUOTA = 2048;

/** Where a record names the role behind the caller's session. */
const issuerArn = (condition: object): object => ({
  userIdentity: { sessionContext: { sessionIssuer: { arn: [condition] } } },
});

/**
 * What every rule of Denywatch asks of an event: that CloudTrail sent it and that its error code
 * is one of a denial. `source` cannot be forged: only AWS may send events whose source begins with
 * `aws.`. The detail type is matched by its end, because every kind that CloudTrail sends (API
 * calls, console actions, service events, network activity) can carry a denial.
 *
 * Follows: EventBridge User Guide, "AWS service events delivered via AWS CloudTrail".
 */
function cloudTrailDenial(detail: Readonly<Record<string, unknown>> = {}): EventPattern {
  return {
    // The CDK passes content filters through; its type knows plain texts only.
    source: [{ prefix: 'aws.' }] as unknown as string[],
    detailType: [{ suffix: ' via CloudTrail' }] as unknown as string[],
    detail: { errorCode: [...eventPatternErrorCodes()], ...detail },
  };
}

/**
 * Denials of everyone but Denywatch. `anything-but` never matches a field that is absent, and IAM
 * users, root and services have no session issuer: hence the second branch.
 */
export function denialsOfOthers(ownRoleArns: readonly string[]): EventPattern {
  return cloudTrailDenial({
    $or: [issuerArn({ 'anything-but': [...ownRoleArns] }), issuerArn({ exists: false })],
  });
}

/** Denials of Denywatch itself: they are never diagnosed, they raise an alarm. */
export function ownDenials(ownRoleArns: readonly string[]): EventPattern {
  return cloudTrailDenial({
    userIdentity: { sessionContext: { sessionIssuer: { arn: [...ownRoleArns] } } },
  });
}

/**
 * Denials that were recorded in one Region. An event that was itself forwarded keeps the Region of
 * its origin, so that it is never forwarded again: two deployments that watch each other's Regions
 * cannot form a loop. Denywatch's own denials are forwarded too; the home Region sorts them out.
 */
export function denialsRecordedIn(region: string): EventPattern {
  return { ...cloudTrailDenial(), region: [region] };
}
