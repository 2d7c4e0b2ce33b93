import type { Digest, Proposal, ProposedPart } from '../../core/digest/digest';
import { each, html, lines, when, type Html } from '../html';
import { amount, number } from '../words';

/** What AWS allows for a managed policy, in characters without white space. */
const MANAGED_POLICY_LIMIT = 6_144;

/** One policy for each caller, instead of one change for each problem. */
export function proposals({ proposals: { shown } }: Digest): Html {
  if (shown.length === 0)
    return html`<p class="empty">No open problem is solved by a new grant.</p>`;
  return html`<p class="note">
      One policy for each caller. It allows what the single remedies allow together, and nothing
      more.
    </p>
    <div class="cards">${each(shown, card)}</div>`;
}

function card({ principal, principalArn, policy, sensitive, leftOut }: Proposal): Html {
  return html`<article class="card find">
    <h3>${principal}</h3>
    <p class="meta"><code>${principalArn}</code></p>
    ${policy === null ? null : part(policy, 'Policy')}
    ${
      sensitive === null
        ? null
        : html`<div class="sensitive">
            <p>
              <strong class="warn">Security looks first:</strong> what follows can raise privileges.
            </p>
            ${part(sensitive, 'Sensitive policy')}
          </div>`
    }
    ${when(
      leftOut.length > 0,
      () =>
        html`<details>
          <summary>${amount(leftOut.length, 'problem')} left open</summary>
          <ul>
            ${each(leftOut, ({ headline, why }) => html`<li>${headline}<span class="more">${why}</span></li>`)}
          </ul>
        </details>`,
    )}
  </article>`;
}

function part({ document, allows, groups, size }: ProposedPart, name: string): Html {
  return html`<p>Solves ${amount(groups.length, 'problem')}. It would allow:</p>
    <ul class="allows">
      ${each(allows, (line) => html`<li><code>${line}</code></li>`)}
    </ul>
    <details class="json">
      <summary>
        ${name} as JSON
        <span class="more"
          >${number(size)} of ${number(MANAGED_POLICY_LIMIT)}
          characters${size > MANAGED_POLICY_LIMIT ? ': too large for one managed policy' : ''}</span
        >
      </summary>
      <pre tabindex="0">${lines(JSON.stringify(document, null, 2))}</pre>
    </details>`;
}
