import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { HourCount } from '../../core/digest/digest';
import { each, html, NOTHING, when, type Html } from '../html';
import { amount, COLOURED, layerWords, number, shortNumber } from '../words';
import { figure, gridLines, plainTable, rounded, svg, type ChartWords, type Room } from './figure';

const WIDE: Room = { width: 960, height: 280 };
const NARROW: Room = { width: 340, height: 220 };
const MARGIN = { top: 12, right: 4, bottom: 26, left: 44 };

/** Denials per hour by layer against the usual band; nothing when no hours are known. */
export function hoursChart(hours: readonly HourCount[]): Html {
  if (hours.length === 0) return NOTHING;
  const layers = COLOURED.filter((layer) => hours.some((hour) => countOf(hour, layer) > 0));
  const banded = hours.some(({ usual }) => usual !== null);
  const words: ChartWords = {
    id: 'hours',
    title: 'Denials per hour, by layer',
    says: summary(hours, banded),
  };
  return figure(words, {
    wide: drawing(words, hours, layers, WIDE),
    narrow: drawing(words, hours, layers, NARROW),
    legend: legend(layers, banded),
    table: numbers(words, hours, layers, banded),
  });
}

/** A layer that has no colour of its own counts as not known. */
function countOf({ byLayer }: HourCount, layer: (typeof COLOURED)[number]): number {
  return Object.entries(byLayer).reduce((sum, [key, count]) => {
    const known = COLOURED.some((one) => one === key) ? key : 'unknown';
    return known === layer ? sum + count : sum;
  }, 0);
}

function summary(hours: readonly HourCount[], banded: boolean): string {
  const [first] = hours;
  if (first === undefined) return '';
  const peak = hours.reduce((most, hour) => (hour.total > most.total ? hour : most), first);
  const above = hours.filter(({ total, usual }) => usual !== null && total > usual.most).length;
  const most = `Most at ${peak.label}:00 with ${amount(peak.total, 'denial')}.`;
  if (!banded) return `${most} What is usual is not known yet: it takes three weeks.`;
  if (above === 0) return `${most} No hour was above what is usual for this weekday.`;
  return `${most} ${amount(above, 'hour')} above what is usual for this weekday.`;
}

function legend(layers: readonly string[], banded: boolean): Html {
  return html`<ul class="legend">
    ${each(
      layers,
      (layer) => html`<li><i class="swatch l-${layer}"></i>${layerWords(layer)}</li>`,
    )}${when(
      banded,
      () =>
        html`<li>
          <i class="swatch band"></i>usual: least to most of this hour in the four weeks before
        </li>`,
    )}
  </ul>`;
}

function drawing(
  words: ChartWords,
  hours: readonly HourCount[],
  layers: readonly (typeof COLOURED)[number][],
  room: Room,
): Html {
  const bottom = room.height - MARGIN.bottom;
  const top = Math.max(1, ...hours.map(({ total, usual }) => Math.max(total, usual?.most ?? 0)));
  const y = scaleLinear().domain([0, top]).nice(4).range([bottom, MARGIN.top]);
  const x = scaleBand<number>()
    .domain(hours.map((_, index) => index))
    .range([MARGIN.left, room.width - MARGIN.right])
    .paddingInner(0.28)
    .paddingOuter(0.14);
  const place = (index: number): number => x(index) ?? 0;
  const rows = stack<HourCount, (typeof COLOURED)[number]>().keys(layers).value(countOf)([
    ...hours,
  ]);
  const every = room.width < 600 ? 6 : 2;
  return svg(
    words,
    room,
    html`${band(hours, place, y, x.step())}${gridLines(y.ticks(4).filter(Number.isInteger), y, { from: MARGIN.left, to: room.width - MARGIN.right }, shortNumber)}
      ${each(rows, (row) => html`<g class="l-${row.key}">${each(row, ([low, high], index) => when(high > low, () => html`<rect x="${rounded(place(index))}" y="${rounded(y(high))}" width="${rounded(x.bandwidth())}" height="${rounded(y(low) - y(high))}"><title>${hours[index]?.label ?? ''}:00 · ${layerWords(row.key)}: ${number(high - low)}</title></rect>`))}</g>`)}
      ${edge(hours, place, y, x.step())}
      <g class="axis"
        >${each(hours, ({ label }, index) => when(index % every === 0, () => html`<text x="${rounded(place(index) + x.bandwidth() / 2)}" y="${bottom + 18}" text-anchor="middle">${label}</text>`))}</g
      >`,
  );
}

type Scale = (value: number) => number;

/** Behind the bars: from the least to the most of each hour. */
function band(hours: readonly HourCount[], place: Scale, y: Scale, step: number): Html {
  return html`<g class="band"
    >${each(hours, ({ usual }, index) =>
      usual === null
        ? NOTHING
        : html`<rect
            x="${rounded(place(index) - step * 0.14)}"
            y="${rounded(y(usual.most))}"
            width="${rounded(step)}"
            height="${rounded(y(usual.least) - y(usual.most))}"
          ></rect>`,
    )}</g
  >`;
}

/** Over the bars: the most of each hour, so that what is above it shows. */
function edge(hours: readonly HourCount[], place: Scale, y: Scale, step: number): Html {
  return html`<g class="edge"
    >${each(hours, ({ usual }, index) => {
      if (usual === null) return NOTHING;
      const from = place(index) - step * 0.14;
      return html`<line
        x1="${rounded(from)}"
        x2="${rounded(from + step)}"
        y1="${rounded(y(usual.most))}"
        y2="${rounded(y(usual.most))}"
      ></line>`;
    })}</g
  >`;
}

function numbers(
  { title }: ChartWords,
  hours: readonly HourCount[],
  layers: readonly (typeof COLOURED)[number][],
  banded: boolean,
): Html {
  return plainTable(
    title,
    ['Hour', ...layers.map(layerWords), 'All', ...(banded ? ['Usual'] : [])],
    hours.map((hour) => [
      `${hour.label}:00`,
      ...layers.map((layer) => number(countOf(hour, layer))),
      number(hour.total),
      ...(banded ? [usualText(hour)] : []),
    ]),
  );
}

function usualText({ usual }: HourCount): string {
  return usual === null ? '–' : `${number(usual.least)} to ${number(usual.most)}`;
}
