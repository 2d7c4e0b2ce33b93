import { Finding } from '../finding';
import type { Situation } from '../situation';
import { reachesCaller } from '../statement-match';
import { not } from '../tri';
import { incompleteLevels, scanLevels } from './levels';
import { RCP_SERVICES } from './rcp-services';
import type { LayerRule } from './rule';

/**
 * Resource control policies of the resource's account: they bind whoever calls, from whatever account,
 * and AWS services too; every level must allow, which the attached RCPFullAWSAccess does. They do not
 * bind service-linked roles, and apply only to the services on AWS's list and to actions on a resource.
 *
 * Follows: Organizations User Guide, "Resource control policies (RCPs)", "RCP evaluation".
 */
export const rcp: LayerRule = {
  layer: 'rcp',
  find(situation, policies) {
    if (!isBound(situation)) return null;
    const collected = policies.rcp;
    const finding = new Finding();
    if (collected.status === 'missing') return finding.incomplete(collected.gaps);
    if (collected.value !== null) scanLevels(collected.value, situation, finding, reachesCaller);
    else if (collected.status === 'complete') return null;
    return collected.status === 'partial' ? incompleteLevels(finding, collected.gaps) : finding;
  },
  lacksAllow: ({ allow }) => not(allow),
};

function isBound({ caller, service, action, resource }: Situation): boolean {
  if (caller.principal.kind === 'role' && caller.principal.serviceLinked) return false;
  if (resource === '*' || !RCP_SERVICES.has(service)) return false;
  if (action === 'kms:retiregrant') return false;
  return resource?.includes(':role/aws-service-role/') !== true;
}
