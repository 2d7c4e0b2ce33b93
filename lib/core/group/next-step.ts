import { EDIT_EVERY_MS, type Delivery } from './delivery';
import type { Group, GroupState } from './group';

/** What a channel has to do about a group now. */
export type Step =
  /** It shows what there is to show, or is not to be told. */
  | { readonly do: 'nothing' }
  /** Not before then: another sender is at it, or the last edit was just now. */
  | { readonly do: 'wait'; readonly until: string }
  /** A message of its own. */
  | { readonly do: 'post'; readonly reason: 'first' | 'escalated' | 'reopened' }
  /** The message that is there is edited. */
  | {
      readonly do: 'update';
      readonly reason: 'repeats' | 'escalated' | 'reopened' | 'answered' | 'betterDiagnosis';
      readonly handle: string;
    };

/** What is asked of {@link nextStep}. */
export interface StepQuestion {
  readonly group: Group;
  readonly delivery: Delivery;
  readonly channel: string;
  /** Whether the channel can edit what it posted. */
  readonly edits: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const NOTHING: Step = { do: 'nothing' };

/**
 * What one channel has to do about one group, from what it has shown. Asking again after the step is
 * done gives `nothing`, so a message that is delivered twice does no harm.
 */
export function nextStep(question: StepQuestion): Step {
  const { group, delivery, now } = question;
  if (group.treatment === 'digestOnly' || group.diagnosedAt === null) return NOTHING;
  const step = stepOf(question);
  const claim = delivery.claim;
  if (step.do === 'nothing' || claim === null || Date.parse(claim.until) <= now) return step;
  return { do: 'wait', until: claim.until };
}

function stepOf({ group, delivery, channel, edits, now }: StepQuestion): Step {
  if (delivery.form === 'none') {
    const wanted = group.channels.includes(channel) && !WANTS_NO_FIRST.has(group.state.name);
    return wanted ? { do: 'post', reason: 'first' } : NOTHING;
  }
  const news = newsOf(group, delivery);
  const handle = delivery.form === 'own' && edits ? delivery.handle : null;
  if (handle !== null) return edit(news, handle, delivery, now);
  return news === 'escalated' || news === 'reopened' ? { do: 'post', reason: news } : NOTHING;
}

/** What there is to see at once is edited at once; a counter waits. */
function edit(
  news: (Step & { do: 'update' })['reason'] | null,
  handle: string,
  { shownAt }: Delivery,
  now: number,
): Step {
  if (news === null) return NOTHING;
  const due = Date.parse(shownAt ?? '') + EDIT_EVERY_MS;
  return news === 'repeats' && due > now
    ? { do: 'wait', until: new Date(due).toISOString() }
    : { do: 'update', reason: news, handle };
}

/** Nobody wants a first message about what is muted or over. */
const WANTS_NO_FIRST: ReadonlySet<GroupState['name']> = new Set(['muted', 'resolved']);

/** States in which somebody has answered: nothing new is said, what was said is kept true. */
const ANSWERED: ReadonlySet<GroupState['name']> = new Set(['acknowledged', 'muted', 'resolved']);

/** The most important thing that the channel has not shown yet; null when it has shown all. */
function newsOf(
  { state, revision, reopenedIn, escalatedTo, count }: Group,
  { shownRevision, shownEscalation, shownCount }: Delivery,
): (Step & { do: 'update' })['reason'] | null {
  const unseen = revision > shownRevision;
  if (unseen && ANSWERED.has(state.name)) return 'answered';
  if (unseen && reopenedIn > shownRevision && reopenedIn <= revision) return 'reopened';
  if (escalatedTo > shownEscalation && !ANSWERED.has(state.name)) return 'escalated';
  if (unseen) return 'betterDiagnosis';
  return count > shownCount ? 'repeats' : null;
}
