import { alertMessage, type AlertMessage } from './alert/message';
import { RetryLater, type AlertChannel, type GroupFacts, type Post } from './channel';
import { claimed, released, shown, type Delivery } from './group/delivery';
import type { Group } from './group/group';
import { alerted } from './group/lifecycle';
import { nextStep, type Step } from './group/next-step';
import type { StoredDiagnosis } from './group/store';
import { putOff, SEND_LEASE_MS, type SendJob, type SendOutcome, type SendPorts } from './send/job';
import { foldInto, showStorm } from './send/storm';

/**
 * The whole story of one job: what the channel has to show of a group, the right to send it, the
 * sending, and what is remembered of it. It may be called again for the same job, and be killed at any
 * point: nothing is lost, and what is sent again has the same id.
 *
 * @throws what the channel threw: the job must come again
 */
export async function send(job: SendJob, ports: SendPorts): Promise<SendOutcome> {
  const channel = ports.channels.get(job.channel);
  if (channel === undefined)
    return { kind: 'nothing', why: `there is no channel ${job.channel} in the settings any more` };
  return job.do === 'storm' ? showStorm(job, channel, ports) : deliver(job.group, channel, ports);
}

async function deliver(id: string, channel: AlertChannel, ports: SendPorts): Promise<SendOutcome> {
  const { store } = ports;
  const group = await store.group(id);
  if (group === null) return { kind: 'nothing', why: 'the group is not kept any more' };
  const mine = ports.uniqueId();
  const begun: { step: Step } = { step: { do: 'nothing' } };
  const delivery = await store.updateDelivery(id, channel.name, (current) => {
    const now = ports.now();
    const { name, edits } = channel;
    begun.step = nextStep({ group, delivery: current, channel: name, edits, now });
    const sends = begun.step.do === 'post' || begun.step.do === 'update';
    return sends ? claimed(current, mine, now, SEND_LEASE_MS) : current;
  });
  const { step } = begun;
  if (step.do === 'nothing') return { kind: 'nothing', why: 'the channel shows all there is' };
  if (step.do === 'wait')
    return putOff({ do: 'deliver', group: id, channel: channel.name }, step.until, ports);
  const work: Work = { group, delivery, step, channel, mine };
  if (step.do === 'post' && step.reason === 'first' && (await foldInto(group, channel, ports)))
    return remember(work, { form: 'folded', handle: null }, ports);
  return sendNow(work, ports);
}

/** A group that this sender has the right to show. */
interface Work {
  readonly group: Group;
  readonly delivery: Delivery;
  readonly step: Step & { do: 'post' | 'update' };
  readonly channel: AlertChannel;
  /** Who holds the claim. */
  readonly mine: string;
}

async function sendNow(work: Work, ports: SendPorts): Promise<SendOutcome> {
  const { group, channel } = work;
  const job: SendJob = { do: 'deliver', group: group.id, channel: channel.name };
  const giveBack = (uncertain: boolean): Promise<Delivery> =>
    ports.store.updateDelivery(group.id, channel.name, (current) =>
      released(current, work.mine, uncertain),
    );
  const diagnosis = await ports.store.diagnosis(group.id);
  if (diagnosis === null) throw new Error(`group ${group.id} is diagnosed and has no diagnosis`);
  try {
    const handle = await channel.deliver(postOf(work, diagnosis, ports));
    return await remember(work, { form: 'own', handle }, ports);
  } catch (error) {
    if (!(error instanceof RetryLater)) {
      await giveBack(true);
      throw error;
    }
    await giveBack(work.delivery.uncertain);
    await ports.later(job, error.afterMs);
    return { kind: 'later', channel: channel.name, afterMs: error.afterMs };
  }
}

async function remember(
  { group, channel, step, mine, delivery }: Work,
  { form, handle }: { readonly form: 'own' | 'folded'; readonly handle: string | null },
  { store, now }: SendPorts,
): Promise<SendOutcome> {
  const at = now();
  const { revision, count, escalatedTo } = group;
  const what = { form, revision, count, escalatedTo, at, handle: handle ?? delivery.handle };
  await store.updateDelivery(group.id, channel.name, (current) => shown(current, mine, what));
  await store.updateGroup(group.id, (current) => alerted(current, at, revision));
  if (form === 'folded') return { kind: 'folded', channel: channel.name };
  const first = step.reason === 'first' ? group : null;
  return { kind: 'sent', channel: channel.name, reason: step.reason, first };
}

function postOf(
  { group, step, delivery }: Work,
  diagnosis: StoredDiagnosis,
  ports: SendPorts,
): Post {
  const { reason } = step;
  const said = {
    id: `${group.id}:${group.revision}:${reason}`,
    reason,
    alert: alertOf(group, diagnosis, ports),
    group: factsOf(group),
  };
  return step.do === 'update'
    ? { ...said, kind: 'update', handle: step.handle }
    : { ...said, kind: 'alert', mayBeThere: delivery.uncertain };
}

/** The alert about a group, as it is now. */
export function alertOf(
  { count, first, last }: Group,
  { denial, explained, recentChanges }: StoredDiagnosis,
  { links }: Pick<SendPorts, 'links'>,
): AlertMessage {
  return alertMessage({
    denial,
    explained,
    occurrences: { count, first, last },
    recentChanges,
    ...(links !== undefined && { links }),
  });
}

function factsOf({ id, state, count, escalatedTo, sessions, labels }: Group): GroupFacts {
  return {
    groupId: id,
    state,
    count,
    escalatedTo,
    sessions: sessions.named.length,
    owner: labels?.owner ?? null,
  };
}
