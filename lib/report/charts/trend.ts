import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Charts } from '../../core/digest/digest';
import { each, html, NOTHING, type Html } from '../html';
import { amount, number, shortNumber, type Clock } from '../words';
import { figure, gridLines, plainTable, rounded, svg, type ChartWords, type Room } from './figure';

type Trend = Charts['openTrend'];

const WIDE: Room = { width: 960, height: 220 };
const NARROW: Room = { width: 340, height: 190 };
const MARGIN = { top: 22, right: 26, bottom: 26, left: 44 };
const DAY_MS = 86_400_000;

/** How many problems were open, day by day; nothing before there are two days. */
export function trendChart(trend: Trend, clock: Clock): Html {
  const [first, ...others] = trend;
  const last = others.at(-1);
  if (first === undefined || last === undefined) return NOTHING;
  const words: ChartWords = {
    id: 'trend',
    title: 'Open problems, day by day',
    says: `${number(last.open)} open on ${clock.day(last.day)}, ${number(first.open)} on ${clock.day(first.day)}.`,
  };
  return figure(words, {
    wide: drawing(words, trend, clock, WIDE),
    narrow: drawing(words, trend, clock, NARROW),
    legend: NOTHING,
    table: plainTable(
      words.title,
      ['Day', 'Open problems', 'Denials'],
      trend.map(({ day, open, denials }) => [clock.day(day), number(open), number(denials)]),
    ),
  });
}

interface Point {
  readonly day: string;
  readonly at: number;
  readonly open: number;
}

function drawing(words: ChartWords, trend: Trend, clock: Clock, room: Room): Html {
  const points = pointsOf(trend);
  const bottom = room.height - MARGIN.bottom;
  const days = Math.max(1, ...points.map(({ at }) => at));
  const x = scaleLinear()
    .domain([0, days])
    .range([MARGIN.left, room.width - MARGIN.right]);
  const top = Math.max(1, ...points.map(({ open }) => open));
  const y = scaleLinear().domain([0, top]).nice(4).range([bottom, MARGIN.top]);
  const shape = { x: ({ at }: Point) => rounded(x(at)), y: ({ open }: Point) => rounded(y(open)) };
  const fill = area<Point>().x(shape.x).y0(bottom).y1(shape.y)([...points]);
  const stroke = line<Point>().x(shape.x).y(shape.y)([...points]);
  const last = points.at(-1);
  return svg(
    words,
    room,
    html`${gridLines(y.ticks(4).filter(Number.isInteger), y, { from: MARGIN.left, to: room.width - MARGIN.right }, shortNumber)}
      <path class="area" d="${fill ?? ''}"></path><path class="stroke" d="${stroke ?? ''}"></path>
      ${each(points, (point) => html`<circle class="dot" cx="${shape.x(point)}" cy="${shape.y(point)}" r="2.5"><title>${clock.day(point.day)}: ${amount(point.open, 'open problem')}</title></circle>`)}
      ${last === undefined ? NOTHING : html`<circle class="end" cx="${shape.x(last)}" cy="${shape.y(last)}" r="5"></circle><text class="end" x="${shape.x(last)}" y="${shape.y(last) - 10}" text-anchor="middle">${shortNumber(last.open)}</text>`}
      <g class="axis"
        >${each(labelled(points, days, room), ({ day, at }) => html`<text x="${rounded(x(at))}" y="${bottom + 18}" text-anchor="${at === 0 ? 'start' : at === days ? 'end' : 'middle'}">${clock.day(day)}</text>`)}</g
      >`,
  );
}

/** Days as distances, so that one without a digest leaves its room. */
function pointsOf(trend: Trend): readonly Point[] {
  const first = Date.parse(trend[0]?.day ?? '');
  return trend.map(({ day, open }, index) => {
    const at = Math.round((Date.parse(day) - first) / DAY_MS);
    return { day, at: Number.isNaN(at) ? index : at, open };
  });
}

/** The last day, and others as far apart as their labels are wide. */
function labelled(points: readonly Point[], days: number, { width }: Room): readonly Point[] {
  const apart = Math.max(1, Math.ceil(days / Math.floor((width - MARGIN.left) / 90)));
  return points.filter(({ at }) => (days - at) % apart === 0);
}
