import type { GroupFacts } from '../../channel';
import {
  ACTION_IDS,
  actionValue,
  COPY_FORMS,
  MUTE_FOR,
  type CopyForm,
  type MuteFor,
  type SlackAction,
} from './actions';

/** Text without any markup. */
export interface SlackPlainText {
  readonly type: 'plain_text';
  readonly text: string;
}

interface Option {
  readonly text: SlackPlainText;
  readonly value: string;
}

/** What people can press or choose from. */
export type SlackElement =
  | {
      readonly type: 'button';
      readonly action_id: string;
      readonly text: SlackPlainText;
      readonly value: string;
      readonly style?: 'primary';
    }
  | {
      readonly type: 'static_select';
      readonly action_id: string;
      readonly placeholder: SlackPlainText;
      readonly options: readonly Option[];
    };

/** A row of buttons and menus. */
export interface SlackActions {
  readonly type: 'actions';
  readonly elements: readonly SlackElement[];
}

const MUTE_WORDS: Readonly<Record<MuteFor, string>> = {
  '1h': 'for 1 hour',
  '1d': 'for 1 day',
  '7d': 'for 7 days',
  fixed: 'until it is fixed',
};

/** Names of the forms, as people write them. */
export const FORM_WORDS: Readonly<Record<CopyForm, string>> = {
  json: 'JSON',
  cdk: 'CDK',
  terraform: 'Terraform',
};

/**
 * The answers that a message offers: what was answered already is not offered again, and there is
 * nothing to copy where no policy is to be changed.
 *
 * Follows: Slack API, "Block Kit", "Actions block", "Button element", "Select menu element".
 */
export function answerRow(
  { groupId: group, state }: GroupFacts,
  { hasFix }: { readonly hasFix: boolean },
): SlackActions {
  const isOver = state.name === 'resolved';
  const isMuted = state.name === 'muted';
  const isAnswered = isOver || isMuted || state.name === 'acknowledged';
  return {
    type: 'actions',
    elements: [
      ...(isAnswered ? [] : [button('Acknowledge', { do: 'acknowledge', group }, 'primary')]),
      ...(isOver ? [] : [muteMenu(group, isMuted)]),
      ...(isMuted ? [button('Unmute', { do: 'unmute', group })] : []),
      button('Re-check now', { do: 'recheck', group }),
      button('Show full evidence', { do: 'evidence', group }),
      ...(hasFix ? [copyMenu(group)] : []),
    ],
  };
}

function button(text: string, action: SlackAction, style?: 'primary'): SlackElement {
  return {
    type: 'button',
    action_id: ACTION_IDS[action.do],
    text: plainText(text),
    value: actionValue(action),
    ...(style !== undefined && { style }),
  };
}

function muteMenu(group: string, isMuted: boolean): SlackElement {
  return {
    type: 'static_select',
    action_id: ACTION_IDS.mute,
    placeholder: plainText(isMuted ? 'Mute longer' : 'Mute'),
    options: MUTE_FOR.map((one) => ({
      text: plainText(MUTE_WORDS[one]),
      value: actionValue({ do: 'mute', group, for: one }),
    })),
  };
}

function copyMenu(group: string): SlackElement {
  return {
    type: 'static_select',
    action_id: ACTION_IDS.copy,
    placeholder: plainText('Copy fix as'),
    options: COPY_FORMS.map((one) => ({
      text: plainText(FORM_WORDS[one]),
      value: actionValue({ do: 'copy', group, as: one }),
    })),
  };
}

function plainText(text: string): SlackPlainText {
  return { type: 'plain_text', text };
}
