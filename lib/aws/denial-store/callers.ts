import { gunzipSync, gzipSync } from 'node:zlib';
import type { CallerActivity } from '../../core/findings/activity';
import type { Finding } from '../../core/findings/finding';
import { ACTIVITY_KEPT_MS, byTime, type FindingKey, type Look } from '../../core/findings/store';
import { seconds, text, textOf, type Attributes } from './attributes';
import { activityKey, findingKey, findingsOf, keyOfFinding } from './keys';
import type { StoreContext } from './settings';
import { versionedPut } from './versioned';

/** An item has at most 400 KB; random bytes in every field of every event would come near. */
const MOST_PACKED = 300_000;
/** Whoever loses a race reads again once: what a caller does is no reason to hold up its counts. */
const TRIES = 2;

/** What is remembered of callers, and the findings about them. */
export class Callers {
  private readonly context: StoreContext;

  constructor(context: StoreContext) {
    this.context = context;
  }

  async observe(caller: string, look: Look): Promise<readonly Finding[]> {
    const { table, now } = this.context;
    const key = activityKey(caller);
    const stored: Finding[] = [];
    for (let tries = 0; tries < TRIES; tries++) {
      const before = await table.get(key);
      const known = activityOf(before);
      const { activity, findings } = look(known);
      if (activity === null || activity === known) return stored;
      for (const finding of findings) if (await this.keep(finding)) stored.push(finding);
      const Item = {
        ...key,
        activity: { B: packed(activity) },
        expiresAt: seconds(now() + ACTIVITY_KEPT_MS),
      };
      const { status } = await table.put(versionedPut(Item, before, this.context.writer()));
      if (status === 'written') return stored;
    }
    throw new Error(
      `others wrote what is known of a caller each of ${TRIES} times: rules did not see all of its denials`,
    );
  }

  async finding(key: FindingKey): Promise<Finding | null> {
    return findingOf(await this.context.table.get(findingKey(key)));
  }

  async findingsOn(day: string): Promise<readonly Finding[]> {
    const found: Finding[] = [];
    const query = this.context.table.query({
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': text(findingsOf(day)) },
    });
    for await (const item of query) {
      const finding = findingOf(item);
      if (finding !== null) found.push(finding);
    }
    return found.sort(byTime);
  }

  /** @returns false when it was there: a finding keeps the events that made it first */
  private async keep(finding: Finding): Promise<boolean> {
    const { status } = await this.context.table.put({
      Item: {
        ...findingKey(keyOfFinding(finding)),
        finding: text(JSON.stringify(finding)),
        expiresAt: seconds(this.context.expires()),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    if (status === 'busy') throw new Error('the table was too busy to keep a finding');
    return status === 'written';
  }
}

/** The finding in an item, or in an image of it; null when there is none. */
export function findingOf(item: Attributes | undefined): Finding | null {
  const json = textOf(item, 'finding');
  return json === null ? null : (JSON.parse(json) as Finding);
}

function activityOf(item: Attributes | undefined): CallerActivity | null {
  const bytes = item?.['activity']?.B;
  return bytes === undefined
    ? null
    : (JSON.parse(gunzipSync(bytes).toString('utf8')) as CallerActivity);
}

/** The older half of the window goes until the rest fits. */
function packed(activity: CallerActivity): Uint8Array {
  const bytes = gzipSync(JSON.stringify(activity));
  const { window } = activity;
  if (bytes.length <= MOST_PACKED || window.length === 0) return bytes;
  return packed({ ...activity, window: window.slice(Math.ceil(window.length / 2)) });
}
