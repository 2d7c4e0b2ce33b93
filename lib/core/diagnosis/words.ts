import { resourcePolicyPlace } from '../evidence/resource-policy';
import type { Layer, PolicyRef, StatementRef } from '../policy/layer';

/** AWS's name of each policy type, as its own messages write it. */
export const LAYER_WORDS: Readonly<Record<Layer, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  resource: 'resource-based policy',
  vpcEndpoint: 'VPC endpoint policy',
};

/** The name that follows the last `/` or `:` of an ARN: what people call the thing. */
export function shortName(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}

/** A policy in words: `service control policy RegionGuard, attached to ou-ab12-prod0001`. */
export function policyInWords(ref: PolicyRef): string {
  const kind = KIND_WORDS.get(ref.name ?? '');
  const where = ref.attachedTo === null ? '' : shortPlace(ref.attachedTo);
  if (kind !== undefined) return where === '' ? `the ${kind}` : `the ${kind} of ${where}`;
  const name = ref.name ?? (ref.arn === null ? null : shortName(ref.arn));
  const called = name === null ? '' : ` ${name}`;
  return `${LAYER_WORDS[ref.layer]}${called}${where === '' ? '' : `, attached to ${where}`}`;
}

/** The resource-based policy that decides about a request: `the bucket policy of acme-logs`. */
export function resourcePolicyInWords(action: string | null, resource: string | null): string {
  if (action === null || resource === null) return "the resource's policy";
  const place = resourcePolicyPlace(action, resource);
  if (place.kind === 'none') return "the resource's policy";
  const [attachedTo] = place.carriers;
  return policyInWords({ layer: 'resource', arn: null, name: place.kind, attachedTo });
}

/** A statement in words: `statement DenyOutsideEurope of service control policy RegionGuard, …`. */
export function statementInWords(ref: StatementRef): string {
  const position =
    ref.statementIndex === null ? 'a statement' : `statement ${ref.statementIndex + 1}`;
  return `${ref.sid === null ? position : `statement ${ref.sid}`} of ${policyInWords(ref)}`;
}

/** Resource-based policies have no name of their own: they are called by their kind. */
const KIND_WORDS: ReadonlyMap<string, string> = new Map([
  ['trustPolicy', 'trust policy'],
  ['keyPolicy', 'key policy'],
  ['bucketPolicy', 'bucket policy'],
  ['resourcePolicy', 'resource-based policy'],
  ['sessionPolicy', 'session policy'],
  ['endpointPolicy', 'endpoint policy'],
]);

/** `role deploy`, `user nina`, `group devs`; a bucket or another resource by its ARN. */
function shortPlace(attachedTo: string): string {
  const parts = attachedTo.split(':');
  const type = (parts[5] ?? '').split('/')[0] ?? '';
  if (parts[2] === 'iam' && ['role', 'user', 'group'].includes(type))
    return `${type} ${shortName(attachedTo)}`;
  if (parts[2] === 's3') return parts.slice(5).join(':');
  return attachedTo;
}
