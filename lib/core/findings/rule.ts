import type { CallerActivity, Observed, WindowEvent } from './activity';
import type { FindingKind, FindingSeverity } from './finding';

/** When rules fire. Each default has its source in docs/findings.md. */
export interface FindingThresholds {
  /** How long the window is in which things are counted, milliseconds. */
  readonly windowMs: number;
  /** Different actions, and different services, refused to one caller in the window. */
  readonly enumeration: { readonly actions: number; readonly services: number };
  /** Different resources of one family refused to one caller in the window. */
  readonly bruteForce: { readonly resources: number };
  /** A caller is known by its networks once it has been watched for so long. */
  readonly newPlace: { readonly knownMs: number };
  /** A burst is so many denials in the window, after so long without any. */
  readonly burst: { readonly denials: number; readonly quietMs: number };
  /** A key is long unused after so long. */
  readonly unusedKey: { readonly unusedMs: number };
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Unless settings say otherwise. */
export const FINDING_THRESHOLDS: FindingThresholds = {
  windowMs: 60 * MINUTE_MS,
  enumeration: { actions: 20, services: 5 },
  bruteForce: { resources: 10 },
  newPlace: { knownMs: 14 * DAY_MS },
  burst: { denials: 50, quietMs: 14 * DAY_MS },
  unusedKey: { unusedMs: 90 * DAY_MS },
};

/** What a rule looks at when one denial arrives. */
export interface RuleInput {
  readonly observed: Observed;
  readonly event: WindowEvent;
  /** Before this denial; null when the caller was never met. */
  readonly before: CallerActivity | null;
  /** Events within the window that ends with this one, this one included, oldest first. */
  readonly window: readonly WindowEvent[];
  readonly thresholds: FindingThresholds;
}

/** What a rule says when it fires. */
export interface Fired {
  /** What makes it the same finding for this caller and day: a network, a key, a family; empty: once a day. */
  readonly about: string;
  readonly headline: string;
  readonly why: string;
  readonly events: readonly WindowEvent[];
}

/** One rule. Pure. */
export interface FindingRule {
  readonly kind: FindingKind;
  readonly severity: FindingSeverity;
  /** What to do, first things first. */
  readonly steps: readonly string[];
  readonly fires: (input: RuleInput) => Fired | null;
}
