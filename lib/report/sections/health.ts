import type { Digest, Health, RecurringGap } from '../../core/digest/digest';
import { each, html, when, type Html } from '../html';
import { table } from '../parts/table';
import { number } from '../words';

/** How Denywatch itself did, and what keeps its diagnoses incomplete. */
export function health({ health: own }: Digest): Html {
  return html`<ul class="tiles">
      ${each(tilesOf(own), ([name, value, more, bad]) => html`<li class="${bad ? 'bad' : ''}"><span class="name">${name}</span><strong>${value}</strong><span class="more">${more}</span></li>`)}
    </ul>
    ${own.advice === null ? null : html`<p class="advice"><strong>The one change that would help most.</strong> ${own.advice}</p>`}
    ${when(own.gaps.length > 0, () =>
      table<RecurringGap>(
        'What keeps diagnoses incomplete',
        [
          { name: 'What could not be looked at', draw: ({ gap }) => gap },
          { name: 'Problems', value: (row) => row.problems, draw: (row) => number(row.problems) },
          { name: 'Denials', value: (row) => row.denials, draw: (row) => number(row.denials) },
        ],
        own.gaps,
      ),
    )}`;
}

type Tile = readonly [name: string, value: string, more: string, bad: boolean];

function tilesOf({
  events,
  latencyMs,
  deadLetters,
  diagnosesRead,
  incomplete,
}: Health): readonly Tile[] {
  const known = (count: number | null): string => (count === null ? 'not known' : number(count));
  return [
    ['Events read', known(events), 'on the day', false],
    [
      'Event to alert',
      latencyMs === null ? 'not known' : seconds(latencyMs.p50),
      latencyMs === null ? '' : `half of them; 95 % within ${seconds(latencyMs.p95)}`,
      false,
    ],
    [
      'Dead letters',
      known(deadLetters),
      deadLetters === 0 ? 'nothing was lost' : 'wait to be sent again',
      deadLetters !== null && deadLetters > 0,
    ],
    ['Incomplete', number(incomplete), `of ${number(diagnosesRead)} diagnoses read`, false],
  ];
}

/** Tenths of a second below ten; minutes from two on. */
function seconds(ms: number): string {
  const all = ms / 1000;
  if (all < 10) return `${number(Math.round(all * 10) / 10)} s`;
  return all < 120 ? `${number(Math.round(all))} s` : `${number(Math.round(all / 60))} min`;
}
