/** A JSON value as `JSON.parse` returns it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Keys come from hostile input: read them through the accessors of this folder, never by `in` or plain lookup of a key that the input chose. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}
