import { RetryLater, type DigestChannel, type DigestPost } from './channel';
import { earlierSummaries, FORMS_FOLDER, summaryFile, type ReportShelf } from './digest/archive';
import type { Digest } from './digest/digest';
import { DueChecks } from './digest/due-checks';
import type { DigestInput } from './digest/input';
import { makeDigest } from './digest/make-digest';
import { dayAfter, zoneDay } from './digest/zone';
import { DAYS_KEPT } from './group/counters';
import { claimed, released, shown, type Delivery } from './group/delivery';
import type { Finding } from './findings/finding';
import type { FindingStore } from './findings/store';
import type { Group } from './group/group';
import type { DenialStore } from './group/store';
import type { RecheckJob } from './watch/ports';

/** A form of the digest that is kept as a file. */
export interface ReportForm {
  readonly extension: string;
  /** Media type. */
  readonly type: string;
  readonly render: (digest: Digest) => string;
  /** Whether it is the one that people are led to. */
  readonly isForPeople: boolean;
}

/** What the story needs from outside. */
export interface DigestPorts extends Pick<DigestInput, 'zone' | 'noise'> {
  readonly store: DenialStore & Pick<FindingStore, 'findingsOn'>;
  readonly reports: ReportShelf;
  readonly forms: readonly ReportForm[];
  readonly channels: readonly DigestChannel[];
  /** What is known of Denywatch itself on that day; milliseconds since the epoch. */
  readonly health: (day: {
    readonly from: number;
    readonly to: number;
  }) => Promise<DigestInput['health']>;
  /** Has a group checked again. When it returns, the job will not be lost. */
  readonly recheck: (job: RecheckJob) => Promise<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly uniqueId: () => string;
}

/** What became of a digest. */
export interface DigestOutcome {
  readonly digest: Digest;
  /** Channels that were told, now or by an earlier try. */
  readonly told: readonly string[];
  /** Groups that are checked again. */
  readonly rechecked: number;
}

/** A sender that says nothing for so long is dead. */
const LEASE_MS = 5 * 60_000;
const REMEMBER_MS = 7 * 86_400_000;

/**
 * The whole story of a day's digest: made from what the store remembers, kept as files, told to each
 * channel once, and a check again of what has been quiet. It may be called again for the same day, and
 * be killed at any point: files are replaced, and no channel is told twice where that can be known.
 *
 * @param day `2026-11-25`, of the zone
 * @throws AggregateError when a channel did not take it: the others were told, and it must be tried again
 */
export async function dailyDigest(day: string, ports: DigestPorts): Promise<DigestOutcome> {
  const due = new DueChecks(day);
  const digest = await digestOf(day, due, ports);
  const link = await keep(digest, ports);
  const failures: unknown[] = [];
  const told: string[] = [];
  for (const channel of ports.channels) {
    try {
      await tell(channel, { kind: 'digest', id: `digest-${day}`, digest, link }, ports);
      told.push(channel.name);
    } catch (error) {
      failures.push(new Error(`channel ${channel.name} did not take the digest`, { cause: error }));
    }
  }
  const rechecked = await checkAgain(day, due, ports);
  if (failures.length > 0)
    throw new AggregateError(failures, `the digest of ${day} did not reach every channel`);
  return { digest, told, rechecked };
}

async function digestOf(day: string, due: DueChecks, ports: DigestPorts): Promise<Digest> {
  const { store, zone, noise, reports, now } = ports;
  const days = Array.from({ length: DAYS_KEPT }, (_, ago) => dayAfter(day, -ago));
  const hidden = await Promise.all(
    days.map(async (one) => [one, await store.hidden(one)] as const),
  );
  return makeDigest({
    day,
    zone,
    noise,
    groups: noticed(store.groupsSince(dayAfter(day, -DAYS_KEPT)), due),
    diagnosis: (id) => store.diagnosis(id),
    hidden: new Map(hidden),
    findings: await findingsOf(zoneDay(day, zone), store),
    health: await ports.health(zoneDay(day, zone)),
    history: await earlierSummaries(day, reports),
    now: now(),
  });
}

/** Findings are kept by UTC day: a day of the zone touches two of them. */
async function findingsOf(
  { from, to }: { readonly from: number; readonly to: number },
  store: Pick<FindingStore, 'findingsOn'>,
): Promise<readonly Finding[]> {
  const days = new Set([from, to - 1].map((ms) => new Date(ms).toISOString().slice(0, 10)));
  const found = await Promise.all([...days].map((one) => store.findingsOn(one)));
  return found.flat().filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to);
}

/** The same groups; what is due to be checked again is noticed on the way. */
async function* noticed(groups: AsyncIterable<Group>, due: DueChecks): AsyncIterable<Group> {
  for await (const group of groups) {
    due.notice(group);
    yield group;
  }
}

/** @returns where people read it */
async function keep(digest: Digest, { reports, forms }: DigestPorts): Promise<string | null> {
  const name = (extension: string): string =>
    `${FORMS_FOLDER}/${digest.day}/denywatch-${digest.day}.${extension}`;
  for (const { extension, type, render } of forms)
    await reports.put(name(extension), type, render(digest));
  const { file, text } = summaryFile(digest.summary);
  await reports.put(file, 'application/json', text);
  const main = forms.find(({ isForPeople }) => isForPeople);
  return main === undefined ? null : reports.link(name(main.extension));
}

/** Under a claim with an end, like an alert; the id of the digest stands in the place of a group's. */
async function tell(
  channel: DigestChannel,
  post: Omit<DigestPost, 'mayBeThere'>,
  { store, now, uniqueId }: DigestPorts,
): Promise<void> {
  const mine = uniqueId();
  const change = (with_: (delivery: Delivery) => Delivery): Promise<Delivery> =>
    store.updateDelivery(post.id, channel.name, with_);
  const delivery = await change((current) =>
    isTold(current) || isHeld(current, now()) ? current : claimed(current, mine, now(), LEASE_MS),
  );
  if (isTold(delivery)) return;
  if (delivery.claim?.by !== mine)
    throw new Error(`somebody else is telling ${channel.name}: this is to be tried again`);
  try {
    const handle = await channel.deliver({ ...post, mayBeThere: delivery.uncertain });
    const what = { form: 'own', revision: 1, count: 1, escalatedTo: 0, at: now(), handle } as const;
    await change((current) => shown(current, mine, what));
  } catch (error) {
    const uncertain = delivery.uncertain || !(error instanceof RetryLater);
    await change((current) => released(current, mine, uncertain));
    throw error;
  }
}

function isTold({ form }: Delivery): boolean {
  return form !== 'none';
}

function isHeld({ claim }: Delivery, now: number): boolean {
  return claim !== null && Date.parse(claim.until) > now;
}

/** Once for a day: a second try of the digest asks for no second check. */
async function checkAgain(day: string, due: DueChecks, ports: DigestPorts): Promise<number> {
  const groups = due.groups();
  if (groups.length === 0 || !(await ports.store.once(`recheck-${day}`, REMEMBER_MS))) return 0;
  for (const group of groups)
    await ports.recheck({ group, reason: 'routine', attempt: 1, by: null });
  return groups.length;
}
