import { slackProblems } from '../slack-blocks';
import {
  isObject,
  parsed,
  startReceiver,
  type Receiver,
  type ReceivedRequest,
  type ReceiverOptions,
  type Reply,
  type Service,
} from './receiver';
import { callMethod, type SlackMessage, type Workspace } from './slack-web-api';

/** How a {@link SlackReceiver} is set up. */
export interface SlackReceiverOptions extends ReceiverOptions {
  /** The bot token that is right; `xoxb-test-token` unless told. */
  readonly token?: string;
  /** Ids of the channels that the bot is in; `C0000000001` unless told. */
  readonly channels?: readonly string[];
  /** User group id -> ids of its users, for usergroups.users.list. */
  readonly userGroups?: Readonly<Record<string, readonly string[]>>;
  /** Whether the app has the scope to read the channel's history; true unless told. */
  readonly mayRead?: boolean;
  /** Milliseconds since the epoch, for the `ts` of messages; one moment of 2025 unless told. */
  readonly now?: () => number;
}

/** Slack on the loopback interface: incoming webhooks, the Web API and response URLs. */
export interface SlackReceiver extends Receiver {
  /** Address of an incoming webhook. */
  readonly url: string;
  /** Address of the Web API, for `slackApiUrl`; ends in `/api/`. */
  readonly apiUrl: string;
  /** An address as interactions carry it in `response_url`. */
  readonly responseUrl: string;
  readonly token: string;
  /** What people would see: posted messages in order, in their newest form; deleted ones are marked. */
  readonly messages: readonly SlackMessage[];
}

const WEBHOOK = '/services/T0000000001/B0000000001/000000000000000000000001';
const RESPONSE = '/actions/T0000000001/1/000000000000000000000001';
const TEXT = { 'content-type': 'text/plain; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/**
 * Starts a Slack that checks what it gets against Slack's published limits.
 *
 * Follows: Slack API, "Sending messages using incoming webhooks", "Using the Slack Web API",
 * chat.postMessage, chat.update, "Handling user interaction", "Rate limits".
 */
export async function startSlackReceiver(
  options: SlackReceiverOptions = {},
): Promise<SlackReceiver> {
  const workspace: Workspace = {
    token: options.token ?? 'xoxb-test-token',
    channels: options.channels ?? ['C0000000001'],
    userGroups: options.userGroups ?? {},
    messages: [],
    mayRead: options.mayRead ?? true,
    now: options.now ?? (() => 1_764_000_000_000),
  };
  const receiver = await startReceiver(slackService(workspace), options);
  return {
    ...receiver,
    url: receiver.origin + WEBHOOK,
    apiUrl: `${receiver.origin}/api/`,
    responseUrl: receiver.origin + RESPONSE,
    token: workspace.token,
    messages: workspace.messages,
  };
}

function slackService(workspace: Workspace): Service {
  return {
    handle: (request, say) => {
      if (request.method !== 'POST') return text(405, 'method_not_allowed');
      const [path = ''] = request.path.split('?');
      if (path === WEBHOOK || path === RESPONSE) return viaWebhook(workspace, request, say);
      const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
      if (method !== undefined) return json(callMethod(workspace, method, request, say));
      say(`POST ${path}: no such address`);
      return text(404, 'no_service');
    },
    refuse: (error) => json({ ok: false, error }),
    rateLimitedBody: { headers: JSON_TYPE, body: '{"ok":false,"error":"ratelimited"}' },
  };
}

function viaWebhook(
  { messages, channels }: Workspace,
  request: ReceivedRequest,
  say: (problem: string) => void,
): Reply {
  const payload = parsed(request.body);
  if (!isObject(payload)) {
    say('webhook: the payload is no JSON object');
    return text(400, 'invalid_payload');
  }
  const problems = slackProblems(payload);
  for (const problem of problems) say(`webhook: ${problem}`);
  if (problems.length > 0) return text(400, 'invalid_blocks');
  messages.push({
    channel: channels[0] ?? '',
    ts: null,
    threadTs: null,
    text: payload['text'],
    blocks: payload['blocks'],
    edits: 0,
    deleted: false,
    payload,
  });
  return text(200, 'ok');
}

function text(status: number, body: string): Reply {
  return { status, headers: TEXT, body };
}

function json(value: object): Reply {
  return { status: 200, headers: JSON_TYPE, body: JSON.stringify(value) };
}
