import type { Denial, DenialPrincipal } from '../../denial/denial';
import type { Layer, PolicyRef } from '../../policy/layer';
import { isAwsManaged, placeInWords, policyInWords, shortName } from '../words';

/** Who can change a policy of this layer, in words. */
export function ownerOf(layer: Layer, denial: Denial, policy: PolicyRef | null): string {
  return OWNERS[layer](denial, policy);
}

const ORGANIZATION =
  "the organization's administrators (management account or delegated administrator)";

const OWNERS: Readonly<Record<Layer, (denial: Denial, policy: PolicyRef | null) => string>> = {
  identity: ({ principal }, policy) =>
    isOfAnother(policy, principal)
      ? `whoever manages ${policyInWords(policy, policy.arn === null ? null : policy.attachedTo)}${ofAccount(principal)}`
      : ownerOfPrincipal(principal),
  boundary: ({ principal }, policy) =>
    `whoever set the permissions boundary${named(policy)} of ${principalName(principal)}${ofAccount(principal)}`,
  session: ({ principal }) =>
    `whoever starts the sessions of ${principalName(principal)} and passes them the session policy`,
  scp: () => ORGANIZATION,
  rcp: () => ORGANIZATION,
  resource: (denial, policy) =>
    `the owner of ${ownedResource(policy, denial)}${inAccount(policy, denial)}`,
  vpcEndpoint: (denial, policy) =>
    `the owner of ${endpointInWords(policy, denial)}${endpointAccount(denial)}`,
};

function ownerOfPrincipal(principal: DenialPrincipal): string {
  if (principal.permissionSet !== null)
    return `the administrators of IAM Identity Center (permission set ${principal.permissionSet})`;
  if (principal.serviceLinked)
    return `AWS: ${principalName(principal)} is a service-linked role, its policies cannot be changed`;
  return `whoever manages ${principalName(principal)}${ofAccount(principal)}`;
}

function ofAccount({ accountId }: DenialPrincipal): string {
  return accountId === null ? '' : ` in account ${accountId}`;
}

/** A managed policy, or one of a group: more than this caller hang on it. */
function isOfAnother(policy: PolicyRef | null, principal: DenialPrincipal): policy is PolicyRef {
  if (policy === null || principal.permissionSet !== null) return false;
  if (policy.attachedTo?.includes(':group/') === true) return true;
  return policy.arn !== null && !isAwsManaged(policy.arn);
}

function ownedResource(policy: PolicyRef | null, { resource }: Denial): string {
  const arn = policy?.attachedTo ?? resource.arn;
  return arn === null || arn === '*' ? 'the resource' : placeInWords(arn);
}

/** Who called, in short: `role deploy`, `user nina`, `backup.amazonaws.com`. */
export function principalName(principal: DenialPrincipal): string {
  return NAMES[principal.type]?.(principal) ?? nameByArn(principal.arn);
}

/** Callers that are called otherwise than by an ARN. */
const NAMES: Partial<Record<DenialPrincipal['type'], (principal: DenialPrincipal) => string>> = {
  root: () => 'the root user',
  service: ({ invokedBy }) => invokedBy ?? 'an AWS service',
  webIdentity: ({ userName }) => federatedIdentity(userName),
  saml: ({ userName }) => federatedIdentity(userName),
  anonymous: () => 'an anonymous caller',
};

function federatedIdentity(userName: string | null): string {
  return userName === null ? 'the federated identity' : `the federated identity ${userName}`;
}

function nameByArn(arn: string | null): string {
  return arn === null ? 'the caller' : `${kindOf(arn)} ${shortName(arn)}`;
}

function kindOf(arn: string): string {
  return arn.includes(':user/') ? 'user' : 'role';
}

function named(policy: PolicyRef | null): string {
  if (policy === null) return '';
  const name = policy.name ?? (policy.arn === null ? null : shortName(policy.arn));
  return name === null ? '' : ` ${name}`;
}

function endpointInWords(policy: PolicyRef | null, { vpcEndpointId }: Denial): string {
  const id = policy?.attachedTo ?? vpcEndpointId;
  return id === null ? 'the VPC endpoint' : placeInWords(id);
}

function inAccount(policy: PolicyRef | null, denial: Denial): string {
  const account = policy?.attachedTo?.split(':')[4] ?? '';
  const owner = account === '' ? denial.resource.accountId : account;
  return owner === null ? '' : ` (account ${owner})`;
}

function endpointAccount({ vpcEndpointAccountId }: Denial): string {
  return vpcEndpointAccountId === null ? '' : ` (account ${vpcEndpointAccountId})`;
}
