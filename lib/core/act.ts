import type { ChatReply } from './alert/slack-reply';
import { actionValue, type MuteFor, type SlackAction } from './alert/slack/actions';
import { RetryLater } from './channel';
import type { Actor, Group, GroupState } from './group/group';
import { answered, type Answer } from './group/lifecycle';
import type { DenialStore } from './group/store';
import { alertOf } from './send';
import type { SendPorts } from './send/job';
import type { RecheckJob } from './watch/ports';

/** Where in the chat system somebody pressed a button. */
export interface ChatPlace {
  /** Slack's id of the channel: `C0123456789`. */
  readonly channel: string;
  /** Slack's id of the message. */
  readonly ts: string;
}

/** What a person asked for from chat, small enough for a queue. */
export interface ChatJob {
  readonly do: 'chatAction';
  readonly action: SlackAction;
  readonly by: Actor;
  /** ISO 8601, UTC: when it was asked for; the same when the job comes again. */
  readonly at: string;
  readonly place: ChatPlace;
}

/** What the story needs from outside. */
export interface ActPorts extends Pick<SendPorts, 'links'> {
  readonly store: Pick<DenialStore, 'group' | 'updateGroup' | 'diagnosis'>;
  /**
   * Why this person may not answer; null when nothing speaks against it.
   *
   * @throws RetryLater when the chat system asks to wait
   */
  readonly refusal: (by: Actor) => Promise<string | null>;
  /**
   * Replies in the thread of the message, once for each id.
   *
   * @throws RetryLater when the chat system asks to wait
   */
  readonly reply: (job: ChatJob, reply: ChatReply, id: string) => Promise<void>;
  /** Has the group checked again at once. When it returns, the job will not be lost. */
  readonly recheck: (job: RecheckJob) => Promise<void>;
  /** Has this job done after that many milliseconds. When it returns, the job will not be lost. */
  readonly later: (job: ChatJob, afterMs: number) => Promise<void>;
}

/** What became of a job. */
export type ActOutcome =
  /** The group has changed; the messages about it will. */
  | { readonly kind: 'answered'; readonly group: Group }
  | { readonly kind: 'recheck' }
  | { readonly kind: 'replied' }
  /** Not done; the person was told why. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Put off; the job comes again by itself. */
  | { readonly kind: 'later'; readonly afterMs: number }
  /** There was nothing (more) to do, and why. */
  | { readonly kind: 'nothing'; readonly why: string };

/**
 * The whole story of a button: whether this person may press it, what it does to the group, and what
 * the thread is told. It may be called again for the same job, and be killed at any point: what was
 * done is not done again, and nothing that came later is undone.
 *
 * @throws what the store or the chat system threw: the job must come again
 */
export async function act(job: ChatJob, ports: ActPorts): Promise<ActOutcome> {
  try {
    const why = await ports.refusal(job.by);
    return why === null ? await perform(job, ports) : await refuse(why, job, ports);
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    await ports.later(job, error.afterMs);
    return { kind: 'later', afterMs: error.afterMs };
  }
}

const GONE = 'This problem is not kept any more, so nothing was done.';

async function perform(job: ChatJob, ports: ActPorts): Promise<ActOutcome> {
  const { action, by, at } = job;
  switch (action.do) {
    case 'acknowledge':
      return answer({ name: 'acknowledge', at, by }, job, ports);
    case 'mute':
      return answer(
        { name: 'mute', at, by, until: mutedUntil(action.for, at), why: null },
        job,
        ports,
      );
    case 'unmute':
      return answer({ name: 'unmute', at, by }, job, ports);
    case 'recheck':
      return recheck(job, ports);
    case 'evidence':
    case 'copy':
      return show(action, job, ports);
  }
}

const MUTE_MS: Readonly<Record<Exclude<MuteFor, 'fixed'>, number>> = {
  '1h': 3_600_000,
  '1d': 86_400_000,
  '7d': 7 * 86_400_000,
};

function mutedUntil(muteFor: MuteFor, at: string): string | null {
  if (muteFor === 'fixed') return null;
  return new Date(Date.parse(at) + MUTE_MS[muteFor]).toISOString();
}

type Decision =
  | { readonly kind: 'changed' }
  | { readonly kind: 'known' }
  | { readonly kind: 'impossible'; readonly in: GroupState['name'] };

async function answer(event: ChatAnswer, job: ChatJob, ports: ActPorts): Promise<ActOutcome> {
  const decided: { as: Decision } = { as: { kind: 'known' } };
  const group = await ports.store.updateGroup(job.action.group, (current) => {
    const next = isOlder(event, current.state) ? current : answered(current, event);
    if (next === null) decided.as = { kind: 'impossible', in: current.state.name };
    else decided.as = next === current ? { kind: 'known' } : { kind: 'changed' };
    return next ?? current;
  });
  if (group === null) return refuse(GONE, job, ports);
  switch (decided.as.kind) {
    case 'changed':
      if (event.name === 'unmute')
        await ports.reply(job, { kind: 'note', says: 'Not muted any more.' }, replyId(job));
      return { kind: 'answered', group };
    case 'known':
      return { kind: 'nothing', why: 'the group has this answer already, or a newer one' };
    case 'impossible':
      return refuse(cannot(event, decided.as.in), job, ports);
  }
}

type ChatAnswer = Exclude<Answer, { readonly name: 'resolve' }>;

/**
 * Whether the group was answered, or came back, since the button was pressed: then the person did not
 * see what there is now. So it is when the job comes a second time.
 */
function isOlder({ at }: ChatAnswer, state: GroupState): boolean {
  switch (state.name) {
    case 'new':
    case 'alerted':
    case 'repeated':
    case 'resolved':
      return false;
    case 'acknowledged':
    case 'muted':
    case 'reopened':
      return Date.parse(state.at) >= Date.parse(at);
  }
}

function cannot({ name }: ChatAnswer, state: GroupState['name']): string {
  const what = { acknowledge: 'acknowledge', mute: 'mute', unmute: 'unmute' }[name];
  return `There is nothing to ${what}: the problem is ${STATE_WORDS[state]}.`;
}

const STATE_WORDS: Readonly<Record<GroupState['name'], string>> = {
  new: 'new',
  alerted: 'not muted',
  repeated: 'not muted',
  acknowledged: 'acknowledged and not muted',
  muted: 'muted',
  resolved: 'resolved',
  reopened: 'not muted',
};

async function recheck(job: ChatJob, ports: ActPorts): Promise<ActOutcome> {
  const { group } = job.action;
  if ((await ports.store.group(group)) === null) return refuse(GONE, job, ports);
  await ports.recheck({ group, reason: 'asked', attempt: 1, by: job.by });
  const says = 'It is checked again now; the message shows what comes of it.';
  await ports.reply(job, { kind: 'note', says }, replyId(job));
  return { kind: 'recheck' };
}

async function show(
  action: SlackAction & { readonly do: 'evidence' | 'copy' },
  job: ChatJob,
  ports: ActPorts,
): Promise<ActOutcome> {
  const group = await ports.store.group(action.group);
  const diagnosis = await ports.store.diagnosis(action.group);
  if (group === null || diagnosis === null) return refuse(GONE, job, ports);
  const alert = alertOf(group, diagnosis, ports);
  const reply: ChatReply =
    action.do === 'copy' ? { kind: 'copy', alert, as: action.as } : { kind: 'evidence', alert };
  await ports.reply(job, reply, replyId(job));
  return { kind: 'replied' };
}

async function refuse(why: string, job: ChatJob, ports: ActPorts): Promise<ActOutcome> {
  await ports.reply(job, { kind: 'note', says: why }, replyId(job));
  return { kind: 'refused', why };
}

/** The same when the job comes again. */
function replyId({ action, at, by }: ChatJob): string {
  return [action.do, actionValue(action), at, by.id].join(':');
}
