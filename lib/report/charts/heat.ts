import { scaleBand } from 'd3-scale';
import type { Charts } from '../../core/digest/digest';
import { cutEnd } from '../../core/alert/text/visible';
import { each, html, NOTHING, when, type Html } from '../html';
import { amount, number, shortNumber } from '../words';
import { figure, plainTable, rounded, svg, type ChartWords } from './figure';

type Heat = Charts['heat'];

/** How much of the heat map a drawing has room for. */
interface Size {
  readonly width: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
  /** Characters of a caller's name, and of a service's. */
  readonly name: number;
  readonly service: number;
}

const WIDE: Size = { width: 960, left: 210, rows: 15, columns: 14, name: 26, service: 16 };
const NARROW: Size = { width: 340, left: 108, rows: 12, columns: 6, name: 12, service: 12 };
const ROW = 26;
const HEAD = 72;
const SHADES = 5;

/** Callers × services; nothing when nobody was denied anything. */
export function heatMap(heat: Heat): Html {
  const most = heat.cells.reduce((top, row) => Math.max(top, ...row), 0);
  if (most === 0) return NOTHING;
  const words: ChartWords = {
    id: 'heat',
    title: 'Who was denied where',
    says: summary(heat, most),
  };
  return figure(words, {
    wide: drawing(words, heat, most, WIDE),
    narrow: drawing(words, heat, most, NARROW),
    legend: html`<ul class="legend">
      <li>
        1
        <span class="ramp"
          >${each([1, 2, 3, 4, 5], (shade) => html`<i class="swatch h${shade}"></i>`)}</span
        >
        ${number(most)} denials of the day
      </li>
    </ul>`,
    table: plainTable(
      words.title,
      ['Caller', ...heat.services],
      heat.callers.map((caller, row) => [
        caller,
        ...heat.services.map((_, column) => number(cellOf(heat, row, column))),
      ]),
    ),
  });
}

function cellOf({ cells }: Heat, row: number, column: number): number {
  return cells[row]?.[column] ?? 0;
}

function summary(heat: Heat, most: number): string {
  const row = heat.cells.findIndex((cells) => cells.includes(most));
  const column = heat.cells[row]?.indexOf(most) ?? 0;
  const widest = heat.cells.map((cells) => cells.filter((count) => count > 0).length);
  const services = Math.max(...widest);
  const wide = widest.indexOf(services);
  const top = `Most: ${heat.callers[row] ?? ''} at ${heat.services[column] ?? ''} with ${number(most)}.`;
  if (services < 3 || wide === row) return top;
  return `${top} Widest: ${heat.callers[wide] ?? ''} at ${amount(services, 'service')}.`;
}

/** Counts span orders of magnitude: shades are steps of the logarithm. */
function shadeOf(count: number, most: number): number {
  if (count <= 0) return 0;
  if (most <= 1) return SHADES;
  return 1 + Math.round((Math.log(count) / Math.log(most)) * (SHADES - 1));
}

function drawing(words: ChartWords, heat: Heat, most: number, size: Size): Html {
  const callers = heat.callers.slice(0, size.rows);
  const services = heat.services.slice(0, size.columns);
  const room = { width: size.width, height: HEAD + callers.length * ROW + 4 };
  const x = scaleBand<number>()
    .domain(services.map((_, index) => index))
    .range([size.left, Math.min(size.width - 24, size.left + services.length * 64)])
    .padding(0.06);
  const left = (column: number): number => rounded(x(column) ?? 0);
  const width = rounded(x.bandwidth());
  const drawCell = (row: number, column: number): Html => {
    const count = cellOf(heat, row, column);
    const shade = shadeOf(count, most);
    const y = HEAD + row * ROW;
    return html`<rect
        class="h${shade}"
        x="${left(column)}"
        y="${y + 1}"
        width="${width}"
        height="${ROW - 2}"
        rx="3"
        ><title>
          ${heat.callers[row] ?? ''} · ${heat.services[column] ?? ''}: ${number(count)}
        </title></rect
      >${when(count > 0, () => html`<text class="on h${shade}" x="${rounded(left(column) + width / 2)}" y="${y + 17}" text-anchor="middle">${shortNumber(count)}</text>`)}`;
  };
  return svg(
    words,
    room,
    html`<g class="axis"
        >${each(services, (service, column) => {
          const at = `${rounded(left(column) + width / 2 + 3)} ${HEAD - 8}`;
          return html`<text transform="translate(${at}) rotate(-38)"
            >${cutEnd(service, size.service)}</text
          >`;
        })}</g
      >
      ${each(
        callers,
        (caller, row) =>
          html`<text
              class="name"
              x="${size.left - 8}"
              y="${HEAD + row * ROW + 17}"
              text-anchor="end"
              >${cutEnd(caller, size.name)}</text
            >${each(services, (_, column) => drawCell(row, column))} `,
      )}`,
  );
}
