import type { Change, Diagnosis } from '../../diagnosis/diagnosis';
import type { PolicyRef, StatementRef } from '../../policy/layer';
import { changeAsCdk } from './cdk';
import { difference, plainLine, type CodeLine } from './difference';
import { jsonLines, jsonText, policyDocument } from './json-text';
import { isCreated, targetOf, targetWords } from './target';
import { changeAsTerraform } from './terraform';

/** One change of a policy in every form in which people make it. */
export interface FixChange {
  /** `In inline policy s3-access of role payments-worker, statement WriteUploads:`. */
  readonly where: string;
  /** The change as a difference; where all of it is new, the text to paste. */
  readonly lines: readonly CodeLine[];
  /** The statement after the change; a whole policy document where the policy is new. */
  readonly json: string;
  readonly cdk: string;
  readonly terraform: string;
}

/** A change in all its forms. `diagnosis` gives the statement as it was, if it is known. */
export function fixChange(change: Change, diagnosis: Diagnosis): FixChange {
  const before = change.do === 'replaceStatement' ? statementBefore(change, diagnosis) : null;
  const target = targetOf(change, before);
  const after = isCreated(target) ? policyDocument(change.statement) : change.statement;
  return {
    where: targetWords(target),
    lines: before === null ? jsonLines(after).map(plainLine) : difference(before, after),
    // Most channels show one of these forms, or none.
    get json() {
      return jsonText(after);
    },
    get cdk() {
      return changeAsCdk(target);
    },
    get terraform() {
      return changeAsTerraform(target);
    },
  };
}

/** The statement that a change replaces, from the near misses and blockers that quote it. */
function statementBefore(
  change: Change & { readonly do: 'replaceStatement' },
  diagnosis: Diagnosis,
): object | null {
  const quoted: readonly StatementRef[] = [
    ...diagnosis.nearMisses.map((miss) => miss.statement),
    ...diagnosis.blockers.flatMap((blocker) => blocker.statements),
  ];
  const found = quoted.find(
    (statement) =>
      statement.statementIndex === change.statementIndex && isSamePolicy(statement, change.policy),
  );
  return found?.statement ?? null;
}

function isSamePolicy(a: PolicyRef, b: PolicyRef): boolean {
  return (
    a.layer === b.layer &&
    a.arn === b.arn &&
    a.name === b.name &&
    (a.arn !== null || a.attachedTo === b.attachedTo)
  );
}
