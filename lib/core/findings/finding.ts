/** What a finding is about. One kind is made by one rule (docs/findings.md). */
export const FINDING_KINDS = [
  'enumeration',
  'bruteForce',
  'newPlace',
  'credentialOutside',
  'burstAfterQuiet',
  'guardrailTampering',
  'longUnusedKey',
] as const;

/** See {@link FINDING_KINDS}. */
export type FindingKind = (typeof FINDING_KINDS)[number];

/** How much a finding matters: high is to be looked at now, medium today. */
export type FindingSeverity = 'high' | 'medium';

/** One of the denials that made a rule fire. Every text is hostile. */
export interface FindingEvent {
  /** The event id, or the id that stands for it. */
  readonly id: string;
  /** ISO 8601, UTC; null when the record does not say. */
  readonly time: string | null;
  /** IAM action; null when it cannot be known. */
  readonly action: string | null;
  readonly resource: string | null;
  readonly region: string | null;
  readonly sourceIpAddress: string | null;
  readonly userAgent: string | null;
  readonly accessKeyId: string | null;
}

/** Who a finding is about, as far as the record tells. */
export interface FindingCaller {
  /** The same text for every denial of this caller: `111122223333|arn:aws:iam::111122223333:user/alice`. */
  readonly id: string;
  readonly accountId: string | null;
  /** The user or role, never the session; null for callers without one. */
  readonly principalArn: string | null;
  /** In the words of the explain contract: `user`, `role`, … */
  readonly principalType: string;
}

/** How many events a finding shows. */
export const MOST_EVENTS = 20;

/** Something about a caller rather than about one request. */
export interface Finding {
  /** The same for the same finding: rule, caller and the UTC day or event that made it. Stores keep each once. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly caller: FindingCaller;
  readonly severity: FindingSeverity;
  /** ISO 8601, UTC: the time of the event that made the rule fire. */
  readonly at: string;
  /** One line without a full stop: `61 different actions of 33 services were refused within 60 minutes`. */
  readonly headline: string;
  /** One or two sentences: what was seen, against which threshold. */
  readonly why: string;
  /** The newest {@link MOST_EVENTS} of the events that did it, oldest first. */
  readonly events: readonly FindingEvent[];
  /** How many more there were. */
  readonly moreEvents: number;
  /** What to do, first things first. */
  readonly steps: readonly string[];
}
