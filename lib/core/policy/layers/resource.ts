import type { Collected, CollectedPolicies } from '../collected';
import type { Tri } from '../evaluation';
import { Finding } from '../finding';
import type { PreparedPolicy } from '../prepare';
import { reaches, type PrincipalMatch } from '../principal-match';
import type { Situation } from '../situation';
import { matchStatement, principalOf } from '../statement-match';
import { and, choose, not, or } from '../tri';
import type { Grants, LayerRule } from './rule';

/** What a resource-based policy says, and under which of its names it grants to the caller. */
export class ResourceFinding extends Finding {
  grants: Grants = NO_GRANTS;
}

interface ResourceRule extends LayerRule {
  find(situation: Situation, policies: CollectedPolicies): ResourceFinding | null;
}

const NO_GRANTS: Grants = { self: 'no', entity: 'no', account: 'no' };
const OPEN_GRANTS: Grants = { self: 'unknown', entity: 'unknown', account: 'unknown' };

/**
 * The policy that the resource carries: bucket policy, key policy, role trust policy and the like.
 * Within one account it need not allow, except a key policy and a trust policy; across accounts, and
 * for callers without policies of their own, it must. A Deny in it binds everybody it reaches.
 *
 * Follows: IAM User Guide, "Identity-based policies and resource-based policies", "Cross-account policy
 * evaluation logic"; KMS Developer Guide, "Key policies in AWS KMS".
 */
export const resource: ResourceRule = {
  layer: 'resource',
  find(situation, policies) {
    const collected = policies.resource;
    const finding = new ResourceFinding();
    if (collected.status === 'missing') return uncollected(finding, collected);
    if (collected.value !== null) {
      scanWithGrants(collected.value, situation, finding);
      if (situation.mustAllow === 'keyPolicy' && finding.allow === 'no') finding.gaps = KEY_GRANTS;
    } else if (collected.status === 'complete') return withoutPolicy(situation, finding);
    return collected.status === 'partial' ? open(finding, collected.gaps) : finding;
  },
  lacksAllow({ allow }, { sameAccount, mustAllow }) {
    const lacks = not(allow);
    return choose(sameAccount, mustAllow === null ? 'no' : lacks, lacks);
  },
};

const KEY_GRANTS = ['grants of the KMS key were not looked at (kms:ListGrants)'] as const;
const NO_KEY_POLICY = [
  'the policy of the KMS key was not collected, and every key has one',
] as const;
const NO_TRUST_POLICY = [
  'the role trust policy was not collected, and every role has one',
] as const;

/** The resource carries no policy: within one account that changes nothing. */
function withoutPolicy(situation: Situation, finding: ResourceFinding): ResourceFinding | null {
  if (situation.mustAllow === 'keyPolicy') return open(finding, NO_KEY_POLICY);
  if (situation.mustAllow === 'trustPolicy') return open(finding, NO_TRUST_POLICY);
  return situation.sameAccount === 'yes' ? null : finding;
}

/** What a resource-based policy grants within the caller's own account is known where that account has none. */
function uncollected(
  finding: ResourceFinding,
  { gaps, noneInCallersAccount }: Collected<unknown> & { readonly status: 'missing' },
): ResourceFinding {
  if (noneInCallersAccount !== true) return open(finding, gaps);
  finding.incomplete(gaps);
  return finding;
}

function open(finding: ResourceFinding, gaps: readonly string[]): ResourceFinding {
  finding.grants = joined(finding.grants, OPEN_GRANTS);
  finding.incomplete(gaps);
  return finding;
}

function scanWithGrants(
  policy: PreparedPolicy,
  situation: Situation,
  finding: ResourceFinding,
): void {
  for (const statement of policy.index.find(situation.action)) {
    const principal = principalOf(statement, situation);
    const reached = reaches(principal);
    const match = matchStatement(statement, situation, reached);
    if (match === 'no') continue;
    finding.add(statement, match);
    if (statement.effect === 'Deny') continue;
    finding.allow = or(finding.allow, match);
    const granted = reached === match ? principal : weakened(principal);
    finding.grants = joined(finding.grants, granted);
  }
}

/** The statement's other elements leave it open whether it grants. */
function weakened(principal: PrincipalMatch): Grants {
  const each = (name: Tri): Tri => and(name, 'unknown');
  return {
    self: each(principal.self),
    entity: each(principal.entity),
    account: each(principal.account),
  };
}

function joined(a: Grants, b: Grants): Grants {
  if (a === NO_GRANTS) return b;
  return {
    self: or(a.self, b.self),
    entity: or(a.entity, b.entity),
    account: or(a.account, b.account),
  };
}
