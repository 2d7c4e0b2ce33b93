import { counted, type Counted } from './counters';
import type { Actor, Group, GroupLabels, GroupState, Occurrence } from './group';
import { isLegal, stateAfter, type GroupEvent } from './transition';

/** The settings that the life cycle follows. */
export interface LifecycleLimits {
  /** Counts at which people are told again, ascending. */
  readonly escalateAt: readonly number[];
  /** After so long without an occurrence, the next one is told as something that came back. */
  readonly quietMs: number;
  /** How long after a change the counter that people see is brought up to date. */
  readonly refreshMs: number;
  /** Minutes past the hour of UTC at which an hour of the digest's zone begins: 30 for India; 0 unless given. */
  readonly hourBegins?: number;
}

/** What {@link occurred} needs beside the occurrences. */
export interface OccurredContext {
  readonly id: string;
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly limits: LifecycleLimits;
  readonly treatment: Group['treatment'];
}

/**
 * The group after occurrences that were not counted before: counters, what it widened to, and whether
 * people have to be told again. A denial from before the group was resolved does not reopen it.
 *
 * @param group null when the problem was never met
 */
export function occurred(
  group: Group | null,
  fresh: readonly Occurrence[],
  context: OccurredContext,
): Group {
  const { now, limits, treatment } = context;
  const before = group ?? firstMet(context);
  const after: Group = { ...before, ...counted(before, fresh, now, limits.hourBegins), treatment };
  const escalatedTo = Math.max(
    before.escalatedTo,
    ...limits.escalateAt.filter((threshold) => threshold <= after.count),
  );
  const moved = stateMoved({ ...after, escalatedTo }, eventOf(before, after, fresh, context), now);
  return dueAgain(raised(before, moved), now, limits.refreshMs);
}

function firstMet({ id, fingerprint, treatment }: OccurredContext): Group {
  return {
    id,
    fingerprint,
    count: 0,
    first: null,
    last: null,
    days: {},
    sessions: { named: [], more: false },
    resources: { named: [], more: false },
    state: { name: 'new' },
    escalatedTo: 0,
    revision: 0,
    reopenedIn: 0,
    refreshAt: null,
    diagnosedAt: null,
    diagnosing: null,
    checked: null,
    treatment,
    channels: [],
    labels: null,
  };
}

/** Whether it goes on or has come back; null when all of it lies before the group was resolved. */
function eventOf(
  { last, state }: Group,
  after: Counted,
  fresh: readonly Occurrence[],
  { now, limits }: OccurredContext,
): GroupEvent | null {
  const at = new Date(now).toISOString();
  if (state.name === 'resolved') {
    const since = Date.parse(state.at);
    const old = fresh.every(({ time }) => time !== null && Date.parse(time) <= since);
    return old ? null : { name: 'occurs', at };
  }
  if (state.name === 'muted') return muteIsOver(state, now) ? { name: 'returns', at } : null;
  const quiet = Date.parse(after.last ?? '') - Date.parse(last ?? '');
  return { name: quiet > limits.quietMs ? 'returns' : 'occurs', at };
}

/** True when a mute with an end has come to it. */
export function muteIsOver(state: GroupState, now: number): boolean {
  return state.name === 'muted' && state.until !== null && Date.parse(state.until) <= now;
}

function stateMoved(group: Group, event: GroupEvent | null, now: number): Group {
  const pair = { state: group.state, event: event ?? { name: 'occurs', at: iso(now) } };
  if (event === null || !isLegal(pair)) return group;
  const state = stateAfter(pair);
  const reopens = state.name === 'reopened' && state !== group.state;
  // People are told once it was diagnosed again: that raises the revision to this one.
  if (!reopens) return { ...group, state };
  // A pause is no answer that turned out wrong: nightly jobs come back every day.
  const wasAnswered = group.state.name === 'resolved' || group.state.name === 'muted';
  const reopenedIn = group.revision + 1;
  return { ...group, state, reopenedIn, ...(wasAnswered && { reopenedAt: state.at }) };
}

/** States in which nobody wants a new message: the counter goes on. */
const QUIET: ReadonlySet<GroupState['name']> = new Set(['muted', 'acknowledged', 'resolved']);

/**
 * An escalation is to be seen at once, unless somebody has answered, or people are about to be told
 * anyway once it was diagnosed.
 */
function raised(before: Group, group: Group): Group {
  const escalates = group.escalatedTo > before.escalatedTo;
  const waits = group.diagnosedAt === null || group.reopenedIn > group.revision;
  return escalates && !waits && !QUIET.has(group.state.name)
    ? { ...group, revision: group.revision + 1 }
    : group;
}

/** The counter is shown later, once for all that come meanwhile. */
function dueAgain(group: Group, now: number, refreshMs: number): Group {
  const { refreshAt, diagnosedAt, treatment, state } = group;
  if (diagnosedAt === null || treatment === 'digestOnly' || state.name === 'muted') return group;
  const waits = refreshAt !== null && Date.parse(refreshAt) > now;
  return waits ? group : { ...group, refreshAt: iso(now + refreshMs) };
}

/** What a diagnosis says of its group. */
export interface DiagnosedFacts {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly channels: readonly string[];
  readonly labels: GroupLabels;
  /** True when it differs from the one before. */
  readonly better?: boolean;
  /** Set when somebody asked whether the request is allowed now. */
  readonly asked?: { readonly by: Actor | null; readonly allowed: boolean };
}

/**
 * The group after it was diagnosed: for the first time, again because it came back, better than before,
 * or because somebody asked. People see it when it says something new to them.
 */
export function diagnosed(group: Group, facts: DiagnosedFacts): Group {
  const { at, channels, labels, better, asked } = facts;
  const time = iso(at);
  const news =
    group.diagnosedAt === null ||
    better === true ||
    asked !== undefined ||
    group.reopenedIn > group.revision ||
    saysOtherwise(labels, group.labels);
  const next: Group = {
    ...group,
    diagnosedAt: time,
    diagnosing: null,
    channels,
    labels,
    checked: asked === undefined ? group.checked : { at: time, ...asked },
    revision: news ? group.revision + 1 : group.revision,
  };
  if (asked?.allowed !== true) return next;
  return answered(next, { name: 'resolve', at: time, how: 'recheck' }, next.revision) ?? next;
}

function saysOtherwise(labels: GroupLabels, before: GroupLabels | null): boolean {
  return (
    labels.headline !== before?.headline ||
    labels.layer !== before.layer ||
    labels.verdict !== before.verdict
  );
}

/**
 * The group after a channel has shown it. Nothing changes for one that people know of already, nor
 * for one that has come back when what was shown is from before.
 *
 * @param at milliseconds since the epoch
 * @param revision the one that was shown
 */
export function alerted(group: Group, at: number, revision: number): Group {
  if (group.reopenedIn > revision) return group;
  const pair = { state: group.state, event: { name: 'alert', at: iso(at) } as const };
  return isLegal(pair) ? { ...group, state: stateAfter(pair) } : group;
}

/** What people do to a group, and what is found out about it later. */
export type Answer = Extract<
  GroupEvent,
  { readonly name: 'acknowledge' | 'mute' | 'unmute' | 'resolve' }
>;

/**
 * The group after an answer, to be seen at once.
 *
 * @param revision the one that shows it; absent: the next
 * @returns null when it means nothing in the group's state: an unmute of what is not muted
 */
export function answered(
  group: Group,
  answer: Answer,
  revision: number = group.revision + 1,
): Group | null {
  const pair = { state: group.state, event: answer };
  return isLegal(pair) ? { ...group, state: stateAfter(pair), revision } : null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
