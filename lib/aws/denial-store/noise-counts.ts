import type { Occurrence } from '../../core/group/group';
import { number, seconds } from './attributes';
import { hiddenKey, noiseKey, sharedNoiseKey } from './keys';
import { MARK } from './page';
import type { StoreContext } from './settings';
import type { TableWrite } from './table';
import { portions, Uncounted, type Ledger } from './uncounted';

/** A day's counters are spread over so many items: all writers of the day add to them. */
const SHARDS = 8;

/** Before the name of a noise entry, which may be that of a key otherwise. */
const ENTRY = 'entry:';

const LEDGER: Ledger = {
  owner: 'noise',
  pageKey: noiseKey,
  sharedKey: sharedNoiseKey,
  isRemembered: () => Promise.resolve(true),
};

/** How many denials the noise entries have hidden. */
export class NoiseCounts {
  private readonly context: StoreContext;

  constructor(context: StoreContext) {
    this.context = context;
  }

  async count(entry: string, occurrences: readonly Occurrence[]): Promise<void> {
    for (const portion of portions(occurrences)) await this.countPortion(entry, portion);
  }

  async on(day: string): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    const items = this.context.table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': hiddenKey(day, 0).pk },
      ConsistentRead: true,
    });
    for await (const item of items) {
      for (const [name, value] of Object.entries(item)) {
        if (!name.startsWith(ENTRY)) continue;
        const entry = name.slice(ENTRY.length);
        counts.set(entry, (counts.get(entry) ?? 0) + Number(value.N));
      }
    }
    return counts;
  }

  private async countPortion(entry: string, portion: readonly Occurrence[]): Promise<void> {
    const { table } = this.context;
    const retries = this.context.retries('count hidden denials');
    const uncounted = new Uncounted(portion, LEDGER);
    while (uncounted.left.length > 0) {
      const claims = uncounted.claims(() => MARK, this.context.expires());
      const added = this.added(entry, uncounted.left.length);
      const result = await table.transact([added, ...claims.writes]);
      if (result.status === 'written') return;
      if (result.status === 'refused') {
        await claims.learn(
          result.failed.map((at) => at - 1),
          table,
          retries,
        );
      }
      if (uncounted.left.length > 0) await retries.pause();
    }
  }

  private added(entry: string, count: number): TableWrite {
    const day = new Date(this.context.now()).toISOString().slice(0, 10);
    const shard = Math.floor(this.context.random() * SHARDS) % SHARDS;
    return {
      Update: {
        Key: hiddenKey(day, shard),
        UpdateExpression: 'SET #expiresAt = :expiresAt ADD #entry :count',
        ExpressionAttributeNames: { '#expiresAt': 'expiresAt', '#entry': `${ENTRY}${entry}` },
        ExpressionAttributeValues: {
          ':expiresAt': seconds(this.context.expires()),
          ':count': number(count),
        },
      },
    };
  }
}
