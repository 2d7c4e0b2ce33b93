import type { Finding } from '../findings/finding';
import type { Charts, DaySummary, Health, Hidden } from './day-model';
import type { ChangeWord, Compared, Listed, Problem } from './problem-model';

export type {
  Charts,
  DaySummary,
  Health,
  Hidden,
  HiddenEntry,
  HourCount,
  RecurringGap,
} from './day-model';
export {
  CHANGE_WORDS,
  type ChangeWord,
  type Compared,
  type Listed,
  type Problem,
  type ProblemDiagnosis,
  type Standing,
} from './problem-model';

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
  /** True when nothing needs a decision, nothing is new, reopened or growing, and no noise entry hides far more than usual. */
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
  /** None for a caller that a finding is about. */
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
