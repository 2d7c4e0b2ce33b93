import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Retries, type Patience } from './retries';
import { DynamoTable } from './table';

/** What a DynamoDB denial store works with. */
export interface DynamoDbDenialStoreSettings {
  readonly client: DynamoDBClient;
  /** A table with the keys `pk` and `sk`, time-to-live in `expiresAt`, and the index `seen`. */
  readonly tableName: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** 0 to 1: spreads retries, and tells writers apart. */
  readonly random: () => number;
  /** Waits for that many milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** How long what does not change any more is remembered; 90 unless given. */
  readonly retentionDays?: number;
  /** Occurrences of one group that are kept with their details each minute; the others are only counted. 100 unless given. */
  readonly detailPerMinute?: number;
}

const DAY_MS = 86_400_000;

/** What all parts of the store share. */
export class StoreContext {
  readonly table: DynamoTable;
  readonly now: () => number;
  readonly random: () => number;
  readonly retentionMs: number;
  readonly detailPerMinute: number;
  private readonly patience: Patience;

  constructor(settings: DynamoDbDenialStoreSettings) {
    const { client, tableName, now, random, sleep = wait } = settings;
    this.table = new DynamoTable(client, tableName);
    this.now = now;
    this.random = random;
    this.patience = { random, sleep };
    this.retentionMs = (settings.retentionDays ?? 90) * DAY_MS;
    this.detailPerMinute = settings.detailPerMinute ?? 100;
  }

  /** When what is written now may be forgotten, in milliseconds since the epoch. */
  expires(): number {
    return this.now() + this.retentionMs;
  }

  /** @param what for the error: `count denials` */
  retries(what: string): Retries {
    return new Retries(this.patience, what);
  }

  /** A name that no other write has. */
  writer(): string {
    return `${this.now().toString(36)}-${Math.floor(this.random() * 2 ** 53).toString(36)}`;
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
