import { always, Finding, scan } from '../finding';
import type { Caller } from '../caller';
import { hasOnlyResourcePolicy } from '../situation';
import { and, choose, not, or } from '../tri';
import type { LayerRule } from './rule';

/**
 * Identity-based policies, those of the user's groups included. The root user has none and needs none.
 * Within one account a resource-based policy that grants to the caller itself, or to its role, does
 * instead; across accounts nothing does.
 *
 * Follows: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access",
 * "Cross-account policy evaluation logic".
 */
export const identity: LayerRule = {
  layer: 'identity',
  find(situation, policies) {
    if (isRoot(situation.caller) || hasOnlyResourcePolicy(situation.caller)) return null;
    const collected = policies.identity;
    const finding = new Finding();
    if (collected.status === 'missing') return finding.incomplete(collected.gaps);
    finding.allow = scan(collected.value, situation, finding, always);
    return collected.status === 'partial' ? finding.incomplete(collected.gaps) : finding;
  },
  lacksAllow({ allow }, { sameAccount }, grants) {
    const lacks = not(allow);
    if (lacks === 'no') return 'no';
    return choose(sameAccount, and(lacks, not(or(grants.self, grants.entity))), lacks);
  },
};

/** The root user, or a federated user whose token the root user got: neither has identity policies. */
function isRoot({ principal }: Caller): boolean {
  if (principal.kind === 'federatedUser') return principal.userArn?.endsWith(':root') ?? false;
  return principal.kind === 'root';
}
