import { Finding, scan } from '../finding';
import { reachesCaller } from '../statement-match';
import { not } from '../tri';
import type { LayerRule } from './rule';

/**
 * Policy of the VPC endpoint that the request went through, if it did: it must allow, whoever calls.
 *
 * Follows: PrivateLink User Guide, "Control access to VPC endpoints using endpoint policies".
 */
export const vpcEndpoint: LayerRule = {
  layer: 'vpcEndpoint',
  find(situation, policies) {
    const collected = policies.vpcEndpoint;
    const finding = new Finding();
    if (collected.status === 'missing') return finding.incomplete(collected.gaps);
    if (collected.value !== null) {
      finding.allow = scan([collected.value], situation, finding, reachesCaller);
    } else if (collected.status === 'complete') return null;
    return collected.status === 'partial' ? finding.incomplete(collected.gaps) : finding;
  },
  lacksAllow: ({ allow }) => not(allow),
};
