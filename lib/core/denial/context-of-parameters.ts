import {
  isArray,
  isObject,
  memberOf,
  objectOf,
  textOf,
  type Json,
  type JsonObject,
} from '../record/json';
import type { CloudTrailRecord } from '../record/record';
import type { ActionReference } from '../service-reference/service-reference';
import { prefixOfEventSource } from './action';
import { parseArn } from './arn';
import { tlsVersionOf } from './context-of-network';
import { PARAMETER_KEYS, PASSED_TO, type ParameterKey } from './context-parameter-table';
import { ABSENT, ifKnown, known, UNKNOWN, type ContextEntry } from './context-value';
import type { ContextValue, DenialResource } from './denial';
import { requestTags } from './request-tags';

/** A request whose parameters are looked at for condition keys. */
export interface ParameterContext {
  readonly record: CloudTrailRecord;
  readonly action: ActionReference;
  readonly resource: DenialResource;
  /** Condition keys in lower case of the denied resource's type; null when the type is not known. */
  readonly resourceKeys: ReadonlySet<string> | null;
}

/**
 * The condition keys that a request's own parameters are. Only keys that the reference lists for the action
 * are in a request; where `requestParameters` is null nothing is known of them.
 */
export function contextOfParameters(context: ParameterContext): readonly ContextEntry[] {
  const { record, action } = context;
  const listed = new Set(action.conditionKeys.map((key) => key.toLowerCase()));
  const prefix = action.name.slice(0, action.name.indexOf(':'));
  const entries = [...ofRequest(record, prefix, context.resource)];
  if (record.requestParameters !== null) {
    const parameters = record.requestParameters;
    const keys = PARAMETER_KEYS.get(prefix) ?? [];
    entries.push(...keys.flatMap((key) => ofParameter(parameters, key, context)));
    if (prefix === 'kms') entries.push(...ofKms(parameters));
  }
  const own = entries.filter(([key]) => listed.has(key) || listed.has(withoutName(key)));
  return [...own, ...ofTags(context, listed)];
}

/** The key by which the reference lists `kms:encryptioncontext:stage`. */
function withoutName(key: string): string {
  return key.startsWith(ENCRYPTION_CONTEXT) ? `${ENCRYPTION_CONTEXT}\${encryptioncontextkey}` : key;
}

const ENCRYPTION_CONTEXT = 'kms:encryptioncontext:';

function ofParameter(
  parameters: JsonObject,
  { key, path, sure }: ParameterKey,
  { resourceKeys }: ParameterContext,
): readonly ContextEntry[] {
  // An EC2 call acts on resources of several types, and a key belongs to some of them.
  if (key.startsWith('ec2:') && resourceKeys?.has(key) !== true) return [];
  const value = atPath(parameters, path);
  if (value === undefined || value === null) return [[key, sure ? ABSENT : UNKNOWN]];
  return [[key, contextValue(value)]];
}

function atPath(parameters: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = parameters;
  for (const name of path) value = isObject(value) ? memberOf(value, name) : undefined;
  return value;
}

function contextValue(value: Json): ContextValue {
  if (isArray(value)) {
    const texts = value.flatMap((item) => (typeof item === 'string' ? item : []));
    return texts.length === value.length ? known(...texts) : UNKNOWN;
  }
  if (isObject(value) || value === null || value === MASKED) return UNKNOWN;
  return known(String(value));
}

const MASKED = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Keys of a service that the record tells outside the parameters. */
function ofRequest(
  record: CloudTrailRecord,
  prefix: string,
  { accountId, arn }: DenialResource,
): readonly ContextEntry[] {
  switch (prefix) {
    case 's3':
      return ofS3(record, accountId);
    case 'ec2':
      return [['ec2:region', ifKnown(record.awsRegion)]];
    case 'kms':
      return [['kms:calleraccount', ifKnown(record.userIdentity.accountId)]];
    case 'iam':
      return [['iam:passedtoservice', ifKnown(passedTo(record, arn))]];
    default:
      return [];
  }
}

/** Follows: S3 User Guide, "Policy keys: Amazon S3 Signature Version 4". */
function ofS3(record: CloudTrailRecord, owner: string | null): readonly ContextEntry[] {
  const data = record.additionalEventData ?? {};
  return [
    ['s3:resourceaccount', ifKnown(owner)],
    ['s3:tlsversion', ifKnown(tlsVersionOf(record))],
    ['s3:signatureversion', ofTable(SIGNATURES, textOf(data, 'SignatureVersion'))],
    ['s3:authtype', ofTable(AUTHENTICATION, textOf(data, 'AuthenticationMethod'))],
  ];
}

const SIGNATURES: ReadonlyMap<string, string> = new Map([
  ['SigV2', 'AWS'],
  ['SigV4', 'AWS4-HMAC-SHA256'],
]);
const AUTHENTICATION: ReadonlyMap<string, string> = new Map([
  ['AuthHeader', 'REST-HEADER'],
  ['HtmlForm', 'POST'],
  ['QueryString', 'REST-QUERY-STRING'],
]);

function ofTable(table: ReadonlyMap<string, string>, name: string | null): ContextValue {
  return ifKnown(name === null ? null : (table.get(name) ?? null));
}

/** The service that the event passes its role to. */
function passedTo({ eventSource, eventName }: CloudTrailRecord, arn: string | null): string | null {
  if (eventSource === null || eventName === null) return null;
  const event = eventName.replace(/\d{8}(?:v\d{1,2})?$/, '');
  const service = PASSED_TO.get(`${prefixOfEventSource(eventSource)}:${event}`);
  if (service === undefined) return null;
  // EC2 alone has another name in China.
  const inChina = parseArn(arn ?? '')?.partition === 'aws-cn';
  return service.startsWith('ec2.') && inChina ? `${service}.cn` : service;
}

/** Follows: KMS Developer Guide, "AWS KMS condition keys". */
function ofKms(parameters: JsonObject): readonly ContextEntry[] {
  const context = objectOf(parameters, 'encryptionContext');
  const names = Object.keys(context ?? {}).slice(0, MAX_CONTEXT_KEYS);
  const keyId = textOf(parameters, 'keyId');
  const alias = /(?:^|:)(alias\/.{1,256})$/.exec(keyId ?? '')?.[1] ?? null;
  return [
    ...names.map((name): ContextEntry => [
      `${ENCRYPTION_CONTEXT}${name.toLowerCase()}`,
      ifKnown(textOf(context ?? {}, name)),
    ]),
    ['kms:encryptioncontextkeys', names.length === 0 ? ABSENT : known(...names)],
    ['kms:requestalias', alias === null ? (keyId === null ? UNKNOWN : ABSENT) : known(alias)],
  ];
}

const MAX_CONTEXT_KEYS = 100;

/**
 * `aws:RequestTag/…` and `aws:TagKeys`. Where all tags of the request are known, the key of the whole family, `aws:requesttag/`, is
 * absent: no other request tag was sent.
 */
function ofTags(
  { record, action, resource }: ParameterContext,
  listed: ReadonlySet<string>,
): readonly ContextEntry[] {
  const { requestParameters } = record;
  const takesTags = listed.has('aws:tagkeys') || listed.has('aws:requesttag/${tagkey}');
  if (requestParameters === null || !takesTags) return [];
  const type = action.name.startsWith('ec2:') ? ec2Type(resource.arn) : null;
  const tags = requestTags(requestParameters, type);
  if (tags === null) return [];
  return [
    ...[...tags.values].map(([key, value]): ContextEntry => [
      `aws:requesttag/${key.toLowerCase()}`,
      known(value),
    ]),
    ['aws:requesttag/', ABSENT],
    ['aws:tagkeys', tags.keys.length === 0 ? ABSENT : known(...tags.keys)],
  ];
}

/** `instance` of `arn:aws:ec2:…:instance/*`, as EC2 names it in tag specifications. */
function ec2Type(arn: string | null): string | null {
  const resource = parseArn(arn ?? '')?.resource ?? '';
  const slash = resource.indexOf('/');
  const type = slash < 0 ? '' : resource.slice(0, slash);
  return /^[a-z-]{1,64}$/.test(type) ? type : null;
}
