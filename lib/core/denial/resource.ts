import { textOf } from '../record/json';
import type { CloudTrailRecord } from '../record/record';
import type { ActionReference, ServiceReference } from '../service-reference/service-reference';
import { accountOfArn, isAccountId, parseArn } from './arn';
import { fitsPattern } from './arn-pattern';
import type { DenialResource } from './denial';
import { resourceOfMessage } from './resource-of-message';
import { arnOfRequest, type RequestPlace } from './resource-of-request';
import { IAM_NAME_PARAMETERS } from './resource-table';
import { s3Resource } from './s3-resource';

/** What is known of a request before its resource. */
export interface ResourceQuestion {
  /** After `on resource:` in the message; null when it names none. */
  readonly said: string | null;
  /** The denied action, null when it is not in the reference. */
  readonly action: ActionReference | null;
  /** The record, when its parameters are those of the denied action; null for another action, or pasted text. */
  readonly record: CloudTrailRecord | null;
  readonly place: RequestPlace;
}

/**
 * What a request was about. AWS's message wins; then `*` where the reference says that the action has no
 * resource; then what the record lists or names in its parameters. Null when it cannot be known: it is never guessed.
 */
export function denialResource(
  question: ResourceQuestion,
  reference: ServiceReference,
): DenialResource {
  const { said, action, record, place } = question;
  if (said !== null) return withOwner(resourceOfMessage(said, action, place), record);
  if (action === null) return NONE;
  if (action.resourceTypes.length === 0)
    return { arn: '*', named: null, accountId: place.accountId };
  if (record === null) return NONE;
  if (action.name.startsWith('s3:')) return s3Resource(record, action, place.partition);
  const listed = listedArn(record, action, reference);
  const arn = listed ?? ofParameters(record, action, place, reference);
  if (arn !== null) return withOwner({ arn, named: null, accountId: accountOfArn(arn) }, record);
  return namedByParameter(record, action, place);
}

const NONE: DenialResource = { arn: null, named: null, accountId: null };

/** The owner of a resource whose ARN names no account, where the record lists it. */
function withOwner(resource: DenialResource, record: CloudTrailRecord | null): DenialResource {
  if (resource.accountId !== null || resource.arn === null || record === null) return resource;
  const service = parseArn(resource.arn)?.service;
  const owners = record.resources.flatMap(({ arn, accountId }) =>
    isAccountId(accountId) && arn !== null && parseArn(arn)?.service === service ? accountId : [],
  );
  const [owner] = owners;
  return owner !== undefined && new Set(owners).size === 1
    ? { ...resource, accountId: owner }
    : resource;
}

/** The one resource that the record lists and the action can be about. */
function listedArn(
  record: CloudTrailRecord,
  action: ActionReference,
  reference: ServiceReference,
): string | null {
  const prefix = action.name.slice(0, action.name.indexOf(':'));
  const patterns = action.resourceTypes.flatMap(
    (type) => reference.resourceType(prefix, type)?.arnPatterns ?? [],
  );
  const arns = record.resources.flatMap(({ arn }) =>
    arn !== null && patterns.some((pattern) => fitsPattern(arn, pattern)) ? arn : [],
  );
  const [only, ...others] = new Set(arns);
  return only !== undefined && others.length === 0 ? only : null;
}

function ofParameters(
  record: CloudTrailRecord,
  action: ActionReference,
  place: RequestPlace,
  reference: ServiceReference,
): string | null {
  const { requestParameters: parameters, eventName } = record;
  if (parameters === null) return null;
  return arnOfRequest({ action, eventName: eventName ?? '', parameters, place }, reference);
}

/** IAM and Secrets Manager take names whose ARN has more in it: a path, six random characters. */
function namedByParameter(
  { requestParameters: parameters }: CloudTrailRecord,
  action: ActionReference,
  { accountId }: RequestPlace,
): DenialResource {
  const [type] = action.resourceTypes;
  if (parameters === null || type === undefined) return NONE;
  const isSecret = action.name.startsWith('secretsmanager:');
  const parameter = isSecret ? 'secretId' : IAM_NAME_PARAMETERS.get(type);
  const inIam = isSecret || action.name.startsWith('iam:');
  const name = inIam && parameter !== undefined ? textOf(parameters, parameter) : null;
  if (name === null || name.startsWith('arn:')) return NONE;
  return { arn: null, named: { type: type.toLowerCase().replace('-', ' '), name }, accountId };
}
