/** One denial as its group counts it. */
export interface Occurrence {
  readonly fingerprint: string;
  /** The event id, or any text that is the same whenever the record is delivered again. */
  readonly id: string;
  /** ISO 8601: when it was denied; null when the record does not say. */
  readonly time: string | null;
}

/** How often a problem was met, this occurrence included. */
export interface Occurrences {
  readonly count: number;
  /** ISO 8601: the first one that is still remembered; null when the records have no time. */
  readonly first: string | null;
  /** ISO 8601: the last one that was counted. */
  readonly last: string | null;
}

/** Whether this occurrence is the one that alerts. */
export type Claim =
  | {
      readonly status: 'alert';
      readonly occurrences: Occurrences;
      /** Channels that have the alert already, from an earlier try. */
      readonly deliveredTo: ReadonlySet<string>;
    }
  | { readonly status: 'repeated' };

/**
 * Port: makes each problem alert once in a window, however many records tell of it, in whatever
 * order and however often they are delivered.
 */
export interface DenialClaims {
  /**
   * Counts the occurrence, once for its id, and claims the alert when nobody holds it. The one who
   * claimed gets `alert` again when its record is delivered again, for whatever is still to be sent.
   * When this returns, the occurrence is stored.
   */
  claim(occurrence: Occurrence): Promise<Claim>;
  /** Remembers that a channel has the alert that this occurrence claimed. */
  delivered(occurrence: Occurrence, channel: string): Promise<void>;
}
