/** One denial as its group keeps it. Small: thousands may be kept for each group. */
export interface Occurrence {
  /**
   * The event id, or any text that is the same whenever the record is delivered again. The
   * idempotency key: an occurrence is counted once for its id.
   */
  readonly id: string;
  /** The same request in the trail of another account has the same one; null when the request stands in one trail. */
  readonly sharedId: string | null;
  /** ISO 8601, UTC: when it was denied; null when the record does not say. */
  readonly time: string | null;
  readonly session: string | null;
  /** ARN or name of the resource, as far as it is known. */
  readonly resource: string | null;
  readonly region: string | null;
  readonly sourceIpAddress: string | null;
  readonly userAgent: string | null;
  readonly accessKeyId: string | null;
}

/** Distinct values that were met, the first ones by name and all by number. */
export interface Widening {
  /** At most {@link MOST_NAMED} of them. */
  readonly named: readonly string[];
  /** True when there were more than are named. */
  readonly more: boolean;
}

/** How many distinct sessions and resources a group names. */
export const MOST_NAMED = 20;

/** A person who answered from chat. */
export interface Actor {
  /** As people read it: `alice`. Hostile text, as everything from outside. */
  readonly name: string;
  /** The chat system's own id: `slack:T0123/U0456`. */
  readonly id: string;
}

/**
 * Where a problem stands. Every time is ISO 8601, UTC, of Denywatch's own clock.
 *
 * new → alerted → repeated → acknowledged | muted | resolved → reopened → repeated …
 */
export type GroupState =
  /** Counted; nobody was told yet. */
  | { readonly name: 'new' }
  /** An alert went out; it has not occurred since. */
  | { readonly name: 'alerted'; readonly at: string }
  /** It occurred again after the alert. */
  | { readonly name: 'repeated'; readonly at: string }
  /** Somebody sees to it: counted and kept up to date, no further message. */
  | { readonly name: 'acknowledged'; readonly at: string; readonly by: Actor }
  /** Nobody wants to hear of it: until a time, or (null) until it is fixed. */
  | {
      readonly name: 'muted';
      readonly at: string;
      readonly by: Actor;
      readonly until: string | null;
      readonly why: string | null;
    }
  /** The same call succeeded, or a re-check found it allowed. */
  | { readonly name: 'resolved'; readonly at: string; readonly how: 'succeeded' | 'recheck' }
  /** It occurred again after it was resolved, or after a long quiet: people are told again. */
  | { readonly name: 'reopened'; readonly at: string };

/** What routes and lists need to know of a group; the values are those of the alert's labels. */
export interface GroupLabels {
  readonly accountId: string | null;
  readonly principalArn: string | null;
  /** Short name of the caller, for lists. */
  readonly principal: string;
  readonly principalType: string;
  readonly action: string | null;
  readonly resource: string | null;
  /** IAM service prefix: `s3`. */
  readonly service: string;
  readonly layer: string;
  readonly verdict: string;
  readonly severity: string;
  /** From the caller's or the resource's tags; null when neither has one. */
  readonly owner: string | null;
  /** The first line of the alert. */
  readonly headline: string;
}

/** Denials with one fingerprint, as they are stored. A group is a value: every change makes a new one. */
export interface Group {
  /** Short, safe in a key, a URL and a button: a hash of the fingerprint, made by the store. */
  readonly id: string;
  readonly fingerprint: string;
  /** Occurrences that were counted, each once. */
  readonly count: number;
  /** ISO 8601: the first and the last denial by the records' own time; null when none has a time. */
  readonly first: string | null;
  readonly last: string | null;
  /** UTC day, `2026-11-25` -> occurrences; the newest 35 days. */
  readonly days: Readonly<Record<string, number>>;
  /**
   * First moment of an hour, UTC, `2026-11-25T13:00` -> occurrences; the newest 72 hours that had one.
   * What days of another zone are counted from. Absent in groups of earlier versions.
   */
  readonly hours?: Readonly<Record<string, number>>;
  readonly sessions: Widening;
  readonly resources: Widening;
  readonly state: GroupState;
  /** The highest threshold of the settings that the count has passed; 0 before the first. */
  readonly escalatedTo: number;
  /** Raised with each thing that people should see at once: an alert, an escalation, an answer, a better diagnosis. */
  readonly revision: number;
  /** The revision that tells of the last time that it came back; 0 when it never did. */
  readonly reopenedIn: number;
  /** ISO 8601: when it last came back after it was resolved, or its mute had run out; absent when it never did. */
  readonly reopenedAt?: string;
  /** ISO 8601: when the counter that people see is due to be brought up to date; null when it is. */
  readonly refreshAt: string | null;
  /** ISO 8601; null until it was diagnosed. */
  readonly diagnosedAt: string | null;
  /** Who works out the diagnosis, and until when nobody else needs to; null when nobody does. */
  readonly diagnosing: { readonly by: string; readonly until: string } | null;
  /** The last time that somebody asked whether it is allowed now; null when nobody did. */
  readonly checked: {
    readonly at: string;
    readonly by: Actor | null;
    readonly allowed: boolean;
  } | null;
  /** `digestOnly`: counted and diagnosed, in the digest, never a message. */
  readonly treatment: 'alert' | 'digestOnly';
  /** Names of the channels that its route leads to; empty until it was diagnosed. */
  readonly channels: readonly string[];
  /** Null until it was diagnosed. */
  readonly labels: GroupLabels | null;
}
