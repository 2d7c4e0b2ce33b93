import type { Statement } from '@aws-sdk/client-iam';
import type { Simulation } from '../../core/evidence/evidence';
import type { Layer } from '../../core/policy/layer';
import type { IamPrincipal, StoredPolicy } from '../iam/principal';
import { statementAt, type LocatedStatement, type Position } from './statement-position';

/** One matched statement of a simulation. */
export type MatchedStatement = Simulation['matched'][number];

/** `SourcePolicyType` as it is really returned -> layer. */
const LAYER_OF_TYPE: ReadonlyMap<string, Layer> = new Map([
  ['Permissions Boundary Policy', 'boundary'],
  ['Resource Policy', 'resource'],
]);

/**
 * Finds the policy and the statement behind a matched statement.
 *
 * The simulator names an inline policy `role_OWNER_POLICY` (`user_`, `group_`), and a managed one by
 * its friendly name only. Names may hold underscores, and an AWS-managed and a customer-managed policy
 * may share a name: so the caller's real policies are looked through, and one that has no statement
 * at the reported position is not the one.
 *
 * Follows: IAM API Reference, Statement (SourcePolicyId, SourcePolicyType), as observed since 2026-07-30.
 *
 * @param principal null when the caller's policies could not be read: then only the name is known
 */
export function resolveMatch(matched: Statement, principal: IamPrincipal | null): MatchedStatement {
  const layer = LAYER_OF_TYPE.get(matched.SourcePolicyType ?? '') ?? 'identity';
  const id = matched.SourcePolicyId ?? '';
  const candidates = candidatesFor(layer, id, principal).map((policy) => ({
    policy,
    located: locate(policy.text, matched),
  }));
  const fitting = candidates.filter(({ located }) => located !== null);
  const chosen = fitting.length === 0 ? candidates : fitting;
  const [first, second] = chosen;
  if (first === undefined || second !== undefined) return unresolved(layer, id);
  return resolved(layer, first.policy, first.located);
}

function candidatesFor(
  layer: Layer,
  id: string,
  principal: IamPrincipal | null,
): readonly StoredPolicy[] {
  if (principal === null || layer === 'resource') return [];
  if (layer === 'boundary') {
    const { boundary } = principal;
    return boundary.status === 'found' && boundary.value !== null ? [boundary.value] : [];
  }
  return principal.policies.filter((policy) => simulatorName(policy) === id);
}

function simulatorName({ owner, name, arn }: StoredPolicy): string {
  return arn === null ? `${owner.kind}_${owner.name}_${name}` : name;
}

function locate(text: string, { StartPosition, EndPosition }: Statement): LocatedStatement | null {
  const start = positionOf(StartPosition);
  const end = positionOf(EndPosition);
  return start === null || end === null ? null : statementAt(text, start, end);
}

function positionOf(position: Statement['StartPosition']): Position | null {
  const { Line: line, Column: column } = position ?? {};
  return line === undefined || column === undefined ? null : { line, column };
}

function resolved(
  layer: Layer,
  policy: StoredPolicy,
  located: LocatedStatement | null,
): MatchedStatement {
  return {
    layer,
    policyName: policy.name,
    policyArn: policy.arn,
    attachedTo: policy.owner.arn,
    statementIndex: located?.index ?? null,
    sid: located?.sid ?? null,
    statement: located?.statement ?? null,
  };
}

function unresolved(layer: Layer, policyName: string): MatchedStatement {
  return {
    layer,
    policyName,
    policyArn: null,
    attachedTo: null,
    statementIndex: null,
    sid: null,
    statement: null,
  };
}
