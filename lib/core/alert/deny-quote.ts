import type { Diagnosis } from '../diagnosis/diagnosis';
import { jsonLines } from './fix/json-text';

/** The Deny statement that an alert is about, line by line; empty for a missing Allow or a text that is not known. */
export function denyQuote({ blockers, layer }: Diagnosis): readonly string[] {
  const blocker = blockers.find((one) => one.layer === layer);
  const statement = blocker?.statements.find((ref) => ref.statement !== null)?.statement ?? null;
  return statement === null ? [] : jsonLines(statement);
}
