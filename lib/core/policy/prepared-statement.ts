import { prepareActions, type ActionMatcher } from './action-match';
import { prepareConditions, type PreparedConditions } from './condition';
import type { Read } from './document';
import type { Layer, PolicyRef, StatementRef } from './layer';
import { preparePrincipals, type PreparedPrincipals } from './principal-match';
import { prepareResources, type ResourceMatcher } from './resource-match';
import type { StatementDocument } from './statement';

/** One statement of a policy, its elements ready to be matched. */
export interface PreparedStatement {
  readonly policy: PolicyRef;
  readonly written: StatementDocument;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: ActionMatcher;
  /** Null where the statement has no `Resource`: it covers the resource that carries the policy. */
  readonly resources: ResourceMatcher | null;
  /** Null where the kind of policy names no principals. */
  readonly principals: PreparedPrincipals | null;
  readonly conditions: PreparedConditions;
  /** Names the statement. Made when it is first asked for: most statements never are. */
  readonly ref: StatementRef;
}

/** Prepares one statement; the error says where and what AWS would have wanted. */
export function prepareStatement(
  policy: PolicyRef,
  written: StatementDocument,
  variables: boolean,
): Read<PreparedStatement> {
  const place = `Statement[${written.index}]`;
  const isResourcePolicy = policy.layer === 'resource';
  if (written.resource === null && !isResourcePolicy) {
    return { ok: false, error: `${place} has neither Resource nor NotResource` };
  }
  if (written.principal === null && isResourcePolicy) {
    return { ok: false, error: `${place} has neither Principal nor NotPrincipal` };
  }
  const conditions = prepareConditions(written.condition, variables);
  if (!conditions.ok) return { ok: false, error: `${place}: ${conditions.error}` };
  return {
    ok: true,
    value: new Statement(policy, written, conditions.conditions, variables),
  };
}

class Statement implements PreparedStatement {
  readonly policy: PolicyRef;
  readonly written: StatementDocument;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: ActionMatcher;
  readonly resources: ResourceMatcher | null;
  readonly principals: PreparedPrincipals | null;
  readonly conditions: PreparedConditions;
  #ref: StatementRef | null = null;

  constructor(
    policy: PolicyRef,
    written: StatementDocument,
    conditions: PreparedConditions,
    variables: boolean,
  ) {
    this.policy = policy;
    this.written = written;
    this.effect = written.effect;
    this.actions = prepareActions(written.action);
    this.resources = written.resource && prepareResources(written.resource, variables);
    this.principals = namesPrincipals(policy.layer) ? preparedPrincipals(written) : null;
    this.conditions = conditions;
  }

  get ref(): StatementRef {
    this.#ref ??= {
      ...this.policy,
      statementIndex: this.written.index,
      sid: this.written.sid,
      statement: this.written.source,
    };
    return this.#ref;
  }
}

/** The kinds of policy in which `Principal` has a meaning; elsewhere the caller is the one it is attached to. */
export function namesPrincipals(layer: Layer): boolean {
  return layer === 'resource' || layer === 'rcp' || layer === 'vpcEndpoint';
}

function preparedPrincipals(written: StatementDocument): PreparedPrincipals | null {
  return written.principal === null ? null : preparePrincipals(written.principal);
}
