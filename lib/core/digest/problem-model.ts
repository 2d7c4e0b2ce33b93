import type { Remedy } from '../diagnosis/diagnosis';
import type { GroupState } from '../group/group';

/**
 * How a problem's count compares with the days before. The rules are those of `changeOf` and
 * docs/digest.md; the first that holds is the word.
 *
 * - resolved: it was resolved on the day and has not come back
 * - new: its first denial is of the day
 * - reopened: it came back on the day, after it was resolved, its mute ran out, or a week without a denial
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
