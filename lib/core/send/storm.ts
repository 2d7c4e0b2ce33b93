import { RetryLater, type AlertChannel } from '../channel';
import { EDIT_EVERY_MS } from '../group/delivery';
import type { Group } from '../group/group';
import {
  admit,
  isFolded,
  stormClaimed,
  stormReleased,
  stormShown,
  stormStep,
  tended,
  type StormLimits,
  type StormStep,
} from '../group/storm';
import { putOff, SEND_LEASE_MS, type SendOutcome, type SendPorts, type StormJob } from './job';

/** Where new groups are counted together. */
interface Scope {
  readonly name: string;
  readonly caller: string | null;
  readonly limits: StormLimits;
}

/**
 * Asks whether a new group gets a message of its own in this channel, or a line in the summary of a
 * storm: of its caller, or of the whole channel. When it is folded, the summary is looked after.
 */
export async function foldInto(
  group: Group,
  channel: AlertChannel,
  ports: SendPorts,
): Promise<boolean> {
  for (const scope of scopesOf(group, channel, ports)) {
    if (await foldIntoScope(group, channel.name, scope, ports)) return true;
  }
  return false;
}

function scopesOf(
  { labels }: Group,
  { name }: AlertChannel,
  { storm }: SendPorts,
): readonly Scope[] {
  const caller = labels?.principalArn ?? labels?.principal ?? null;
  const whole: Scope = { name, caller: null, limits: storm.all };
  if (caller === null) return [whole];
  return [
    { name: `${name}|${caller}`, caller: labels?.principal ?? caller, limits: storm.perCaller },
    whole,
  ];
}

async function foldIntoScope(
  { id, labels }: Group,
  channel: string,
  { name, caller, limits }: Scope,
  { store, now, later }: SendPorts,
): Promise<boolean> {
  const line = {
    groupId: id,
    headline: labels?.headline ?? '',
    principal: labels?.principal ?? '',
    severity: labels?.severity ?? '',
  };
  const storm = await store.updateStorm(name, (current) => admit(current, line, now(), limits));
  if (!isFolded(storm, id) || storm.active === null) return false;
  if (Date.parse(storm.active.tendedUntil) > now()) return true;
  // First the job, then the note that there is one: killed in between, there are two, never none.
  const { id: stormId } = storm.active;
  await later({ do: 'storm', channel, scope: name, storm: stormId, caller }, 0);
  await store.updateStorm(name, (current) => tended(current, stormId, now() + TENDED_MS));
  return true;
}

/** A job that was not seen for so long is lost, and the next group starts another. */
const TENDED_MS = 15 * EDIT_EVERY_MS;

/** Shows the summary of a storm when it is due, and comes again until the storm is over. */
export async function showStorm(
  job: StormJob,
  channel: AlertChannel,
  ports: SendPorts,
): Promise<SendOutcome> {
  const { store, now } = ports;
  const windowMs = (job.caller === null ? ports.storm.all : ports.storm.perCaller).windowMs;
  const mine = ports.uniqueId();
  const begun: { step: StormStep } = { step: { do: 'nothing' } };
  const storm = await store.updateStorm(job.scope, (current) => {
    const time = now();
    begun.step = stormStep({
      storm: current,
      id: job.storm,
      edits: channel.edits,
      now: time,
      windowMs,
    });
    if (begun.step.do !== 'show') return current;
    return stormClaimed(current, job.storm, mine, time + SEND_LEASE_MS);
  });
  const { step } = begun;
  if (step.do === 'nothing' || storm.active === null)
    return { kind: 'nothing', why: 'the storm is over' };
  if (step.do === 'wait') return keepTending(job, step.until, ports);
  const { active } = storm;
  const { phase } = step;
  try {
    const handle = await channel.deliver({
      kind: 'storm',
      id: `${active.id}:${active.folded}:${phase}`,
      phase,
      storm: active,
      caller: job.caller,
      handle: active.handle,
    });
    const what = { phase, handle: handle ?? active.handle, folded: active.folded, at: now() };
    await store.updateStorm(job.scope, (current) => stormShown(current, mine, what));
  } catch (error) {
    await store.updateStorm(job.scope, (current) => stormReleased(current, mine));
    if (!(error instanceof RetryLater)) throw error;
    return putOff(job, new Date(now() + error.afterMs).toISOString(), ports);
  }
  if (phase !== 'closed')
    await keepTending(job, new Date(now() + EDIT_EVERY_MS).toISOString(), ports);
  return { kind: 'sent', channel: channel.name, reason: `storm ${phase}`, first: null };
}

async function keepTending(job: StormJob, until: string, ports: SendPorts): Promise<SendOutcome> {
  const outcome = await putOff(job, until, ports);
  const { store, now } = ports;
  await store.updateStorm(job.scope, (current) => tended(current, job.storm, now() + TENDED_MS));
  return outcome;
}
