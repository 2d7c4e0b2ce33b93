import { accountNumber, counted, grouped } from '../../alert/text/words';
import type { Digest, HourCount, Listed, Problem } from '../digest';
import type { Clock } from './clock';
import type { Layout } from './lines';
import { decimal } from './verdict';
import { comparedWords, headline, name, sentenceOf, standingWords, topName } from './words';

/** Items of each list. */
const MOST = 10;
const TOP = 5;

/** A part of the mail: lines under a title; without lines it is left out. */
export interface TextSection {
  readonly title: string;
  readonly lines: readonly string[];
}

const CHANGE_TITLES = {
  new: 'New: denied for the first time',
  reopened: 'Reopened: came back after it was resolved or muted, or after a quiet week',
  growing: 'Growing: at least twice as many as yesterday and as usual',
  shrinking: 'Shrinking: at most half of yesterday and of usual',
  resolved: 'Resolved: and has not come back',
} as const;

/** What changed against the days before. */
export function changeSection({ changes }: Digest, layout: Layout): TextSection {
  const words = ['new', 'reopened', 'growing', 'shrinking', 'resolved'] as const;
  const lines = words.flatMap((word) => {
    const list = changes[word];
    if (list.total === 0) return [];
    return [
      ...layout.line(`${CHANGE_TITLES[word]} (${grouped(list.total)})`),
      ...problemLines(list, layout, (problem) => comparedWords(problem)),
    ];
  });
  return { title: 'WHAT CHANGED', lines: lines.length === 0 ? ['Nothing.'] : lines };
}

function problemLines(
  { shown, total }: Listed<Problem>,
  layout: Layout,
  facts: (problem: Problem) => string,
  most: number = MOST,
): readonly string[] {
  const lines = shown
    .slice(0, most)
    .flatMap((problem) =>
      layout.line(`${headline(problem.headline)}: ${facts(problem)}`, '  - ', '    '),
    );
  return total > most ? [...lines, `    and ${grouped(total - most)} more`] : lines;
}

/** The totals, the hours that stand out, and who and what has the most. */
export function countSection(digest: Digest, layout: Layout, clock: Clock): TextSection {
  const { counts, top, hoursInDay } = digest;
  const totals = [
    `Denials ${comparedWords(counts)}, of ${counted(counts.problems, 'problem')}, ${counted(counts.callers, 'caller')}, ${counted(counts.accounts, 'account')}.`,
    `Open problems: ${grouped(counts.openProblems)}. Hidden as noise: ${grouped(counts.hidden)}.`,
    ...(hoursInDay === 24 ? [] : [`The clocks changed: the day had ${decimal(hoursInDay)} hours.`]),
    ...hourWords(digest.charts.hours, clock),
  ];
  const lists = (['caller', 'action', 'layer', 'account', 'owner'] as const).flatMap((by) => {
    const { shown, total } = top[by];
    if (shown.length === 0) return [];
    const names = shown
      .slice(0, TOP)
      .map((entry) => `${topName(entry, by)} ${grouped(entry.today)}`);
    const more = total > TOP ? [`and ${grouped(total - TOP)} more`] : [];
    return layout.line([...names, ...more].join(', '), `By ${by}: `, '  ');
  });
  return {
    title: 'THE DAY IN NUMBERS',
    lines: [...totals.flatMap((text) => layout.line(text)), ...lists],
  };
}

/** Hours beyond the band of the same weekday; where nothing is usual yet, the one with the most. */
function hourWords(hours: readonly HourCount[], clock: Clock): readonly string[] {
  const most = hours.reduce<HourCount | null>(
    (best, hour) => (hour.total > (best?.total ?? 0) ? hour : best),
    null,
  );
  if (most === null) return [];
  const above = hours.filter(({ total, usual }) => usual !== null && isAbove(total, usual.most));
  if (above.length > 0) {
    const words = above.map(
      ({ from, total, usual }) =>
        `${clock.hour(from)} ${grouped(total)} (usual ${grouped(usual?.least ?? 0)} to ${grouped(usual?.most ?? 0)})`,
    );
    return [`Hours above the usual: ${words.join(', ')}.`];
  }
  const usual = hours.some((hour) => hour.usual !== null)
    ? 'No hour was far above the usual. '
    : '';
  return [`${usual}The most in an hour: ${grouped(most.total)} from ${clock.hour(most.from)}.`];
}

/** As growth is told: twice as many, and ten more. */
function isAbove(total: number, most: number): boolean {
  return total >= 2 * most && total - most >= 10;
}

/** Who comes back day after day, and what is there the longest. */
export function lastingSection(digest: Digest, layout: Layout, clock: Clock): TextSection {
  const offenders = digest.offenders.shown
    .slice(0, TOP)
    .flatMap(({ principal, days, denials, openProblems }) =>
      layout.line(
        `${name(principal)}: on ${grouped(days)} of 35 days, ${counted(denials, 'denial')}, ${counted(openProblems, 'open problem')}`,
        '  - ',
        '    ',
      ),
    );
  const oldest = problemLines(
    digest.oldest,
    layout,
    ({ first, count }) =>
      `${first === null ? '' : `since ${clock.dayAndTime(first).slice(0, 10)}, `}${counted(count, 'denial')}`,
    TOP,
  );
  return {
    title: 'WHAT LASTS',
    lines: [
      ...(offenders.length === 0 ? [] : ['Repeat offenders', ...offenders]),
      ...(oldest.length === 0 ? [] : ['Oldest open problems', ...oldest]),
    ],
  };
}

/** One policy for each caller, as lines of what it would allow. */
export function proposalSection(digest: Digest, layout: Layout): TextSection {
  const suspects = [...new Set(digest.decisions.shown.flatMap(suspect))];
  const { shown, total } = digest.proposals;
  const lines = shown.slice(0, TOP).flatMap((proposal) => {
    const { principal, accountId, policy, sensitive, leftOut } = proposal;
    const account = accountId === null ? '' : ` (account ${accountNumber(name(accountId))})`;
    const part = (title: string, allows: readonly string[]): readonly string[] => [
      ...layout.line(title, '    '),
      ...allows
        .slice(0, MOST)
        .flatMap((text) => layout.line(sentenceOf(text), '      + ', '        ')),
      ...(allows.length > MOST ? [`        and ${grouped(allows.length - MOST)} more`] : []),
    ];
    return [
      ...layout.line(`${name(principal)}${account}`, '  - ', '    '),
      ...(policy === null
        ? []
        : part(`solves ${counted(policy.groups.length, 'problem')}, allows`, policy.allows)),
      ...(sensitive === null
        ? []
        : part('apart, because it can raise privileges', sensitive.allows)),
      ...(leftOut.length === 0
        ? []
        : [`    ${counted(leftOut.length, 'problem')} it does not solve`]),
    ];
  });
  const withheld =
    suspects.length === 0
      ? []
      : layout.line(`None is proposed for ${suspects.join(', ')}: there are findings about them.`);
  const more = total > TOP ? [`    and ${grouped(total - TOP)} more in the report`] : [];
  return { title: 'PROPOSED POLICIES', lines: [...withheld, ...lines, ...more] };
}

function suspect(decision: Digest['decisions']['shown'][number]): readonly string[] {
  return decision.kind === 'finding' ? [name(decision.principal)] : [];
}

/** What was hidden as noise, entry by entry, and what runs out. */
export function noiseSection(
  { hidden, mutesEnding }: Digest,
  layout: Layout,
  clock: Clock,
): TextSection {
  const entries = hidden.entries.slice(0, MOST).flatMap((entry) => {
    const grows = entry.growing ? ' FAR MORE THAN USUAL' : '';
    return layout.line(`${name(entry.entry)}: ${comparedWords(entry)}${grows}`, '  - ', '    ');
  });
  const more = hidden.entries.length - MOST;
  const ending = hidden.ending.map(
    ({ entry, expires }) => `  - noise entry ${name(entry)}: its last day is ${name(expires)}`,
  );
  const mutes = problemLines(mutesEnding, layout, (problem) =>
    standingWords(problem, clock).join(''),
  );
  return {
    title: 'HIDDEN AS NOISE, AND MUTED',
    lines: [
      ...entries,
      ...(more > 0 ? [`    and ${grouped(more)} more entries`] : []),
      ...(hidden.idle.length === 0
        ? []
        : layout.line(
            `${hidden.idle.length === 1 ? '1 entry has' : `${grouped(hidden.idle.length)} entries have`} hidden nothing for 30 days.`,
          )),
      ...(ending.length + mutes.length === 0 ? [] : ['Ends soon', ...ending, ...mutes]),
    ],
  };
}

/** How Denywatch itself did. */
export function healthSection({ health }: Digest, layout: Layout): TextSection {
  const { events, latencyMs, deadLetters, diagnosesRead, incomplete, advice } = health;
  const seconds = (ms: number): string => `${decimal(ms / 1000)} s`;
  const facts = [
    events === null ? 'events read: not known' : `events read: ${grouped(events)}`,
    latencyMs === null
      ? 'event to alert: not known'
      : `event to alert: half within ${seconds(latencyMs.p50)}, 95 % within ${seconds(latencyMs.p95)}`,
    deadLetters === null ? 'dead letters: not known' : `dead letters: ${grouped(deadLetters)}`,
    `diagnoses read: ${grouped(diagnosesRead)}, incomplete: ${grouped(incomplete)}`,
  ];
  return {
    title: 'HEALTH OF DENYWATCH',
    lines: [
      ...facts.flatMap((text) => layout.line(text, '  - ', '    ')),
      ...(advice === null ? [] : layout.line(`What would help the most: ${sentenceOf(advice)}`)),
    ],
  };
}
