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

/**
 * A policy in words: `inline policy send of role parcel-api`, `service control policy RegionGuard on
 * ou-ab12-prod0001`, `the bucket policy of acme-logs`.
 *
 * @param holder ARN of the user or role that was named already: it is not named again
 */
export function policyInWords(ref: PolicyRef, holder: string | null = null): string {
  const { attachedTo, layer } = ref;
  if (attachedTo === null || attachedTo === holder) return calledInWords(ref);
  const joint = layer === 'scp' || layer === 'rcp' ? 'on' : 'of';
  return `${calledInWords(ref)} ${joint} ${placeInWords(attachedTo)}`;
}

function calledInWords(ref: PolicyRef): string {
  const kind = KIND_WORDS.get(ref.name ?? '');
  if (kind !== undefined) return `the ${kind}`;
  const name = ref.name ?? (ref.arn === null ? null : shortName(ref.arn));
  return name === null ? LAYER_WORDS[ref.layer] : `${typeInWords(ref)} ${name}`;
}

function typeInWords({ layer, arn }: PolicyRef): string {
  if (layer !== 'identity') return LAYER_WORDS[layer];
  if (arn === null) return 'inline policy';
  return isAwsManaged(arn) ? 'AWS managed policy' : 'managed policy';
}

/** AWS's own policies belong to no account, and nobody else can edit them. */
export function isAwsManaged(arn: string | null): boolean {
  return arn?.includes(':iam::aws:policy/') === true;
}

/** The resource-based policy that decides about a request: `the bucket policy of acme-logs`. */
export function resourcePolicyInWords(action: string | null, resource: string | null): string {
  if (action === null || resource === null) return "the resource's policy";
  const place = resourcePolicyPlace(action, resource);
  if (place.kind === 'none') return "the resource's policy";
  const [attachedTo] = place.carriers;
  return policyInWords({ layer: 'resource', arn: null, name: place.kind, attachedTo });
}

/** A statement in words: `statement DenyOutsideEurope of service control policy RegionGuard on …`. */
export function statementInWords(ref: StatementRef, holder: string | null = null): string {
  return `${positionInWords(ref)} of ${policyInWords(ref, holder)}`;
}

/** `statement DenyOutsideEurope`; `statement 2` where it has no Sid. */
export function positionInWords({ sid, statementIndex }: StatementRef): string {
  if (sid !== null && sid !== '') return `statement ${sid}`;
  return statementIndex === null ? 'a statement' : `statement ${statementIndex + 1}`;
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

/** What is named by an id alone. */
const IDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^\d{12}$/, 'account'],
  [/^r-[a-z0-9]{4,32}$/, 'root'],
  [/^ou-[a-z0-9-]{6,64}$/, 'OU'],
  [/^vpce-[0-9a-f]{8,17}$/, 'VPC endpoint'],
];

/** What a resource is where its ARN has no type. */
const UNTYPED: ReadonlyMap<string, string> = new Map([
  ['sqs', 'queue '],
  ['sns', 'topic '],
  ['s3', ''],
]);

/**
 * What carries a policy, in short: `role deploy`, `key 1234abcd-…`, `queue parcels`, `session build-77 of
 * role ci`; a bucket by its name, what has no known form by its whole ARN or id.
 */
export function placeInWords(attachedTo: string): string {
  const id = IDS.find(([pattern]) => pattern.test(attachedTo));
  if (id !== undefined) return `${id[1]} ${attachedTo}`;
  const parts = attachedTo.split(':');
  const [, , service = '', , , ...rest] = parts;
  const resource = rest.join(':');
  const untyped = UNTYPED.get(service);
  if (untyped !== undefined && resource !== '') return `${untyped}${resource}`;
  const typed = /^([a-z][a-z-]{1,30})[/:](.+)$/.exec(resource);
  if (typed === null) return attachedTo;
  const [, type = '', name = ''] = typed;
  if (service === 'iam') return `${type} ${shortName(name)}`;
  if (service === 'sts') return sessionInWords(type, name);
  return `${type.replaceAll('-', ' ')} ${name}`;
}

function sessionInWords(type: string, name: string): string {
  const [role = '', session] = name.split('/');
  return type === 'assumed-role' && session !== undefined
    ? `session ${session} of role ${role}`
    : `federated user ${name}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[], joint = 'and'): string {
  return parts.length < 2
    ? parts.join('')
    : `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1) ?? ''}`;
}

/** The text with a capital letter first. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
