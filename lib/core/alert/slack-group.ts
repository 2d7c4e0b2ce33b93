import type { GroupFacts, PostReason } from '../channel';
import { groupWords } from './group-facts';
import { MARK_SIGNS } from './mark';
import type { AlertMessage } from './message';
import { arrange, type Slot } from './slack/arrange';
import { context, section, type SlackBlock } from './slack/blocks';
import { answerRow, type SlackActions } from './slack/buttons';
import { bold, codeText, mrkdwn } from './slack/mrkdwn';
import {
  adviceSlot,
  checkSlot,
  fixSlots,
  formSlots,
  lines,
  prose,
  quoteSlot,
  smallSlots,
  whySlot,
} from './slack/parts';
import { plain } from './text/phrase';
import { cutEnd } from './text/visible';

/** A message about a group, of a bot or a webhook. */
export interface SlackGroupMessage {
  /** What a notification shows, and clients without blocks. */
  readonly text: string;
  readonly blocks: readonly (SlackBlock | SlackActions)[];
}

/** What a message about a group is made from. */
export interface SlackGroupInput {
  readonly alert: AlertMessage;
  readonly group: GroupFacts;
  readonly reason: PostReason;
}

/** Characters of the notification. */
const LONGEST_TEXT = 300;

/**
 * The one message about a group that a bot keeps up to date: what matters on call. The rest is in its
 * thread.
 *
 * @param offersAnswers whether somebody listens to buttons
 */
export function renderSlackGroup(
  { alert, group }: SlackGroupInput,
  offersAnswers: boolean,
): SlackGroupMessage {
  const blocks = arrange([
    // What it passed long ago is no news in a message that is edited; the count says it.
    ...headSlots(alert, group, null),
    whySlot(alert),
    ...fixSlots(alert),
    adviceSlot(alert),
    ...smallSlots(alert),
  ]);
  const row = answerRow(group, { hasFix: alert.fix !== null });
  return { text: slackText(alert), blocks: offersAnswers ? [...blocks, row] : blocks };
}

/** A message about a group that nobody can edit and that has no thread: everything, and why it is sent. */
export function renderSlackAlone({ alert, group, reason }: SlackGroupInput): SlackGroupMessage {
  const { news } = groupWords(group, reason);
  return {
    text: slackText(alert, news),
    blocks: arrange([
      ...headSlots(alert, group, news),
      whySlot(alert),
      ...fixSlots(alert),
      adviceSlot(alert),
      ...smallSlots(alert),
      quoteSlot(alert),
      ...formSlots(alert),
      checkSlot(alert),
    ]),
  };
}

/** What a notification shows of an alert, the news first. */
export function slackText(alert: AlertMessage, news: string | null = null): string {
  const start = news === null ? '' : `${news} `;
  const text = `${MARK_SIGNS[alert.mark].emoji} ${start}${plain(alert.headline)}`;
  return codeText(cutEnd(text, LONGEST_TEXT));
}

function headSlots(alert: AlertMessage, group: GroupFacts, news: string | null): readonly Slot[] {
  const words = groupWords(group, 'first');
  const facts = [...alert.facts, ...words.facts];
  const state = [news, words.state].filter((one) => one !== null).map(firstBold);
  return [
    { rank: 0, block: section(`${MARK_SIGNS[alert.mark].emoji} ${mrkdwn(alert.headline)}`) },
    { rank: 0, block: context(facts.map(prose).join(' · ')) },
    { rank: 0, block: section(lines(...state)) },
  ];
}

/** `*Muted* by alice until it is fixed`: what became of it is seen at a glance. */
export function firstBold(sentence: string): string {
  const end = /[\s,:]/.exec(sentence)?.index ?? sentence.length;
  return bold(sentence.slice(0, end)) + prose(sentence.slice(end));
}
