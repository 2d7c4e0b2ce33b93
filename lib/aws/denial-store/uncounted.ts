import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Occurrence } from '../../core/group/group';
import { seconds, text, textOf, type Attributes, type Key } from './attributes';
import { secondOf } from './keys';
import { isFull, isOnPage, pageWrite } from './page';
import type { Retries } from './retries';
import type { DynamoTable, TableWrite } from './table';

/** Where occurrences are counted: a group, or the noise. */
export interface Ledger {
  pageKey(second: string, number: number): Key;
  sharedKey(sharedId: string): Key;
  /** Written under a shared id: who counted it. */
  readonly owner: string;
  /** Whether what another owner counted is still remembered. Without the memory the count is taken over. */
  isRemembered(owner: string): Promise<boolean>;
}

/** As many as a batch of the queue holds. The condition of their page has 3.2 of 4 KB then. */
const MOST_IDS = 100;
/** A transaction has at most 100. */
const MOST_WRITES = 99;

/** Occurrences in parts that fit one transaction beside one more write. An id or shared id that came before is left out. */
export function* portions(occurrences: readonly Occurrence[]): Iterable<readonly Occurrence[]> {
  let portion: Occurrence[] = [];
  let writes = new Set<string>();
  const seen = new Set<string>();
  for (const one of occurrences) {
    const shared = one.sharedId === null ? [] : [`shared ${one.sharedId}`];
    const own = [`id ${one.id}`, ...shared];
    if (own.some((name) => seen.has(name))) continue;
    for (const name of own) seen.add(name);
    const needed = [`page ${secondOf(one)}`, ...shared];
    const size = new Set([...writes, ...needed]).size;
    if (portion.length === MOST_IDS || size > MOST_WRITES) {
      yield portion;
      portion = [];
      writes = new Set();
    }
    portion.push(one);
    for (const name of needed) writes.add(name);
  }
  if (portion.length > 0) yield portion;
}

/** One write, and what it says of the occurrences when it is refused. */
interface Claim {
  readonly write: TableWrite;
  readonly key: Key;
  readonly learn: (item: Attributes | undefined) => void | Promise<void>;
}

/** Occurrences of one transaction of which it is not known yet whether they were counted before. */
export class Uncounted {
  /** Those that are counted once the writes are written. */
  left: readonly Occurrence[];
  /** The last other owner that had counted one of them. */
  countedBy: string | null = null;
  private readonly ledger: Ledger;
  /** Second -> number of its page that is not full, as far as is known. */
  private readonly pages = new Map<string, number>();
  /** Shared id -> owner that is not remembered any more. */
  private readonly forgotten = new Map<string, string>();

  constructor(portion: readonly Occurrence[], ledger: Ledger) {
    this.left = portion;
    this.ledger = ledger;
  }

  /**
   * The writes that count what is left, and nothing else: each is refused when it would count
   * something again.
   *
   * @param expires milliseconds since the epoch
   */
  claims(valueOf: (occurrence: Occurrence) => AttributeValue, expires: number): Claims {
    const bySecond = new Map<string, Map<string, AttributeValue>>();
    for (const one of this.left) {
      const second = secondOf(one);
      const values = bySecond.get(second) ?? new Map<string, AttributeValue>();
      bySecond.set(second, values.set(one.id, valueOf(one)));
    }
    const shared = this.left.flatMap(({ sharedId }) => (sharedId === null ? [] : [sharedId]));
    return new Claims([
      ...Array.from(bySecond, ([second, values]) => this.pageClaim(second, values, expires)),
      ...shared.map((sharedId) => this.sharedClaim(sharedId, expires)),
    ]);
  }

  private pageClaim(
    second: string,
    values: ReadonlyMap<string, AttributeValue>,
    expires: number,
  ): Claim {
    const page = this.pages.get(second) ?? 0;
    const key = this.ledger.pageKey(second, page);
    return {
      key,
      write: pageWrite({ key, values, expires }),
      learn: (item) => {
        if (item === undefined) return;
        this.left = this.left.filter((one) => secondOf(one) !== second || !isOnPage(item, one.id));
        if (isFull(item)) this.pages.set(second, page + 1);
      },
    };
  }

  private sharedClaim(sharedId: string, expires: number): Claim {
    const key = this.ledger.sharedKey(sharedId);
    const Item = { ...key, owner: text(this.ledger.owner), expiresAt: seconds(expires) };
    const gone = this.forgotten.get(sharedId);
    const condition =
      gone === undefined
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : {
            ConditionExpression: 'attribute_not_exists(pk) OR #owner = :gone',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':gone': text(gone) },
          };
    return {
      key,
      write: { Put: { Item, ...condition } },
      learn: (item) => this.learnOwner(sharedId, textOf(item, 'owner')),
    };
  }

  private async learnOwner(sharedId: string, owner: string | null): Promise<void> {
    if (owner === null) return;
    if (owner !== this.ledger.owner && !(await this.ledger.isRemembered(owner))) {
      this.forgotten.set(sharedId, owner);
      return;
    }
    this.countedBy = owner;
    this.left = this.left.filter((one) => one.sharedId !== sharedId);
  }
}

/** The writes of one attempt. */
export class Claims {
  private readonly claims: readonly Claim[];

  constructor(claims: readonly Claim[]) {
    this.claims = claims;
  }

  get writes(): readonly TableWrite[] {
    return this.claims.map(({ write }) => write);
  }

  /**
   * Reads the items that stood in the way, and learns from them what was counted before.
   *
   * @param positions of the refused ones in `writes`
   */
  async learn(positions: readonly number[], table: DynamoTable, retries: Retries): Promise<void> {
    const refused = this.claims.filter((_, at) => positions.includes(at));
    const items = await table.getAll(
      refused.map(({ key }) => key),
      retries,
    );
    for (const { key, learn } of refused) {
      await learn(items.find((item) => item['pk']?.S === key.pk.S && item['sk']?.S === key.sk.S));
    }
  }
}
