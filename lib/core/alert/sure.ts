import type { Diagnosis } from '../diagnosis/diagnosis';
import { oneLine } from './text/visible';
import { capitalized, sentence } from './text/words';

/** How sure the diagnosis is, in words. */
export interface Sure {
  /** `Confirmed`, `Derived`, `Likely`, `Not known`. */
  readonly word: string;
  /** What it rests on, strongest first. */
  readonly says: readonly string[];
  /** What could not be looked at, and what it would take. */
  readonly gaps: readonly string[];
  /** How many gaps are left out of `gaps`. */
  readonly moreGaps: number;
}

const WORDS: Readonly<
  Record<Diagnosis['confidence'], { readonly word: string; readonly why: string }>
> = {
  confirmed: { word: 'Confirmed', why: 'AWS said so about this very request.' },
  derived: { word: 'Derived', why: 'What was collected gives exactly one answer.' },
  inferred: { word: 'Likely', why: 'Something that could not be looked at may change it.' },
  unknown: { word: 'Not known', why: 'Nothing that was found explains it.' },
};

/** Evidence and gaps beyond these are left out of an alert: it is read on a phone. */
const MOST_SAID = 4;
const MOST_GAPS = 4;
const SENTENCE = 600;

/** Evidence that starts like a gap says the same, less fully. */
const ALIKE = 40;

/** Confidence in words, with the evidence and the gaps. Nothing is said a second time. */
export function sureOf(diagnosis: Diagnosis, why: string): Sure {
  const { word, why: reason } = WORDS[diagnosis.confidence];
  const gaps = unique(diagnosis.gaps.map((gap) => oneLine(gap, SENTENCE))).filter(
    (gap) => gap !== '',
  );
  const isGap = (says: string): boolean =>
    gaps.some((gap) => gap.slice(0, ALIKE) === says.slice(0, ALIKE));
  const said = unique(diagnosis.evidence.map(({ says }) => oneLine(says, SENTENCE)))
    .filter((says) => !isGap(says))
    .map((says) => sentence(capitalized(says)))
    .filter((says) => says !== '' && says !== why);
  const needsReason =
    said.length === 0 || diagnosis.confidence === 'inferred' || diagnosis.confidence === 'unknown';
  return {
    word,
    says: [...(needsReason ? [reason] : []), ...said.slice(0, MOST_SAID)],
    gaps: gaps.slice(0, MOST_GAPS),
    moreGaps: Math.max(0, gaps.length - MOST_GAPS),
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
