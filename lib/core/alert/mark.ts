import type { Explained } from '../diagnosis/diagnosis';

/** What kind of story an alert tells. */
export const MARKS = ['denied', 'guardrail', 'setting', 'allowedNow', 'unknown'] as const;

/** See {@link MARKS}. */
export type Mark = (typeof MARKS)[number];

/** How a mark is shown: the only emoji of an alert, and the word that stands for it where there is none. */
export interface MarkSign {
  /** One column or two in a terminal. */
  readonly symbol: string;
  /** The same, asked for as a picture (variation selector 16): for chat and e-mail. */
  readonly emoji: string;
  readonly word: string;
}

/** The sign of each mark. */
export const MARK_SIGNS: Readonly<Record<Mark, MarkSign>> = {
  denied: { symbol: '⛔', emoji: '⛔', word: 'DENIED' },
  guardrail: { symbol: '🛡', emoji: '🛡️', word: 'GUARDRAIL' },
  setting: { symbol: '⚙', emoji: '⚙️', word: 'SETTING' },
  allowedNow: { symbol: '✅', emoji: '✅', word: 'ALLOWED NOW' },
  unknown: { symbol: '❓', emoji: '❓', word: 'NOT KNOWN' },
};

/**
 * Chooses the mark, first match wins: allowed by now; no policy but a setting; a guardrail that did what
 * it is for; nothing known; else a denial that can be put right (in a policy or by asking differently).
 */
export function markOf({ diagnosis, remedy }: Explained): Mark {
  if (diagnosis.verdict === 'allowedNow') return 'allowedNow';
  if (remedy.kind === 'setting' || diagnosis.verdict === 'notIam') return 'setting';
  if (remedy.kind === 'guardrail') return 'guardrail';
  return diagnosis.verdict === 'unknown' ? 'unknown' : 'denied';
}
