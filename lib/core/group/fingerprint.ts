import type { Denial, DenialPrincipal } from '../denial/denial';
import type { PolicyType } from '../denial/message';
import type { Layer } from '../policy/layer';
import { resourcePattern, withoutVolatileParts } from './resource-pattern';

/** Raised when fingerprints change, so that old and new ones never mean the same group by chance. */
const VERSION = 'v1';

/**
 * The key under which denials are one problem: the caller (never its session), the action, the
 * resource without what changes from request to request, and the layer that AWS named. Nothing of
 * the message's text goes in: the encoded message and the authorization id are unique to a request.
 *
 * `v1|111122223333|role/orders-api|s3:putobject|arn:aws:s3:::orders/uploads/*|identity:implicitDeny`
 *
 * The text is readable and may be long: a store that needs a short key hashes it.
 */
export function fingerprint(denial: Denial): string {
  const { said, setting, accountId } = denial;
  const parts = [
    VERSION,
    accountId ?? '-',
    callerOf(denial.principal),
    actionOf(denial),
    resourceOf(denial),
    setting === null
      ? `${layerOf(said.policyType)}:${said.effect ?? '-'}`
      : `setting:${setting.kind}`,
  ];
  return parts.map((part) => part.replaceAll('\\', '\\\\').replaceAll('|', '\\|')).join('|');
}

/** Users and roles by name, which is unique in an account: a record may leave out the path. */
function callerOf(principal: DenialPrincipal): string {
  const { type, arn } = principal;
  switch (type) {
    case 'user':
    case 'federatedUser':
      return `${type}/${nameOf(arn)}`;
    case 'role':
    case 'identityCenter':
      return `role/${nameOf(arn)}`;
    case 'root':
    case 'anonymous':
      return type;
    case 'webIdentity':
    case 'saml':
    case 'service':
    case 'unknown':
      return `${type}/${outsider(principal)}`;
  }
}

/** A caller that is no IAM identity of the account, by the best name that the record has for it. */
function outsider({ type, arn, identityProvider, userName, ...other }: DenialPrincipal): string {
  if (type === 'service') return other.invokedBy ?? '-';
  if (type === 'unknown') return arn ?? other.principalId ?? '-';
  return `${identityProvider ?? '-'}/${withoutVolatileParts(userName ?? '-')}`;
}

function nameOf(arn: string | null): string {
  return arn === null ? '-' : arn.slice(arn.lastIndexOf('/') + 1);
}

function actionOf({ action, eventSource, eventName }: Denial): string {
  return (action ?? `${eventSource ?? '-'}/${eventName ?? '-'}`).toLowerCase();
}

function resourceOf({ resource }: Denial): string {
  if (resource.arn !== null) return resourcePattern(resource.arn);
  return resource.named === null ? '-' : `${resource.named.type} ${resource.named.name}`;
}

/** A role's trust policy is a resource-based policy. */
function layerOf(policyType: PolicyType | null): Layer | '-' {
  if (policyType === null) return '-';
  return policyType === 'roleTrust' ? 'resource' : policyType;
}
