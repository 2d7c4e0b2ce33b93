import type { Digest, HiddenEntry } from '../../core/digest/digest';
import { each, html, when, type Html } from '../html';
import { comparedColumns, problemTable, table } from '../parts/table';
import { number, type Clock } from '../words';

/** What was hidden and by which entry, what hides nothing, and what ends soon. */
export function noise({ hidden, mutesEnding }: Digest, clock: Clock): Html {
  return html`${entries(hidden.entries)}
  ${when(
    hidden.ending.length > 0,
    () =>
      html`<div class="group">
        <h3>Entries that end soon</h3>
        <ul>
          ${each(hidden.ending, ({ entry, expires }) => html`<li><code>${entry}</code> on ${clock.day(expires)}</li>`)}
        </ul>
      </div>`,
  )}
  ${when(
    mutesEnding.total > 0,
    () =>
      html`<div class="group">
        <h3>Mutes that end soon <span class="count">${number(mutesEnding.total)}</span></h3>
        ${problemTable('Mutes that end soon', mutesEnding.shown, clock)}
      </div>`,
  )}
  ${when(
    hidden.idle.length > 0,
    () =>
      html`<details class="group">
        <summary>${number(hidden.idle.length)} entries have hidden nothing for 30 days</summary>
        <ul class="names">
          ${each(hidden.idle, (entry) => html`<li><code>${entry}</code></li>`)}
        </ul>
      </details>`,
  )}`;
}

function entries(list: readonly HiddenEntry[]): Html {
  if (list.length === 0) return html`<p class="empty">Nothing was hidden.</p>`;
  return html`<p class="note">
      Denials that were not alerted, by noise entry and UTC day. An attack can hide behind an entry:
      one that grows is marked.
    </p>
    ${table<HiddenEntry>(
      'Denials hidden as noise',
      [
        {
          name: 'Entry',
          draw: ({ entry, why, growing }) =>
            html`<code>${entry}</code
              >${when(growing, () => html` <span class="chip medium">growing</span>`)}<span
                class="more"
                >${why ?? 'The entry is gone.'}</span
              >`,
        },
        ...comparedColumns<HiddenEntry>(),
      ],
      list,
    )}`;
}
