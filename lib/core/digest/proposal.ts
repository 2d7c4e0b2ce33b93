import type { StoredDiagnosis } from '../group/store';
import type { Problem, Proposal, ProposedPart } from './digest';
import { grantOf, mergeGrants, statementOf, type Grant } from './merge-statements';

/** An open problem with its stored diagnosis; null when it was not diagnosed yet. */
export interface Diagnosed {
  readonly problem: Problem;
  readonly stored: StoredDiagnosis | null;
}

type Sorted =
  { readonly grants: readonly Grant[]; readonly sensitive: boolean } | { readonly leftOut: string };

/**
 * One policy that merges what the open problems of one caller need: only grants in identity policies,
 * and what can raise privileges in a policy of its own. It allows exactly what the single changes do.
 *
 * @returns null when no problem of the caller is solved by such a grant
 */
export function proposalFor(problems: readonly Diagnosed[]): Proposal | null {
  const first = problems[0]?.problem;
  if (first?.principalArn === undefined || first.principalArn === null) return null;
  const sorted = problems.map((one) => ({ ...one, sorted: sort(one) }));
  const part = (sensitive: boolean): ProposedPart | null =>
    partOf(
      sorted.flatMap(({ problem, sorted: s }) =>
        'grants' in s && s.sensitive === sensitive ? [{ problem, grants: s.grants }] : [],
      ),
    );
  const [policy, sensitive] = [part(false), part(true)];
  if (policy === null && sensitive === null) return null;
  return {
    principal: first.principal,
    principalArn: first.principalArn,
    accountId: first.accountId,
    policy,
    sensitive,
    leftOut: sorted.flatMap(({ problem: { groupId, headline }, sorted: s }) =>
      'leftOut' in s ? [{ groupId, headline, why: s.leftOut }] : [],
    ),
  };
}

function sort({ problem, stored }: Diagnosed): Sorted {
  if (stored === null) return { leftOut: 'it was not diagnosed yet' };
  const { remedy } = stored.explained;
  if (remedy.kind !== 'grant') return { leftOut: `no new grant solves it: ${remedy.says}` };
  const grants: Grant[] = [];
  for (const change of remedy.changes) {
    const { layer, attachedTo } = change.policy;
    if (change.do !== 'addStatement' || layer !== 'identity')
      return { leftOut: `it takes a change elsewhere as well: ${remedy.says}` };
    if (attachedTo !== problem.principalArn)
      return { leftOut: 'its grant belongs to another user or role' };
    const grant = grantOf(change.statement);
    if (grant === null) return { leftOut: `its statement stands for itself: ${remedy.says}` };
    grants.push(grant);
  }
  if (grants.length === 0) return { leftOut: remedy.says };
  return { grants, sensitive: remedy.needsSecurityReview };
}

function partOf(
  problems: readonly { readonly problem: Problem; readonly grants: readonly Grant[] }[],
): ProposedPart | null {
  if (problems.length === 0) return null;
  const grants = mergeGrants(problems.flatMap((one) => one.grants));
  const document = { Version: '2012-10-17' as const, Statement: grants.map(statementOf) };
  return {
    document,
    allows: grants.map(inWords),
    groups: problems.map(({ problem }) => problem.groupId),
    // Spaces inside of names are few: what JSON adds is what AWS does not count.
    size: JSON.stringify(document).length,
  };
}

function inWords({ actions, resources, condition }: Grant): string {
  const words = `${actions.join(', ')} on ${resources.join(', ')}`;
  return condition === undefined ? words : `${words}, with conditions`;
}
