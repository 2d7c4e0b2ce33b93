import type { Delivery } from '../../core/group/delivery';
import type { CallerActivity } from '../../core/findings/activity';
import type { Finding } from '../../core/findings/finding';
import { ACTIVITY_KEPT_MS } from '../../core/findings/store';
import type { Group } from '../../core/group/group';
import type { StoredDiagnosis } from '../../core/group/store';
import type { Storm } from '../../core/group/storm';
import type { Change, CountedIds } from './change';

/** A value with the time of its last change, in milliseconds since the epoch. */
interface Dated<T> {
  readonly at: number;
  readonly value: T;
}

/** All that a store remembers, held in memory and changed only by {@link MemoryState.apply}. */
export class MemoryState {
  readonly groups = new Map<string, Dated<Group>>();
  readonly diagnoses = new Map<string, StoredDiagnosis>();
  /** Group -> channel -> what it has shown. */
  readonly deliveries = new Map<string, Map<string, Dated<Delivery>>>();
  readonly storms = new Map<string, Dated<Storm>>();
  /** UTC day -> noise entry -> how many it hid. */
  readonly hiddenCounts = new Map<string, Map<string, number>>();
  readonly onceUntil = new Map<string, number>();
  readonly activities = new Map<string, Dated<CallerActivity>>();
  /** UTC day -> hash -> finding. */
  readonly findings = new Map<string, Map<string, Dated<Finding>>>();
  /** Group -> ids of its occurrences -> when they were counted. */
  private readonly counted = new Map<string, Map<string, number>>();
  /** Shared id -> the group that counted it. */
  private readonly shared = new Map<string, Dated<string>>();
  private readonly hidden = new Map<string, number>();
  private readonly hiddenShared = new Map<string, number>();

  isCounted(group: string, id: string): boolean {
    return this.counted.get(group)?.has(id) === true;
  }

  /** The group in which an occurrence with that shared id is counted. */
  holderOf(sharedId: string | null): Group | undefined {
    const holder = sharedId === null ? undefined : this.shared.get(sharedId);
    return holder === undefined ? undefined : this.groups.get(holder.value)?.value;
  }

  isHidden(id: string, sharedId: string | null): boolean {
    return this.hidden.has(id) || (sharedId !== null && this.hiddenShared.has(sharedId));
  }

  apply(change: Change): void {
    switch (change.do) {
      case 'group':
        this.groups.set(change.group.id, { at: change.at, value: change.group });
        return;
      case 'counted':
        this.count(change);
        return;
      case 'diagnosis':
        this.diagnoses.set(change.group, change.diagnosis);
        return;
      case 'delivery':
        inner(this.deliveries, change.group).set(change.channel, {
          at: change.at,
          value: change.delivery,
        });
        return;
      case 'storm':
        this.storms.set(change.scope, { at: change.at, value: change.storm });
        return;
      case 'hidden':
        this.hide(change);
        return;
      case 'hiddenCount':
        inner(this.hiddenCounts, change.day).set(change.entry, change.count);
        return;
      case 'activity':
        this.activities.set(change.caller, { at: change.at, value: change.activity });
        return;
      case 'finding':
        inner(this.findings, change.day).set(change.hash, {
          at: change.at,
          value: change.finding,
        });
        return;
      case 'once':
        this.onceUntil.set(change.key, change.until);
    }
  }

  /** Drops what did not change since `before`, and keys that are remembered until an earlier time than `now`. */
  forget(before: number, now: number): void {
    for (const [id, { at }] of this.groups) {
      if (at >= before) continue;
      this.groups.delete(id);
      this.diagnoses.delete(id);
      this.deliveries.delete(id);
    }
    for (const [group, ids] of this.counted) {
      dropOld(ids, (at) => at < before);
      if (ids.size === 0) this.counted.delete(group);
    }
    dropOld(this.shared, ({ at }) => at < before);
    dropOld(this.storms, ({ at }) => at < before);
    dropOld(this.hidden, (at) => at < before);
    dropOld(this.hiddenShared, (at) => at < before);
    dropOld(this.onceUntil, (until) => until <= now);
    dropOld(this.activities, ({ at }) => at < now - ACTIVITY_KEPT_MS);
    for (const [day, findings] of this.findings) {
      dropOld(findings, ({ at }) => at < before);
      if (findings.size === 0) this.findings.delete(day);
    }
    const firstDay = new Date(before).toISOString().slice(0, 10);
    for (const day of this.hiddenCounts.keys()) if (day < firstDay) this.hiddenCounts.delete(day);
  }

  /** Changes that make an empty state this one. */
  *changes(): Iterable<Change> {
    for (const [group, ids] of this.counted) {
      for (const [at, of] of byTime(ids)) yield { do: 'counted', at, group, ids: of, shared: [] };
    }
    for (const [id, { at, value }] of this.shared) {
      yield { do: 'counted', at, group: value, ids: [], shared: [id] };
    }
    for (const [group, { at, value }] of this.groups) {
      yield { do: 'group', at, group: value };
      const diagnosis = this.diagnoses.get(group);
      if (diagnosis !== undefined) yield { do: 'diagnosis', group, diagnosis };
    }
    for (const [group, channels] of this.deliveries) {
      for (const [channel, { at, value: delivery }] of channels) {
        yield { do: 'delivery', at, group, channel, delivery };
      }
    }
    yield* this.otherChanges();
  }

  private *otherChanges(): Iterable<Change> {
    for (const [scope, { at, value: storm }] of this.storms) {
      yield { do: 'storm', at, scope, storm };
    }
    for (const [at, ids] of byTime(this.hidden)) yield { do: 'hidden', at, ids, shared: [] };
    for (const [at, shared] of byTime(this.hiddenShared)) {
      yield { do: 'hidden', at, ids: [], shared };
    }
    for (const [day, entries] of this.hiddenCounts) {
      for (const [entry, count] of entries) yield { do: 'hiddenCount', day, entry, count };
    }
    for (const [key, until] of this.onceUntil) yield { do: 'once', key, until };
    for (const [caller, { at, value: activity }] of this.activities) {
      yield { do: 'activity', at, caller, activity };
    }
    for (const [day, findings] of this.findings) {
      for (const [hash, { at, value: finding }] of findings) {
        yield { do: 'finding', at, day, hash, finding };
      }
    }
  }

  private hide({ at, ids, shared }: CountedIds & { readonly at: number }): void {
    for (const id of ids) this.hidden.set(id, at);
    for (const id of shared) this.hiddenShared.set(id, at);
  }

  private count({ at, group, ids, shared }: CountedIds & { at: number; group: string }): void {
    const counted = inner(this.counted, group);
    for (const id of ids) counted.set(id, at);
    for (const id of shared) this.shared.set(id, { at, value: group });
  }
}

function inner<V>(outer: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = outer.get(key) ?? new Map<string, V>();
  outer.set(key, found);
  return found;
}

function dropOld<V>(map: Map<string, V>, isOld: (value: V) => boolean): void {
  for (const [key, value] of map) if (isOld(value)) map.delete(key);
}

function byTime(ids: ReadonlyMap<string, number>): Map<number, string[]> {
  const times = new Map<number, string[]>();
  for (const [id, at] of ids) {
    const of = times.get(at);
    if (of === undefined) times.set(at, [id]);
    else of.push(id);
  }
  return times;
}
