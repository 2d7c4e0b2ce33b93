import { each, html, type Html, type Piece } from '../html';

/** A name and its value; null where there is none, and then it is left out. */
export type Fact = readonly [name: string, value: Piece];

/** A list of names and values. */
export function facts(list: readonly Fact[]): Html {
  const known = list.filter(([, value]) => value !== null && value !== '');
  return html`<dl class="facts">
    ${each(
      known,
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
