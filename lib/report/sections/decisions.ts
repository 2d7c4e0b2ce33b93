import type { Decision, Digest } from '../../core/digest/digest';
import type { Finding, FindingEvent } from '../../core/findings/finding';
import { each, html, when, type Html } from '../html';
import { facts } from '../parts/facts';
import { diagnosisFacts, moreFacts, standing, sure, whereabouts } from '../parts/problem';
import { cut } from '../parts/table';
import { amount, findingWords, number, reasonWords, type Clock } from '../words';

type ProblemDecision = Extract<Decision, { readonly kind: 'problem' }>;
type FindingDecision = Extract<Decision, { readonly kind: 'finding' }>;

/** What a person has to decide; one line when it is nothing. */
export function decisions({ decisions: list }: Digest, clock: Clock): Html {
  if (list.total === 0) return html`<p class="empty good">Nothing needs a decision.</p>`;
  return html`<div class="cards">
      ${each(list.shown, (decision) =>
        decision.kind === 'finding' ? findingCard(decision, clock) : problemCard(decision, clock),
      )}
    </div>
    ${cut(list, 'decisions')}`;
}

function severityChip(severity: 'high' | 'medium'): Html {
  const known = severity === 'high' ? 'high' : 'medium';
  return html`<span class="chip ${known}">${known}</span>`;
}

function findingCard({ finding, severity, principal }: FindingDecision, clock: Clock): Html {
  const { headline, why, steps, at, caller } = finding;
  return html`<article class="card find ${severity === 'high' ? 'high' : 'medium'}">
    <p class="tags">
      ${severityChip(severity)}<span class="tag">finding: ${findingWords(finding.kind)}</span>
    </p>
    <h3>${principal}: ${headline}</h3>
    <p class="meta">
      <span>${clock.time(at)}</span
      >${caller.accountId === null ? null : html`<span>${caller.accountId}</span>`}
    </p>
    <p>${why}</p>
    ${when(
      steps.length > 0,
      () =>
        html`<h4>What to do</h4>
          <ol>
            ${each(steps, (step) => html`<li>${step}</li>`)}
          </ol>`,
    )}
    <details>
      <summary>
        ${amount(finding.events.length + finding.moreEvents, 'event')} and the caller
      </summary>
      ${facts([['Caller', html`<code>${caller.principalArn ?? caller.id}</code>`]])}
      ${events(finding, clock)}
    </details>
  </article>`;
}

function events({ events: list, moreEvents }: Finding, clock: Clock): Html {
  return html`<ol class="events">
      ${each(list, (event) => html`<li>${eventLine(event, clock)}</li>`)}
    </ol>
    ${when(moreEvents > 0, () => html`<p class="note">These are the newest; ${number(moreEvents)} more came before.</p>`)}`;
}

function eventLine(event: FindingEvent, clock: Clock): Html {
  const where = [event.region, event.sourceIpAddress, event.accessKeyId, event.userAgent];
  return html`<span class="when"
      >${event.time === null ? 'time not known' : clock.second(event.time)}</span
    >
    <span
      ><code>${event.action ?? 'action not known'}</code
      >${event.resource === null ? null : html` on <code>${event.resource}</code>`}
      <span class="meta"
        >${each(
          where.filter((part) => part !== null),
          (part) => html`<span>${part}</span>`,
        )}</span
      ></span
    >`;
}

function problemCard({ problem, severity, reasons, says }: ProblemDecision, clock: Clock): Html {
  const { today, yesterday } = problem;
  return html`<article class="card find ${severity === 'high' ? 'high' : 'medium'}">
    <p class="tags">
      ${severityChip(severity)}${each(reasons, (reason) => html`<span class="tag">${reasonWords(reason)}</span>`)}
    </p>
    <h3>${problem.headline}</h3>
    ${whereabouts(problem, clock)}
    <p>
      ${says} <strong>${number(today)}</strong> on the day, ${number(yesterday)} the day before.
    </p>
    ${facts(diagnosisFacts(problem))}
    <details>
      <summary>Caller, resource and state</summary>
      ${facts([['State', standing(problem, clock)], ...moreFacts(problem, clock), ...sure(problem)])}
    </details>
  </article>`;
}
