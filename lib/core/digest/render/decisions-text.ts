import { accountNumber, counted } from '../../alert/text/words';
import type { Decision, Digest, Problem } from '../digest';
import type { Finding, FindingEvent } from '../../findings/finding';
import type { Clock } from './clock';
import type { Layout } from './lines';
import { decisionTitle } from './summary';
import { comparedWords, name, sentenceOf, whereabouts } from './words';

type ProblemDecision = Extract<Decision, { readonly kind: 'problem' }>;

/** Decisions that are told with their reason and what to do; the others in a line. */
const IN_FULL = 15;
const MOST_STEPS = 5;

/** What needs a decision, numbered, the most urgent first. */
export function decisionLines(
  { decisions }: Digest,
  layout: Layout,
  clock: Clock,
): readonly string[] {
  const { shown, total } = decisions;
  const lines = shown.flatMap((decision, at) => {
    const start = `${String(at + 1).padStart(2)}. `;
    const severity = decision.severity === 'high' ? 'HIGH' : 'MEDIUM';
    const title = layout.line(`[${severity}] ${decisionTitle(decision)}`, start);
    if (at >= IN_FULL) return title;
    const details =
      decision.kind === 'finding'
        ? findingDetails(decision.finding, clock)
        : problemDetails(decision, clock);
    const indent = ' '.repeat(start.length);
    return [...title, ...details.flatMap((text) => layout.line(text, indent)), ''];
  });
  return total > shown.length ? [...lines, `and ${total - shown.length} more`] : lines;
}

function findingDetails(finding: Finding, clock: Clock): readonly string[] {
  const { why, steps, caller, events, moreEvents } = finding;
  const account =
    caller.accountId === null ? [] : [`account ${accountNumber(name(caller.accountId))}`];
  return [
    `Why: ${sentenceOf(why)}`,
    ...steps.slice(0, MOST_STEPS).map((step, at) => `Do ${at + 1}: ${sentenceOf(step)}`),
    `Seen: ${[counted(events.length + moreEvents, 'event'), ...account, ...lastEvent(events.at(-1), clock)].join('; ')}`,
  ];
}

function lastEvent(event: FindingEvent | undefined, clock: Clock): readonly string[] {
  if (event === undefined) return [];
  const { time, action, sourceIpAddress, accessKeyId } = event;
  const parts = [
    ...(time === null ? [] : [`at ${clock.time(time)}`]),
    ...(action === null ? [] : [name(action)]),
    ...(sourceIpAddress === null ? [] : [`from ${name(sourceIpAddress)}`]),
    ...(accessKeyId === null ? [] : [`with ${name(accessKeyId)}`]),
  ];
  return [`the last ${parts.join(' ')}`];
}

function problemDetails({ problem, says }: ProblemDecision, clock: Clock): readonly string[] {
  return [
    says,
    `Seen: ${[comparedWords(problem), ...lastTime(problem, clock), ...whereabouts(problem, clock)].join('; ')}`,
    ...diagnosisWords(problem),
  ];
}

function lastTime({ last }: Problem, clock: Clock): readonly string[] {
  return last === null ? [] : [`last ${clock.time(last)}`];
}

/** Why it was denied and what to do, a line each; that it is not known, when it is not. */
export function diagnosisWords({ diagnosis, diagnosisRead }: Problem): readonly string[] {
  if (diagnosis === null) return diagnosisRead ? ['Why: not diagnosed yet.'] : [];
  const { why, remedy, remedyKind, needsSecurityReview, confidence } = diagnosis;
  const sure = confidence === 'confirmed' || confidence === 'derived' ? '' : ` (${confidence})`;
  const opens = remedyKind === 'grant' || remedyKind === 'editStatement';
  const review =
    needsSecurityReview && opens ? ' It can raise privileges: look before it is applied.' : '';
  return [`Why: ${sentenceOf(why)}${sure}`, `Do: ${sentenceOf(remedy)}${review}`];
}
