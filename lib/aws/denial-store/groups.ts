import { gunzipSync, gzipSync } from 'node:zlib';
import type { Group, Occurrence } from '../../core/group/group';
import type { Fold, StoredDiagnosis } from '../../core/group/store';
import { diagnosisFromText, diagnosisText } from '../../core/group/stored-text';
import { seconds, text, type Attributes } from './attributes';
import { booksOf, groupItem, groupOf, type Bookkeeping } from './group-item';
import { BESIDE_STATE, diagnosisKey, groupIdOf, occurrencesKey, sharedKey, stateKey } from './keys';
import { detailOf, MARK } from './page';
import type { StoreContext } from './settings';
import { portions, Uncounted, type Ledger } from './uncounted';
import { changeItem, versionedPut } from './versioned';

/** Groups, their occurrences and diagnoses. */
export class Groups {
  private readonly context: StoreContext;

  constructor(context: StoreContext) {
    this.context = context;
  }

  async record(
    fingerprint: string,
    occurrences: readonly Occurrence[],
    fold: Fold,
  ): Promise<Group> {
    const id = groupIdOf(fingerprint);
    let result: Group | null = null;
    for (const portion of portions(occurrences)) {
      result = (await this.recordPortion(id, portion, fold)) ?? result;
    }
    if (result === null) {
      throw new RangeError('record: expected at least one occurrence, found none');
    }
    return result;
  }

  async group(id: string): Promise<Group | null> {
    return groupOf(await this.context.table.get(stateKey(id)));
  }

  async update(id: string, change: (group: Group) => Group): Promise<Group | null> {
    const { table } = this.context;
    let result: Group | null = null;
    await changeItem(table, {
      key: stateKey(id),
      retries: this.context.retries('change a group'),
      writer: this.context.writer(),
      change: (item) => {
        const before = groupOf(item);
        result = before === null ? null : change(before);
        if (result === null || result === before) return null;
        const after = this.item(result, this.books(item));
        result = groupOf(after);
        return after;
      },
    });
    return result;
  }

  async diagnosis(id: string): Promise<StoredDiagnosis | null> {
    const item = await this.context.table.get(diagnosisKey(id));
    const packed = item?.['diagnosis']?.B;
    return packed === undefined ? null : diagnosisFromText(gunzipSync(packed).toString('utf8'));
  }

  async saveDiagnosis(
    id: string,
    diagnosis: StoredDiagnosis,
    change: (group: Group) => Group,
  ): Promise<Group | null> {
    const { table } = this.context;
    const retries = this.context.retries('save a diagnosis');
    const Item = {
      ...diagnosisKey(id),
      diagnosis: { B: packed(diagnosis) },
      expiresAt: seconds(this.context.expires()),
    };
    for (;;) {
      const before = await table.get(stateKey(id));
      const group = groupOf(before);
      if (group === null) return null;
      const after = this.item(change(group), this.books(before));
      const state = versionedPut({ ...after, ...stateKey(id) }, before, this.context.writer());
      const { status } = await table.transact([{ Put: state }, { Put: { Item } }]);
      if (status === 'written') return groupOf(after);
      await retries.pause();
    }
  }

  /** @returns the group, or the one that counted the same requests; null when neither is there */
  private async recordPortion(
    id: string,
    portion: readonly Occurrence[],
    fold: Fold,
  ): Promise<Group | null> {
    const { table } = this.context;
    const retries = this.context.retries('count denials');
    const uncounted = new Uncounted(portion, this.ledger(id));
    for (;;) {
      const before = await table.get(stateKey(id));
      if (uncounted.left.length === 0) {
        return groupOf(before) ?? this.group(uncounted.countedBy ?? id);
      }
      const books = await this.keptBeside(id, before);
      const after = this.folded(before, books, fold, { id, fresh: uncounted.left });
      const claims = uncounted.claims(after.valueOf, this.context.expires());
      const state = versionedPut(after.item, before, this.context.writer());
      const result = await table.transact([{ Put: state }, ...claims.writes]);
      if (result.status === 'written') return groupOf(after.item);
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

  /** The group's item with the occurrences, and which of them are stored with details. */
  private folded(
    before: Attributes | undefined,
    books: Bookkeeping,
    fold: Fold,
    { id, fresh }: { readonly id: string; readonly fresh: readonly Occurrence[] },
  ): { item: Attributes; valueOf: (one: Occurrence) => ReturnType<typeof detailOf> } {
    const room = Math.max(0, this.context.detailPerMinute - books.detailed);
    const withDetail = new Set(fresh.slice(0, room));
    const group = fold(groupOf(before), fresh, id);
    const item = this.item(group, { ...books, detailed: books.detailed + withDetail.size });
    return {
      item: { ...item, ...stateKey(id) },
      valueOf: (one) => (withDetail.has(one) ? detailOf(one) : MARK),
    };
  }

  private item(group: Group, books: Bookkeeping): Attributes {
    const { now, retentionMs } = this.context;
    return groupItem({ group, books, now: now(), retentionMs });
  }

  private books(item: Attributes | undefined): Bookkeeping {
    const { now, retentionMs } = this.context;
    return booksOf(item, { now: now(), retentionMs });
  }

  private ledger(id: string): Ledger {
    return {
      owner: id,
      pageKey: (second, number) => occurrencesKey(id, second, number),
      sharedKey,
      isRemembered: async (owner) => (await this.group(owner)) !== null,
    };
  }

  /**
   * Diagnosis and deliveries are not written as often as the group, and must not be forgotten before
   * it: now and then they are kept for longer.
   */
  private async keptBeside(id: string, state: Attributes | undefined): Promise<Bookkeeping> {
    const { table, now, retentionMs } = this.context;
    const books = this.books(state);
    if (books.besideUntil > now() + retentionMs / 2) return books;
    const beside = table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :beside)',
      ExpressionAttributeValues: { ':pk': stateKey(id).pk, ':beside': text(BESIDE_STATE) },
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
    });
    for await (const { pk, sk } of beside) {
      if (pk === undefined || sk === undefined) continue;
      // One that was deleted meanwhile stays deleted; one that somebody is writing is kept by that.
      await table.update({
        Key: { pk, sk },
        UpdateExpression: 'SET #expiresAt = :expiresAt',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#expiresAt': 'expiresAt' },
        ExpressionAttributeValues: { ':expiresAt': seconds(this.context.expires()) },
      });
    }
    return { ...books, besideUntil: this.context.expires() };
  }
}

/** An item must stay under 400 KB. */
const MOST_PACKED_BYTES = 350_000;

/** Longest texts, tried one after the other: only hostile records need more than the first. */
const LONGEST_TEXTS: readonly number[] = [Infinity, 16_000, 4_000, 1_000, 250];

/** @throws RangeError when it is too large even with short texts */
function packed(diagnosis: StoredDiagnosis): Uint8Array {
  for (const longest of LONGEST_TEXTS) {
    const bytes = gzipSync(diagnosisText(diagnosis, longest));
    if (bytes.length <= MOST_PACKED_BYTES) return bytes;
  }
  throw new RangeError('the diagnosis does not fit one item, even with all of its texts cut');
}
