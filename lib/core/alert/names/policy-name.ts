import { parseArn } from '../../policy/arn';
import type { PolicyRef, StatementRef } from '../../policy/layer';
import { oneLine } from '../text/visible';
import { resourceWords } from './resource-name';

/** What kind of place a policy is: decides how it is named and how its change is written as code. */
export type PlaceKind =
  | 'newInline'
  | 'inline'
  | 'managed'
  | 'awsManaged'
  | 'boundary'
  | 'session'
  | 'scp'
  | 'rcp'
  | 'trust'
  | 'key'
  | 'bucket'
  | 'resource'
  | 'endpoint';

/** What a policy is attached to. */
export interface Holder {
  readonly kind: 'role' | 'user' | 'group' | 'permissionSet' | 'other';
  /** `payments-worker`, `Developer`, `vpce-0a1b`. */
  readonly name: string;
}

const KIND_OF_NAME: ReadonlyMap<string, PlaceKind> = new Map([
  ['trustPolicy', 'trust'],
  ['keyPolicy', 'key'],
  ['bucketPolicy', 'bucket'],
]);

/** The kind of place that a policy is. */
export function placeKind(ref: PolicyRef): PlaceKind {
  if (ref.layer === 'identity') return identityPlace(ref);
  if (ref.layer === 'resource') return KIND_OF_NAME.get(ref.name ?? '') ?? 'resource';
  return ref.layer === 'vpcEndpoint' ? 'endpoint' : ref.layer;
}

function identityPlace(ref: PolicyRef): PlaceKind {
  if (ref.arn !== null) return parseArn(ref.arn)?.account === 'aws' ? 'awsManaged' : 'managed';
  return ref.name === null ? 'newInline' : 'inline';
}

/** The user, group, role or permission set behind an ARN; anything else by its short name. */
export function holderOf(attachedTo: string): Holder {
  const arn = parseArn(attachedTo);
  const path = arn?.service === 'iam' ? arn.resource.split('/') : [];
  const name = oneLine(path.at(-1) ?? '', 128);
  const [kind] = path;
  if (kind === 'role') return permissionSetHolder(name) ?? { kind, name };
  if (kind === 'user' || kind === 'group') return { kind, name };
  return {
    kind: 'other',
    name: arn === null ? oneLine(attachedTo, 256) : resourceWords(attachedTo),
  };
}

/** A role of IAM Identity Center: `AWSReservedSSO_Developer_0123456789abcdef`. Its policies belong to the permission set. */
function permissionSetHolder(roleName: string): Holder | null {
  if (!roleName.startsWith('AWSReservedSSO_')) return null;
  return {
    kind: 'permissionSet',
    name: roleName.slice('AWSReservedSSO_'.length).replace(/_[0-9a-f]{16}$/, ''),
  };
}

/** `role payments-worker`, `permission set Developer`, `my-bucket`. */
export function holderWords(attachedTo: string): string {
  const { kind, name } = holderOf(attachedTo);
  if (kind === 'other') return name;
  return `${kind === 'permissionSet' ? 'permission set' : kind} ${name}`;
}

/** A policy as people call it: `inline policy s3-access of role payments-worker`. */
export function policyWords(ref: PolicyRef): string {
  const kind = placeKind(ref);
  const holder = ref.attachedTo === null ? null : holderOf(ref.attachedTo);
  // A permission set has one inline policy, with no name.
  if (kind === 'newInline' && holder?.kind === 'permissionSet') {
    return `the inline policy of permission set ${holder.name}`;
  }
  const { words, named, place } = WORDS[kind];
  const name = named ? policyName(ref) : null;
  return `${words}${name === null ? '' : ` ${name}`}${placeWords(ref.attachedTo, place)}`;
}

function placeWords(attachedTo: string | null, place: 'of' | 'for' | 'attached' | null): string {
  if (attachedTo === null || place === null) return '';
  if (place !== 'attached') return ` ${place} ${holderWords(attachedTo)}`;
  return ` (attached to ${oneLine(attachedTo, 64)})`;
}

/** How a place is called, whether its policies have names of their own, and how the holder is joined to it. */
const WORDS: Readonly<
  Record<
    PlaceKind,
    {
      readonly words: string;
      readonly named: boolean;
      readonly place: 'of' | 'for' | 'attached' | null;
    }
  >
> = {
  newInline: { words: 'an inline policy', named: false, place: 'for' },
  inline: { words: 'inline policy', named: true, place: 'of' },
  managed: { words: 'managed policy', named: true, place: 'of' },
  awsManaged: { words: 'AWS managed policy', named: true, place: 'of' },
  boundary: { words: 'permissions boundary', named: true, place: 'of' },
  session: { words: 'the session policy', named: false, place: null },
  scp: { words: 'service control policy', named: true, place: 'attached' },
  rcp: { words: 'resource control policy', named: true, place: 'attached' },
  trust: { words: 'the trust policy', named: false, place: 'of' },
  key: { words: 'the key policy', named: false, place: 'of' },
  bucket: { words: 'the bucket policy', named: false, place: 'of' },
  resource: { words: 'the resource policy', named: false, place: 'of' },
  endpoint: { words: 'the endpoint policy', named: false, place: 'of' },
};

/** The name of a policy, from its ARN where it has no other; null for those that have none. */
function policyName(ref: PolicyRef): string | null {
  if (ref.name !== null) return oneLine(ref.name, 128);
  if (ref.arn === null) return null;
  return oneLine(ref.arn.slice(ref.arn.lastIndexOf('/') + 1), 128);
}

/** `statement WriteUploads`, or by its position, counted from one. Null when neither is known. */
export function statementWords(ref: Pick<StatementRef, 'sid' | 'statementIndex'>): string | null {
  if (ref.sid !== null && ref.sid !== '') return `statement ${oneLine(ref.sid, 128)}`;
  return ref.statementIndex === null ? null : `statement ${ref.statementIndex + 1}`;
}
