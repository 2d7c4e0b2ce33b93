import type { Digest, Offender, TopEntry } from '../../core/digest/digest';
import { each, html, when, type Html } from '../html';
import { comparedColumns, cut, problemTable, table, type Column } from '../parts/table';
import { layerWords, number, type Clock } from '../words';

/** The problems with the most denials, the sums, who comes back, and what is there for the longest. */
export function problems(digest: Digest, clock: Clock): Html {
  const { problems: most, oldest, offenders } = digest;
  if (most.total + oldest.total + offenders.total === 0)
    return html`<p class="empty">No problem occurred.</p>`;
  return html`<div class="group">
      <h3>Most denials <span class="count">${number(most.total)}</span></h3>
      ${problemTable('Problems with the most denials', most.shown, clock)}${cut(most, 'problems')}
    </div>
    <div class="columns">${each(TOPS, (by) => top(by, digest))}${repeated(digest)}</div>
    ${when(
      oldest.total > 0,
      () =>
        html`<div class="group">
          <h3>Open for the longest <span class="count">${number(oldest.total)}</span></h3>
          <p class="note">Open problems, the oldest first.</p>
          ${problemTable('Oldest open problems', oldest.shown, clock, [since(clock)])}${cut(oldest, 'problems')}
        </div>`,
    )}`;
}

function since({ time }: Clock): Column<Digest['oldest']['shown'][number]> {
  return {
    name: 'Since',
    value: ({ first }) => (first === null ? 0 : Date.parse(first)),
    draw: ({ first }) => (first === null ? '–' : (time(first).split(',')[0] ?? '')),
  };
}

type By = keyof Digest['top'];
const TOPS: readonly By[] = ['caller', 'action', 'layer', 'account', 'owner'];

function top(by: By, { top: lists }: Digest): Html {
  const list = lists[by];
  const most = list.shown.reduce((all, { today }) => Math.max(all, today), 1);
  return when(
    list.total > 0,
    () =>
      html`<div class="group">
        <h3>By ${by}</h3>
        ${table<TopEntry>(
          `Denials by ${by}`,
          [
            {
              name: `${by.charAt(0).toUpperCase()}${by.slice(1)}`,
              draw: ({ name, today, problems: many }) =>
                html`<span class="key">${by === 'layer' ? layerWords(name) : name}</span
                  >${bar(today / most)}<span class="more"
                    >${number(many)} ${many === 1 ? 'problem' : 'problems'}</span
                  >`,
            },
            ...comparedColumns<TopEntry>(),
          ],
          list.shown,
        )}${cut(list, `${by}s`)}
      </div>`,
  );
}

/** @param share from 0 to 1 */
function bar(share: number): Html {
  const width = Math.max(1, Math.round(share * 100));
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect class="rest" width="100" height="4"></rect>
    <rect width="${width}" height="4"></rect>
  </svg>`;
}

function repeated({ offenders }: Digest): Html {
  return when(
    offenders.total > 0,
    () =>
      html`<div class="group">
        <h3>Denied again and again</h3>
        ${table<Offender>(
          'Callers that come back day after day',
          [
            {
              name: 'Caller',
              draw: ({ principal, accountId }) =>
                html`<span class="key">${principal}</span><span class="more">${accountId}</span>`,
            },
            { name: 'Days of 35', value: ({ days }) => days, draw: ({ days }) => number(days) },
            {
              name: 'Denials',
              value: ({ denials }) => denials,
              draw: ({ denials }) => number(denials),
            },
            {
              name: 'Open',
              value: ({ openProblems }) => openProblems,
              draw: ({ openProblems }) => number(openProblems),
            },
          ],
          offenders.shown,
        )}${cut(offenders, 'callers')}
      </div>`,
  );
}
