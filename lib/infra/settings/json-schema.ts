import { z } from 'zod';
import type { JsonSchemaNode } from '../../settings/problems';
import { settingsSchema } from './schema';

export type { JsonSchemaNode } from '../../settings/problems';

/**
 * The JSON schema of `denywatch.config.json`, for editors: made from the very schema that
 * validates the file, so the two cannot differ.
 */
export function settingsJsonSchema(): JsonSchemaNode {
  return z.toJSONSchema(settingsSchema, { io: 'input', target: 'draft-7' }) as JsonSchemaNode;
}
