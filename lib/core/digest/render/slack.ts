import type { SlackGroupMessage } from '../../alert/slack-group';
import { arrange, type Slot } from '../../alert/slack/arrange';
import { context, section } from '../../alert/slack/blocks';
import { bold, codeText, linkTo } from '../../alert/slack/mrkdwn';
import { lines, prose } from '../../alert/slack/parts';
import { cutEnd } from '../../alert/text/visible';
import { counted, grouped } from '../../alert/text/words';
import type { Decision, Digest } from '../digest';
import { longDay } from './clock';
import {
  changeWords,
  countWords,
  moreWords,
  summaryOf,
  TOP_TEN,
  type DecisionSummary,
} from './summary';
import { SIGNS, verdictOf } from './verdict';

const LONGEST_TEXT = 300;
const NOTICE = 'Some of this digest did not fit into a message: see the report';

/**
 * A digest for Slack: whether to worry, the ten most urgent decisions, the counts, and where the whole
 * report is. Within Slack's limits; what does not fit gives way from the end of the list, and is said.
 *
 * @param link address of the report, https; null when there is none
 */
export function digestSlack(digest: Digest, link: string | null = null): SlackGroupMessage {
  const { level, says, notes } = verdictOf(digest);
  const decisions = digest.decisions.shown.slice(0, TOP_TEN);
  return {
    text: codeText(cutEnd(`${SIGNS[level]} ${says} ${digest.line}`, LONGEST_TEXT)),
    blocks: arrange(
      [
        { rank: 0, block: section(`${SIGNS[level]} ${bold(says)}\n${prose(digest.line)}`) },
        { rank: 0, block: context(prose(`Digest of ${longDay(digest.day)}, ${digest.zone}`)) },
        { rank: 1, block: section(lines(...notes.map((note) => `• ${prose(note)}`))) },
        ...decisions.map((decision, at) => decisionSlot(decision, at)),
        { rank: 1, block: context(prose(moreWords(digest.decisions))) },
        { rank: 1, block: section(countsText(digest)) },
        { rank: 0, block: section(linkText(link)) },
      ],
      NOTICE,
    ),
  };
}

/** The first ones stay when there is no room for all. */
function decisionSlot(decision: Decision, at: number): Slot {
  return { rank: 2 + at, block: section(decisionText(summaryOf(decision), at + 1)) };
}

function decisionText({ severity, title, why, act }: DecisionSummary, number: number): string {
  return lines(
    `${number}. ${bold(severity)} ${prose(title)}`,
    why === '' ? '' : `${bold('Why')}  ${prose(why)}`,
    act === '' ? '' : `${bold('Do')}  ${prose(act)}`,
  );
}

function countsText(digest: Digest): string {
  const { counts, hidden } = digest;
  return lines(
    `${bold('Changed')}  ${prose(changeWords(counts))}`,
    `${bold('Counts')}  ${prose(countWords(counts))}`,
    `${bold('Hidden as noise')}  ${grouped(hidden.today)} by ${counted(hidden.entries.length, 'entry', 'entries')}`,
  );
}

function linkText(link: string | null): string {
  return link === null ? '' : linkTo(link, 'Open the whole report');
}
