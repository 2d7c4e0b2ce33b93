import { always, Finding, scan } from '../finding';
import { canHaveBoundary } from '../situation';
import { and, choose, not } from '../tri';
import type { LayerRule } from './rule';

/**
 * Permissions boundary of the user or role. It does not apply to the root user and to service-linked
 * roles. Within one account it does not limit what a resource-based policy grants to the user or role
 * session itself.
 *
 * Follows: IAM User Guide, "Permissions boundaries for IAM entities".
 */
export const boundary: LayerRule = {
  layer: 'boundary',
  find(situation, policies) {
    if (!canHaveBoundary(situation.caller)) return null;
    const collected = policies.boundary;
    const finding = new Finding();
    if (collected.status === 'missing') return finding.incomplete(collected.gaps);
    if (collected.value !== null) {
      finding.allow = scan([collected.value], situation, finding, always);
    } else if (collected.status === 'complete') return null;
    return collected.status === 'partial' ? finding.incomplete(collected.gaps) : finding;
  },
  lacksAllow({ allow }, { sameAccount }, grants) {
    const lacks = not(allow);
    if (lacks === 'no') return 'no';
    return choose(sameAccount, and(lacks, not(grants.self)), lacks);
  },
};
