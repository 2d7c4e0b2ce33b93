import { MOST_CARD_BYTES, teamsMessage, type TeamsMessage } from '../../alert/teams';
import { openUrl, paragraph, type CardElement } from '../../alert/teams/card';
import { toPhrase } from '../../alert/text/phrase';
import { utf8Length } from '../../alert/text/utf8';
import { grouped } from '../../alert/text/words';
import type { Decision, Digest } from '../digest';
import { longDay } from './clock';
import { changeWords, countWords, moreWords, summaryOf, TOP_TEN } from './summary';
import { SIGNS, verdictOf } from './verdict';

const SMALL = { size: 'Small', isSubtle: true } as const;

/**
 * A digest as an Adaptive Card: whether to worry, the ten most urgent decisions, the counts, and a
 * button to the report. What does not fit is left out, reasons first.
 *
 * @param link address of the report, https; null when there is none
 */
export function digestTeams(digest: Digest, link: string | null = null): TeamsMessage {
  const { decisions } = digest;
  const shown = decisions.shown.slice(0, TOP_TEN);
  const actions = link === null ? [] : [openUrl({ label: 'Open the whole report', url: link })];
  const more = paragraph(toPhrase(moreWords(decisions)), '', SMALL);
  const counts = countElements(digest);
  const whole = shown.flatMap(inFull);
  const titles = shown.flatMap(titleOnly);
  const cards = [whole, titles, []].map((list) =>
    teamsMessage([...headElements(digest), ...list, ...more, ...counts], actions),
  );
  const fits = cards.find((card) => utf8Length(JSON.stringify(card)) <= MOST_CARD_BYTES);
  return fits ?? teamsMessage(verdictElements(digest), actions);
}

function verdictElements(digest: Digest): readonly CardElement[] {
  const { level, says } = verdictOf(digest);
  return paragraph([{ kind: 'strong', text: `${SIGNS[level]} ${says}` }], '', { size: 'Medium' });
}

function headElements(digest: Digest): readonly CardElement[] {
  return [
    ...verdictElements(digest),
    ...paragraph(toPhrase(digest.line)),
    ...paragraph(toPhrase(`Digest of ${longDay(digest.day)}, ${digest.zone}`), '', SMALL),
    ...verdictOf(digest).notes.flatMap((note) => paragraph(toPhrase(note), '!')),
  ];
}

function titleOnly(decision: Decision, at: number): readonly CardElement[] {
  const { severity, title } = summaryOf(decision);
  return paragraph(toPhrase(title), `${at + 1}. ${severity}`);
}

function inFull(decision: Decision, at: number): readonly CardElement[] {
  const { why, act } = summaryOf(decision);
  return [
    ...titleOnly(decision, at),
    ...paragraph(toPhrase(why), 'Why', SMALL),
    ...paragraph(toPhrase(act), 'Do', SMALL),
  ];
}

function countElements({ counts, hidden }: Digest): readonly CardElement[] {
  return [
    ...paragraph(toPhrase(changeWords(counts)), 'Changed'),
    ...paragraph(toPhrase(countWords(counts)), 'Counts'),
    ...paragraph(toPhrase(grouped(hidden.today)), 'Hidden as noise'),
  ];
}
