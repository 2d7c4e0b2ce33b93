import type { EvaluationResult, SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam';
import type { Simulation } from '../../core/evidence/evidence';
import type { IamPrincipal } from '../iam/principal';
import { resolveMatch } from './matched-statements';

const DECISIONS: ReadonlySet<string> = new Set(['allowed', 'explicitDeny', 'implicitDeny']);

/**
 * Decision, matches and missing keys of the one resource; the top level is a union over all.
 * Null when the decision is none of those documented.
 *
 * @param principal null when the caller's policies could not be read
 */
export function simulationOf(
  result: EvaluationResult,
  input: SimulatePrincipalPolicyCommandInput,
  principal: IamPrincipal | null,
): Simulation | null {
  const answer = answerFor(result, input.ResourceArns?.[0]);
  if (answer.decision === undefined || !DECISIONS.has(answer.decision)) return null;
  return {
    decision: answer.decision,
    matched: answer.matched.map((statement) => resolveMatch(statement, principal)),
    missingContextKeys: answer.missing,
    allowedByOrganizations: result.OrganizationsDecisionDetail?.AllowedByOrganizations ?? null,
    allowedByBoundary: answer.boundary ?? allowedByBoundary(result),
    givenContextKeys: (input.ContextEntries ?? []).map(({ ContextKeyName = '' }) => ContextKeyName),
  };
}

interface Answer {
  readonly decision: EvaluationResult['EvalDecision'];
  readonly matched: NonNullable<EvaluationResult['MatchedStatements']>;
  readonly missing: readonly string[];
  readonly boundary: boolean | null;
}

/** `EvalResourceName` at the top may be a template: only an equal one in the list is this resource. */
function answerFor(result: EvaluationResult, resource: string | undefined): Answer {
  const specific = result.ResourceSpecificResults?.find(
    ({ EvalResourceName }) => EvalResourceName === resource,
  );
  const { MatchedStatements: matched = [], MissingContextValues: missing = [] } =
    specific ?? result;
  const decision = specific === undefined ? result.EvalDecision : specific.EvalResourceDecision;
  return { decision, matched, missing, boundary: allowedByBoundary(specific ?? result) };
}

function allowedByBoundary({
  PermissionsBoundaryDecisionDetail: detail,
}: Pick<EvaluationResult, 'PermissionsBoundaryDecisionDetail'>): boolean | null {
  return detail?.AllowedByPermissionsBoundary ?? null;
}
