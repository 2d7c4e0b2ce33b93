import type { Problem, ProblemDiagnosis } from '../../core/digest/digest';
import { each, html, when, type Html } from '../html';
import {
  callerWords,
  confidenceWords,
  layerWords,
  number,
  proofWords,
  standingWords,
  type Clock,
} from '../words';
import { facts, type Fact } from './facts';

/** Where a problem stands, as a coloured word with the rest behind it. */
export function standing(problem: Problem, clock: Clock): Html {
  const { word, more } = standingWords(problem.standing, clock);
  return html`<span class="chip ${STATES.get(word) ?? 'open'}">${word}</span>
    <span class="more">${more}</span>`;
}

const STATES: ReadonlyMap<string, string> = new Map([
  ['muted', 'muted'],
  ['acknowledged', 'seen'],
  ['resolved', 'good'],
]);

/** Where it happened and what refused it, in one line; on a phone also where it stands, unless it is open. */
export function whereabouts(problem: Problem, clock: Clock): Html {
  const { word, more } = standingWords(problem.standing, clock);
  const parts = [
    layerWords(problem.layer),
    ...(problem.accountId === null ? [] : [problem.accountId]),
    ...(problem.owner === null ? [] : [`owner ${problem.owner}`]),
  ];
  return html`<span class="meta"
    >${each(parts, (part) => html`<span>${part}</span>`)}${when(
      word !== 'open',
      () => html`<span class="narrow"><b>${word}</b> ${more}</span>`,
    )}</span
  >`;
}

/** Why and what to do, as facts; says so where that is not known. */
export function diagnosisFacts({ diagnosis, diagnosisRead }: Problem): readonly Fact[] {
  if (diagnosis === null)
    return [
      ['Why', diagnosisRead ? 'Not diagnosed yet.' : 'The diagnosis was not read for this digest.'],
    ];
  return [
    ['Why', diagnosis.why],
    ['Do', remedy(diagnosis)],
  ];
}

/** What to do, who can do it, and whether it is proven. */
function remedy({
  remedy: says,
  needsSecurityReview,
  remedyOwner,
  ...rest
}: ProblemDiagnosis): Html {
  const proven = rest.remedyKind === 'grant' || rest.remedyKind === 'editStatement';
  return html`${says}
    ${when(needsSecurityReview, () => html`<strong class="warn">Security looks first: it can raise privileges.</strong>`)}
    <span class="more"
      >${remedyOwner === '' ? null : `For ${remedyOwner}`}${when(proven, () => html` · ${proofWords(rest.proof)}`)}</span
    >`;
}

/** All that is known of a problem beyond its headline and its numbers. */
export function allFacts(problem: Problem, clock: Clock): Html {
  return facts([
    ...diagnosisFacts(problem),
    ['State', standing(problem, clock)],
    ...moreFacts(problem, clock),
    ...sure(problem),
  ]);
}

/** How sure the diagnosis is, and what could not be looked at. */
export function sure({ diagnosis }: Problem): readonly Fact[] {
  if (diagnosis === null) return [];
  const gaps = diagnosis.gaps.slice(0, MOST_GAPS);
  return [
    ['Sure?', confidenceWords(diagnosis.confidence)],
    [
      'Not looked at',
      gaps.length === 0
        ? null
        : html`<ul>
            ${each(gaps, (gap) => html`<li>${gap}</li>`)}
          </ul>`,
    ],
  ];
}

const MOST_GAPS = 10;

/** Who, what, on what, and when. */
export function moreFacts(problem: Problem, { time }: Clock): readonly Fact[] {
  const { first, last, count, daysSeen, principalArn, principalType, principal } = problem;
  const span = first === null || last === null ? '' : `, ${time(first)} to ${time(last)}`;
  return [
    [
      'Caller',
      html`<code>${principalArn ?? principal}</code>
        <span class="more">${callerWords(principalType)}</span>`,
    ],
    ['Action', problem.action === null ? null : html`<code>${problem.action}</code>`],
    ['Resource', problem.resource === null ? null : html`<code>${problem.resource}</code>`],
    ['Seen', `${number(count)} times on ${number(daysSeen)} of 35 days${span}`],
  ];
}
