import { textOf } from '../record/json';
import type { CloudTrailRecord } from '../record/record';
import type { ServiceReference } from '../service-reference/service-reference';
import {
  ACTIONS_BY_EVENT,
  API_GATEWAY_VERBS,
  PARTIQL_ACTIONS,
  S3_ACTION_ON_VERSION,
} from './event-action-table';
import { PREFIX_BY_EVENT_SOURCE } from './event-source-table';

/** The IAM actions that one API call needs. */
export interface NeededActions {
  readonly action: string;
  /** What the same call needs besides, in the order in which it is checked. */
  readonly alsoNeeds: readonly string[];
}

/**
 * An action as a message writes it, spelled as in the reference: `SNS:Publish` becomes `sns:Publish`,
 * `sqs:createqueue` becomes `sqs:CreateQueue`. AWS knows actions that the reference does not know yet: a
 * well-formed one is kept. Null for what is none.
 */
export function canonicalAction(written: string, reference: ServiceReference): string | null {
  const known = reference.action(written);
  if (known !== null) return known.name;
  const form = /^([A-Za-z0-9-]{1,64}):([A-Za-z0-9*?_]{1,128})$/.exec(written);
  if (form === null) return null;
  const [, prefix = '', name = ''] = form;
  return `${reference.hasService(prefix) ? prefix.toLowerCase() : prefix}:${name}`;
}

/** IAM prefix of an `eventSource`: `monitoring.amazonaws.com` -> `cloudwatch`. */
export function prefixOfEventSource(eventSource: string): string {
  const host = eventSource.toLowerCase().replace(/\.amazonaws\.com(\.cn)?$/, '');
  return PREFIX_BY_EVENT_SOURCE.get(host) ?? host;
}

/**
 * The actions that the event of a record needs, checked against the reference. Null when the
 * reference has no such action: no action is better than a guessed one.
 */
export function actionsOfEvent(
  record: CloudTrailRecord,
  reference: ServiceReference,
): NeededActions | null {
  const { eventSource, eventName, requestParameters } = record;
  if (eventSource === null || eventName === null) return null;
  const prefix = prefixOfEventSource(eventSource);
  const found = actionsOfOperation(prefix, eventName, reference);
  if (requestParameters === null) return found;
  if (prefix === 'dynamodb' && found === null) {
    const word = /^\s{0,100}([a-z]{1,10})/i.exec(textOf(requestParameters, 'statement') ?? '')?.[1];
    return needs(PARTIQL_ACTIONS.get(word?.toLowerCase() ?? ''));
  }
  if (prefix !== 's3' || found === null) return found;
  return ofS3Request(found, (name) => textOf(requestParameters, name) !== null, reference);
}

/** The same for an API operation (`PutObject`) of a service given by its IAM prefix. */
export function actionsOfOperation(
  prefix: string,
  operation: string,
  reference: ServiceReference,
): NeededActions | null {
  if (operation.length > MAX_OPERATION_LENGTH) return null;
  const name = withoutDate(operation);
  for (const candidate of name === operation ? [operation] : [operation, name]) {
    const [first, ...more] = ACTIONS_BY_EVENT.get(`${prefix}:${candidate}`) ?? [candidate];
    const action = reference.action(`${prefix}:${first ?? ''}`);
    if (action !== null)
      return { action: action.name, alsoNeeds: more.map((other) => `${prefix}:${other}`) };
  }
  return prefix === 'apigateway' ? ofApiGateway(operation) : null;
}

const MAX_OPERATION_LENGTH = 128;

/** `CreateFunction20150331`, `UpdateFunctionCode20150331v2`, `CreateFunction2020_05_31`; but not `ListObjectsV2`. */
function withoutDate(eventName: string): string {
  return eventName.replace(/(?:\d{8}(?:v\d{1,2})?|\d{4}_\d{2}_\d{2})$/, '');
}

function ofApiGateway(operation: string): NeededActions | null {
  const verb = API_GATEWAY_VERBS.find(([beginning]) => operation.startsWith(beginning))?.[1];
  return verb === undefined ? null : needs(`apigateway:${verb}`);
}

/** A version of an object, or the account's own public access block, takes another action. */
function ofS3Request(
  found: NeededActions,
  has: (parameter: string) => boolean,
  reference: ServiceReference,
): NeededActions {
  const onVersion = S3_ACTION_ON_VERSION.get(found.action);
  if (has('versionId') && onVersion !== undefined) return { ...found, action: onVersion };
  if (!has('bucketName') && found.action.endsWith('BucketPublicAccessBlock')) {
    const ofAccount = reference.action(found.action.replace('Bucket', 'Account'));
    if (ofAccount !== null) return { ...found, action: ofAccount.name };
  }
  return found;
}

function needs(action: string | undefined): NeededActions | null {
  return action === undefined ? null : { action, alsoNeeds: [] };
}
