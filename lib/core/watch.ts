import type { Denial } from './denial/denial';
import type { Explained } from './diagnosis/diagnosis';
import type { Evidence } from './evidence/evidence';
import { gather } from './evidence/gather';
import type { EvidenceSources } from './evidence/sources';
import type { DenialClaims, Occurrences } from './group/claims';
import { fingerprint } from './group/fingerprint';
import type { CloudTrailRecord } from './record/record';
import type { ServiceReference } from './service-reference/service-reference';

/** Port: one place where alerts are read. */
export interface AlertChannel<Alert> {
  /** Names the channel among those of this run; a delivery is remembered by it. */
  readonly name: string;
  /** @throws when the alert was not accepted: it will be sent again */
  send(alert: Alert): Promise<void>;
}

/** What an alert is made from. */
export interface AlertInput {
  readonly denial: Denial;
  readonly evidence: Evidence;
  readonly explained: Explained;
  readonly occurrences: Occurrences;
}

/** What the story needs from outside: ports, and the steps that others may replace in a test. */
export interface WatchPorts<Alert> {
  /** A record as a denial, or why it is none. */
  readonly denialOf: (
    record: CloudTrailRecord,
  ) => { readonly denial: Denial } | { readonly none: string };
  /** Names of Denywatch's own roles. */
  readonly ownRoles: ReadonlySet<string>;
  readonly claims: DenialClaims;
  /** Called once for each alert, so that a storm costs nothing. */
  readonly sources: EvidenceSources;
  readonly reference: ServiceReference;
  readonly explain: (denial: Denial, evidence: Evidence) => Explained;
  readonly alertFor: (input: AlertInput) => Alert;
  readonly channels: readonly AlertChannel<Alert>[];
}

/** What became of one record. */
export type WatchOutcome =
  | { readonly kind: 'noDenial'; readonly why: string }
  /** Denywatch itself was denied: never diagnosed, or it would watch itself for ever. Whoever calls raises an alarm. */
  | { readonly kind: 'ownDenial'; readonly denial: Denial }
  /** Counted; its problem was alerted in this window already. */
  | { readonly kind: 'repeated'; readonly denial: Denial }
  | { readonly kind: 'alerted'; readonly denial: Denial; readonly explained: Explained };

/**
 * The whole story of one record: is it a denial, whose, is it a new problem; if so, why was it
 * denied, and who is told. Returns once the occurrence is stored and every channel has accepted the
 * alert. It may be called again for the same record: nothing is counted or delivered twice.
 *
 * @throws AggregateError when a channel did not accept the alert; the others did get it
 */
export async function watch<Alert>(
  record: CloudTrailRecord,
  ports: WatchPorts<Alert>,
): Promise<WatchOutcome> {
  const read = ports.denialOf(record);
  if ('none' in read) return { kind: 'noDenial', why: read.none };
  const { denial } = read;
  if (isOwn(denial, ports.ownRoles)) return { kind: 'ownDenial', denial };

  const occurrence = {
    fingerprint: fingerprint(denial),
    id: denial.eventId ?? JSON.stringify(record.raw),
    time: denial.time,
  };
  const claim = await ports.claims.claim(occurrence);
  if (claim.status === 'repeated') return { kind: 'repeated', denial };

  const evidence = await gather(denial, ports.sources, ports.reference);
  const explained = ports.explain(denial, evidence);
  const { occurrences, deliveredTo } = claim;
  const alert = ports.alertFor({ denial, evidence, explained, occurrences });
  const waiting = ports.channels.filter(({ name }) => !deliveredTo.has(name));
  await sendToAll(alert, waiting, (channel) => ports.claims.delivered(occurrence, channel));
  return { kind: 'alerted', denial, explained };
}

/** Own roles by name: a record may leave out the path, and the stack does not know the account's number. */
function isOwn({ principal }: Denial, ownRoles: ReadonlySet<string>): boolean {
  const { type, arn } = principal;
  return type === 'role' && arn !== null && ownRoles.has(arn.slice(arn.lastIndexOf('/') + 1));
}

/** One channel that fails keeps none of the others from getting the alert. */
async function sendToAll<Alert>(
  alert: Alert,
  channels: readonly AlertChannel<Alert>[],
  delivered: (channel: string) => Promise<void>,
): Promise<void> {
  const sent = await Promise.allSettled(
    channels.map(async (channel) => {
      await channel.send(alert);
      await delivered(channel.name);
    }),
  );
  const failures = sent.flatMap((result, i) =>
    result.status === 'rejected' ? [new SendError(channels[i]?.name ?? '', result.reason)] : [],
  );
  if (failures.length > 0)
    throw new AggregateError(failures, failures.map((f) => f.message).join('; '));
}

/** An alert that one channel did not accept. */
export class SendError extends Error {
  override readonly name = 'SendError';

  constructor(channel: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`channel ${channel} did not accept the alert: ${why}`, { cause });
  }
}
