import { createHash } from 'node:crypto';
import { NOTHING_SHOWN, type Delivery } from '../../core/group/delivery';
import type { Finding } from '../../core/findings/finding';
import { byTime, type FindingKey, type FindingStore, type Look } from '../../core/findings/store';
import type { Group, Occurrence } from '../../core/group/group';
import { lastDayOf } from '../../core/group/last-day';
import type { DenialStore, Fold, StoredDiagnosis } from '../../core/group/store';
import {
  diagnosisFromText,
  diagnosisText,
  groupFromText,
  groupText,
} from '../../core/group/stored-text';
import { CALM, type Storm } from '../../core/group/storm';
import type { Change } from './change';
import { MemoryState } from './memory-state';

/** What a {@link MemoryDenialStore} works with. */
export interface MemoryDenialStoreSettings {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long what does not change any more is remembered; 90 unless given. */
  readonly retentionDays?: number;
  /** What is remembered already; nothing unless given. */
  readonly state?: MemoryState;
  /** Keeps changes, all of one call or none; resolves when they are kept. Nothing is kept unless given. */
  readonly keep?: (changes: readonly Change[]) => Promise<void>;
  /** Resolves when all that was changed until now is kept: what a reader is told must not be taken back. */
  readonly kept?: () => Promise<void>;
}

const DAY_MS = 86_400_000;

/** How long Denywatch remembers unless its settings say otherwise. */
export const RETENTION_DAYS = 90;

/** What Denywatch remembers, held in memory. It is gone with the process unless `keep` keeps it. */
export class MemoryDenialStore implements DenialStore, FindingStore {
  private readonly now: () => number;
  private readonly retentionMs: number;
  private readonly state: MemoryState;
  private readonly keep: (changes: readonly Change[]) => Promise<void>;
  private readonly kept: () => Promise<void>;
  private forgottenOn = -1;

  constructor(settings: MemoryDenialStoreSettings) {
    this.now = settings.now;
    this.retentionMs = (settings.retentionDays ?? RETENTION_DAYS) * DAY_MS;
    this.state = settings.state ?? new MemoryState();
    this.keep = settings.keep ?? (() => Promise.resolve());
    this.kept = settings.kept ?? (() => Promise.resolve());
  }

  /** @throws RangeError without occurrences: there may be no group to return */
  async record(
    fingerprint: string,
    occurrences: readonly Occurrence[],
    fold: Fold,
  ): Promise<Group> {
    const at = this.begin();
    const id = groupId(fingerprint);
    const before = this.state.groups.get(id)?.value ?? null;
    const fresh = this.freshOf(id, occurrences);
    if (fresh.length === 0) {
      await this.kept();
      return before ?? this.holderOf(occurrences);
    }
    const group = copyOf(fold(before, fresh, id));
    await this.change([
      { do: 'counted', at, group: id, ...idsOf(fresh) },
      { do: 'group', at, group },
    ]);
    return group;
  }

  async group(id: string): Promise<Group | null> {
    this.begin();
    await this.kept();
    return this.state.groups.get(id)?.value ?? null;
  }

  updateGroup(id: string, change: (group: Group) => Group): Promise<Group | null> {
    return this.changeGroup(id, change, []);
  }

  async diagnosis(id: string): Promise<StoredDiagnosis | null> {
    this.begin();
    await this.kept();
    return this.state.diagnoses.get(id) ?? null;
  }

  saveDiagnosis(
    id: string,
    diagnosis: StoredDiagnosis,
    change: (group: Group) => Group,
  ): Promise<Group | null> {
    const copy = diagnosisFromText(diagnosisText(diagnosis));
    return this.changeGroup(id, change, [{ do: 'diagnosis', group: id, diagnosis: copy }]);
  }

  async countHidden(entry: string, occurrences: readonly Occurrence[]): Promise<void> {
    const at = this.begin();
    const fresh = distinct(occurrences).filter(
      ({ id, sharedId }) => !this.state.isHidden(id, sharedId),
    );
    if (fresh.length === 0) return this.kept();
    const day = new Date(at).toISOString().slice(0, 10);
    const count = (this.state.hiddenCounts.get(day)?.get(entry) ?? 0) + fresh.length;
    await this.change([
      { do: 'hidden', at, ...idsOf(fresh) },
      { do: 'hiddenCount', day, entry, count },
    ]);
  }

  async hidden(day: string): Promise<ReadonlyMap<string, number>> {
    this.begin();
    await this.kept();
    return new Map(this.state.hiddenCounts.get(day));
  }

  async updateDelivery(
    id: string,
    channel: string,
    change: (delivery: Delivery) => Delivery,
  ): Promise<Delivery> {
    const at = this.begin();
    const before = this.state.deliveries.get(id)?.get(channel)?.value ?? NOTHING_SHOWN;
    const delivery = change(before);
    if (delivery === before) await this.kept();
    else await this.change([{ do: 'delivery', at, group: id, channel, delivery }]);
    return delivery;
  }

  async updateStorm(scope: string, change: (storm: Storm) => Storm): Promise<Storm> {
    const at = this.begin();
    const before = this.state.storms.get(scope)?.value ?? CALM;
    const storm = change(before);
    if (storm === before) await this.kept();
    else await this.change([{ do: 'storm', at, scope, storm }]);
    return storm;
  }

  async once(key: string, keepMs: number): Promise<boolean> {
    const now = this.begin();
    if ((this.state.onceUntil.get(key) ?? 0) > now) {
      await this.kept();
      return false;
    }
    await this.change([{ do: 'once', key, until: now + keepMs }]);
    return true;
  }

  async *groupsSince(day: string): AsyncIterable<Group> {
    this.begin();
    await this.kept();
    for (const { value } of [...this.state.groups.values()]) {
      if (lastDayOf(value) >= day) yield value;
    }
  }

  async observeCaller(caller: string, look: Look): Promise<readonly Finding[]> {
    const at = this.begin();
    const before = this.state.activities.get(caller)?.value ?? null;
    const { activity, findings } = look(before);
    const fresh = findings
      .map((finding) => ({ ...keyOf(finding), finding }))
      .filter(({ day, hash }) => this.state.findings.get(day)?.has(hash) !== true);
    if (activity === null || activity === before) await this.kept();
    else
      await this.change([
        ...fresh.map((one) => ({ do: 'finding', at, ...one }) as const),
        { do: 'activity', at, caller, activity },
      ]);
    return fresh.map(({ finding }) => finding);
  }

  async finding({ day, hash }: FindingKey): Promise<Finding | null> {
    this.begin();
    await this.kept();
    return this.state.findings.get(day)?.get(hash)?.value ?? null;
  }

  async findingsOn(day: string): Promise<readonly Finding[]> {
    this.begin();
    await this.kept();
    const of = this.state.findings.get(day)?.values() ?? [];
    return [...of].map(({ value }) => value).sort(byTime);
  }

  private async changeGroup(
    id: string,
    change: (group: Group) => Group,
    more: readonly Change[],
  ): Promise<Group | null> {
    const at = this.begin();
    const before = this.state.groups.get(id)?.value;
    if (before === undefined) return null;
    const changed = change(before);
    const group = changed === before ? before : copyOf(changed);
    const own: readonly Change[] = changed === before ? [] : [{ do: 'group', at, group }];
    if (own.length + more.length === 0) await this.kept();
    else await this.change([...more, ...own]);
    return group;
  }

  /** In memory at once, so that whoever comes next sees it; on return it is also kept. */
  private change(changes: readonly Change[]): Promise<void> {
    for (const change of changes) this.state.apply(change);
    return this.keep(changes);
  }

  private freshOf(group: string, occurrences: readonly Occurrence[]): readonly Occurrence[] {
    return distinct(occurrences).filter(
      ({ id, sharedId }) =>
        !this.state.isCounted(group, id) && this.state.holderOf(sharedId) === undefined,
    );
  }

  private holderOf(occurrences: readonly Occurrence[]): Group {
    for (const { sharedId } of occurrences) {
      const holder = this.state.holderOf(sharedId);
      if (holder !== undefined) return holder;
    }
    throw new RangeError('record: expected at least one occurrence, found none');
  }

  /** Once a day, what is too old is forgotten. */
  private begin(): number {
    const now = this.now();
    const today = Math.floor(now / DAY_MS);
    if (today !== this.forgottenOn) {
      this.forgottenOn = today;
      this.state.forget(now - this.retentionMs, now);
    }
    return now;
  }
}

/** The same in every store: a link or a button holds it. */
function groupId(fingerprint: string): string {
  return createHash('sha256').update(fingerprint).digest('hex').slice(0, 20);
}

/** The same in every store. */
function keyOf({ id, at }: Finding): FindingKey {
  return { day: at.slice(0, 10), hash: createHash('sha256').update(id).digest('hex').slice(0, 32) };
}

/** As it would come back from a file: nobody else holds it, and its texts are bounded. */
function copyOf(group: Group): Group {
  return groupFromText(groupText(group));
}

/** Without those whose id or shared id came before. */
function distinct(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const ids = new Set<string>();
  const shared = new Set<string>();
  return occurrences.filter(({ id, sharedId }) => {
    if (ids.has(id) || (sharedId !== null && shared.has(sharedId))) return false;
    ids.add(id);
    if (sharedId !== null) shared.add(sharedId);
    return true;
  });
}

function idsOf(occurrences: readonly Occurrence[]): { ids: string[]; shared: string[] } {
  return {
    ids: occurrences.map(({ id }) => id),
    shared: occurrences.flatMap(({ sharedId }) => (sharedId === null ? [] : [sharedId])),
  };
}
