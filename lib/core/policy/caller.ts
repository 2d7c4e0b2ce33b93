import { parseArn } from './arn';
import type { RequestContext, RequestPrincipal } from './request';

/**
 * The names under which a caller can stand in a policy, worked out once for each request.
 *
 * Follows: IAM User Guide, "AWS JSON policy elements: Principal".
 */
export interface Caller {
  readonly principal: RequestPrincipal;
  /** Null for callers that belong to no account, or when it is not known. */
  readonly accountId: string | null;
  /** The ARN of the very principal that makes the request: user, role session, federated user. */
  readonly self: string | null;
  /** The entity behind a session: the role, or the user who called GetFederationToken. */
  readonly entity: string | null;
  /** AROA…, AIDA…: null when not known, empty when the caller has none. */
  readonly uniqueId: string | null;
}

/** Works out the names of a caller. */
export function prepareCaller(principal: RequestPrincipal, context: RequestContext): Caller {
  switch (principal.kind) {
    case 'user':
      return {
        principal,
        accountId: principal.accountId,
        self: principal.arn,
        entity: null,
        uniqueId: uniqueIdOf(principal.uniqueId, context),
      };
    case 'role':
      return {
        principal,
        accountId: principal.accountId,
        self: principal.sessionArn,
        entity: principal.arn,
        uniqueId: uniqueIdOf(principal.uniqueId, context),
      };
    case 'federatedUser':
      return {
        principal,
        accountId: principal.accountId,
        self: principal.sessionArn,
        entity: principal.userArn,
        uniqueId: '',
      };
    case 'root':
      return withoutIds(principal, principal.accountId, principal.arn);
    case 'webIdentity':
    case 'saml':
    case 'service':
    case 'anonymous':
    case 'unknown':
      return withoutIds(principal, null, null);
  }
}

function withoutIds(
  principal: RequestPrincipal,
  accountId: string | null,
  self: string | null,
): Caller {
  return { principal, accountId, self, entity: null, uniqueId: '' };
}

/** From the principal, else from `aws:userid`, which is `AIDA…` or `AROA…:session`. */
function uniqueIdOf(given: string | null | undefined, context: RequestContext): string | null {
  if (given !== null && given !== undefined) return given;
  const userId = context.get('aws:userid');
  if (userId === undefined || userId.state === 'unknown') return null;
  return userId.state === 'absent' ? '' : (userId.values[0]?.split(':')[0] ?? '');
}

/** The name at the end of a role ARN, without its path; null when the text is no role ARN. */
export function roleNameOf(arn: string): string | null {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'iam' || !parsed.resource.startsWith('role/')) return null;
  return parsed.resource.slice(parsed.resource.lastIndexOf('/') + 1);
}
