import { NOTHING_SHOWN, type Delivery } from '../../core/group/delivery';
import type { Finding } from '../../core/findings/finding';
import type { FindingKey, FindingStore, Look } from '../../core/findings/store';
import type { Group, Occurrence } from '../../core/group/group';
import type { DenialStore, Fold, StoredDiagnosis } from '../../core/group/store';
import { CALM, type Storm } from '../../core/group/storm';
import { number, numberOf, seconds, text, textOf, type Key } from './attributes';
import { Callers } from './callers';
import { Groups } from './groups';
import { deliveryKey, onceKey, stormKey } from './keys';
import { NoiseCounts } from './noise-counts';
import { groupsSince } from './seen-groups';
import { StoreContext, type DynamoDbDenialStoreSettings } from './settings';
import { changeItem } from './versioned';

export type { DynamoDbDenialStoreSettings } from './settings';

/**
 * What Denywatch remembers, in one DynamoDB table.
 *
 * | pk              | sk                    | item                                                   |
 * | --------------- | --------------------- | ------------------------------------------------------ |
 * | `GROUP#id`      | `STATE`               | the group, with a version                              |
 * | `GROUP#id`      | `DIAGNOSIS`           | its diagnosis, gzip                                    |
 * | `GROUP#id`      | `DELIVERY#channel`    | what the channel has shown                             |
 * | `GROUP#id`      | `OCC#second`          | its occurrences of that second, an attribute for each  |
 * | `SHARED#id`     | `GROUP`, `NOISE`      | who counted a request that stands in several trails    |
 * | `STORM#scope`   | `STORM`               | a storm                                                |
 * | `HIDDEN#day`    | `COUNT#shard`         | how many denials each noise entry hid                  |
 * | `NOISE#second`  | `OCC`                 | the denials that were hidden                           |
 * | `ONCE#key`      | `ONCE`                | a key that is new once                                 |
 * | `CALLER#id`     | `ACTIVITY`            | what one caller was refused lately, gzip               |
 * | `FINDINGS#day`  | `FINDING#hash`        | a finding about a caller                               |
 *
 * Every method throws when DynamoDB cannot be reached or stays too busy: whoever called must call again.
 */
export class DynamoDbDenialStore implements DenialStore, FindingStore {
  private readonly context: StoreContext;
  private readonly groups: Groups;
  private readonly noise: NoiseCounts;
  private readonly callers: Callers;

  constructor(settings: DynamoDbDenialStoreSettings) {
    this.context = new StoreContext(settings);
    this.groups = new Groups(this.context);
    this.noise = new NoiseCounts(this.context);
    this.callers = new Callers(this.context);
  }

  record(fingerprint: string, occurrences: readonly Occurrence[], fold: Fold): Promise<Group> {
    return this.groups.record(fingerprint, occurrences, fold);
  }

  group(id: string): Promise<Group | null> {
    return this.groups.group(id);
  }

  updateGroup(id: string, change: (group: Group) => Group): Promise<Group | null> {
    return this.groups.update(id, change);
  }

  diagnosis(id: string): Promise<StoredDiagnosis | null> {
    return this.groups.diagnosis(id);
  }

  saveDiagnosis(
    id: string,
    diagnosis: StoredDiagnosis,
    change: (group: Group) => Group,
  ): Promise<Group | null> {
    return this.groups.saveDiagnosis(id, diagnosis, change);
  }

  countHidden(entry: string, occurrences: readonly Occurrence[]): Promise<void> {
    return this.noise.count(entry, occurrences);
  }

  hidden(day: string): Promise<ReadonlyMap<string, number>> {
    return this.noise.on(day);
  }

  updateDelivery(
    id: string,
    channel: string,
    change: (delivery: Delivery) => Delivery,
  ): Promise<Delivery> {
    return this.changeJson(deliveryKey(id, channel), NOTHING_SHOWN, change);
  }

  updateStorm(scope: string, change: (storm: Storm) => Storm): Promise<Storm> {
    return this.changeJson(stormKey(scope), CALM, change);
  }

  async once(key: string, keepMs: number): Promise<boolean> {
    const now = this.context.now();
    let first = false;
    await changeItem(this.context.table, {
      key: onceKey(key),
      retries: this.context.retries('remember a key'),
      writer: this.context.writer(),
      change: (item) => {
        first = numberOf(item, 'until') <= now;
        const until = now + keepMs;
        return first ? { until: number(until), expiresAt: seconds(until + 1_000) } : null;
      },
    });
    return first;
  }

  groupsSince(day: string): AsyncIterable<Group> {
    return groupsSince(this.context, day);
  }

  observeCaller(caller: string, look: Look): Promise<readonly Finding[]> {
    return this.callers.observe(caller, look);
  }

  finding(key: FindingKey): Promise<Finding | null> {
    return this.callers.finding(key);
  }

  findingsOn(day: string): Promise<readonly Finding[]> {
    return this.callers.findingsOn(day);
  }

  /** A value that is kept as JSON in an item of its own. */
  private async changeJson<T extends object>(
    key: Key,
    none: T,
    change: (value: T) => T,
  ): Promise<T> {
    let result = none;
    await changeItem(this.context.table, {
      key,
      retries: this.context.retries('change what a channel has shown'),
      writer: this.context.writer(),
      change: (item) => {
        const json = textOf(item, 'value');
        const before = json === null ? none : (JSON.parse(json) as T);
        result = change(before);
        if (result === before) return null;
        return {
          value: text(JSON.stringify(result)),
          expiresAt: seconds(this.context.expires()),
        };
      },
    });
    return result;
  }
}
