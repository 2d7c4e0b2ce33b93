import * as z from 'zod/mini';
import { readItems } from '../../lib/core/record/read';
import type { CloudTrailRecord } from '../../lib/core/record/record';
import type { RecheckJob } from '../../lib/core/watch/ports';

/** What a message of the denial queue holds. */
export type DenialMessage =
  | {
      readonly kind: 'records';
      readonly records: readonly CloudTrailRecord[];
      /** What could not be read, each with what was expected and found. */
      readonly unreadable: readonly string[];
    }
  /** Denywatch's own: a group is to be looked at once more. */
  | { readonly kind: 'recheck'; readonly job: RecheckJob };

/** No CloudTrail record and no event has this key. */
const MARK = 'denywatch';

const recheckSchema = z.object({
  [MARK]: z.literal('recheck'),
  group: z.string().check(z.regex(/^[0-9a-z]{1,64}$/)),
  reason: z.enum(['incomplete', 'asked', 'routine']),
  attempt: z.int().check(z.minimum(1), z.maximum(100)),
  by: z.nullable(z.object({ name: z.string(), id: z.string() })),
});

/** The text of a message that has a group looked at once more. */
export function recheckMessage(job: RecheckJob): string {
  const message: z.input<typeof recheckSchema> = { [MARK]: 'recheck', ...job };
  return JSON.stringify(message);
}

/**
 * Reads a message of the denial queue: CloudTrail records in whatever wraps them, or Denywatch's own
 * wish to look again. Never throws: what cannot be read is named.
 */
export function readDenialMessage(body: string): DenialMessage {
  if (body.startsWith(`{"${MARK}":`)) {
    const parsed = recheckSchema.safeParse(parseJson(body));
    if (parsed.success) {
      const { group, reason, attempt, by } = parsed.data;
      return { kind: 'recheck', job: { group, reason, attempt, by } };
    }
  }
  const records: CloudTrailRecord[] = [];
  const unreadable: string[] = [];
  for (const item of readItems(body)) {
    if (item.kind === 'record') records.push(item.record);
    else if (item.kind === 'unreadable')
      unreadable.push(`${item.position}: expected ${item.expected}; found ${item.found}`);
    else unreadable.push(`${item.position}: expected a CloudTrail record; found ${item.kind}`);
  }
  return { kind: 'records', records, unreadable };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller's schema says that this is no message of ours; the record reader names the place.
    return null;
  }
}
