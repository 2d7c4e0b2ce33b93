import { z } from 'zod';
import { settingsSchema } from './schema';

/** A JSON schema node, as far as this project reads it. */
export interface JsonSchemaNode {
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly items?: JsonSchemaNode;
}

/**
 * The JSON schema of `denywatch.config.json`, for editors: made from the very schema that
 * validates the file, so the two cannot differ.
 */
export function settingsJsonSchema(): JsonSchemaNode {
  return z.toJSONSchema(settingsSchema, { io: 'input', target: 'draft-7' }) as JsonSchemaNode;
}
