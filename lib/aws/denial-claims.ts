import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type Update,
} from '@aws-sdk/client-dynamodb';
import type { Claim, DenialClaims, Occurrence } from '../core/group/claims';

export { dynamoDbClient } from './denial-store/client';

/** What the claims work with. */
export interface DynamoDbClaimsSettings {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** How long an alerted problem stays quiet, in milliseconds. */
  readonly windowMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long a claim holds without a delivery: after that, another occurrence may alert. */
  readonly leaseMs?: number;
  /** Waits for that many milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** 0 to 1: spreads the retries of many writers. */
  readonly random?: () => number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Longer than a message can stay in the queue and its dead-letter queue together. */
const KEEP_EVENT_MS = 30 * DAY_MS;
const KEEP_GROUP_MS = 90 * DAY_MS;
const MAX_TRIES = 12;
const LONGEST_WAIT_MS = 2_000;

/** Somebody holds a claim that is neither over nor given up. */
const HELD = 'windowUntil > :now AND (attribute_exists(deliveredAt) OR claimedAt > :leaseStart)';

/** What a write found in the table. */
type Written = 'written' | 'knownEvent' | 'otherState' | 'busy';

/**
 * Claims in DynamoDB. Each occurrence is one transaction: an item for its id, which must not exist
 * yet, and the state of its group. So a record that is delivered again changes no count, and of many
 * writers one claims.
 *
 * Follows: DynamoDB API Reference, TransactWriteItems.
 */
export class DynamoDbClaims implements DenialClaims {
  private readonly settings: Required<DynamoDbClaimsSettings>;

  constructor(settings: DynamoDbClaimsSettings) {
    this.settings = {
      leaseMs: 30 * MINUTE_MS,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      random: Math.random,
      ...settings,
    };
  }

  /** @throws when the table stays too busy: the record must be delivered again */
  async claim(occurrence: Occurrence): Promise<Claim> {
    // A repeat is by far the commonest: it is tried first, and costs one write.
    let asRepeat = true;
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const update = asRepeat ? this.countRepeat(occurrence) : this.countAndClaim(occurrence);
      const written = await this.write(occurrence, update);
      if (written === 'written' && asRepeat) return { status: 'repeated' };
      if (written === 'written' || written === 'knownEvent') return this.ownClaim(occurrence);
      if (written === 'otherState') asRepeat = !asRepeat;
      if (written === 'busy') await this.wait(tries);
    }
    throw new Error(`the table stayed busy for ${MAX_TRIES} tries to count one denial`);
  }

  async delivered(occurrence: Occurrence, channel: string): Promise<void> {
    const { client, tableName: TableName, now } = this.settings;
    try {
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: groupKey(occurrence),
          UpdateExpression: 'SET deliveredAt = :now ADD deliveredTo :channel',
          ConditionExpression: 'claimedBy = :event',
          ExpressionAttributeValues: {
            ':now': number(now()),
            ':channel': { SS: [channel] },
            ':event': text(eventName(occurrence)),
          },
        }),
      );
    } catch (error) {
      // Another occurrence took the claim over because this one was too slow: its deliveries count.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  private async write(occurrence: Occurrence, update: Update): Promise<Written> {
    const { client, tableName: TableName, now } = this.settings;
    const event = {
      TableName,
      Item: {
        ...eventKey(occurrence),
        group: text(groupName(occurrence)),
        expiresAt: seconds(now() + KEEP_EVENT_MS),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    };
    try {
      const command = new TransactWriteItemsCommand({
        TransactItems: [{ Put: event }, { Update: update }],
      });
      await client.send(command);
      return 'written';
    } catch (error) {
      return whyCancelled(error);
    }
  }

  private countRepeat(occurrence: Occurrence): Update {
    return this.update(occurrence, 'SET lastSeen = :time, expiresAt = :expires ADD #count :one', {
      condition: HELD,
      values: {},
    });
  }

  private countAndClaim(occurrence: Occurrence): Update {
    const { now, windowMs } = this.settings;
    const set = [
      'lastSeen = :time',
      'expiresAt = :expires',
      'firstSeen = if_not_exists(firstSeen, :time)',
      'fingerprint = :fingerprint',
      'claimedBy = :event',
      'claimedAt = :now',
      'windowUntil = :windowUntil',
    ];
    const expression = `SET ${set.join(', ')} REMOVE deliveredAt, deliveredTo ADD #count :one`;
    return this.update(occurrence, expression, {
      condition: `attribute_not_exists(pk) OR NOT (${HELD})`,
      values: {
        ':event': text(eventName(occurrence)),
        ':windowUntil': number(now() + windowMs),
        ':fingerprint': text(occurrence.fingerprint.slice(0, MAX_SHOWN)),
      },
    });
  }

  private update(
    occurrence: Occurrence,
    expression: string,
    more: { readonly condition: string; readonly values: Readonly<Record<string, AttributeValue>> },
  ): Update {
    const { tableName: TableName, now, leaseMs } = this.settings;
    const time = now();
    return {
      TableName,
      Key: groupKey(occurrence),
      UpdateExpression: expression,
      ConditionExpression: more.condition,
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: {
        ':one': number(1),
        ':now': number(time),
        ':leaseStart': number(time - leaseMs),
        ':time': text(occurrence.time ?? new Date(time).toISOString()),
        ':expires': seconds(time + KEEP_GROUP_MS),
        ...more.values,
      },
    };
  }

  /** What this occurrence still has to do: alert when it holds the claim, else nothing. */
  private async ownClaim(occurrence: Occurrence): Promise<Claim> {
    const { client, tableName: TableName } = this.settings;
    const command = new GetItemCommand({
      TableName,
      Key: groupKey(occurrence),
      ConsistentRead: true,
    });
    const { Item: item } = await client.send(command);
    if (item?.['claimedBy']?.S !== eventName(occurrence)) return { status: 'repeated' };
    return {
      status: 'alert',
      occurrences: {
        count: Number(item['count']?.N ?? 1),
        first: item['firstSeen']?.S ?? occurrence.time,
        last: item['lastSeen']?.S ?? occurrence.time,
      },
      deliveredTo: new Set(item['deliveredTo']?.SS ?? []),
    };
  }

  private async wait(tries: number): Promise<void> {
    const { sleep, random } = this.settings;
    await sleep(Math.min(LONGEST_WAIT_MS, 25 * 2 ** tries) * random());
  }
}

/** How much of a fingerprint is stored for people to read. */
const MAX_SHOWN = 1_000;

/**
 * Which of the two items kept the transaction from being written.
 *
 * @throws the error when it was none of them
 */
function whyCancelled(error: unknown): Written {
  if (!(error instanceof TransactionCanceledException)) throw error;
  const [event, group] = (error.CancellationReasons ?? []).map(({ Code }) => Code);
  if (event === 'ConditionalCheckFailed') return 'knownEvent';
  if (group === 'ConditionalCheckFailed') return 'otherState';
  if ([event, group].some((code) => code !== undefined && BUSY.has(code))) return 'busy';
  throw error;
}

const BUSY: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Keys are hashed: a fingerprint may be longer than a key, and holds text from the record. */
function groupName({ fingerprint }: Occurrence): string {
  return hash(fingerprint);
}

/** Event ids are kept readable; whatever else serves as one is hashed. */
function eventName({ id }: Occurrence): string {
  return /^[0-9A-Za-z-]{1,64}$/.test(id) ? id : hash(id);
}

function groupKey(occurrence: Occurrence): Record<'pk' | 'sk', AttributeValue> {
  return { pk: text(`GROUP#${groupName(occurrence)}`), sk: text('STATE') };
}

function eventKey(occurrence: Occurrence): Record<'pk' | 'sk', AttributeValue> {
  return { pk: text(`EVENT#${eventName(occurrence)}`), sk: text('EVENT') };
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

function text(value: string): AttributeValue.SMember {
  return { S: value };
}

function number(value: number): AttributeValue.NMember {
  return { N: String(value) };
}

/** Epoch seconds, as the time-to-live attribute wants them. */
function seconds(ms: number): AttributeValue.NMember {
  return number(Math.floor(ms / 1_000));
}
