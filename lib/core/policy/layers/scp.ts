import { always, Finding } from '../finding';
import type { Situation } from '../situation';
import { not } from '../tri';
import { incompleteLevels, scanLevels } from './levels';
import type { LayerRule } from './rule';

/**
 * Service control policies: every level from the root over the OUs to the caller's account must allow.
 * They bind users, roles and the root user of member accounts, but no service-linked role, and nobody
 * in the management account (for which nothing is collected).
 *
 * Follows: Organizations User Guide, "SCP evaluation", "Tasks and entities not restricted by SCPs".
 */
export const scp: LayerRule = {
  layer: 'scp',
  find(situation, policies) {
    if (!isBound(situation)) return null;
    const collected = policies.scp;
    const finding = new Finding();
    if (collected.status === 'missing') return finding.incomplete(collected.gaps);
    if (collected.value !== null) scanLevels(collected.value, situation, finding, always);
    else if (collected.status === 'complete') return null;
    return collected.status === 'partial' ? incompleteLevels(finding, collected.gaps) : finding;
  },
  lacksAllow: ({ allow }) => not(allow),
};

function isBound({ caller: { principal } }: Situation): boolean {
  switch (principal.kind) {
    case 'role':
      return !principal.serviceLinked;
    case 'user':
    case 'federatedUser':
    case 'root':
    case 'unknown':
      return true;
    case 'webIdentity':
    case 'saml':
    case 'service':
    case 'anonymous':
      return false;
  }
}
