import { matchActions } from './action-match';
import type { Caller } from './caller';
import type { CollectedPolicies } from './collected';
import { explainConditions, type ConditionExplanation } from './condition';
import type { Tri } from './evaluation';
import type { StatementRef } from './layer';
import { showPattern } from './pattern';
import type { PreparedPolicy } from './prepare';
import type { PreparedStatement } from './prepared-statement';
import type { AuthorizationRequest } from './request';
import { matchResources } from './resource-match';
import { prepareSituation, type Situation } from './situation';
import type { PrincipalValue } from './statement';
import { reachesCaller } from './statement-match';
import { and, certain } from './tri';

/** One element of a statement, compared with a request. */
export interface ElementExplanation {
  /** True for `NotAction`, `NotResource`, `NotPrincipal`. */
  readonly negated: boolean;
  readonly matched: Tri;
  /** The values of the element, in order; policy variables whose values are known are replaced. */
  readonly expected: readonly string[];
  /** What the request has; null when it is not known. */
  readonly actual: string | null;
}

/** `Principal` or `NotPrincipal`, compared with the caller. */
export interface PrincipalExplanation extends ElementExplanation {
  /** The same as `expected`, each with its kind. */
  readonly values: readonly PrincipalValue[];
}

/** One statement, compared with a request element by element. All elements are compared, also after one that does not match. */
export interface StatementExplanation {
  readonly statement: StatementRef;
  readonly effect: 'Allow' | 'Deny';
  /** Whether the whole statement applies. */
  readonly matched: Tri;
  readonly action: ElementExplanation;
  /** Null where the statement has none: it covers the resource that carries the policy. */
  readonly resource: ElementExplanation | null;
  /** Null in the kinds of policy that name no principal. */
  readonly principal: PrincipalExplanation | null;
  /** Every operator and key; empty without `Condition`. */
  readonly conditions: readonly ConditionExplanation[];
}

/**
 * Explains every statement of a policy for one request: what each element asks for, what the request
 * has, and whether they match. Made on demand; evaluating makes none of it.
 *
 * `policies` decides only what `NotPrincipal` means for a caller with a permissions boundary.
 */
export function explainStatements(
  policy: PreparedPolicy,
  request: AuthorizationRequest,
  policies: CollectedPolicies | null = null,
): readonly StatementExplanation[] {
  const situation = prepareSituation(request, policies);
  return policy.statements.map((statement) => explainStatement(statement, request, situation));
}

function explainStatement(
  statement: PreparedStatement,
  request: AuthorizationRequest,
  situation: Situation,
): StatementExplanation {
  const action = {
    negated: statement.actions.negated,
    matched: certain(matchActions(statement.actions, situation.action)),
    expected: statement.written.action.values,
    actual: request.action,
  };
  const resource = explainResource(statement, situation);
  const principal = explainPrincipal(statement, situation);
  const conditions = explainConditions(statement.conditions, situation.context);
  const parts = [action.matched, resource?.matched ?? 'yes', principal?.matched ?? 'yes'] as const;
  return {
    statement: statement.ref,
    effect: statement.effect,
    matched: [...parts, ...conditions.map(({ result }) => result)].reduce(and),
    action,
    resource,
    principal,
    conditions,
  };
}

function explainResource(
  { resources }: PreparedStatement,
  { resource, context }: Situation,
): ElementExplanation | null {
  if (resources === null) return null;
  return {
    negated: resources.negated,
    matched: matchResources(resources, resource, context),
    expected: resources.patterns.map((pattern) => showPattern(pattern, context)),
    actual: resource,
  };
}

function explainPrincipal(
  statement: PreparedStatement,
  situation: Situation,
): PrincipalExplanation | null {
  const written = statement.written.principal;
  if (statement.principals === null || written === null) return null;
  return {
    negated: written.negated,
    matched: reachesCaller(statement, situation),
    expected: written.values.map(({ value }) => value),
    values: written.values,
    actual: callerName(situation.caller),
  };
}

function callerName({ principal, self, entity }: Caller): string | null {
  switch (principal.kind) {
    case 'service':
      return principal.service;
    case 'webIdentity':
    case 'saml':
      return principal.provider;
    case 'anonymous':
      return 'anonymous';
    case 'role':
      return entity;
    case 'user':
    case 'federatedUser':
    case 'root':
    case 'unknown':
      return self;
  }
}
