/** A JSON value as `JSON.parse` returns it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Keys come from hostile input: read them through the accessors of this folder, never by `in` or plain lookup of a key that the input chose. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether the value is a JSON object: neither null nor an array. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** Whether the value is a JSON array. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The member of that name, or undefined: only the object's own, so that `__proto__` and `constructor` find nothing that was not written. */
export function memberOf(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The member if it is a string that is not empty, else null. */
export function textOf(object: JsonObject, key: string): string | null {
  const value = memberOf(object, key);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The member if it is a boolean, or `"true"` / `"false"` as CloudTrail writes some of them; else null. */
export function booleanOf(object: JsonObject, key: string): boolean | null {
  const value = memberOf(object, key);
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : null;
}

/** The member if it is an object, else null. */
export function objectOf(object: JsonObject, key: string): JsonObject | null {
  const value = memberOf(object, key);
  return isObject(value) ? value : null;
}

/** The member if it is an array, else null. */
export function arrayOf(object: JsonObject, key: string): readonly Json[] | null {
  const value = memberOf(object, key);
  return isArray(value) ? value : null;
}
