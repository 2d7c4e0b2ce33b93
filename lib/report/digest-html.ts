import type { Digest } from '../core/digest/digest';
import { verdictOf } from '../core/digest/render/verdict';
import { each, html, when, type Html } from './html';
import { page } from './page';
import { changes } from './sections/changes';
import { counts } from './sections/counts';
import { decisions } from './sections/decisions';
import { health } from './sections/health';
import { noise } from './sections/noise';
import { problems } from './sections/problems';
import { proposals } from './sections/proposals';
import { clockOf, number, type Clock } from './words';

/** One part of the page. */
interface Part {
  readonly id: string;
  readonly title: string;
  /** Behind its title and in the contents; null where a number says nothing. */
  readonly count: (digest: Digest) => number | null;
  readonly draw: (digest: Digest, clock: Clock) => Html;
}

/** First what needs a decision, then what changed, then the counts. */
const PARTS: readonly Part[] = [
  {
    id: 'decisions',
    title: 'Needs a decision',
    count: ({ decisions: { total } }) => total,
    draw: decisions,
  },
  { id: 'changes', title: 'What changed', count: changed, draw: changes },
  { id: 'counts', title: 'The day in numbers', count: () => null, draw: counts },
  { id: 'problems', title: 'Problems', count: (digest) => digest.problems.total, draw: problems },
  {
    id: 'proposals',
    title: 'Proposed policies',
    count: (digest) => digest.proposals.total,
    draw: proposals,
  },
  { id: 'noise', title: 'Hidden as noise', count: ({ counts: { hidden } }) => hidden, draw: noise },
  { id: 'health', title: 'Health of Denywatch', count: () => null, draw: health },
];

function changed({
  changes: { new: fresh, reopened, growing, shrinking, resolved },
}: Digest): number {
  return [fresh, reopened, growing, shrinking, resolved].reduce((sum, { total }) => sum + total, 0);
}

/**
 * The digest as one HTML file: no network, no file beside it. Sorting and search take its script, by
 * its hash in the Content-Security-Policy; all else works without. What the model's texts hold is
 * escaped in one place.
 */
export function digestHtml(digest: Digest): string {
  const clock = clockOf(digest.zone, digest.day);
  return page(
    `Denywatch digest ${digest.day}`,
    html`<a class="skip" href="#decisions">To what needs a decision</a>
      ${header(digest, clock)} ${contents(digest)}
      <main>${each(PARTS, (part) => section(part, digest, clock))}</main>
      <footer>
        <p>
          Made by Denywatch at ${clock.time(digest.madeAt)} (${digest.zone}). This file loads
          nothing and sends nothing.
        </p>
      </footer>`,
  );
}

function header(digest: Digest, clock: Clock): Html {
  const hours = digest.hoursInDay;
  const { level, says, notes } = verdictOf(digest);
  return html`<header>
    <p class="brand">Denywatch <span>daily digest</span></p>
    <h1>${clock.longDay(digest.day)}</h1>
    <p class="zone">
      ${digest.zone}${when(hours !== 24, () => html` · a day of ${number(hours)} hours`)}
    </p>
    <p class="line ${LOOKS[level]}"><strong>${says}</strong> ${digest.line}</p>
    ${each(notes, (note) => html`<p class="line medium">${note}</p>`)}
  </header>`;
}

/** Colours of the line, which says the same in words. */
const LOOKS = { now: 'high', today: 'medium', none: 'good' } as const;

function contents(digest: Digest): Html {
  return html`<div class="bar-top">
    <nav aria-label="Contents">
      <ul>
        ${each(PARTS, ({ id, title, count }) => {
          const many = count(digest);
          return html`<li>
            <a href="#${id}"
              >${title}${many === null ? null : html` <span class="count">${number(many)}</span>`}</a
            >
          </li>`;
        })}
      </ul>
    </nav>
    <form id="search" role="search" hidden>
      <label
        ><span class="hide">Search</span
        ><input
          type="search"
          placeholder="Search: a role, an action, an account"
          autocomplete="off"
          spellcheck="false" /></label
      ><span role="status"></span>
    </form>
  </div>`;
}

function section({ id, title, count, draw }: Part, digest: Digest, clock: Clock): Html {
  const many = count(digest);
  return html` <section class="part" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">
      ${title}${many === null ? null : html` <span class="count">${number(many)}</span>`}
    </h2>
    ${draw(digest, clock)}
  </section>`;
}
