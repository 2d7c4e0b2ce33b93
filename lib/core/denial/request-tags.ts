import {
  arrayOf,
  isArray,
  isObject,
  memberOf,
  objectOf,
  textOf,
  type Json,
  type JsonObject,
} from '../record/json';

/** The tags that a request sets, or the tag keys that it removes; null when the request does not tell. */
export interface RequestTags {
  /** Tag key as written -> value. */
  readonly values: ReadonlyMap<string, string>;
  readonly keys: readonly string[];
}

const TAG_PARAMETERS = ['tags', 'Tags', 'tagList', 'tagSet', 'resourceTags'];
const KEY_PARAMETERS = ['tagKeys', 'TagKeys', 'tagKeyList'];
const MAX_TAGS = 200;

/**
 * Reads the tag parameters of a request in the forms that services use: a list of `{key, value}`, a map,
 * EC2's sets, and EC2's tags for each type of resource that a call makes.
 *
 * Follows: IAM User Guide, "Controlling access during AWS requests" (aws:RequestTag, aws:TagKeys).
 *
 * @param resourceType type of the resource that was denied, for calls that make several; null when not known
 */
export function requestTags(
  parameters: JsonObject,
  resourceType: string | null,
): RequestTags | null {
  if (Object.hasOwn(parameters, 'launchTemplate')) return null;
  if (Object.hasOwn(parameters, 'tagSpecificationSet'))
    return ofSpecifications(parameters, resourceType);
  for (const name of TAG_PARAMETERS)
    if (Object.hasOwn(parameters, name)) return ofTags(memberOf(parameters, name));
  for (const name of KEY_PARAMETERS)
    if (Object.hasOwn(parameters, name)) return ofKeys(memberOf(parameters, name));
  return NO_TAGS;
}

const NO_TAGS: RequestTags = { values: new Map(), keys: [] };

function ofSpecifications(parameters: JsonObject, resourceType: string | null): RequestTags | null {
  const specifications = objectOf(parameters, 'tagSpecificationSet') ?? {};
  const items = arrayOf(specifications, 'items');
  if (items === null || resourceType === null) return null;
  const own = items.find((item) => isObject(item) && textOf(item, 'resourceType') === resourceType);
  return isObject(own) ? ofTags(memberOf(own, 'tags')) : NO_TAGS;
}

function ofTags(value: Json | undefined): RequestTags | null {
  if (value === null) return NO_TAGS;
  if (isArray(value)) return ofList(value);
  if (!isObject(value)) return null;
  const items = arrayOf(value, 'items') ?? arrayOf(value, 'member');
  if (items !== null) return ofList(items);
  return fromPairs(Object.keys(value).map((key) => [key, textOrEmpty(value, key)]));
}

function ofList(items: readonly Json[]): RequestTags | null {
  const pairs = items.map((item): readonly [string | null, string | null] => {
    if (!isObject(item)) return [null, null];
    const key = textOf(item, 'key') ?? textOf(item, 'Key') ?? textOf(item, 'tagKey');
    const name = ['value', 'Value', 'tagValue'].find((member) => Object.hasOwn(item, member));
    return [key, name === undefined ? null : textOrEmpty(item, name)];
  });
  return fromPairs(pairs);
}

/** Null when a tag cannot be read: then it is not known what the request set. */
function fromPairs(
  pairs: readonly (readonly [string | null, string | null])[],
): RequestTags | null {
  if (pairs.length > MAX_TAGS) return null;
  const values = new Map<string, string>();
  const keys: string[] = [];
  for (const [key, value] of pairs) {
    if (key === null) return null;
    keys.push(key);
    if (value !== null) values.set(key, value);
  }
  return { values, keys };
}

function ofKeys(value: Json | undefined): RequestTags | null {
  if (!isArray(value) || value.length > MAX_TAGS) return null;
  const keys = value.flatMap((key) => (typeof key === 'string' ? key : []));
  return keys.length === value.length ? { values: new Map(), keys } : null;
}

/** An empty value is a value. Null for what is no text. */
function textOrEmpty(object: JsonObject, key: string): string | null {
  const value = memberOf(object, key);
  return typeof value === 'string' ? value : null;
}
