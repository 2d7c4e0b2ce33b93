import { evaluateConditions, explainConditions } from './condition';
import type { Tri } from './evaluation';
import type { PreparedStatement } from './prepared-statement';
import { matchPrincipals, reaches, type PrincipalMatch } from './principal-match';
import { matchResources, unknownResourceKeys } from './resource-match';
import type { Situation } from './situation';
import { and, or } from './tri';

const EVERYONE: PrincipalMatch = { self: 'yes', entity: 'no', account: 'no' };

/**
 * Whether a statement applies to a request, its action being covered already. The cheapest element is
 * asked first, and nothing more once one certainly does not match.
 */
export function matchStatement(
  statement: PreparedStatement,
  situation: Situation,
  principal: Tri,
): Tri {
  if (principal === 'no') return 'no';
  const resource =
    statement.resources === null
      ? 'yes'
      : matchResources(statement.resources, situation.resource, situation.context);
  const both = and(principal, resource);
  if (both === 'no' || statement.conditions.all.length === 0) return both;
  return and(both, evaluateConditions(statement.conditions, situation.context));
}

/** How `Principal` or `NotPrincipal` reaches the caller; a statement without one reaches everyone. */
export function principalOf(statement: PreparedStatement, situation: Situation): PrincipalMatch {
  if (statement.principals === null) return EVERYONE;
  return matchPrincipals(
    statement.principals,
    situation.caller,
    statement.effect,
    situation.boundary,
  );
}

/** Services that have gateway endpoints; there a whole account as principal means its root user only. */
const GATEWAY_SERVICES: ReadonlySet<string> = new Set(['s3', 'dynamodb']);

/**
 * Whether a statement reaches the caller by any name. In the policy of a VPC endpoint for S3 or
 * DynamoDB an account reaches its users and roles only if the endpoint is no gateway endpoint: unknown.
 *
 * Follows: VPC User Guide, "Gateway endpoints", "Endpoint policies for gateway endpoints".
 */
export function reachesCaller(statement: PreparedStatement, situation: Situation): Tri {
  const match = principalOf(statement, situation);
  if (match.account === 'no' || statement.policy.layer !== 'vpcEndpoint') return reaches(match);
  const account = GATEWAY_SERVICES.has(situation.service) ? 'unknown' : match.account;
  return or(or(match.self, match.entity), account);
}

/** The condition keys, as the policy writes them, that leave it open whether a statement applies. */
export function unknownKeysOf(
  statement: PreparedStatement,
  situation: Situation,
): readonly string[] {
  const inResource =
    statement.resources === null
      ? []
      : unknownResourceKeys(statement.resources, situation.resource, situation.context);
  const inConditions = explainConditions(statement.conditions, situation.context).flatMap(
    ({ unknownKeys }) => unknownKeys,
  );
  return [...inResource, ...inConditions];
}
