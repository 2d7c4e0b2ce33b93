import type { GroupFacts, PostReason } from '../channel';
import { MOST_NAMED, type GroupState } from '../group/group';
import { oneLine } from './text/visible';
import { counted, grouped, sentence, utc } from './text/words';

/** What a message says of its group, in words. Names in it are hostile text: channels escape them. */
export interface GroupWords {
  /** `Now 120 times, more than 100.`; null where no threshold was passed. */
  readonly news: string | null;
  /** What became of it: `Muted by alice until 2026-11-26 14:00 UTC.`; null when there is nothing to say. */
  readonly state: string | null;
  /** Facts beside those of the alert: `3 sessions`, `belongs to payments-core`. */
  readonly facts: readonly string[];
}

/** What is to be said of a group in a message that is posted or edited for that reason. */
export function groupWords(group: GroupFacts, reason: PostReason): GroupWords {
  return { news: newsOf(group, reason), state: stateWords(group.state), facts: factsOf(group) };
}

/**
 * Why a message is sent again, for channels where it stands alone; null for a first alert, and where
 * there is nothing to say beyond the alert.
 */
export function newsWords(group: GroupFacts, reason: PostReason): string | null {
  switch (reason) {
    case 'first':
    case 'repeats':
      return null;
    case 'escalated':
      return newsOf(group, reason);
    case 'reopened':
      return stateWords(group.state) ?? 'It occurs again.';
    case 'answered':
      return stateWords(group.state);
    case 'betterDiagnosis':
      return 'The diagnosis is new.';
  }
}

/** A group for programs: what is not in the alert itself. */
export function groupJson(group: GroupFacts): Readonly<Record<string, unknown>> {
  const { groupId, state, count, escalatedTo, sessions, owner } = group;
  return {
    id: groupId,
    state: stateJson(state),
    count,
    escalatedTo,
    sessions,
    owner: owner === null ? null : oneLine(owner, NAME),
  };
}

function stateJson(state: GroupState): Readonly<Record<string, unknown>> {
  if (state.name !== 'acknowledged' && state.name !== 'muted') return state;
  const by = oneLine(state.by.name, NAME);
  if (state.name === 'acknowledged') return { ...state, by };
  return { ...state, by, why: state.why === null ? null : oneLine(state.why, WHY) };
}

const NAME = 64;
const WHY = 200;

/** Where a problem stands, as a sentence; null while nobody has answered and it goes on. */
export function stateWords(state: GroupState): string | null {
  switch (state.name) {
    case 'new':
    case 'alerted':
    case 'repeated':
      return null;
    case 'reopened':
      return `Reopened${at(state.at)}: it occurs again.`;
    case 'acknowledged':
      return `Acknowledged by ${oneLine(state.by.name, NAME)}${at(state.at)}.`;
    case 'muted': {
      const why = state.why === null ? '' : `: ${oneLine(state.why, WHY)}`;
      return sentence(`Muted by ${oneLine(state.by.name, NAME)}${until(state.until)}${why}`);
    }
    case 'resolved':
      return `Resolved${at(state.at)}: ${RESOLVED[state.how]}.`;
  }
}

const RESOLVED = {
  succeeded: 'the same call succeeded',
  recheck: 'it was checked again and would be allowed',
} as const;

/** A time that is none is left out. */
function at(iso: string): string {
  const time = utc(iso);
  return time === null ? '' : `, ${time.day} ${time.time} UTC`;
}

function until(iso: string | null): string {
  if (iso === null) return ' until it is fixed';
  const time = utc(iso);
  return time === null ? '' : ` until ${time.day} ${time.time} UTC`;
}

function newsOf({ count, escalatedTo }: GroupFacts, reason: PostReason): string | null {
  if (reason !== 'escalated') return null;
  const now = `Now ${grouped(count)} times`;
  return count > escalatedTo && escalatedTo > 0
    ? `${now}, more than ${grouped(escalatedTo)}.`
    : `${now}.`;
}

function factsOf({ sessions, owner }: GroupFacts): readonly string[] {
  return [
    ...(sessions < 2 ? [] : [sessionWords(sessions)]),
    ...(owner === null || owner === '' ? [] : [`belongs to ${oneLine(owner, NAME)}`]),
  ];
}

/** No more than a few are remembered by name. */
function sessionWords(sessions: number): string {
  return sessions >= MOST_NAMED ? `${sessions} sessions or more` : counted(sessions, 'session');
}
