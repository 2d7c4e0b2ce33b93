import type { Blocker, Diagnosis } from '../diagnosis/diagnosis';
import { LAYER_WORDS } from '../diagnosis/words';
import type { StatementRef } from '../policy/layer';
import { jsonLines } from './fix/json-text';
import { policyWords, statementWords } from './names/policy-name';
import { capitalized } from './text/words';

/** Statements of one blocker that are named; the rest is counted. */
const MOST_NAMED = 3;

/**
 * The layers that block beside the one that the alert is about: one sentence each, so that one round
 * of changes is enough.
 */
export function alsoBlocks(diagnosis: Diagnosis): readonly string[] {
  const main = diagnosis.blockers.findIndex((blocker) => blocker.layer === diagnosis.layer);
  return diagnosis.blockers.filter((_, index) => index !== main).map(blockerWords);
}

function blockerWords(blocker: Blocker): string {
  if (blocker.effect === 'implicitDeny') return `No ${LAYER_WORDS[blocker.layer]} allows it.`;
  const named = blocker.statements.slice(0, MOST_NAMED).map(statementPlace);
  const more = blocker.statements.length - named.length;
  if (named.length === 0) return `A ${LAYER_WORDS[blocker.layer]} denies it.`;
  const all = more > 0 ? [...named, `${more} more`] : named;
  return `${capitalized(all.join('; '))} ${all.length === 1 ? 'denies' : 'deny'} it.`;
}

function statementPlace(ref: StatementRef): string {
  const statement = statementWords(ref);
  return statement === null ? policyWords(ref) : `${policyWords(ref)}, ${statement},`;
}

/** A Deny statement as it is written. */
export interface Quote {
  /** `statement DenyOutsideEU of service control policy …`. */
  readonly where: string;
  readonly lines: readonly string[];
}

/** The Deny statement that the alert is about, where its text is known; null for a missing Allow. */
export function denyQuote(diagnosis: Diagnosis): Quote | null {
  const blocker = diagnosis.blockers.find(({ layer }) => layer === diagnosis.layer);
  const ref = blocker?.statements.find(({ statement }) => statement !== null);
  if (ref === undefined || ref.statement === null) return null;
  const statement = statementWords(ref);
  return {
    where: statement === null ? policyWords(ref) : `${statement} of ${policyWords(ref)}`,
    lines: jsonLines(ref.statement),
  };
}
