import type { Compared, Digest } from '../../core/digest/digest';
import { heatMap } from '../charts/heat';
import { hoursChart } from '../charts/hours';
import { trendChart } from '../charts/trend';
import { each, html, type Html } from '../html';
import { number, type Clock } from '../words';

/** A number with its name, and what to compare it with. */
interface Tile {
  readonly name: string;
  readonly count: number;
  readonly beside: string;
}

/** The totals and the charts. */
export function counts(digest: Digest, clock: Clock): Html {
  const { charts } = digest;
  return html`<ul class="tiles">
      ${each(tilesOf(digest), tile)}
    </ul>
    ${hoursChart(charts.hours)}${heatMap(charts.heat)}${trendChart(charts.openTrend, clock)}`;
}

function tile({ name, count, beside }: Tile): Html {
  return html`<li>
    <span class="name">${name}</span><strong>${number(count)}</strong
    ><span class="more">${beside}</span>
  </li>`;
}

function tilesOf({ counts: all, top }: Digest): readonly Tile[] {
  return [
    { name: 'Denials', count: all.today, beside: besideOf(all) },
    { name: 'Problems', count: all.problems, beside: 'occurred on the day' },
    { name: 'Open', count: all.openProblems, beside: 'nobody has answered' },
    {
      name: 'Callers',
      count: all.callers,
      beside: top.caller.shown[0] === undefined ? '' : `most: ${top.caller.shown[0].name}`,
    },
    { name: 'Accounts', count: all.accounts, beside: '' },
    { name: 'Hidden', count: all.hidden, beside: 'denials, as noise' },
  ];
}

function besideOf({ yesterday, usual }: Compared): string {
  const before = `yesterday ${number(yesterday)}`;
  return usual === null ? before : `${before}, usual ${number(usual)}`;
}
