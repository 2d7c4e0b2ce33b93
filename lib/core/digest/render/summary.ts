import { counted, grouped } from '../../alert/text/words';
import { cutEnd } from '../../alert/text/visible';
import type { Decision, Digest, Listed } from '../digest';
import { comparedWords, FINDING_WORDS, headline, name, REASON_WORDS, sentenceOf } from './words';

/** Decisions that a chat message names. */
export const TOP_TEN = 10;

/** Characters of a sentence in a chat message. */
const CHAT_SENTENCE = 300;

/** A decision in the few words of a chat message: texts are one visible line each. */
export interface DecisionSummary {
  readonly severity: 'HIGH' | 'MEDIUM';
  readonly title: string;
  /** Empty when it is not known. */
  readonly why: string;
  /** What to do first; empty when it is not known. */
  readonly act: string;
}

/** A decision in a few words. */
export function summaryOf(decision: Decision): DecisionSummary {
  const severity = decision.severity === 'high' ? 'HIGH' : 'MEDIUM';
  if (decision.kind === 'finding') {
    const { why, steps } = decision.finding;
    return {
      severity,
      title: decisionTitle(decision),
      why: brief(why),
      act: brief(steps[0] ?? ''),
    };
  }
  const { problem } = decision;
  const seen = comparedWords(problem);
  const { why = '', remedy = '' } = problem.diagnosis ?? {};
  return {
    severity,
    title: `${decisionTitle(decision)}: ${seen}`,
    why: brief(why),
    act: brief(remedy),
  };
}

function brief(text: string): string {
  return cutEnd(sentenceOf(text), CHAT_SENTENCE);
}

/** `release-bot: 46 different secrets were refused within 60 minutes (brute force)`. */
export function decisionTitle(decision: Decision): string {
  if (decision.kind === 'problem') {
    const reasons = decision.reasons.map((reason) => REASON_WORDS[reason]).join(', ');
    return `${headline(decision.problem.headline)} (${reasons})`;
  }
  const { finding, principal } = decision;
  const kind = FINDING_WORDS[finding.kind];
  const who = name(principal);
  const says = headline(finding.headline);
  return says.includes(who) ? `${says} (${kind})` : `${who}: ${says} (${kind})`;
}

/** `and 3 more decisions in the report`; empty when all are named. */
export function moreWords({ shown, total }: Listed<Decision>): string {
  const more = total - Math.min(shown.length, TOP_TEN);
  return more === 0 ? '' : `and ${counted(more, 'more decision', 'more decisions')} in the report`;
}

/** `29 new, 1 growing, 15 steady`; `nothing` when nothing did. */
export function changeWords({ changes }: Digest['counts']): string {
  const words = (['new', 'reopened', 'growing', 'shrinking', 'resolved', 'steady'] as const)
    .filter((word) => changes[word] > 0)
    .map((word) => `${grouped(changes[word])} ${word}`);
  return words.length === 0 ? 'nothing' : words.join(', ');
}

/** `Denials 895 (715 yesterday, usual 883.8) of 44 problems, 15 callers, 3 accounts; 46 problems are open`. */
export function countWords(counts: Digest['counts']): string {
  const { problems, callers, accounts, openProblems } = counts;
  const of = [
    counted(problems, 'problem'),
    counted(callers, 'caller'),
    counted(accounts, 'account'),
  ].join(', ');
  const open = openProblems === 1 ? '1 problem is' : `${grouped(openProblems)} problems are`;
  return `denials ${comparedWords(counts)} of ${of}; ${open} open`;
}
