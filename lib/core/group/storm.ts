/** One group in a storm's summary. */
export interface StormLine {
  readonly groupId: string;
  readonly headline: string;
  readonly principal: string;
  readonly severity: string;
}

/**
 * New groups in one scope (a channel, or one caller in a channel) within five minutes, and the storm
 * that they made. Times are ISO 8601.
 */
export interface Storm {
  /** When each of the newest groups came, with its id; those older than the window are dropped. */
  readonly recent: readonly { readonly groupId: string; readonly at: string }[];
  /** Null while it is calm. */
  readonly active: {
    /** Unique to this storm. */
    readonly id: string;
    readonly since: string;
    /** When the last group was folded in. */
    readonly last: string;
    readonly folded: number;
    /** The worst and newest, at most twenty. */
    readonly lines: readonly StormLine[];
    /** How the channel finds the summary; null until it was posted. */
    readonly handle: string | null;
    readonly shownFolded: number;
    readonly shownAt: string | null;
    readonly claim: { readonly by: string; readonly until: string } | null;
  } | null;
}

/** No storm, and nothing that could become one. */
export const CALM: Storm = { recent: [], active: null };
