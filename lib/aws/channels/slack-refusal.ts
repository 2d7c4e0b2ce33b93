/** What Slack says beside `ok: false`. */
export interface SlackNo {
  /** Slack's own word for why: `channel_not_found`. */
  readonly error: string;
  /** The scope that is missing, where that is why. */
  readonly needed?: string;
  /** What is wrong with the arguments, where that is why. */
  readonly details?: readonly string[];
}

/** Slack said no, and will say so again until somebody does what the message says. */
export class SlackRefusal extends Error {
  override readonly name = 'SlackRefusal';
  readonly error: string;

  constructor(method: string, no: SlackNo) {
    super(`Slack refused ${method}: ${no.error}${adviceOn(no)}`);
    this.error = no.error;
  }
}

const NEW_TOKEN = 'put the bot token of an installed app (xoxb-…) into the secret';
const NO_CHANNEL =
  'check the id of the channel in the settings, and invite the app to it (/invite @Denywatch)';
const OTHER_CHANNEL = 'name another channel in the settings';

/** What to do about what Slack refuses for good. Follows: Slack API, chat.postMessage, "Errors". */
const ADVICE: Readonly<Record<string, string>> = {
  invalid_auth: NEW_TOKEN,
  not_authed: NEW_TOKEN,
  account_inactive: NEW_TOKEN,
  token_revoked: NEW_TOKEN,
  token_expired: NEW_TOKEN,
  not_allowed_token_type: NEW_TOKEN,
  channel_not_found: NO_CHANNEL,
  not_in_channel: NO_CHANNEL,
  is_archived: `the channel is archived: ${OTHER_CHANNEL}`,
  restricted_action: `the workspace does not let apps post there: ${OTHER_CHANNEL}`,
  restricted_action_read_only_channel: `the channel is read-only: ${OTHER_CHANNEL}`,
  restricted_action_thread_locked: 'the thread is locked',
  messages_tab_disabled: OTHER_CHANNEL,
  ekm_access_denied: 'an administrator of the workspace has suspended posting',
  team_access_not_granted: 'install the app in the workspace of the channel',
  no_permission: 'the workspace does not let the app do this: ask its administrators',
};

function adviceOn({ error, needed, details = [] }: SlackNo): string {
  if (error === 'missing_scope')
    return `: give the app the scope ${needed ?? 'chat:write'} and install it again`;
  const advice = Object.hasOwn(ADVICE, error) ? ADVICE[error] : undefined;
  if (advice !== undefined) return `: ${advice}`;
  return details.length === 0 ? '' : ` (${details.join('; ')})`;
}

/** The token itself is no good any more: another may stand in the secret by now. */
export const TOKEN_IS_BAD: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
]);

/** Slack asks to wait, in an answer with status 200. */
export const ASKS_TO_WAIT: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited']);

/** The message cannot be edited any more. Follows: Slack API, chat.update, "Errors". */
export const MESSAGE_IS_GONE: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
]);

/** The app cannot reach the channel any more. */
export const CHANNEL_IS_GONE: ReadonlySet<string> = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
]);
