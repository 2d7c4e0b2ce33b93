import { MARK_SIGNS } from './mark';
import type { AlertMessage } from './message';
import { arrange, type Slot } from './slack/arrange';
import { context, section, type SlackBlock } from './slack/blocks';
import { codeText, mrkdwn } from './slack/mrkdwn';
import {
  adviceSlot,
  checkSlot,
  fixSlots,
  formSlots,
  prose,
  quoteSlot,
  smallSlots,
  whySlot,
} from './slack/parts';
import { plain } from './text/phrase';
import { cutEnd } from './text/visible';

/** The payload of an incoming webhook. */
export interface SlackMessage {
  /** What a notification shows, and clients without blocks. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Characters of the notification. */
const LONGEST_TEXT = 300;

/**
 * An alert as Slack blocks. What does not fit into a message is cut, the least important first, and
 * the message says so.
 *
 * Follows: Slack API, "Block Kit", "Formatting text for app surfaces".
 */
export function renderSlack(message: AlertMessage): SlackMessage {
  const sign = MARK_SIGNS[message.mark].emoji;
  return {
    text: codeText(cutEnd(`${sign} ${plain(message.headline)}`, LONGEST_TEXT)),
    blocks: arrange(slots(message, sign)),
  };
}

/** The blocks in reading order, each with its rank: when room is short, high ranks give way. */
function slots(message: AlertMessage, sign: string): readonly Slot[] {
  return [
    { rank: 0, block: section(`${sign} ${mrkdwn(message.headline)}`) },
    { rank: 0, block: context(message.facts.map(prose).join(' · ')) },
    whySlot(message),
    ...fixSlots(message),
    adviceSlot(message),
    ...smallSlots(message),
    quoteSlot(message),
    ...formSlots(message),
    checkSlot(message),
  ];
}
