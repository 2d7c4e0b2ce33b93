import { isArray, isObject, memberOf, objectOf, textOf, type JsonObject } from '../record/json';
import type { ActionReference, ServiceReference } from '../service-reference/service-reference';
import { isAccountId } from './arn';
import { fillPattern, fitsPattern, freePlaceholders } from './arn-pattern';
import { functionArn, queueArn } from './resource-forms';
import {
  ACCOUNT_PARAMETERS,
  IAM_CREATE_NAMES,
  NAME_IS_NOT_ENOUGH,
  PARAMETERS_BY_PLACEHOLDER,
  UNSHARED_EC2_TYPES,
} from './resource-table';

/** Where a request was made. */
export interface RequestPlace {
  readonly partition: string;
  readonly region: string | null;
  /** The caller's account; null where a plain name could be another account's. */
  readonly accountId: string | null;
}

/** A request whose resource is looked for in its parameters. */
export interface ParameterRequest {
  readonly action: ActionReference;
  readonly eventName: string;
  readonly parameters: JsonObject;
  readonly place: RequestPlace;
}

/**
 * The ARN that the parameters of a request name, made from the ARN patterns of the action's resource types.
 * Null unless exactly one resource type can be filled completely by parameters of the same name: an action
 * on two resources may have been denied on either.
 */
export function arnOfRequest(
  request: ParameterRequest,
  reference: ServiceReference,
): string | null {
  const { action } = request;
  const prefix = prefixOf(action);
  const created = createdIamArn(request);
  if (created !== null) return created;
  if (action.requiredResourceTypes.length > 1) return null;
  const parameters = new Parameters(request.parameters, prefix, request.eventName);
  const types = prefix === 'ec2' ? action.resourceTypes.filter(isUnshared) : action.resourceTypes;
  const found = types.flatMap((type) => {
    const arns = reference.resourceType(prefix, type)?.arnPatterns ?? [];
    return arns.flatMap((pattern) => filled({ ...request, pattern, type, prefix }, parameters));
  });
  return mostSpecific([...new Set(found)]);
}

function isUnshared(type: string): boolean {
  return UNSHARED_EC2_TYPES.has(type);
}

function prefixOf(action: ActionReference): string {
  return action.name.slice(0, action.name.indexOf(':'));
}

/** A table and its index are both named: the index is meant. Two that do not contain each other leave it open. */
function mostSpecific(arns: readonly string[]): string | null {
  const [longest] = arns.toSorted((a, b) => b.length - a.length);
  if (longest === undefined) return null;
  return arns.every((arn) => arn === longest || longest.startsWith(`${arn}/`)) ? longest : null;
}

interface PatternRequest extends ParameterRequest {
  readonly pattern: string;
  readonly type: string;
  readonly prefix: string;
}

function filled(request: PatternRequest, parameters: Parameters): readonly string[] {
  const { pattern, type, prefix, action, place } = request;
  const free = freePlaceholders(pattern);
  const only = action.resourceTypes.length === 1;
  if (free.length === 0 && !only) return [];
  const accountParameter = ACCOUNT_PARAMETERS.get(prefix);
  const account = accountParameter === undefined ? null : parameters.text([accountParameter]);
  const here = isAccountId(account) ? { ...place, accountId: account } : place;
  for (const placeholder of free) {
    const whole = wholeArn(prefix, parameters.of(placeholder, type, false), parameters, here);
    if (whole !== null) return fitsPattern(whole, pattern) ? [whole] : [];
  }
  const arn = fillPattern(pattern, (placeholder) => {
    const value = ofPlace(placeholder, here);
    if (value !== undefined) return value;
    if (NAME_IS_NOT_ENOUGH.has(`${prefix}:${placeholder.toLowerCase()}`)) return null;
    return plainValue(parameters.of(placeholder, type, only && free.length === 1), placeholder);
  });
  // AWS asks about the streams of a log group even where the group itself is meant.
  const end = prefix === 'logs' && type === 'log-group' ? ':log-stream:' : '';
  return arn === null ? [] : [arn + end];
}

/** Undefined for a placeholder that a parameter fills. */
function ofPlace(placeholder: string, place: RequestPlace): string | null | undefined {
  if (placeholder === 'Partition') return place.partition;
  if (placeholder === 'Region') return place.region;
  return placeholder === 'Account' ? place.accountId : undefined;
}

/** A parameter that says the whole ARN, or as much in the service's own form. */
function wholeArn(
  prefix: string,
  value: string | null,
  parameters: Parameters,
  place: RequestPlace,
): string | null {
  if (prefix === 'sqs') return queueArn(parameters.text(['queueUrl']) ?? '', place);
  if (value === null) return null;
  if (prefix === 'lambda') return functionArn(value, parameters.text(['qualifier']), place);
  return value.startsWith('arn:') ? value : null;
}

/** A value that can stand in an ARN as it is; an id has no slash, and what is masked or holds wildcards is none. */
function plainValue(value: string | null, placeholder: string): string | null {
  if (value === null || value.length > MAX_VALUE_LENGTH) return null;
  const plain = placeholder.endsWith('WithoutLeadingSlash') ? value.replace(/^\//, '') : value;
  if (plain === 'HIDDEN_DUE_TO_SECURITY_REASONS' || !/^[\w.@+=,/ #-]+$/.test(plain)) return null;
  return placeholder.endsWith('Id') && plain.includes('/') ? null : plain;
}

const MAX_VALUE_LENGTH = 1024;

/** The parameters of a request by name, whatever the case and signs: `detectorId`, `DetectorId`. */
class Parameters {
  private readonly byName = new Map<string, string>();
  private readonly prefix: string;

  constructor(parameters: JsonObject, prefix: string, eventName: string) {
    this.prefix = prefix;
    // EC2 wraps the parameters of newer operations: `DescribeFlowLogsRequest`.
    const wrapped = objectOf(parameters, `${eventName}Request`);
    for (const object of [parameters, wrapped ?? {}])
      for (const key of Object.keys(object).slice(0, MAX_PARAMETERS)) {
        const value = singleText(object, key);
        if (value !== null) this.byName.set(normal(value.name), value.text);
      }
  }

  text(names: readonly string[]): string | null {
    for (const name of names) {
      const value = this.byName.get(normal(name));
      if (value !== undefined) return value;
    }
    return null;
  }

  /**
   * The value for a placeholder of a resource type: the parameter has the name of the placeholder or of the type.
   * Plain `name` and `id` count only where there is no other resource that they could belong to.
   */
  of(placeholder: string, type: string, alone: boolean): string | null {
    const suffix = /(?:Name|Id)$/.exec(placeholder)?.[0] ?? '';
    const stem = placeholder.slice(0, placeholder.length - suffix.length);
    const own = normal(stem) === normal(type) && suffix !== '' && alone ? [suffix] : [];
    return this.text([
      placeholder,
      `${type}${suffix}`,
      `${stem}Arn`,
      `${type}Arn`,
      stem,
      type,
      ...(PARAMETERS_BY_PLACEHOLDER.get(`${this.prefix}:${placeholder.toLowerCase()}`) ?? []),
      ...own,
    ]);
  }
}

const MAX_PARAMETERS = 200;

function normal(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A text parameter, or the only item of an EC2 set: `instancesSet: {items: [{instanceId: …}]}`. */
function singleText(object: JsonObject, key: string): { name: string; text: string } | null {
  const text = textOf(object, key);
  if (text !== null) return { name: key, text: decoded(text) };
  const value = memberOf(object, key);
  const items = isObject(value) ? memberOf(value, 'items') : undefined;
  if (!isArray(items) || items.length !== 1) return null;
  const [item] = items;
  const name = isObject(item) ? Object.keys(item)[0] : undefined;
  if (!isObject(item) || name?.endsWith('Id') !== true) return null;
  const inner = textOf(item, name);
  return inner === null ? null : { name, text: inner };
}

/** REST services write parameters of the path as they stood in the URL. */
function decoded(text: string): string {
  if (text.length > MAX_VALUE_LENGTH || !/%[0-9A-Fa-f]{2}/.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What IAM is asked to make has the path that the request gives, or `/`. */
function createdIamArn({ action, parameters, place }: ParameterRequest): string | null {
  const nameParameter = IAM_CREATE_NAMES.get(action.name);
  const [type] = action.resourceTypes;
  if (nameParameter === undefined || type === undefined || place.accountId === null) return null;
  const name = textOf(parameters, nameParameter);
  const path = textOf(parameters, 'path') ?? '/';
  if (name === null || !/^[\w+=,.@-]{1,128}$/.test(name)) return null;
  if (!/^\/(?:[\w+=,.@-]{1,128}\/){0,64}$/.test(path)) return null;
  return `arn:${place.partition}:iam::${place.accountId}:${type}${path}${name}`;
}
