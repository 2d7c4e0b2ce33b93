import * as z from 'zod/mini';
import type { ChatJob } from '../../lib/core/act';
import { COPY_FORMS, MUTE_FOR } from '../../lib/core/alert/slack/actions';

const group = z.string().check(z.regex(/^[0-9a-z]{1,64}$/));

const actionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('acknowledge'), group }),
  z.object({ do: z.literal('mute'), group, for: z.enum(MUTE_FOR) }),
  z.object({ do: z.literal('unmute'), group }),
  z.object({ do: z.literal('recheck'), group }),
  z.object({ do: z.literal('evidence'), group }),
  z.object({ do: z.literal('copy'), group, as: z.enum(COPY_FORMS) }),
]);

/** The answers of the delivery queue, as they are written into it. */
const chatJobSchema = z.object({
  do: z.literal('chatAction'),
  action: actionSchema,
  by: z.object({
    name: z.string().check(z.minLength(1), z.maxLength(64)),
    id: z.string().check(z.regex(/^slack:[A-Z0-9]{1,30}\/[A-Z0-9]{1,30}$/)),
  }),
  at: z.iso.datetime(),
  place: z.object({
    channel: z.string().check(z.regex(/^[A-Z0-9]{1,30}$/)),
    ts: z.string().check(z.regex(/^\d{1,20}\.\d{1,10}$/)),
  }),
});

/** The job, when it is one that the delivery queue may hold; null otherwise. */
export function validChatJob(job: unknown): ChatJob | null {
  const parsed = chatJobSchema.safeParse(job);
  return parsed.success ? parsed.data : null;
}

/** Reads a message of the delivery queue; null when it is no answer of a person. */
export function readChatJob(body: string): ChatJob | null {
  try {
    return validChatJob(JSON.parse(body));
  } catch {
    // Whoever reads the other jobs of the queue says what is wrong with it.
    return null;
  }
}
