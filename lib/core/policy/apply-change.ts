import type { Collected, CollectedPolicies } from './collected';
import { isObject, own } from './json-reader';
import type { PolicyRef } from './layer';
import { describePolicy, preparePolicy, type PreparedPolicy } from './prepare';

/** A change of one policy, in the words of the explain contract. */
export type PolicyEdit =
  | { readonly do: 'addStatement'; readonly policy: PolicyRef; readonly statement: object }
  | {
      readonly do: 'replaceStatement';
      readonly policy: PolicyRef;
      readonly statementIndex: number;
      readonly statement: object;
    };

/** The policies after a change, or why it cannot be made to them. */
export type Applied =
  | { readonly ok: true; readonly policies: CollectedPolicies }
  | { readonly ok: false; readonly why: string };

/**
 * Makes a change to a copy of the collected policies, so that a request can be evaluated again.
 *
 * A change names its policy by layer, ARN, name and what it is attached to. `addStatement` to an
 * identity policy without ARN and name makes a new inline policy; to a resource-based policy that does
 * not exist, makes that. A policy that is attached at several places changes at all of them.
 */
export function applyChange(policies: CollectedPolicies, change: PolicyEdit): Applied {
  const outcome: Outcome = { found: false, error: null };
  const edit = (policy: PreparedPolicy): PreparedPolicy => edited(policy, change, outcome);
  const changed = withEdited(policies, change.policy.layer, edit);
  if (outcome.error !== null) return { ok: false, why: outcome.error };
  if (outcome.found) return { ok: true, policies: changed };
  return change.do === 'addStatement' ? withNewPolicy(policies, change) : notFound(change.policy);
}

/** What happened while all policies were passed through the edit. */
interface Outcome {
  found: boolean;
  error: string | null;
}

function edited(policy: PreparedPolicy, change: PolicyEdit, outcome: Outcome): PreparedPolicy {
  if (!isSameInLayer(policy.ref, change.policy)) return policy;
  outcome.found = true;
  const statements = statementsOf(policy.document);
  if (change.do === 'replaceStatement' && statements[change.statementIndex] === undefined) {
    outcome.error = `${describePolicy(change.policy)} has no statement ${change.statementIndex}`;
    return policy;
  }
  const list: readonly unknown[] =
    change.do === 'addStatement'
      ? [...statements, change.statement]
      : statements.with(change.statementIndex, change.statement);
  const prepared = preparePolicy(policy.ref, { ...policy.document, Statement: list });
  if (prepared.ok) return prepared.policy;
  outcome.error = prepared.error;
  return policy;
}

function statementsOf(document: object): readonly unknown[] {
  const statement = isObject(document) ? own(document, 'Statement') : undefined;
  if (Array.isArray(statement)) return statement;
  return statement === undefined ? [] : [statement];
}

/** Within one layer: a managed policy, SCP or RCP is one policy wherever it is attached; others are told apart by their place. */
function isSameInLayer(a: PolicyRef, b: PolicyRef): boolean {
  if (a.arn !== null || b.arn !== null) return a.arn === b.arn;
  return a.name === b.name && a.attachedTo === b.attachedTo;
}

function withEdited(
  policies: CollectedPolicies,
  layer: PolicyRef['layer'],
  edit: (policy: PreparedPolicy) => PreparedPolicy,
): CollectedPolicies {
  const one = (policy: PreparedPolicy | null): PreparedPolicy | null => policy && edit(policy);
  const levels = (
    list: readonly (readonly PreparedPolicy[])[] | null,
  ): readonly (readonly PreparedPolicy[])[] | null => list?.map((level) => level.map(edit)) ?? null;
  switch (layer) {
    case 'identity':
      return { ...policies, identity: mapped(policies.identity, (list) => list.map(edit)) };
    case 'session':
      return {
        ...policies,
        session: mapped(policies.session, (list) => list?.map(edit) ?? null),
      };
    case 'boundary':
      return { ...policies, boundary: mapped(policies.boundary, one) };
    case 'resource':
      return { ...policies, resource: mapped(policies.resource, one) };
    case 'vpcEndpoint':
      return { ...policies, vpcEndpoint: mapped(policies.vpcEndpoint, one) };
    case 'scp':
      return { ...policies, scp: mapped(policies.scp, levels) };
    case 'rcp':
      return { ...policies, rcp: mapped(policies.rcp, levels) };
  }
}

function mapped<T>(collected: Collected<T>, change: (value: T) => T): Collected<T> {
  if (collected.status === 'missing') return collected;
  return { ...collected, value: change(collected.value) };
}

function withNewPolicy(
  policies: CollectedPolicies,
  change: PolicyEdit & { readonly do: 'addStatement' },
): Applied {
  const { policy, statement } = change;
  const document = { Version: '2012-10-17', Statement: [statement] };
  const prepared = preparePolicy(policy, document);
  if (!prepared.ok) return { ok: false, why: prepared.error };
  const { identity, resource } = policies;
  if (policy.layer === 'identity' && policy.arn === null && policy.name === null) {
    if (identity.status === 'missing') {
      return { ok: false, why: 'the identity-based policies were not collected' };
    }
    const value = [...identity.value, prepared.policy];
    return { ok: true, policies: { ...policies, identity: { ...identity, value } } };
  }
  if (policy.layer === 'resource' && resource.status === 'complete' && resource.value === null) {
    return {
      ok: true,
      policies: { ...policies, resource: { status: 'complete', value: prepared.policy } },
    };
  }
  return notFound(policy);
}

function notFound(policy: PolicyRef): Applied {
  return { ok: false, why: `${describePolicy(policy)} is not among the collected policies` };
}
