import * as z from 'zod/mini';
import type { SendJob } from '../../lib/core/send/job';

const name = z.string().check(z.minLength(1), z.maxLength(64));

/** The jobs of the delivery queue, as they are written into it. */
const sendJobSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('deliver'),
    group: z.string().check(z.regex(/^[0-9a-z]{1,64}$/)),
    channel: name,
  }),
  z.object({
    do: z.literal('storm'),
    channel: name,
    scope: z.string().check(z.maxLength(4096)),
    storm: z.string().check(z.maxLength(4096)),
    caller: z.nullable(z.string().check(z.maxLength(4096))),
  }),
]);

/**
 * Reads a message of the delivery queue.
 *
 * @throws Error when it is no job; the message is not shown
 */
export function readSendJob(body: string): SendJob {
  const parsed = sendJobSchema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`expected a job of the delivery queue; ${problems.join('; ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('expected a job of the delivery queue as JSON', { cause });
  }
}
