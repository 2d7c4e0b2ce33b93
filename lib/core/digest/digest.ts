import type { Remedy } from '../diagnosis/diagnosis';
import type { Finding } from '../findings/finding';
import type { GroupState } from '../group/group';

/**
 * How a problem's count compares with the days before. The rules are those of `changeOf` and
 * docs/digest.md; the first that holds is the word.
 *
 * - resolved: it was resolved on the day and has not come back
 * - new: its first denial is of the day
 * - reopened: it came back on the day, after it was resolved or after a week without a denial
 * - growing: at least twice as many as yesterday and as usual, and at least ten more
 * - shrinking: at most half of yesterday and of usual, and at least ten fewer
 * - steady: it occurred, and none of these
 * - quiet: it did not occur
 */
export const CHANGE_WORDS = [
  'resolved',
  'new',
  'reopened',
  'growing',
  'shrinking',
  'steady',
  'quiet',
] as const;

/** See {@link CHANGE_WORDS}. */
export type ChangeWord = (typeof CHANGE_WORDS)[number];

/** Some of a list that may be long, the most important first, and how many there are in all. */
export interface Listed<T> {
  readonly shown: readonly T[];
  /** Of all, shown or not. */
  readonly total: number;
}

/** Counts of one problem or of one key. */
export interface Compared {
  readonly today: number;
  readonly yesterday: number;
  /** Mean of the same weekday in the four weeks before, one decimal; null when it is younger than a week. */
  readonly usual: number | null;
}

/** Where a problem stands, as the digest says it. */
export interface Standing {
  readonly name: GroupState['name'];
  /** Who muted or acknowledged it; null for other states. Hostile text. */
  readonly by: string | null;
  /** ISO 8601; when a mute ends; null when it has no end, and for other states. */
  readonly until: string | null;
  /** ISO 8601: since when it is so; null for `new`. */
  readonly since: string | null;
}

/** Why it was denied and what to do about it, from the stored diagnosis. */
export interface ProblemDiagnosis {
  /** One sentence. */
  readonly why: string;
  readonly confidence: 'confirmed' | 'derived' | 'inferred' | 'unknown';
  readonly remedyKind: Remedy['kind'];
  /** What to do, in one or two sentences. */
  readonly remedy: string;
  /** Who can do it, in words. */
  readonly remedyOwner: string;
  readonly proof: Remedy['proof'];
  readonly needsSecurityReview: boolean;
  readonly gaps: readonly string[];
}

/**
 * One problem (a group) on the day. Texts come from records and are hostile: a renderer escapes all.
 */
export interface Problem extends Compared {
  readonly groupId: string;
  readonly change: ChangeWord;
  readonly standing: Standing;
  /** True when nobody has muted, acknowledged or resolved it. */
  readonly open: boolean;
  /** The alert's first line; the fingerprint's words when it was not diagnosed yet. */
  readonly headline: string;
  readonly accountId: string | null;
  /** Short name of the caller. */
  readonly principal: string;
  readonly principalArn: string | null;
  readonly principalType: string;
  readonly action: string | null;
  readonly service: string;
  readonly resource: string | null;
  /** One of the policy layers, `none` or `unknown`. */
  readonly layer: string;
  readonly severity: string;
  readonly owner: string | null;
  /** Denials since the first one. */
  readonly count: number;
  /** ISO 8601. */
  readonly first: string | null;
  readonly last: string | null;
  /** Days of the last 35 on which it occurred. */
  readonly daysSeen: number;
  /** Null when it is not diagnosed yet, or not one of the problems whose diagnosis was read: see `diagnosisRead`. */
  readonly diagnosis: ProblemDiagnosis | null;
  /** False when the diagnosis was not asked for, because the problem is far down every list. */
  readonly diagnosisRead: boolean;
}

/** Why a problem stands in the list of decisions. */
export type DecisionReason =
  'root' | 'anonymous' | 'privilege' | 'guardrail' | 'newCaller' | 'write';

/** Something that a person has to decide. */
export type Decision =
  | {
      readonly kind: 'finding';
      readonly severity: Finding['severity'];
      readonly finding: Finding;
      /** Short name of the caller. */
      readonly principal: string;
    }
  | {
      readonly kind: 'problem';
      readonly severity: 'high' | 'medium';
      /** The strongest one first. */
      readonly reasons: readonly DecisionReason[];
      /** One sentence: why it is here. */
      readonly says: string;
      readonly problem: Problem;
    };

/** The sum of the problems that share a caller, an action, a layer, an account or an owner. */
export interface TopEntry extends Compared {
  /** The ARN, the action, …; `unknown` when the labels do not say. */
  readonly key: string;
  /** As people read it: the caller's short name; else the key. */
  readonly name: string;
  /** How many problems occurred on the day. */
  readonly problems: number;
  /** The problem with the most denials on the day. */
  readonly most: Problem;
}

/** A caller that comes back day after day. */
export interface Offender {
  readonly principal: string;
  readonly principalArn: string | null;
  readonly accountId: string | null;
  /** Days of the last 35 on which it was denied something, at least as many as the limits ask. */
  readonly days: number;
  readonly denials: number;
  readonly openProblems: number;
}

/** A part of a proposed policy: what it was made from. */
export interface ProposedPart {
  /** A policy document that is ready to be attached: `Version` and `Statement`. */
  readonly document: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly object[];
  };
  /** What it would allow, a line for each statement: `s3:GetObject on arn:aws:s3:::orders/*`. */
  readonly allows: readonly string[];
  /** The problems that it solves. */
  readonly groups: readonly string[];
  /** Characters without white space; AWS's limit for a managed policy is 6,144. */
  readonly size: number;
}

/** One policy for one caller, instead of one change for each of its problems. Never wider than their sum. */
export interface Proposal {
  readonly principal: string;
  readonly principalArn: string;
  readonly accountId: string | null;
  /** What can be granted as it is; null when nothing can. */
  readonly policy: ProposedPart | null;
  /** What can raise privileges: a person looks first. Never part of `policy`. */
  readonly sensitive: ProposedPart | null;
  /** Open problems that the policies leave open, and why. */
  readonly leftOut: readonly {
    readonly groupId: string;
    readonly headline: string;
    readonly why: string;
  }[];
}

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

/** Totals of the day. */
export interface DigestCounts extends Compared {
  /** Problems that occurred on the day. */
  readonly problems: number;
  readonly openProblems: number;
  readonly callers: number;
  readonly accounts: number;
  readonly findings: number;
  readonly hidden: number;
  /** Problems by change. */
  readonly changes: Readonly<Record<ChangeWord, number>>;
}

/**
 * One day for those who answer for security: what needs a decision, what changed, the counts. A value
 * without formatting: renderers make HTML, chat messages, e-mail, CSV and JSON of it. All texts that
 * come from records are hostile.
 */
export interface Digest {
  readonly day: string;
  /** IANA name. */
  readonly zone: string;
  /** ISO 8601, UTC: the day's first moment, and the first that is not in it. */
  readonly from: string;
  readonly to: string;
  /** Of the day: 23, 24 or 25; rarely others. */
  readonly hoursInDay: number;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** The day in one line. */
  readonly line: string;
  /** True when nothing needs a decision, nothing is new, reopened or growing. */
  readonly quiet: boolean;
  readonly counts: DigestCounts;
  /** Findings first, then by severity. */
  readonly decisions: Listed<Decision>;
  readonly changes: Readonly<
    Record<'new' | 'reopened' | 'growing' | 'shrinking' | 'resolved', Listed<Problem>>
  >;
  /** The problems with the most denials on the day. */
  readonly problems: Listed<Problem>;
  readonly top: Readonly<
    Record<'caller' | 'action' | 'layer' | 'account' | 'owner', Listed<TopEntry>>
  >;
  readonly offenders: Listed<Offender>;
  /** Open problems, those that are the longest there first. */
  readonly oldest: Listed<Problem>;
  readonly proposals: Listed<Proposal>;
  readonly hidden: Hidden;
  /** Mutes of problems that end within the coming days, the next one first. */
  readonly mutesEnding: Listed<Problem>;
  readonly findings: readonly Finding[];
  readonly health: Health;
  readonly charts: Charts;
  /** To be kept, for the `history` of later digests. */
  readonly summary: DaySummary;
}
