import type { Screen } from './terminal';
import { countCodePoints, paint, type Line, type Measure, type Segment } from './layout/line';
import { wrapItems } from './layout/wrap';
import { MARKS, MARK_SIGNS, type Mark } from './mark';
import type { AlertLabels, AlertMessage } from './message';
import { toAscii } from './text/ascii';
import { cutMiddle } from './text/visible';
import { counted, grouped } from './text/words';

/** One problem of a run, with how often it was met. */
export interface SummaryProblem {
  readonly mark: Mark;
  readonly labels: AlertLabels;
  readonly principal: string;
  /** Denials, the first included. */
  readonly count: number;
}

/** What a run over records came to. */
export interface Summary {
  readonly problems: readonly SummaryProblem[];
  /** How many of the problems were alerted before this run. */
  readonly known: number;
  /** How many of the problems a noise entry keeps out of alerts: they are in the digest only. */
  readonly digestOnly: number;
  /** Records that were no denials. */
  readonly ordinary: number;
  readonly unreadable: number;
  /** Noise entry -> denials that it hid. They are none of the problems. */
  readonly hidden: ReadonlyMap<string, number>;
}

/** A problem as the summary counts it. `count` is how often it was met by the end, which the alert could not know. */
export function summaryProblem(message: AlertMessage, count: number): SummaryProblem {
  const { mark, labels, principal } = message;
  return { mark, labels, principal, count };
}

/** Rows of one table; the rest is counted. */
const MOST_ROWS = 8;

/** From this width on, two tables stand beside each other. */
const WIDE = 100;

/** A run in one screen: how much of what, by layer, service and principal. Ends with a line break. */
export function renderSummary(summary: Summary, screen: Screen): string {
  const width = Math.max(40, Math.trunc(screen.width));
  const measure = screen.measure ?? countCodePoints;
  const { problems } = summary;
  const layers = table('Layer', problems, ({ labels }) => LAYERS.get(labels.layer) ?? labels.layer);
  const services = table('Service', problems, ({ labels }) => labels.service);
  const principals = table('Principal', problems, ({ principal }) => principal);
  const draw = (data: Table, columns: number): readonly Line[] =>
    drawn(data, { columns, measure, unicode: screen.unicode });
  const half = Math.floor((width - GAP) / 2);
  const lines: readonly Line[] = [
    ...wrapItems(totals(summary), ', ', width, measure),
    ...wrapItems(marks(problems, screen.unicode), screen.unicode ? ' · ' : ', ', width, measure),
    ...wrapItems(noise(summary), ', ', width, measure),
    ...(problems.length === 0
      ? []
      : [
          [],
          ...draw(layers, Math.min(width, WIDE)),
          [],
          ...(width >= WIDE
            ? beside(draw(services, half), draw(principals, half), half, measure)
            : [...draw(services, width), [], ...draw(principals, width)]),
        ]),
  ];
  const text = lines.map((line) => `${paint(line, screen.colour)}\n`).join('');
  return screen.unicode ? text : toAscii(text);
}

/** The layers in words short enough for a table. */
const LAYERS: ReadonlyMap<string, string> = new Map([
  ['identity', 'identity policy'],
  ['boundary', 'permissions boundary'],
  ['session', 'session policy'],
  ['scp', 'service control policy'],
  ['rcp', 'resource control policy'],
  ['resource', 'resource policy'],
  ['vpcEndpoint', 'VPC endpoint policy'],
  ['none', 'a setting, no policy'],
  ['unknown', 'not known'],
]);

function totals(summary: Summary): readonly string[] {
  const { problems, known, digestOnly, ordinary, unreadable } = summary;
  const denials = problems.reduce((sum, { count }) => sum + count, 0);
  const hidden = [...summary.hidden.values()].reduce((sum, count) => sum + count, 0);
  const repeats = denials - problems.length;
  return [
    `${counted(denials + hidden + ordinary + unreadable, 'record')}: ${counted(denials, 'denial')} of ${counted(problems.length, 'problem')}`,
    ...(known > 0 ? [`${grouped(known)} alerted before`] : []),
    ...(repeats > 0 ? [`${counted(repeats, 'repeat')} not alerted again`] : []),
    ...(digestOnly > 0 ? [`${grouped(digestOnly)} for the digest only`] : []),
    ...(hidden > 0 ? [`${counted(hidden, 'denial')} hidden as noise`] : []),
    `${counted(ordinary, 'ordinary event')} skipped`,
    ...(unreadable > 0 ? [`${grouped(unreadable)} unreadable`] : []),
  ];
}

/** Which entries hid how many: an attack may hide behind noise. The most first. */
function noise({ hidden }: Summary): readonly string[] {
  const [first, ...others] = [...hidden]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([entry, count]) => `${entry} ${grouped(count)}`);
  return first === undefined ? [] : [`hidden as noise: ${first}`, ...others];
}

/** What each kind of problem takes, in the words of its mark. */
const MARK_WORDS: Readonly<Record<Mark, readonly [one: string, many: string]>> = {
  denied: ['to put right', 'to put right'],
  guardrail: ['stopped by a guardrail', 'stopped by guardrails'],
  setting: ['by a setting', 'by settings'],
  allowedNow: ['allowed by now', 'allowed by now'],
  unknown: ['not known', 'not known'],
};

function marks(problems: readonly SummaryProblem[], unicode: boolean): readonly string[] {
  const high = problems.filter(({ labels }) => labels.severity === 'high').length;
  const all = MARKS.flatMap((mark) => {
    const count = problems.filter((problem) => problem.mark === mark).length;
    const words = MARK_WORDS[mark][count === 1 ? 0 : 1];
    const sign = unicode ? `${MARK_SIGNS[mark].symbol} ` : '';
    return count === 0 ? [] : [`${sign}${grouped(count)} ${words}`];
  });
  return high === 0 ? all : [...all, `${grouped(high)} of high severity`];
}

interface Row {
  readonly name: string;
  readonly problems: number;
  readonly denials: number;
}

interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
  /** Rows that are left out. */
  readonly more: number;
}

/** Counts by a name; the most problems first, then the most denials, then by name. */
function table(
  title: string,
  problems: readonly SummaryProblem[],
  nameOf: (problem: SummaryProblem) => string,
): Table {
  const rows = new Map<string, Row>();
  for (const problem of problems) {
    const name = nameOf(problem);
    const row = rows.get(name) ?? { name, problems: 0, denials: 0 };
    rows.set(name, { name, problems: row.problems + 1, denials: row.denials + problem.count });
  }
  const sorted = [...rows.values()].sort(
    (a, b) => b.problems - a.problems || b.denials - a.denials || (a.name < b.name ? -1 : 1),
  );
  const kept = sorted.length > MOST_ROWS + 1 ? sorted.slice(0, MOST_ROWS) : sorted;
  return { title, rows: kept, more: sorted.length - kept.length };
}

/** Columns of a number, of the longest bar and between columns. */
const NUMBER = 8;
const BAR = 20;
const GAP = 2;
const NAME = 32;

interface Frame {
  readonly columns: number;
  readonly measure: Measure;
  readonly unicode: boolean;
}

function drawn({ title, rows, more }: Table, frame: Frame): readonly Line[] {
  const { measure, columns } = frame;
  const longest = Math.max(measure(title), ...rows.map(({ name }) => measure(name)));
  const name = Math.min(longest, NAME, Math.max(10, columns - 2 * (NUMBER + GAP)));
  const room = Math.min(BAR, columns - name - 2 * (NUMBER + GAP) - GAP);
  const most = Math.max(1, ...rows.map(({ problems }) => problems));
  const gap = ' '.repeat(GAP);
  const line = (label: string, a: string, b: string): string =>
    padded(label, name, measure) + gap + a.padStart(NUMBER) + gap + b.padStart(NUMBER);
  return [
    [{ text: line(title, 'problems', 'denials'), style: 'label' }],
    ...rows.map((row): Line => {
      const text = line(row.name, grouped(row.problems), grouped(row.denials));
      const bar = bars(row.problems / most, room, frame.unicode);
      const start: Segment = { text, style: 'plain' };
      return bar === '' ? [start] : [start, { text: gap + bar, style: 'code' }];
    }),
    ...(more > 0 ? [[{ text: `and ${grouped(more)} more`, style: 'quiet' } as const]] : []),
  ];
}

/** Something is never drawn as nothing. */
function bars(share: number, room: number, unicode: boolean): string {
  return room < 4 ? '' : (unicode ? '█' : '#').repeat(Math.max(1, Math.round(share * room)));
}

function padded(text: string, width: number, measure: Measure): string {
  let cut = text;
  // A sign of two columns may make it too long still: then it is cut once more.
  for (let limit = width; measure(cut) > width && limit > 1; limit -= 1)
    cut = cutMiddle(text, limit);
  return cut + ' '.repeat(Math.max(0, width - measure(cut)));
}

function beside(
  left: readonly Line[],
  right: readonly Line[],
  width: number,
  measure: Measure,
): readonly Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index): Line => {
    const start = left[index] ?? [];
    const used = start.reduce((sum, { text }) => sum + measure(text), 0);
    const space = ' '.repeat(Math.max(0, width - used) + GAP);
    return [...start, { text: space, style: 'plain' }, ...(right[index] ?? [])];
  });
}
