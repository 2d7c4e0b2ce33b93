import type { AlertMessage } from './alert/message';
import type { Digest } from './digest/digest';
import type { GroupState } from './group/group';
import type { Storm } from './group/storm';

/** Why an alert is posted or edited. */
export type PostReason =
  'first' | 'repeats' | 'escalated' | 'reopened' | 'answered' | 'betterDiagnosis';

/** What a message says of its group beyond the diagnosis. */
export interface GroupFacts {
  /** For buttons and links. */
  readonly groupId: string;
  readonly state: GroupState;
  readonly count: number;
  /** The threshold that the count has passed; 0 for none. */
  readonly escalatedTo: number;
  readonly sessions: number;
  readonly owner: string | null;
}

/** One thing for a channel to show. */
export type Post =
  | {
      /** A message of its own: the first, an escalation or a reopening. */
      readonly kind: 'alert';
      /** The same whenever the same thing is sent again: receivers drop what they have. */
      readonly id: string;
      readonly reason: PostReason;
      readonly alert: AlertMessage;
      readonly group: GroupFacts;
      /** True when an earlier try may have been accepted: whoever can look for it, does. */
      readonly mayBeThere: boolean;
    }
  | {
      /** The message is there already and is brought up to date. */
      readonly kind: 'update';
      readonly id: string;
      readonly reason: PostReason;
      readonly alert: AlertMessage;
      readonly group: GroupFacts;
      readonly handle: string;
    }
  | {
      /** One message instead of many. */
      readonly kind: 'storm';
      readonly id: string;
      readonly phase: 'opened' | 'continues' | 'closed';
      readonly storm: NonNullable<Storm['active']>;
      /** Set for the storm of one caller. */
      readonly caller: string | null;
      readonly handle: string | null;
    };

/** The digest of a day, for a channel to post. */
export interface DigestPost {
  readonly kind: 'digest';
  /** The same whenever the same digest is sent again. */
  readonly id: string;
  readonly digest: Digest;
  /** Where the whole report is; null when there is no address for it. */
  readonly link: string | null;
  /** True when an earlier try may have been accepted: whoever can look for it, does. */
  readonly mayBeThere: boolean;
}

/** Port: one place where alerts are read. */
export interface AlertChannel {
  /** Names the channel in routes and in what is remembered of deliveries. */
  readonly name: string;
  /** Whether a message can be edited: such a channel gets every change, the others only what is worth a new message. */
  readonly edits: boolean;
  /**
   * @returns how the channel finds the message again; null where it cannot
   * @throws RetryLater when the channel asks to wait; anything else when the post was not accepted
   */
  deliver(post: Post): Promise<string | null>;
}

/** Port: one place where the daily digest is read. */
export interface DigestChannel {
  /** Names the channel in the settings. */
  readonly name: string;
  /**
   * @returns how the channel finds the message again; null where it cannot
   * @throws RetryLater when the channel asks to wait; anything else when the post was not accepted
   */
  deliver(post: DigestPost): Promise<string | null>;
}

/** Thrown by a channel that asks to be left alone for a while (HTTP 429 with Retry-After). */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly afterMs: number;

  constructor(why: string, afterMs: number, options?: ErrorOptions) {
    super(why, options);
    this.afterMs = afterMs;
  }
}
