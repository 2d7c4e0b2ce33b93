import type { Denial, DenialPrincipal } from '../../denial/denial';
import type { Layer, PolicyRef } from '../../policy/layer';
import { shortName } from '../words';

/** Who can change a policy of this layer, in words. */
export function ownerOf(layer: Layer, denial: Denial, policy: PolicyRef | null): string {
  return OWNERS[layer](denial, policy);
}

const ORGANIZATION =
  "the organization's administrators (management account or delegated administrator)";

const OWNERS: Readonly<Record<Layer, (denial: Denial, policy: PolicyRef | null) => string>> = {
  identity: ({ principal }) => ownerOfPrincipal(principal),
  boundary: ({ principal }, policy) =>
    `whoever set the permissions boundary${named(policy)} of ${principalName(principal)}`,
  session: ({ principal }) =>
    `whoever starts the session of ${principalName(principal)}: it passes the session policy`,
  scp: () => ORGANIZATION,
  rcp: () => ORGANIZATION,
  resource: (denial, policy) =>
    `the owner of ${policy?.attachedTo ?? denial.resource.arn ?? 'the resource'}${inAccount(policy, denial)}`,
  vpcEndpoint: (denial, policy) =>
    `the owner of VPC endpoint ${policy?.attachedTo ?? denial.vpcEndpointId ?? '(not named)'}${endpointAccount(denial)}`,
};

function ownerOfPrincipal(principal: DenialPrincipal): string {
  if (principal.permissionSet !== null)
    return `the administrators of IAM Identity Center (permission set ${principal.permissionSet})`;
  if (principal.serviceLinked)
    return `AWS: ${principalName(principal)} is a service-linked role, its policies cannot be changed`;
  const account = principal.accountId === null ? '' : ` in account ${principal.accountId}`;
  return `whoever manages ${principalName(principal)}${account}`;
}

/** `role deploy`, `user nina`. */
export function principalName({ type, arn }: DenialPrincipal): string {
  if (arn === null) return 'the caller';
  return type === 'root'
    ? 'the root user'
    : `${arn.includes(':user/') ? 'user' : 'role'} ${shortName(arn)}`;
}

function named(policy: PolicyRef | null): string {
  if (policy === null) return '';
  const name = policy.name ?? (policy.arn === null ? null : shortName(policy.arn));
  return name === null ? '' : ` ${name}`;
}

function inAccount(policy: PolicyRef | null, denial: Denial): string {
  const account = policy?.attachedTo?.split(':')[4] ?? '';
  const owner = account === '' ? denial.resource.accountId : account;
  return owner === null ? '' : ` (account ${owner})`;
}

function endpointAccount({ vpcEndpointAccountId }: Denial): string {
  return vpcEndpointAccountId === null ? '' : ` (account ${vpcEndpointAccountId})`;
}
