import type { Compared, Listed, Problem } from '../../core/digest/digest';
import { each, html, NOTHING, when, type Html, type Piece } from '../html';
import { number, type Clock } from '../words';
import { allFacts, standing, whereabouts } from './problem';

/** One column of a table. */
export interface Column<T> {
  readonly name: string;
  readonly draw: (row: T) => Piece;
  /** Right aligned and sorted by this number; a text column is sorted by its text. */
  readonly value?: (row: T) => number;
  /** Left out on narrow screens: what it tells stands elsewhere in the row, or matters less. */
  readonly wide?: true;
}

/** A table that can be sorted and searched. Its caption is for those who cannot see what stands above it. */
export function table<T>(caption: string, columns: readonly Column<T>[], rows: readonly T[]): Html {
  return html`<table class="sortable">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${each(columns, (column) => html`<th scope="col" class="${classOf(column)}">${column.name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${each(
        rows,
        (row) =>
          html`<tr class="find">
            ${each(columns, (column, at) => cell(column, row, at === 0))}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function classOf<T>({ value, wide }: Column<T>): string {
  return [value === undefined ? 'text' : 'num', ...(wide === true ? ['wide'] : [])].join(' ');
}

function cell<T>(column: Column<T>, row: T, heads: boolean): Html {
  const content = column.draw(row);
  if (heads) return html`<th scope="row" class="${classOf(column)}">${content}</th>`;
  if (column.value === undefined) return html`<td class="${classOf(column)}">${content}</td>`;
  return html`<td class="${classOf(column)}" data-v="${column.value(row)}">${content}</td>`;
}

/** Today, yesterday and usual. */
export function comparedColumns<T extends Compared>(): readonly Column<T>[] {
  return [
    { name: 'Today', value: ({ today }) => today, draw: ({ today }) => number(today) },
    { name: 'Yesterday', value: (row) => row.yesterday, draw: (row) => number(row.yesterday) },
    {
      name: 'Usual',
      value: ({ usual }) => usual ?? -1,
      draw: ({ usual }) => (usual === null ? '–' : number(usual)),
      wide: true,
    },
  ];
}

/** Problems: the headline opens to the diagnosis, the remedy and the rest. */
export function problemTable(
  caption: string,
  problems: readonly Problem[],
  clock: Clock,
  more: readonly Column<Problem>[] = [],
): Html {
  return table<Problem>(
    caption,
    [
      { name: 'Problem', draw: (problem) => problemCell(problem, clock) },
      ...more,
      { name: 'State', draw: (problem) => standing(problem, clock), wide: true },
      ...comparedColumns<Problem>(),
    ],
    problems,
  );
}

function problemCell(problem: Problem, clock: Clock): Html {
  const { diagnosis } = problem;
  return html`<details>
      <summary>${problem.headline}</summary>
      ${allFacts(problem, clock)}
    </details>
    ${whereabouts(problem, clock)}
    ${diagnosis === null ? NOTHING : html`<span class="do">${diagnosis.remedy}</span>`}`;
}

/** Says so when a list was cut. */
export function cut<T>({ shown, total }: Listed<T>, what: string): Html {
  return when(
    total > shown.length,
    () => html`<p class="note">The first ${number(shown.length)} of ${number(total)} ${what}.</p>`,
  );
}
