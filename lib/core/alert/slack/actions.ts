/** How long a problem is muted: until a time, or until the same call succeeds. */
export const MUTE_FOR = ['1h', '1d', '7d', 'fixed'] as const;

/** See {@link MUTE_FOR}. */
export type MuteFor = (typeof MUTE_FOR)[number];

/** The forms in which a change of a policy can be copied. */
export const COPY_FORMS = ['json', 'cdk', 'terraform'] as const;

/** See {@link COPY_FORMS}. */
export type CopyForm = (typeof COPY_FORMS)[number];

/** What a person asked for with a button or a menu of a message. `group` is the id of the group. */
export type SlackAction =
  | { readonly do: 'acknowledge'; readonly group: string }
  | { readonly do: 'mute'; readonly group: string; readonly for: MuteFor }
  | { readonly do: 'unmute'; readonly group: string }
  | { readonly do: 'recheck'; readonly group: string }
  | { readonly do: 'evidence'; readonly group: string }
  | { readonly do: 'copy'; readonly group: string; readonly as: CopyForm };

/** Names of the elements: `action_id`. Other apps' elements have other names. */
export const ACTION_IDS = {
  acknowledge: 'denywatch_acknowledge',
  mute: 'denywatch_mute',
  unmute: 'denywatch_unmute',
  recheck: 'denywatch_recheck',
  evidence: 'denywatch_evidence',
  copy: 'denywatch_copy',
} as const satisfies Readonly<Record<SlackAction['do'], string>>;

/** What an element carries: the group's id, for menus after what is chosen and a space. */
export function actionValue(action: SlackAction): string {
  if (action.do === 'mute') return `${action.for} ${action.group}`;
  return action.do === 'copy' ? `${action.as} ${action.group}` : action.group;
}

/** Ids of groups are short and safe; what is not is none. */
const GROUP_ID = /^[\w.-]{1,128}$/;

/**
 * Reads one entry of `actions` of Slack's `block_actions` payload.
 *
 * Follows: Slack API, "block_actions payloads".
 *
 * @returns null for what is no action of Denywatch, or not one that it could have offered
 */
export function parseSlackAction(entry: unknown): SlackAction | null {
  if (!isObject(entry)) return null;
  const id = entry['action_id'];
  const name = Object.entries(ACTION_IDS).find(([, known]) => known === id)?.[0];
  const option = entry['selected_option'];
  const value = isObject(option) ? option['value'] : entry['value'];
  if (name === undefined || typeof value !== 'string' || value.length > 200) return null;
  return asAction(name, value);
}

function asAction(name: string, value: string): SlackAction | null {
  const [first = '', second] = value.split(' ', 2);
  const group = second ?? first;
  if (!GROUP_ID.test(group)) return null;
  const muteFor = MUTE_FOR.find((one) => one === first);
  const form = COPY_FORMS.find((one) => one === first);
  const isMenu = second !== undefined;
  if (name === 'mute') return isMenu && muteFor ? { do: 'mute', group, for: muteFor } : null;
  if (name === 'copy') return isMenu && form ? { do: 'copy', group, as: form } : null;
  const plain = PLAIN.find((one) => one === name);
  return isMenu || plain === undefined ? null : { do: plain, group };
}

const PLAIN = ['acknowledge', 'unmute', 'recheck', 'evidence'] as const;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
