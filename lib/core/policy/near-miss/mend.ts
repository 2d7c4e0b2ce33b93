import { parseArn } from '../arn';
import { isObject, own } from '../json-reader';
import type { NearMiss } from '../near-miss';
import type { AuthorizationRequest, RequestPrincipal } from '../request';

/**
 * The resource as a pattern that matches it and nothing else; null when there is no such pattern.
 *
 * `*` and `?` in a name are escaped, which only Version 2012-10-17 can. A `*` that is a whole piece of
 * the ARN of another service than S3 is how AWS writes a resource that does not exist yet
 * (`instance/*`): there the action forces the wildcard.
 */
export function exactPattern(resource: string, variables: boolean): string | null {
  if (resource === '*' || !/[*?$]/.test(resource)) return resource;
  if (parseArn(resource)?.service !== 's3') {
    const pieces = resource.split(/[/:]/);
    if (pieces.every((piece) => piece === '*' || !/[*?$]/.test(piece))) return resource;
  }
  return variables ? resource.replace(/[*?$]/g, (char) => `\${${char}}`) : null;
}

/**
 * The statement of a near miss, changed so that it lets this request through, grants everything that
 * it granted before, and nothing else that anybody could use. Null where no such change exists: then a
 * statement of its own is the smaller change, or the request has to change. Where a condition of the
 * statement depends on a key that is not known (`unknownKeys`), so does what the changed one allows.
 *
 * - Resource: the requested one is added to `Resource`, if the statement names just this action (with
 *   others, they would come to hold on it too) and, in a policy that names principals, just this caller.
 * - An action that takes no resource: `Resource` becomes `*`, under the same rule.
 * - Action: the requested one is added, if `Resource` names just the requested resource.
 * - Principal: the caller (user or role by its whole ARN, never its account) is added, if the statement names just this
 *   action and no resource but the requested one. Identity providers are not added: what limits them
 *   is a condition on keys of that very provider.
 * - A condition is not loosened; `NotAction`, `NotResource` and `NotPrincipal` leave out what they
 *   leave out on purpose; and a statement that more than one thing keeps from matching is not mended.
 */
export function mendStatement(nearMiss: NearMiss, request: AuthorizationRequest): object | null {
  const { statement } = nearMiss.statement;
  if (nearMiss.alsoFailed !== undefined || !isObject(statement)) return null;
  switch (nearMiss.failed) {
    case 'resource':
      return mendResource(statement, nearMiss, request);
    case 'action':
      return mendAction(statement, nearMiss, request);
    case 'principal':
      return mendPrincipal(statement, nearMiss, request);
    case 'condition':
      return null;
  }
}

type Statement = Readonly<Record<string, unknown>>;

const NOT_MENDED: ReadonlySet<NearMiss['reason']> = new Set([
  'excludedByNotResource',
  'excludedByNotAction',
  'keyMissing',
  'keyUnknown',
  'providerNotTrusted',
]);

function mendResource(
  statement: Statement,
  { reason }: NearMiss,
  request: AuthorizationRequest,
): object | null {
  const resources = listOf(statement, 'Resource');
  if (NOT_MENDED.has(reason) || resources === null) return null;
  if (!namesOnly(statement, request.action) || !isForCaller(statement, request.principal))
    return null;
  if (reason === 'needsStar') return { ...statement, Resource: '*' };
  if (dependsOnCaller(resources) && reason === 'caseDiffers') return null;
  const exact = request.resource === null ? null : exactPattern(request.resource, false);
  return exact === null ? null : { ...statement, Resource: [...resources, exact] };
}

/** A home folder by user name: the request is what has to be spelled differently. */
function dependsOnCaller(resources: readonly string[]): boolean {
  return resources.some((resource) => resource.includes('${'));
}

function mendAction(
  statement: Statement,
  { reason }: NearMiss,
  request: AuthorizationRequest,
): object | null {
  const actions = listOf(statement, 'Action');
  if (NOT_MENDED.has(reason) || actions === null) return null;
  if (!isOnlyOn(statement, request.resource) || !isForCaller(statement, request.principal))
    return null;
  return { ...statement, Action: [...actions, request.action] };
}

function mendPrincipal(
  statement: Statement,
  { reason }: NearMiss,
  request: AuthorizationRequest,
): object | null {
  const added = principalOf(request.principal);
  const principal = own(statement, 'Principal');
  if (NOT_MENDED.has(reason) || added === null || !isObject(principal)) return null;
  const trust =
    own(statement, 'Resource') === undefined && own(statement, 'NotResource') === undefined;
  if (!namesOnly(statement, request.action) || !(trust || isOnlyOn(statement, request.resource)))
    return null;
  const listed = listOf(principal, added.kind) ?? [];
  return { ...statement, Principal: { ...principal, [added.kind]: [...listed, added.value] } };
}

function principalOf(
  principal: RequestPrincipal,
): { readonly kind: 'AWS' | 'Service'; readonly value: string } | null {
  switch (principal.kind) {
    case 'user':
      return { kind: 'AWS', value: principal.arn };
    case 'role':
      return principal.pathKnown === false ? null : { kind: 'AWS', value: principal.arn };
    case 'federatedUser':
      return { kind: 'AWS', value: principal.sessionArn };
    case 'service':
      return principal.service === null ? null : { kind: 'Service', value: principal.service };
    case 'root':
    case 'webIdentity':
    case 'saml':
    case 'anonymous':
    case 'unknown':
      return null;
  }
}

/** The strings of an element that may be one or a list; null when it is neither. */
function listOf(holder: Statement, name: string): readonly string[] | null {
  const value = own(holder, name);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((item) => typeof item === 'string');
  return texts.length === list.length ? texts : null;
}

function namesOnly(statement: Statement, action: string): boolean {
  const actions = listOf(statement, 'Action');
  return actions?.length === 1 && actions[0]?.toLowerCase() === action.toLowerCase();
}

function isOnlyOn(statement: Statement, resource: string | null): boolean {
  if (resource === null) return false;
  const resources = listOf(statement, 'Resource');
  return resources?.length === 1 && resources[0] === resource;
}

/** True where the statement names no principal, or the caller alone: what it grants, nobody else gets. */
function isForCaller(statement: Statement, caller: RequestPrincipal): boolean {
  const principal = own(statement, 'Principal');
  if (principal === undefined) return own(statement, 'NotPrincipal') === undefined;
  const name = principalOf(caller);
  if (name === null || !isObject(principal) || Object.keys(principal).length !== 1) return false;
  const listed = listOf(principal, name.kind);
  return listed?.length === 1 && listed[0] === name.value;
}
