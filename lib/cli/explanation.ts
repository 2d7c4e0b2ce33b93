import type { Denial } from '../core/denial/denial';
import type { Explained, Remedy } from '../core/diagnosis/diagnosis';
import type { Evidence } from '../core/evidence/evidence';

/** Which record could not be read, what was expected there and what was found. */
export interface UnreadableRecord {
  readonly position: string;
  readonly expected: string;
  readonly found: string;
}

/** One explained denial with everything that renderers need. */
export interface ExplainedDenial {
  readonly denial: Denial;
  readonly evidence: Evidence;
  readonly explained: Explained;
}

/**
 * The object that `--format json` prints for one denial. The explain contract: fields are added,
 * never renamed; a new meaning raises `schemaVersion`.
 */
export function toExplanation(
  { denial, evidence, explained }: ExplainedDenial,
  text: string,
): Readonly<Record<string, unknown>> {
  const { principal } = denial;
  return {
    schemaVersion: 1,
    denial: {
      eventId: denial.eventId,
      time: denial.time,
      accountId: denial.accountId,
      region: denial.region,
      principal: {
        arn: evidence.facts?.principalArn ?? principal.arn,
        sessionArn: principal.sessionArn,
        sessionName: principal.sessionName,
        type: principal.type,
      },
      action: evidence.request?.action ?? denial.action,
      resource: evidence.request?.resource ?? evidence.facts?.resourceArn ?? denial.resource.arn,
      errorCode: denial.errorCode,
    },
    diagnosis: explained.diagnosis,
    remedy: remedyOf(explained.remedy),
    text,
  };
}

function remedyOf(remedy: Remedy): Readonly<Record<string, unknown>> {
  const { kind, changes, proof, owner, says, needsSecurityReview } = remedy;
  return { kind, changes, proof, owner, says, needsSecurityReview };
}

/** The line for a record that could not be read; the run goes on after it. */
export function toErrorLine({
  position,
  expected,
  found,
}: UnreadableRecord): Readonly<Record<string, unknown>> {
  return { schemaVersion: 1, error: `${position}: expected ${expected}, found ${found}`, position };
}
