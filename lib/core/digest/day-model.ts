/** What one noise entry hid. */
export interface HiddenEntry {
  readonly entry: string;
  /** Why it is noise, in the entry's words; null for an entry that is gone. */
  readonly why: string | null;
  readonly today: number;
  readonly yesterday: number;
  /** Mean of the same weekday in the four weeks before, one decimal. */
  readonly usual: number;
  /** True when it hides far more than usual: an attack may be behind it. By the rule of `growing`. */
  readonly growing: boolean;
}

/** What was hidden. Hidden denials are counted by UTC day, whatever the zone. */
export interface Hidden {
  /** The most first. */
  readonly entries: readonly HiddenEntry[];
  readonly today: number;
  /** Entries that hide and have hid nothing for 30 days. */
  readonly idle: readonly string[];
  /** Own entries that run out within the coming days: ISO 8601 day. */
  readonly ending: readonly { readonly entry: string; readonly expires: string }[];
}

/** A gap that keeps diagnoses incomplete. */
export interface RecurringGap {
  readonly gap: string;
  /** Diagnoses, of those that were read, that have it. */
  readonly problems: number;
  readonly denials: number;
}

/** How Denywatch itself did. */
export interface Health {
  /** Events that were read on the day; null when not known. */
  readonly events: number | null;
  /** Milliseconds from the event to the alert; null when there was none, or it is not known. */
  readonly latencyMs: { readonly p50: number; readonly p95: number } | null;
  /** Messages in dead-letter queues; null when not known. */
  readonly deadLetters: number | null;
  /** Diagnoses that were read for this digest. */
  readonly diagnosesRead: number;
  readonly incomplete: number;
  /** The most frequent first. */
  readonly gaps: readonly RecurringGap[];
  /** The one change that would close the most: the first gap in a sentence; null without gaps. */
  readonly advice: string | null;
}

/** Denials of one hour of the day. */
export interface HourCount {
  /** ISO 8601, UTC: its first moment. */
  readonly from: string;
  /** On the zone's clock: `02`. Occurs twice on a day of 25 hours. */
  readonly label: string;
  /** Layer -> denials; layers without any are left out. */
  readonly byLayer: Readonly<Record<string, number>>;
  readonly total: number;
  /** Least and most of the same hour on the same weekday of the weeks before; null with less than three of them. */
  readonly usual: { readonly least: number; readonly most: number } | null;
}

/** What is kept of a digest, so that later ones can compare. Small. */
export interface DaySummary {
  readonly day: string;
  /** IANA name. */
  readonly zone: string;
  readonly denials: number;
  readonly openProblems: number;
  readonly newProblems: number;
  /** Label of the hour -> denials. */
  readonly hours: Readonly<Record<string, number>>;
}

/** Numbers for the charts. */
export interface Charts {
  /** Empty when the groups keep no hours. */
  readonly hours: readonly HourCount[];
  /** Rows: the top callers; columns: the top services; cells: denials of the day. */
  readonly heat: {
    readonly callers: readonly string[];
    readonly services: readonly string[];
    /** One row for each caller. */
    readonly cells: readonly (readonly number[])[];
  };
  /** Up to 35 days, oldest first, the day itself last. Days without a digest are left out. */
  readonly openTrend: readonly {
    readonly day: string;
    readonly open: number;
    readonly denials: number;
  }[];
}
