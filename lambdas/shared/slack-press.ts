import * as z from 'zod/mini';
import type { ChatJob } from '../../lib/core/act';
import { parseSlackAction } from '../../lib/core/alert/slack/actions';
import { oneLine } from '../../lib/core/alert/text/visible';
import { validChatJob } from './chat-messages';

/** What a signed request of Slack asks for. */
export type SlackPress =
  /** Empty when it was a button of something else, a link, or a menu of long ago. */
  | { readonly kind: 'jobs'; readonly jobs: readonly ChatJob[] }
  /** Somebody of a workspace that the settings do not name. */
  | { readonly kind: 'stranger'; readonly workspaces: readonly string[] }
  | { readonly kind: 'unreadable'; readonly why: string };

const id = z.string().check(z.regex(/^[A-Z0-9]{1,30}$/));

/** Slack sends one at a time. */
const MOST_ACTIONS = 10;

const payloadSchema = z.object({
  user: z.object({
    id,
    username: z.optional(z.string()),
    name: z.optional(z.string()),
    team_id: z.nullish(id),
  }),
  team: z.nullish(z.object({ id })),
  channel: z.object({ id }),
  message: z.object({ ts: z.string(), thread_ts: z.optional(z.string()) }),
  actions: z.array(z.unknown()).check(z.maxLength(MOST_ACTIONS)),
});

/** Characters of a name. */
const NAME = 64;

/**
 * Reads the body of a request that Slack signed: who pressed which buttons of Denywatch.
 *
 * Follows: Slack API, "Handling user interaction", "block_actions payloads".
 *
 * @param body `application/x-www-form-urlencoded` with one field, `payload`
 * @param now milliseconds since the epoch
 */
export function readSlackPress(
  body: string,
  workspaces: ReadonlySet<string>,
  now: number,
): SlackPress {
  const json = parseJson(new URLSearchParams(body).get('payload') ?? '');
  const kind = z.object({ type: z.string() }).safeParse(json);
  if (!kind.success) return { kind: 'unreadable', why: 'it has no payload with a type' };
  if (kind.data.type !== 'block_actions') return { kind: 'jobs', jobs: [] };
  const parsed = payloadSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.')}: ${issue.message}`,
    );
    return { kind: 'unreadable', why: problems.slice(0, 5).join('; ') };
  }
  return pressOf(parsed.data, workspaces, now);
}

function pressOf(
  { user, team, channel, message, actions }: z.output<typeof payloadSchema>,
  workspaces: ReadonlySet<string>,
  now: number,
): SlackPress {
  // In a channel that two companies share, the user's workspace may be another one than the message's.
  const from = [...new Set([team?.id, user.team_id])].filter((one) => typeof one === 'string');
  const [workspace] = from;
  if (workspace === undefined || !from.every((one) => workspaces.has(one)))
    return { kind: 'stranger', workspaces: from };
  const name = oneLine(user.username ?? user.name ?? '', NAME);
  const by = {
    name: name === '' ? user.id : name,
    id: `slack:${user.team_id ?? workspace}/${user.id}`,
  };
  const place = { channel: channel.id, ts: message.thread_ts ?? message.ts };
  const at = new Date(now).toISOString();
  const jobs = actions.flatMap((entry) => {
    const job = validChatJob({ do: 'chatAction', action: parseSlackAction(entry), by, at, place });
    return job === null ? [] : [job];
  });
  return { kind: 'jobs', jobs };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
