import { plainLine, type CodeLine } from '../fix/difference';
import { commandLines } from '../look/shell';
import type { AlertMessage } from '../message';
import { gapTexts, REVIEW, sureText } from '../story';
import { FIX_NOTICE, QUOTE_NOTICE } from '../text/cut-lines';
import { toPhrase } from '../text/phrase';
import type { Slot } from './arrange';
import { code, context, section } from './blocks';
import { bold, linkTo, mrkdwn } from './mrkdwn';

/** Why it was denied, and what changed before. */
export function whySlot({ why, since }: AlertMessage): Slot {
  return {
    rank: 1,
    block: section(lines(labelled('Why', [why]), labelled('Since', since))),
  };
}

/** What to do, or what to mind about the fix. */
export function adviceSlot({ fix, advice }: AlertMessage): Slot {
  return { rank: 1, block: section(labelled(fix === null ? 'Do' : 'Mind', [advice])) };
}

/** Small print and links. */
export function smallSlots(message: AlertMessage): readonly Slot[] {
  return [
    { rank: 3, block: context(small(message)) },
    { rank: 1, block: context(linkTexts(message)) },
  ];
}

/** The Deny statement as it is written. */
export function quoteSlot({ quote }: AlertMessage): Slot {
  return { rank: 5, block: code(bold('Deny statement'), quote.map(plainLine), QUOTE_NOTICE) };
}

/** The command that shows the reason again. */
export function checkSlot(message: AlertMessage): Slot {
  return { rank: 8, block: code(bold('Check'), checkLines(message), FIX_NOTICE) };
}

/** Each change as a difference, and how far it is proven. */
export function fixSlots({ fix }: AlertMessage): readonly Slot[] {
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
export function formSlots({ fix }: AlertMessage): readonly Slot[] {
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
export function lines(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n');
}

/** The texts below each other, after a label; empty when there is nothing to label. */
export function labelled(label: string, texts: readonly string[]): string {
  const shown = texts.filter((text) => text !== '').map(prose);
  return shown.length === 0 ? '' : `${bold(label)}  ${shown.join('\n')}`;
}

/** A sentence in Slack's markup. */
export function prose(text: string): string {
  return mrkdwn(toPhrase(text));
}
