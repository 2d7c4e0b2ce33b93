import { describe, quote } from './describe';
import {
  arrayOf,
  booleanOf,
  isObject,
  memberOf,
  objectOf,
  textOf,
  type Json,
  type JsonObject,
} from './json';
import type { CloudTrailRecord, RecordResource, UserIdentity } from './record';

/** A narrowed record, or what is wrong with it. */
export type ParseResult =
  | { readonly ok: true; readonly record: CloudTrailRecord }
  | { readonly ok: false; readonly expected: string; readonly found: string };

/** Members that other JSON rarely has: two of them make a CloudTrail record, whatever their types. */
const MARKS = [
  'eventVersion',
  'eventTime',
  'eventSource',
  'eventName',
  'eventID',
  'eventType',
  'eventCategory',
  'awsRegion',
  'userIdentity',
  'sourceIPAddress',
  'recipientAccountId',
  'requestParameters',
  'errorCode',
  'errorMessage',
];
const EXPECTED = 'a CloudTrail record: an object with eventSource, eventName, userIdentity, …';

/**
 * Whether an object is a CloudTrail record, going by its members. S3 event notifications and the
 * records that Lambda gets from a queue or topic are none, although they have `eventSource` and `eventName`.
 */
export function isRecord(object: JsonObject): boolean {
  if (textOf(object, 'eventSource')?.startsWith('aws:') === true) return false;
  let marks = 0;
  for (const mark of MARKS) if (Object.hasOwn(object, mark)) marks += 1;
  return marks >= 2;
}

/**
 * Narrows JSON to a CloudTrail record. A field of a wrong type, or empty, becomes null: only what is
 * no record at all is refused. Never throws.
 *
 * Follows: CloudTrail User Guide, "CloudTrail record contents".
 */
export function parseRecord(raw: Json | undefined): ParseResult {
  if (!isObject(raw)) return { ok: false, expected: EXPECTED, found: describe(raw) };
  if (!isRecord(raw)) return { ok: false, expected: EXPECTED, found: describeOther(raw) };
  return { ok: true, record: narrow(raw) };
}

/** What an object is that is no record: some are well known. */
function describeOther(object: JsonObject): string {
  const source = textOf(object, 'eventSource');
  if (source?.startsWith('aws:') === true) return `an event of ${quote(source).slice(1, -1)}`;
  if (Object.hasOwn(object, 'digestS3Object')) {
    return 'a CloudTrail digest file, which holds no records';
  }
  if (Object.hasOwn(object, 's3ObjectKey')) {
    return 'a notice that a log file was delivered: give the log file itself';
  }
  const detailType = textOf(object, 'detail-type');
  if (detailType !== null) return `an EventBridge event, ${describe(detailType)}`;
  return describe(object);
}

function narrow(raw: JsonObject): CloudTrailRecord {
  return {
    eventId: textOf(raw, 'eventID'),
    sharedEventId: textOf(raw, 'sharedEventID'),
    eventTime: textOf(raw, 'eventTime'),
    eventSource: textOf(raw, 'eventSource'),
    eventName: textOf(raw, 'eventName'),
    eventType: textOf(raw, 'eventType'),
    eventCategory: textOf(raw, 'eventCategory'),
    awsRegion: textOf(raw, 'awsRegion'),
    sourceIpAddress: textOf(raw, 'sourceIPAddress'),
    userAgent: textOf(raw, 'userAgent'),
    errorCode: textOf(raw, 'errorCode'),
    errorMessage: textOf(raw, 'errorMessage'),
    readOnly: booleanOf(raw, 'readOnly'),
    managementEvent: booleanOf(raw, 'managementEvent'),
    recipientAccountId: textOf(raw, 'recipientAccountId'),
    vpcEndpointId: textOf(raw, 'vpcEndpointId'),
    vpcEndpointAccountId: textOf(raw, 'vpcEndpointAccountId'),
    requestParameters: objectOf(raw, 'requestParameters'),
    responseElements: objectOf(raw, 'responseElements'),
    additionalEventData: objectOf(raw, 'additionalEventData'),
    hasTlsDetails: objectOf(raw, 'tlsDetails') !== null,
    resources: (arrayOf(raw, 'resources') ?? []).filter(isObject).map(narrowResource),
    userIdentity: narrowIdentity(objectOf(raw, 'userIdentity') ?? {}),
    raw,
  };
}

function narrowResource(raw: JsonObject): RecordResource {
  const account = memberOf(raw, 'accountId');
  return {
    arn: textOf(raw, 'ARN'),
    arnPrefix: textOf(raw, 'ARNPrefix'),
    accountId: typeof account === 'string' ? account : null,
    type: textOf(raw, 'type'),
  };
}

function narrowIdentity(raw: JsonObject): UserIdentity {
  const context = objectOf(raw, 'sessionContext') ?? {};
  const attributes = objectOf(context, 'attributes') ?? {};
  return {
    type: textOf(raw, 'type'),
    principalId: textOf(raw, 'principalId'),
    arn: textOf(raw, 'arn'),
    accountId: textOf(raw, 'accountId'),
    accessKeyId: textOf(raw, 'accessKeyId'),
    userName: textOf(raw, 'userName'),
    invokedBy: textOf(raw, 'invokedBy'),
    identityProvider: textOf(raw, 'identityProvider'),
    sessionIssuer: narrowIssuer(objectOf(context, 'sessionIssuer')),
    mfaAuthenticated: booleanOf(attributes, 'mfaAuthenticated'),
    ec2RoleDelivery: textOf(context, 'ec2RoleDelivery') ?? textOf(attributes, 'ec2RoleDelivery'),
    sourceIdentity: textOf(context, 'sourceIdentity'),
    sessionCreationDate: textOf(attributes, 'creationDate'),
  };
}

function narrowIssuer(raw: JsonObject | null): UserIdentity['sessionIssuer'] {
  if (raw === null || Object.keys(raw).length === 0) return null;
  return {
    type: textOf(raw, 'type'),
    arn: textOf(raw, 'arn'),
    principalId: textOf(raw, 'principalId'),
    accountId: textOf(raw, 'accountId'),
    userName: textOf(raw, 'userName'),
  };
}
