import type { Role, User } from '@aws-sdk/client-iam';
import { parseArn, splitResource } from '../../core/policy/arn';
import { documentText } from './document-text';
import type { PolicyOwner, PrincipalDetails } from './principal';

/** A user or role as owner of policies. */
export type PrincipalOwner = PolicyOwner & { readonly kind: 'user' | 'role' };

/** The user or role that an IAM ARN names; null for anything else, root included. */
export function ownerOf(arn: string): PrincipalOwner | null {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'iam') return null;
  const { type, id } = splitResource(parsed.resource);
  const name = nameOf(id);
  if ((type !== 'user' && type !== 'role') || name === '') return null;
  return { kind: type, name, arn };
}

/** What follows the last slash: the friendly name in an ARN. */
export function nameOf(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/** What `GetUser` or `GetRole` returned, narrowed. */
export function detailsOf(
  owner: PolicyOwner,
  entity: Pick<User & Role, 'Arn' | 'CreateDate' | 'Tags' | 'PermissionsBoundary'> | undefined,
  id: string | undefined,
  trustPolicy: string | undefined,
): PrincipalDetails {
  const tags = (entity?.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''] as const);
  return {
    arn: entity?.Arn ?? owner.arn,
    id: id ?? '',
    createdAt: entity?.CreateDate?.toISOString() ?? null,
    tags: new Map(tags),
    boundaryArn: entity?.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    trustPolicy: documentText(trustPolicy),
  };
}
