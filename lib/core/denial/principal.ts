import { objectOf, textOf } from '../record/json';
import type { CloudTrailRecord, UserIdentity } from '../record/record';
import { accountOfArn, isAccountId, parseArn, partitionOfRegion } from './arn';
import type { DenialPrincipal } from './denial';

/**
 * Who made the request of a record. The principal that AWS's message names helps where the record's
 * own identity is missing or hides it, as in the resource owner's copy of a cross-account call.
 *
 * A service that calls on a caller's behalf (`invokedBy`) does not replace the caller.
 *
 * Follows: CloudTrail User Guide, "CloudTrail userIdentity element".
 *
 * @param said principal as the message writes it; null when it names none
 */
export function principalOfRecord(record: CloudTrailRecord, said: string | null): DenialPrincipal {
  const { userIdentity } = record;
  const found = moreTelling(fromIdentity(record), [said, userIdentity.principalId]);
  return {
    ...found,
    accessKeyId: userIdentity.accessKeyId,
    accountId: found.accountId ?? accountOf(userIdentity),
    invokedBy: found.invokedBy ?? userIdentity.invokedBy,
    userName: found.userName ?? userIdentity.userName,
    principalId: found.principalId ?? uniqueId(userIdentity.principalId),
  };
}

/**
 * Who a text names: an ARN as messages and decoded messages write it, a service, `anonymous`, or a
 * unique id with its session (`AROA…:session`). The path of a role is not in a session ARN.
 */
export function principalOfText(text: string): DenialPrincipal {
  const arn = parseArn(text);
  if (arn === null) return withoutArn(text);
  const accountId = isAccountId(arn.account) ? arn.account : null;
  const slash = arn.resource.indexOf('/');
  const kind = slash < 0 ? arn.resource : arn.resource.slice(0, slash);
  const name = slash < 0 ? '' : arn.resource.slice(slash + 1);
  switch (`${arn.service}:${kind}`) {
    case 'sts:assumed-role':
      return { ...ofSession(text, null), accountId };
    case 'sts:federated-user':
      return {
        ...UNKNOWN_PRINCIPAL,
        type: 'federatedUser',
        sessionArn: text,
        sessionName: name,
        accountId,
      };
    case 'iam:role':
      return { ...ofRole(text, true), accountId };
    case 'iam:user':
      return {
        ...UNKNOWN_PRINCIPAL,
        type: 'user',
        arn: text,
        pathKnown: true,
        userName: lastSegment(name),
        accountId,
      };
    case 'iam:root':
      return { ...UNKNOWN_PRINCIPAL, type: 'root', arn: text, pathKnown: true, accountId };
    default:
      return { ...UNKNOWN_PRINCIPAL, accountId };
  }
}

/** A caller of whom nothing is known. */
export const UNKNOWN_PRINCIPAL: DenialPrincipal = {
  type: 'unknown',
  arn: null,
  pathKnown: false,
  sessionArn: null,
  sessionName: null,
  accountId: null,
  accessKeyId: null,
  serviceLinked: false,
  permissionSet: null,
  invokedBy: null,
  identityProvider: null,
  userName: null,
  principalId: null,
};

/** What the identity tells, unless it names nobody and one of the texts does without contradicting it. */
function moreTelling(
  identity: DenialPrincipal,
  texts: readonly (string | null)[],
): DenialPrincipal {
  if (identity.arn !== null || !['unknown', 'user', 'role'].includes(identity.type))
    return identity;
  const others = texts.flatMap((text) => (text === null ? [] : principalOfText(text)));
  const other = others.find(
    ({ type }) => type !== 'unknown' && (identity.type === 'unknown' || type === identity.type),
  );
  return other ?? identity;
}

function fromIdentity(record: CloudTrailRecord): DenialPrincipal {
  const { userIdentity: identity } = record;
  if (isAnonymous(identity)) return { ...UNKNOWN_PRINCIPAL, type: 'anonymous' };
  switch (identity.type) {
    case 'AWSService':
      return { ...UNKNOWN_PRINCIPAL, type: 'service', invokedBy: serviceName(record) };
    case 'WebIdentityUser':
      return {
        ...UNKNOWN_PRINCIPAL,
        type: 'webIdentity',
        identityProvider: identity.identityProvider,
      };
    case 'SAMLUser':
      return { ...UNKNOWN_PRINCIPAL, type: 'saml', identityProvider: samlProvider(record) };
    case 'IdentityCenterUser':
      return { ...UNKNOWN_PRINCIPAL, type: 'identityCenter' };
    case 'FederatedUser':
      return federatedUser(identity);
    case 'AssumedRole':
    case 'Role':
      return role(identity);
    case null:
    default:
      return fromArn(record);
  }
}

/**
 * Both spellings of an unsigned request to S3 that were published. An empty principal id alone is none: it only says
 * that CloudTrail does not tell.
 */
function isAnonymous({ type, accountId, principalId }: UserIdentity): boolean {
  if (type !== 'AWSAccount' && type !== null) return false;
  return [accountId, principalId].some((id) => id !== null && ANONYMOUS.has(id.toLowerCase()));
}

const ANONYMOUS: ReadonlySet<string> = new Set(['anonymous', 'anonymous_principal']);

function serviceName({ userIdentity, sourceIpAddress }: CloudTrailRecord): string | null {
  if (userIdentity.invokedBy !== null) return userIdentity.invokedBy;
  return sourceIpAddress !== null && isServiceName(sourceIpAddress) ? sourceIpAddress : null;
}

/** `delivery.logs.amazonaws.com`, `backup.amazonaws.com.cn`. */
function isServiceName(text: string): boolean {
  return /^[a-z0-9.-]{1,100}\.amazonaws\.com(\.cn)?$/.test(text);
}

/** `principalArn` of the request is the provider; `identityProvider` of a SAML user is the name qualifier of the assertion. */
function samlProvider({ requestParameters, userIdentity }: CloudTrailRecord): string | null {
  const provider = requestParameters === null ? null : textOf(requestParameters, 'principalArn');
  return provider ?? userIdentity.identityProvider;
}

function federatedUser(identity: UserIdentity): DenialPrincipal {
  const session = identity.arn;
  const issuer = identity.sessionIssuer?.arn ?? null;
  return {
    ...UNKNOWN_PRINCIPAL,
    type: 'federatedUser',
    arn: issuer,
    pathKnown: issuer !== null,
    sessionArn: session,
    sessionName: session === null ? null : afterFirstSlash(session),
    principalId: uniqueId(identity.sessionIssuer?.principalId ?? null),
  };
}

function role(identity: UserIdentity): DenialPrincipal {
  const issuer = identity.sessionIssuer?.arn ?? null;
  const session = identity.arn;
  const roleArn = issuer?.includes(':role/') === true ? issuer : null;
  if (session?.includes(':assumed-role/') === true) return ofSession(session, roleArn);
  const own = roleArn ?? (session?.includes(':role/') === true ? session : null);
  const sessionName = afterColon(identity.principalId);
  if (own !== null) return { ...ofRole(own, true), sessionName };
  return { ...UNKNOWN_PRINCIPAL, type: 'role', sessionName };
}

/** Users, root, AWSAccount, Directory, Unknown, and types that CloudTrail adds later: the ARN tells, else the unique id. */
function fromArn(record: CloudTrailRecord): DenialPrincipal {
  const { arn, type } = record.userIdentity;
  const named = arn === null ? UNKNOWN_PRINCIPAL : principalOfText(arn);
  if (named.type !== 'unknown') return named;
  if (type === 'Root')
    return { ...UNKNOWN_PRINCIPAL, type: 'root', arn: rootArn(record), pathKnown: true };
  return type === 'IAMUser' ? { ...UNKNOWN_PRINCIPAL, type: 'user' } : UNKNOWN_PRINCIPAL;
}

function rootArn({ userIdentity: { accountId }, awsRegion }: CloudTrailRecord): string | null {
  if (!isAccountId(accountId)) return null;
  return `arn:${partitionOfRegion(awsRegion ?? '')}:iam::${accountId}:root`;
}

/** `AROA…:session` and the like, a service, `anonymous`. */
function withoutArn(text: string): DenialPrincipal {
  if (ANONYMOUS.has(text.toLowerCase())) return { ...UNKNOWN_PRINCIPAL, type: 'anonymous' };
  if (isServiceName(text)) return { ...UNKNOWN_PRINCIPAL, type: 'service', invokedBy: text };
  const principalId = uniqueId(text);
  if (principalId?.startsWith('AROA') === true)
    return { ...UNKNOWN_PRINCIPAL, type: 'role', sessionName: afterColon(text), principalId };
  if (principalId?.startsWith('AIDA') === true)
    return { ...UNKNOWN_PRINCIPAL, type: 'user', principalId };
  return UNKNOWN_PRINCIPAL;
}

function ofSession(sessionArn: string, issuer: string | null): DenialPrincipal {
  const arn = parseArn(sessionArn);
  const [, roleName = '', ...session] = (arn?.resource ?? '').split('/');
  const derived = `arn:${arn?.partition ?? 'aws'}:iam::${arn?.account ?? ''}:role/${roleName}`;
  return {
    ...ofRole(issuer ?? derived, issuer !== null),
    sessionArn,
    sessionName: session.length > 0 ? session.join('/') : null,
  };
}

function ofRole(arn: string, pathKnown: boolean): DenialPrincipal {
  const name = lastSegment(arn);
  const permissionSet = permissionSetOf(name);
  return {
    ...UNKNOWN_PRINCIPAL,
    type: permissionSet === null ? 'role' : 'identityCenter',
    arn,
    pathKnown,
    serviceLinked: pathKnown
      ? arn.includes(':role/aws-service-role/')
      : name.startsWith('AWSServiceRoleFor'),
    permissionSet,
  };
}

/** `Developer` of `AWSReservedSSO_Developer_0123456789abcdef`. */
function permissionSetOf(roleName: string): string | null {
  if (!roleName.startsWith(SSO_PREFIX)) return null;
  const end = roleName.lastIndexOf('_');
  return end > SSO_PREFIX.length ? roleName.slice(SSO_PREFIX.length, end) : null;
}

const SSO_PREFIX = 'AWSReservedSSO_';

function accountOf({ accountId, arn }: UserIdentity): string | null {
  return isAccountId(accountId) ? accountId : arn === null ? null : accountOfArn(arn);
}

/** The unique id before the session name; null for what has another form (a web identity, an account). */
function uniqueId(principalId: string | null): string | null {
  return principalId === null ? null : (/^A[A-Z0-9]{3,127}(?=:|$)/.exec(principalId)?.[0] ?? null);
}

function afterColon(text: string | null): string | null {
  const colon = text?.indexOf(':') ?? -1;
  return text === null || colon < 0 ? null : text.slice(colon + 1);
}

function afterFirstSlash(text: string): string {
  return text.slice(text.indexOf('/') + 1);
}

function lastSegment(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

/** What `sessionContext.webIdFederationData` says of a role session: the provider that it came from. */
export function federatedProviderOf(record: CloudTrailRecord): string | null {
  const context = objectOf(objectOf(record.raw, 'userIdentity') ?? {}, 'sessionContext') ?? {};
  const data = objectOf(context, 'webIdFederationData') ?? {};
  return textOf(data, 'federatedProvider');
}
