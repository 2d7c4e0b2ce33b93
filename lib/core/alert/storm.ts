import type { Post } from '../channel';
import { SEVERITIES } from './severity';
import { oneLine } from './text/visible';
import { counted, grouped, utc } from './text/words';

/** A post about a storm. */
export type StormPost = Extract<Post, { readonly kind: 'storm' }>;

/** The summary of a storm in words. Names in it are hostile text: channels escape them. */
export interface StormWords {
  /** The sign that classifies it. */
  readonly sign: '⛈️';
  /** `34 new problems since 2026-11-26 14:02 UTC: one message instead of one for each`. */
  readonly headline: string;
  /** What it means for the reader. */
  readonly says: string;
  /** The first ones, the most severe first. */
  readonly lines: readonly StormProblem[];
  /** How many have no line. */
  readonly more: number;
}

/** One problem in the summary. */
export interface StormProblem {
  /** True for what should not wait. */
  readonly isHigh: boolean;
  /** The first line of the alert that was not sent. */
  readonly headline: string;
}

const NAME = 64;
const HEADLINE = 220;

/** What a summary says. */
export function stormWords({ phase, storm, caller }: StormPost): StormWords {
  const shown = [...storm.lines].sort((a, b) => rank(a.severity) - rank(b.severity));
  return {
    sign: '⛈️',
    headline: phase === 'closed' ? closed(storm, caller) : goesOn(storm, caller),
    says: phase === 'closed' ? CLOSED : OPEN,
    lines: shown.map(({ severity, headline }) => ({
      isHigh: severity === 'high',
      headline: oneLine(headline, HEADLINE),
    })),
    more: Math.max(0, storm.folded - shown.length),
  };
}

const OPEN =
  'New problems get a line here instead of a message each, until none has come for some minutes. All are counted and diagnosed.';
const CLOSED = 'New problems get messages of their own again.';

function goesOn({ folded, since }: StormPost['storm'], caller: string | null): string {
  return `${problems(folded, caller)}${when(' since ', since)}: one message instead of one for each`;
}

function closed({ folded, since, last }: StormPost['storm'], caller: string | null): string {
  const [start, end] = [utc(since), utc(last)];
  const from = start === null ? '' : `, ${start.day} ${start.time}`;
  const day = end?.day === start?.day ? '' : `${end?.day ?? ''} `;
  const to = start === null || end === null ? '' : ` to ${day}${end.time}`;
  return `Storm over: ${problems(folded, caller)}${from}${to}${from === '' ? '' : ' UTC'}`;
}

function problems(folded: number, caller: string | null): string {
  return `${counted(folded, 'new problem')}${caller === null ? '' : ` of ${oneLine(caller, NAME)}`}`;
}

function when(start: string, iso: string): string {
  const time = utc(iso);
  return time === null ? '' : `${start}${time.day} ${time.time} UTC`;
}

/** Unknown severities come last. */
function rank(severity: string): number {
  const at = SEVERITIES.findIndex((one) => one === severity);
  return at < 0 ? SEVERITIES.length : at;
}

/** `and 14 more`; empty when every problem has its line. */
export function moreWords({ more }: StormWords): string {
  return more === 0 ? '' : `and ${grouped(more)} more`;
}
