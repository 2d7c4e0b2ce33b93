import type { CloudTrailRecord } from '../record/record';
import type { ServiceReference } from '../service-reference/service-reference';
import { actionsOfEvent, canonicalAction, type NeededActions } from './action';
import { actionsOfText } from './action-of-text';
import { isAccountId, parseArn, partitionOfRegion } from './arn';
import { requestContext } from './context';
import type { Denial, DenialPrincipal } from './denial';
import type { ParsedMessage } from './message';
import { principalOfRecord, principalOfText, UNKNOWN_PRINCIPAL } from './principal';
import { denialResource } from './resource';
import type { RequestPlace } from './resource-of-request';
import { s3ArnOfText } from './s3-resource-of-text';
import type { DenialSetting } from './setting';
import { isoTime } from './time';

/** The error of the call: the record's own, or the one that its response holds. */
export interface RecordError {
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/**
 * Puts a denial together from a record and what its message says.
 *
 * @param said NOTHING_SAID where the record has no usable message
 */
export function assembleFromRecord(
  record: CloudTrailRecord,
  error: RecordError,
  said: ParsedMessage,
  setting: DenialSetting | null,
  reference: ServiceReference,
): Denial {
  const principal = principalOfRecord(record, said.principal);
  const ofEvent = actionsOfEvent(record, reference);
  const { action, alsoNeeds } = deniedAction(said, ofEvent, reference);
  const known = action === null ? null : reference.action(action);
  // A call may be refused for another action (RunInstances for iam:PassRole): its parameters are not about that one.
  const ownParameters = action !== null && action === ofEvent?.action;
  const resource = denialResource(
    {
      said: said.resource,
      action: known,
      record: ownParameters ? record : null,
      place: placeOf(record, principal),
    },
    reference,
  );
  const question = { principal, action: known, resource, record, ownParameters };
  return {
    eventId: record.eventId,
    sharedEventId: record.sharedEventId,
    time: isoTime(record.eventTime),
    accountId: principal.accountId,
    recipientAccountId: record.recipientAccountId,
    region: record.awsRegion,
    eventSource: record.eventSource,
    eventName: record.eventName,
    principal,
    action,
    alsoNeeds,
    resource,
    errorCode: error.errorCode,
    errorMessage: error.errorMessage,
    said,
    setting,
    context: requestContext(question, reference),
    readOnly: record.readOnly,
    managementEvent: isManagementEvent(record),
    vpcEndpointId: record.vpcEndpointId,
    vpcEndpointAccountId: record.vpcEndpointAccountId,
    sourceIpAddress: record.sourceIpAddress,
    userAgent: record.userAgent,
  };
}

/**
 * Puts a denial together from a pasted text: all that it does not say is unknown.
 *
 * @param text the text around the message, which may name the operation and the service
 */
export function assembleFromText(
  text: string,
  said: ParsedMessage,
  setting: DenialSetting | null,
  reference: ServiceReference,
): Denial {
  const principal = said.principal === null ? UNKNOWN_PRINCIPAL : principalOfText(said.principal);
  const ofText = actionsOfText(text, said.operation, reference);
  const { action, alsoNeeds } = deniedAction(said, ofText, reference);
  const known = action === null ? null : reference.action(action);
  const place = placeOfText(said);
  const found = denialResource(
    { said: said.resource, action: known, record: null, place },
    reference,
  );
  const isS3 = known?.name.startsWith('s3:') === true && said.resource === null;
  const ofS3 = isS3 && found.arn === null ? s3ArnOfText(text, known, place.partition) : null;
  const resource = ofS3 === null ? found : { ...found, arn: ofS3 };
  const question = { principal, action: known, resource, record: null, ownParameters: false };
  return {
    ...NO_RECORD,
    accountId: principal.accountId,
    region: place.region,
    principal,
    action,
    alsoNeeds,
    resource,
    errorCode: said.errorCode,
    errorMessage: text === '' ? null : text,
    said,
    setting,
    context: requestContext(question, reference),
  };
}

/** What only a record has. */
export const NO_RECORD = {
  eventId: null,
  sharedEventId: null,
  time: null,
  recipientAccountId: null,
  eventSource: null,
  eventName: null,
  readOnly: null,
  vpcEndpointId: null,
  vpcEndpointAccountId: null,
  sourceIpAddress: null,
  userAgent: null,
} as const;

/** The message's action wins: the call may have been refused for another than it is named after. */
function deniedAction(
  said: ParsedMessage,
  derived: NeededActions | null,
  reference: ServiceReference,
): { readonly action: string | null; readonly alsoNeeds: readonly string[] } {
  const action = said.action === null ? null : canonicalAction(said.action, reference);
  if (action === null) return derived ?? { action: null, alsoNeeds: [] };
  const others = derived?.action === action ? derived.alsoNeeds : [];
  return { action, alsoNeeds: others };
}

/** A plain name in a request is the caller's own account's; in the resource owner's copy that is not certain. */
function placeOf(record: CloudTrailRecord, { arn, sessionArn, accountId }: DenialPrincipal) {
  const { awsRegion: region, recipientAccountId } = record;
  const partition = parseArn(sessionArn ?? arn ?? '')?.partition ?? partitionOfRegion(region ?? '');
  const isOwn = recipientAccountId === null || recipientAccountId === accountId;
  return { partition, region, accountId: isOwn ? accountId : null };
}

function placeOfText(said: ParsedMessage): RequestPlace {
  const resource = parseArn(said.resource ?? '');
  const caller = parseArn(said.principal ?? '');
  const region = resource?.region ?? '';
  return {
    partition: resource?.partition ?? caller?.partition ?? 'aws',
    region: /^[a-z]{2,5}-[a-z-]{2,20}-\d{1,2}$/.test(region) ? region : null,
    accountId: isAccountId(caller?.account) ? caller.account : null,
  };
}

/** Whether the event history of CloudTrail has it. Older records say it in one of two fields. */
function isManagementEvent({ managementEvent, eventCategory }: CloudTrailRecord): boolean | null {
  return managementEvent ?? (eventCategory === null ? null : eventCategory === 'Management');
}
