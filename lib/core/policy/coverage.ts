import type { CollectedPolicies } from './collected';
import { evaluateConditions } from './condition';
import type { Tri } from './evaluation';
import type { PreparedPolicy } from './prepare';
import type { AuthorizationRequest } from './request';
import { matchResources } from './resource-match';
import { prepareSituation } from './situation';
import { reachesCaller } from './statement-match';

/** Which elements of an Allow statement match a request, its action being covered. An element that is not there matches. */
export interface AllowCoverage {
  readonly resource: Tri;
  readonly principal: Tri;
  readonly conditions: Tri;
}

/**
 * How far each Allow statement comes whose `Action` covers the requested one, in the order of the
 * policies. All elements are compared, also after one that does not match; nothing is put into words.
 *
 * `all` decides only what `NotPrincipal` means for a caller with a permissions boundary.
 */
export function allowCoverage(
  policies: readonly PreparedPolicy[],
  request: AuthorizationRequest,
  all: CollectedPolicies | null,
): readonly AllowCoverage[] {
  const situation = prepareSituation(request, all);
  const { resource, context } = situation;
  return policies.flatMap(({ index }) =>
    index
      .find(situation.action)
      .filter(({ effect }) => effect === 'Allow')
      .map((statement) => ({
        resource:
          statement.resources === null
            ? 'yes'
            : matchResources(statement.resources, resource, context),
        principal: statement.principals === null ? 'yes' : reachesCaller(statement, situation),
        conditions: evaluateConditions(statement.conditions, context),
      })),
  );
}
