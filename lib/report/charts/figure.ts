import { each, html, type Html } from '../html';

/** The room of a drawing, in pixels of the screen it is made for. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** A chart in words, for those who cannot see it. */
export interface ChartWords {
  /** Letters only: names its elements in the page. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what it shows. */
  readonly says: string;
}

/** What stands beside a chart. */
export interface FigureParts {
  /** Draws it for a wide screen (and paper), and for a phone: text keeps its size. */
  readonly wide: Html;
  readonly narrow: Html;
  /** What its colours mean; nothing where there are none. */
  readonly legend: Html;
  /** The same numbers as a table. */
  readonly table: Html;
}

/** A chart with its title, its legend, and its numbers as a table. */
export function figure({ title, says }: ChartWords, parts: FigureParts): Html {
  return html`<figure class="chart">
    <figcaption>
      <h3>${title}</h3>
      <p class="note">${says}</p>
    </figcaption>
    ${parts.legend}
    <div class="for-wide">${parts.wide}</div>
    <div class="for-narrow">${parts.narrow}</div>
    <details class="numbers">
      <summary>The numbers as a table</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="${title}, as a table">
        ${parts.table}
      </div>
    </details>
  </figure>`;
}

/** An SVG image with its title and description. */
export function svg({ id, title, says }: ChartWords, room: Room, content: Html): Html {
  const own = `${id}-${room.width}`;
  return html`<svg
    class="drawing"
    viewBox="0 0 ${room.width} ${room.height}"
    width="${room.width}"
    height="${room.height}"
    role="img"
    aria-labelledby="${own}-t ${own}-d"
  >
    <title id="${own}-t">${title}</title>
    <desc id="${own}-d">${says}</desc>
    ${content}
  </svg>`;
}

/** A plain table of a chart's numbers. */
export function plainTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Html {
  return html`<table class="plain">
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${each(head, (name, at) => html`<th scope="col" class="${at === 0 ? 'text' : 'num'}">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${each(
        rows,
        (row) =>
          html`<tr>
            ${each(row, (text, at) => (at === 0 ? html`<th scope="row" class="text">${text}</th>` : html`<td class="num">${text}</td>`))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Horizontal lines with their numbers at the left. */
export function gridLines(
  ticks: readonly number[],
  y: (value: number) => number,
  { from, to }: { readonly from: number; readonly to: number },
  label: (value: number) => string,
): Html {
  return html`<g class="grid"
    >${each(
      ticks,
      (tick) =>
        html`<line x1="${from}" x2="${to}" y1="${rounded(y(tick))}" y2="${rounded(y(tick))}"></line
          ><text x="${from - 8}" y="${rounded(y(tick) + 4)}" text-anchor="end"
            >${label(tick)}</text
          >`,
    )}</g
  >`;
}

/** Tenths of a pixel are enough. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
