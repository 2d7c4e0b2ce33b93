import { slackProblems } from '../slack-blocks';
import { isObject, parsed, type ReceivedRequest } from './receiver';

/** A message as people would see it. */
export interface SlackMessage {
  readonly channel: string;
  /** Its id in the channel; null for one of a webhook, which learns of none. */
  readonly ts: string | null;
  /** The message that it answers. */
  readonly threadTs: string | null;
  readonly text: unknown;
  readonly blocks: unknown;
  /** How often it was changed. */
  readonly edits: number;
  readonly deleted: boolean;
  /** All that was sent the last time. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What the receiver knows of a workspace. */
export interface Workspace {
  readonly token: string;
  readonly channels: readonly string[];
  readonly userGroups: Readonly<Record<string, readonly string[]>>;
  readonly messages: SlackMessage[];
  /** Whether the app may read the channel's history. */
  readonly mayRead: boolean;
  readonly now: () => number;
}

type Arguments = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>> & { readonly ok: boolean };
type Method = (workspace: Workspace, args: Arguments, say: (problem: string) => void) => Answer;

/** Calls a method of the Web API. Slack answers 200 also when it says no. */
export function callMethod(
  workspace: Workspace,
  name: string,
  request: ReceivedRequest,
  say: (problem: string) => void,
): Answer {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  const tell = (problem: string): void => {
    say(`${name}: ${problem}`);
  };
  const answer =
    method === undefined
      ? no('unknown_method')
      : authorized(workspace, argumentsOf(request), request, (args) =>
          method(workspace, args, tell),
        );
  if (!answer.ok) tell(String(answer['error']));
  return answer;
}

function authorized(
  { token }: Workspace,
  args: Arguments | null,
  request: ReceivedRequest,
  call: (args: Arguments) => Answer,
): Answer {
  if (args === null) return no('invalid_json');
  const given = request.headers.authorization ?? args['token'];
  if (given === undefined) return no('not_authed');
  if (given !== `Bearer ${token}` && given !== token) return no('invalid_auth');
  return call(args);
}

/** The arguments, sent as JSON or as a form whose structured values are JSON texts; null: unreadable. */
function argumentsOf({ headers, body }: ReceivedRequest): Arguments | null {
  if (headers['content-type']?.startsWith('application/json') === true) {
    const value = parsed(body);
    return isObject(value) ? value : null;
  }
  const structured = new Set(['blocks', 'attachments', 'metadata', 'view']);
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [
      name,
      structured.has(name) ? parsed(value) : value,
    ]),
  );
}

const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': () => ({ ok: true, team_id: 'T0000000001', user_id: 'U0000000001', bot_id: 'B1' }),
  'chat.postMessage': (workspace, args, say) => {
    const { messages } = workspace;
    const refused = refusal(workspace, args, say);
    if (refused !== null) return refused;
    const threadTs = typeof args['thread_ts'] === 'string' ? args['thread_ts'] : null;
    if (threadTs !== null && find(workspace, args['channel'], threadTs) === null) {
      return no('thread_not_found');
    }
    const seconds = Math.floor(workspace.now() / 1_000);
    const ts = `${seconds}.${String(messages.length + 1).padStart(6, '0')}`;
    messages.push(messageOf(args, { ts, threadTs, edits: 0 }));
    return { ok: true, channel: args['channel'], ts, message: { ts, text: args['text'] } };
  },
  'chat.update': (workspace, args, say) => {
    const refused = refusal(workspace, args, say);
    if (refused !== null) return refused;
    const at = find(workspace, args['channel'], args['ts']);
    if (at === null) return no('message_not_found');
    const { ts, threadTs, edits } = at.message;
    workspace.messages[at.index] = messageOf(args, { ts, threadTs, edits: edits + 1 });
    return { ok: true, channel: args['channel'], ts, text: args['text'] };
  },
  'chat.delete': (workspace, args) => {
    const at = find(workspace, args['channel'], args['ts']);
    if (at === null) return no('message_not_found');
    workspace.messages[at.index] = { ...at.message, deleted: true };
    return { ok: true, channel: args['channel'], ts: args['ts'] };
  },
  'chat.postEphemeral': (workspace, args, say) => {
    if (typeof args['user'] !== 'string') return no('user_not_in_channel');
    return refusal(workspace, args, say) ?? { ok: true, message_ts: '1764000000.900000' };
  },
  'views.open': (_, args) => {
    if (typeof args['trigger_id'] !== 'string') return no('invalid_trigger_id');
    return isObject(args['view']) ? { ok: true, view: { id: 'V1' } } : no('invalid_arguments');
  },
  'conversations.history': (workspace, args) =>
    history(workspace, args, ({ threadTs, payload }) => {
      return threadTs === null || String(payload['reply_broadcast']) === 'true';
    }),
  'conversations.replies': (workspace, args) => {
    if (find(workspace, args['channel'], args['ts']) === null) return no('thread_not_found');
    const inThread = history(workspace, args, ({ ts, threadTs }) => {
      return ts === args['ts'] || threadTs === args['ts'];
    });
    const messages = inThread['messages'];
    return Array.isArray(messages) ? { ...inThread, messages: messages.toReversed() } : inThread;
  },
  'usergroups.users.list': ({ userGroups }, args) => {
    const id = String(args['usergroup']);
    return Object.hasOwn(userGroups, id)
      ? { ok: true, users: userGroups[id] }
      : no('no_such_subteam');
  },
};

/** Messages of a channel, the newest first; metadata only where it is asked for. */
function history(
  { messages, channels, mayRead }: Workspace,
  args: Arguments,
  isIn: (message: SlackMessage) => boolean,
): Answer {
  if (!mayRead) return { ok: false, error: 'missing_scope', needed: 'channels:history' };
  if (!channels.includes(String(args['channel']))) return no('channel_not_found');
  const oldest = Number(args['oldest'] ?? 0);
  const withMetadata = String(args['include_all_metadata']) === 'true';
  const found = messages
    .filter((message) => message.channel === args['channel'] && !message.deleted && isIn(message))
    .filter(({ ts }) => ts !== null && Number(ts) > oldest)
    .map(({ ts, threadTs, text, payload }) => ({
      type: 'message',
      ts,
      ...(threadTs !== null && { thread_ts: threadTs }),
      text,
      ...(withMetadata && { metadata: payload['metadata'] }),
    }))
    .toReversed()
    .slice(0, Number(args['limit'] ?? 100));
  return { ok: true, messages: found, has_more: false };
}

function refusal(
  { channels }: Workspace,
  args: Arguments,
  say: (problem: string) => void,
): Answer | null {
  const channel = args['channel'];
  if (typeof channel !== 'string' || !channels.includes(channel)) return no('channel_not_found');
  if (args['text'] === undefined && args['blocks'] === undefined) return no('no_text');
  // A message without blocks is its text alone; the checks want both.
  const problems = slackProblems({ blocks: [{ type: 'divider' }], text: ' ', ...defined(args) });
  for (const problem of problems) say(problem);
  return problems.length === 0 ? null : no('invalid_blocks');
}

function defined(args: Arguments): Arguments {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

function find(
  { messages }: Workspace,
  channel: unknown,
  ts: unknown,
): { readonly index: number; readonly message: SlackMessage } | null {
  const index = messages.findIndex(
    (message) =>
      message.ts !== null && message.ts === ts && message.channel === channel && !message.deleted,
  );
  const message = messages[index];
  return message === undefined ? null : { index, message };
}

function messageOf(
  args: Arguments,
  state: Pick<SlackMessage, 'ts' | 'threadTs' | 'edits'>,
): SlackMessage {
  return {
    ...state,
    channel: String(args['channel']),
    text: args['text'],
    blocks: args['blocks'],
    deleted: false,
    payload: args,
  };
}

function no(error: string): Answer {
  return { ok: false, error };
}
