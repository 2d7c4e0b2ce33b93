import type { CodeLine } from './fix/difference';
import { MARK_SIGNS } from './mark';
import type { AlertMessage } from './message';
import { arrange, type Slot } from './slack/arrange';
import { code, context, section, type SlackBlock } from './slack/blocks';
import { bold, codeText, linkTo, mrkdwn } from './slack/mrkdwn';
import { commandLines } from './look/shell';
import { plainLine } from './fix/difference';
import { gapTexts, REVIEW, sureText } from './story';
import { FIX_NOTICE, QUOTE_NOTICE } from './text/cut-lines';
import { plain, toPhrase } from './text/phrase';
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
    {
      rank: 1,
      block: section(lines(labelled('Why', [message.why]), labelled('Since', message.since))),
    },
    ...fixSlots(message),
    { rank: 1, block: section(labelled(message.fix === null ? 'Do' : 'Mind', [message.advice])) },
    { rank: 3, block: context(small(message)) },
    { rank: 1, block: context(linkTexts(message)) },
    { rank: 5, block: code(bold('Deny statement'), message.quote.map(plainLine), QUOTE_NOTICE) },
    ...formSlots(message),
    { rank: 8, block: code(bold('Check'), checkLines(message), FIX_NOTICE) },
  ];
}

function fixSlots({ fix }: AlertMessage): readonly Slot[] {
  if (fix === null) return [];
  const proof = fix.needsSecurityReview ? `${fix.proof} ${REVIEW}` : fix.proof;
  return [
    ...fix.changes.map((change, index) => ({
      rank: 2,
      block: code(
        `${index === 0 ? `${bold('Fix')}  ` : ''}${prose(change.where)}`,
        change.lines,
        FIX_NOTICE,
      ),
    })),
    { rank: 1, block: context(prose(proof)) },
  ];
}

/** A difference shows what changes; the forms are there to be pasted. A new text is its own JSON form. */
function formSlots({ fix }: AlertMessage): readonly Slot[] {
  return (fix?.changes ?? []).flatMap((change) => {
    const isNew = change.lines.every(({ sign }) => sign === 'plain');
    const form = (name: string, rank: number, text: string): Slot => ({
      rank,
      block: code(bold(name), text.trimEnd().split('\n').map(plainLine), FIX_NOTICE),
    });
    return [
      ...(isNew ? [] : [form('JSON', 6, change.json)]),
      form('CDK', 7, change.cdk),
      form('Terraform', 7, change.terraform),
    ];
  });
}

/** Small print: who can do it, how sure it is, what is missing. */
function small(message: AlertMessage): string {
  return lines(
    labelled('Owner', [message.owner]),
    labelled('Sure?', [sureText(message)]),
    labelled('Gaps', gapTexts(message)),
  );
}

function linkTexts({ links }: AlertMessage): string {
  const all = links.map(({ label, url }) => linkTo(url, label)).join(' · ');
  return all === '' ? '' : `${bold('Open')}  ${all}`;
}

function checkLines({ check }: AlertMessage): readonly CodeLine[] {
  return check === null ? [] : commandLines(check).map(plainLine);
}

/** Texts below each other, without those that are empty. */
function lines(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

/** The texts below each other, after a label; empty when there is nothing to label. */
function labelled(label: string, texts: readonly string[]): string {
  const shown = texts.filter((text) => text !== '').map(prose);
  return shown.length === 0 ? '' : `${bold(label)}  ${shown.join('\n')}`;
}

function prose(text: string): string {
  return mrkdwn(toPhrase(text));
}
