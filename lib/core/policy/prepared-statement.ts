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
  /** The same statement where its policy is attached to something else; what was prepared is shared. */
  readonly of: (policy: PolicyRef) => PreparedStatement;
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
    value: new Statement(
      policy,
      new Elements(written, conditions.conditions, variables, policy.layer),
    ),
  };
}

/** The elements of a statement. Patterns are made when first compared: most statements are about other actions. */
class Elements {
  readonly written: StatementDocument;
  readonly actions: ActionMatcher;
  readonly conditions: PreparedConditions;
  readonly #variables: boolean;
  readonly #namesPrincipals: boolean;
  #resources: ResourceMatcher | null | undefined;
  #principals: PreparedPrincipals | null | undefined;

  constructor(
    written: StatementDocument,
    conditions: PreparedConditions,
    variables: boolean,
    layer: Layer,
  ) {
    this.written = written;
    this.actions = prepareActions(written.action);
    this.conditions = conditions;
    this.#variables = variables;
    this.#namesPrincipals = namesPrincipals(layer);
  }

  get resources(): ResourceMatcher | null {
    if (this.#resources === undefined) {
      const { resource } = this.written;
      this.#resources = resource && prepareResources(resource, this.#variables);
    }
    return this.#resources;
  }

  get principals(): PreparedPrincipals | null {
    if (this.#principals === undefined) {
      const { principal } = this.written;
      this.#principals =
        principal === null || !this.#namesPrincipals ? null : preparePrincipals(principal);
    }
    return this.#principals;
  }
}

class Statement implements PreparedStatement {
  readonly policy: PolicyRef;
  readonly effect: 'Allow' | 'Deny';
  readonly #elements: Elements;
  #ref: StatementRef | null = null;

  constructor(policy: PolicyRef, elements: Elements) {
    this.policy = policy;
    this.effect = elements.written.effect;
    this.#elements = elements;
  }

  get written(): StatementDocument {
    return this.#elements.written;
  }

  get actions(): ActionMatcher {
    return this.#elements.actions;
  }

  get resources(): ResourceMatcher | null {
    return this.#elements.resources;
  }

  get principals(): PreparedPrincipals | null {
    return this.#elements.principals;
  }

  get conditions(): PreparedConditions {
    return this.#elements.conditions;
  }

  get ref(): StatementRef {
    const { index, sid, source } = this.written;
    this.#ref ??= { ...this.policy, statementIndex: index, sid, statement: source };
    return this.#ref;
  }

  of(policy: PolicyRef): PreparedStatement {
    return new Statement(policy, this.#elements);
  }
}

/** The kinds of policy in which `Principal` has a meaning; elsewhere the caller is the one it is attached to. */
export function namesPrincipals(layer: Layer): boolean {
  return layer === 'resource' || layer === 'rcp' || layer === 'vpcEndpoint';
}
