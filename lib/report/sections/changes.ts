import type { Digest, Listed, Problem } from '../../core/digest/digest';
import { each, html, type Html } from '../html';
import { cut, problemTable } from '../parts/table';
import { changeRule, number, type Clock } from '../words';

type Word = keyof Digest['changes'];

/** In the order in which they matter. */
const WORDS: readonly Word[] = ['new', 'reopened', 'growing', 'shrinking', 'resolved'];

/** New, reopened, growing, shrinking and resolved problems; one line when there are none. */
export function changes({ changes: lists }: Digest, clock: Clock): Html {
  const changed = WORDS.filter((word) => lists[word].total > 0);
  if (changed.length === 0)
    return html`<p class="empty">Nothing changed against the days before.</p>`;
  const none = WORDS.filter((word) => lists[word].total === 0);
  return html`${each(changed, (word) => change(word, lists[word], clock))}${
    none.length === 0 ? null : html`<p class="note">No problem is ${none.join(', ')}.</p>`
  }`;
}

function change(word: Word, list: Listed<Problem>, clock: Clock): Html {
  const title = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  return html`<div class="group">
    <h3>${title} <span class="count">${number(list.total)}</span></h3>
    <p class="note">${changeRule[word]}</p>
    ${problemTable(`${title} problems`, list.shown, clock)}${cut(list, 'problems')}
  </div>`;
}
