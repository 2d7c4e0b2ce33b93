import * as z from 'zod/mini';

/** How the channel finds its message and its thread again. */
export interface SlackHandle {
  readonly channel: string;
  readonly ts: string;
  /** The reply with the details; null when it could not be posted yet. */
  readonly details: string | null;
  /** What the thread was told of repeats. */
  readonly told: { readonly at: string; readonly count: number };
}

const SHAPE = z.object({
  channel: z.string().check(z.minLength(1)),
  ts: z.string().check(z.minLength(1)),
  details: z._default(z.nullable(z.string()), null),
  told: z._default(z.object({ at: z.string(), count: z.number() }), {
    at: '1970-01-01T00:00:00.000Z',
    count: 0,
  }),
});

/** The handle as it is remembered. */
export function writeHandle({ channel, ts, details, told }: SlackHandle): string {
  return JSON.stringify({ channel, ts, details, told });
}

/** @throws Error when the text is no handle of this channel */
export function readHandle(text: string): SlackHandle {
  const read = SHAPE.safeParse(jsonOf(text));
  if (read.success) return read.data;
  throw new Error(
    'what is remembered of the Slack message is not readable: expected JSON with channel and ts',
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
