import { always, Finding, scan } from '../finding';
import type { Situation } from '../situation';
import { and, choose, not } from '../tri';
import type { LayerRule } from './rule';

/**
 * Session policies: passed with AssumeRole… or GetFederationToken, together the most that the session
 * may do. A role session without one is not limited; a federated user without one may do nothing but
 * what a resource-based policy grants to it. Within one account they do not limit what a
 * resource-based policy grants to the session itself.
 *
 * Follows: IAM User Guide, "Session policies", "How AWS enforcement code logic evaluates requests to
 * allow or deny access".
 */
export const session: LayerRule = {
  layer: 'session',
  find(situation, policies) {
    if (!canHaveSessionPolicy(situation)) return null;
    const collected = policies.session;
    const finding = new Finding();
    if (collected.status === 'missing') return finding.incomplete(collected.gaps);
    if (collected.value !== null) {
      finding.allow = scan(collected.value, situation, finding, always);
    } else if (collected.status === 'complete' && !needsSessionPolicy(situation)) return null;
    return collected.status === 'partial' ? finding.incomplete(collected.gaps) : finding;
  },
  lacksAllow({ allow }, { sameAccount }, grants) {
    const lacks = not(allow);
    if (lacks === 'no') return 'no';
    return choose(sameAccount, and(lacks, not(grants.self)), lacks);
  },
};

function needsSessionPolicy({ caller }: Situation): boolean {
  return caller.principal.kind === 'federatedUser';
}

function canHaveSessionPolicy({ caller }: Situation): boolean {
  const { kind } = caller.principal;
  return kind === 'role' || kind === 'federatedUser' || kind === 'unknown';
}
