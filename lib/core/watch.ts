import { alertMessage, type AlertMessage } from './alert/message';
import type { LinkOptions } from './alert/look/links';
import type { Denial } from './denial/denial';
import { denialFromRecord, isDenial } from './denial/to-denial';
import type { Explained } from './diagnosis/diagnosis';
import { explainDenial } from './diagnosis/explain';
import type { Evidence, PolicyChange } from './evidence/evidence';
import { gather } from './evidence/gather';
import type { EvidenceSources } from './evidence/sources';
import type { DenialClaims } from './group/claims';
import { fingerprint } from './group/fingerprint';
import type { CloudTrailRecord } from './record/record';
import type { ServiceReference } from './service-reference/service-reference';

/** Port: one place where alerts are read. */
export interface AlertChannel {
  /** Names the channel among those of this run; a delivery is remembered by it. */
  readonly name: string;
  /** @throws when the alert was not accepted: it will be sent again */
  send(alert: AlertMessage): Promise<void>;
}

/** What the story needs from outside. */
export interface WatchPorts {
  /** Names of Denywatch's own roles. */
  readonly ownRoles: ReadonlySet<string>;
  readonly claims: DenialClaims;
  /** Called once for each alert, so that a storm costs nothing. */
  readonly sources: EvidenceSources;
  readonly reference: ServiceReference;
  readonly channels: readonly AlertChannel[];
  /** How links in an alert sign the reader in; absent: they do not. */
  readonly links?: LinkOptions;
}

/** What became of one record. */
export type WatchOutcome =
  | { readonly kind: 'noDenial'; readonly why: string }
  /** Denywatch itself was denied: never diagnosed, or it would watch itself for ever. Whoever calls raises an alarm. */
  | { readonly kind: 'ownDenial'; readonly denial: Denial }
  /** Counted; its problem was alerted in this window already, or by an earlier delivery of this record. */
  | { readonly kind: 'repeated'; readonly denial: Denial }
  | { readonly kind: 'alerted'; readonly denial: Denial; readonly explained: Explained };

/**
 * The whole story of one record: is it a denial, whose, is it a new problem; if so, why was it
 * denied, and who is told. Returns once the occurrence is stored and every channel has accepted the
 * alert. It may be called again for the same record: nothing is counted or delivered twice.
 *
 * @throws AggregateError when a channel did not accept the alert; the others did get it
 */
export async function watch(record: CloudTrailRecord, ports: WatchPorts): Promise<WatchOutcome> {
  const denial = denialFromRecord(record, ports.reference);
  if (!isDenial(denial)) return { kind: 'noDenial', why: denial.notDenial };
  if (isOwn(denial, ports.ownRoles)) return { kind: 'ownDenial', denial };

  const occurrence = {
    fingerprint: fingerprint(denial),
    id: denial.eventId ?? JSON.stringify(record.raw),
    time: denial.time,
  };
  const claim = await ports.claims.claim(occurrence);
  if (claim.status === 'repeated') return { kind: 'repeated', denial };
  const waiting = ports.channels.filter(({ name }) => !claim.deliveredTo.has(name));
  if (waiting.length === 0) return { kind: 'repeated', denial };

  const evidence = await gather(denial, ports.sources, ports.reference);
  const explained = explainDenial(denial, evidence, ports.reference);
  const alert = alertMessage({
    denial,
    explained,
    occurrences: claim.occurrences,
    recentChanges: changesBefore(denial, evidence),
    ...(ports.links !== undefined && { links: ports.links }),
  });
  await sendToAll(alert, waiting, (channel) => ports.claims.delivered(occurrence, channel));
  return { kind: 'alerted', denial, explained };
}

/** Own roles by name: a record may leave out the path, and the stack does not know the account's number. */
function isOwn({ principal }: Denial, ownRoles: ReadonlySet<string>): boolean {
  const { type, arn } = principal;
  return type === 'role' && arn !== null && ownRoles.has(arn.slice(arn.lastIndexOf('/') + 1));
}

/** A change after the denial did not cause it. */
function changesBefore({ time }: Denial, { facts }: Evidence): readonly PolicyChange[] {
  const deniedAt = Date.parse(time ?? '');
  return (facts?.recentChanges ?? []).filter((change) => Date.parse(change.time) <= deniedAt);
}

/** One channel that fails keeps none of the others from getting the alert. */
async function sendToAll(
  alert: AlertMessage,
  channels: readonly AlertChannel[],
  delivered: (channel: string) => Promise<void>,
): Promise<void> {
  const sent = await Promise.allSettled(
    channels.map(async (channel) => {
      await sendTo(channel, alert);
      await delivered(channel.name);
    }),
  );
  const reasons = sent.flatMap((result): readonly unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (reasons.length > 0)
    throw new AggregateError(
      reasons,
      `the alert was not sent everywhere: ${reasons.map(String).join('; ')}`,
    );
}

async function sendTo(channel: AlertChannel, alert: AlertMessage): Promise<void> {
  try {
    await channel.send(alert);
  } catch (error) {
    throw new SendError(channel.name, error);
  }
}

/** An alert that one channel did not accept. */
export class SendError extends Error {
  override readonly name = 'SendError';

  constructor(channel: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`channel ${channel} did not accept the alert: ${why}`, { cause });
  }
}
