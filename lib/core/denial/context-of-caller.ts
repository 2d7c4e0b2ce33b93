import type { CloudTrailRecord } from '../record/record';
import { ABSENT, ifKnown, known, orAbsent, UNKNOWN, type ContextEntry } from './context-value';
import type { ContextValue, DenialPrincipal, PrincipalType } from './denial';
import { federatedProviderOf } from './principal';

/**
 * The condition keys about who calls, and how the caller is authenticated.
 *
 * Follows: IAM User Guide, "AWS global condition context keys" (the availability of each key), "Request
 * information that you can use for policy variables" (which principal has which key).
 *
 * @param record null for pasted text, which does not tell how the caller was authenticated
 */
export function contextOfCaller(
  principal: DenialPrincipal,
  record: CloudTrailRecord | null,
): readonly ContextEntry[] {
  switch (principal.type) {
    case 'anonymous':
      return [...NOT_FOR_ANONYMOUS.map((key): ContextEntry => [key, ABSENT]), ...ANONYMOUS];
    case 'service':
      return [
        ['aws:principalisawsservice', known('true')],
        ['aws:principalservicename', ifKnown(principal.invokedBy)],
      ];
    case 'webIdentity':
      return ofWebIdentity(principal, record);
    case 'saml':
      return ofSaml(principal, record);
    case 'user':
    case 'role':
    case 'root':
    case 'federatedUser':
    case 'identityCenter':
      return ofSigned(principal, record);
    case 'unknown':
      return [];
  }
}

const ANONYMOUS: readonly ContextEntry[] = [
  ['aws:principaltype', known('Anonymous')],
  ['aws:userid', known('anonymous')],
];
const NOT_FOR_ANONYMOUS = [
  'aws:federatedprovider',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalorgid',
  'aws:principalservicename',
  'aws:sourceidentity',
  'aws:tokenissuetime',
  'aws:username',
];

const TYPE_VALUES: Partial<Record<PrincipalType, string>> = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  identityCenter: 'AssumedRole',
  federatedUser: 'FederatedUser',
};

function ofSigned(
  principal: DenialPrincipal,
  record: CloudTrailRecord | null,
): readonly ContextEntry[] {
  const { type } = principal;
  const isUser = type === 'user';
  return [
    ['aws:principalarn', ifKnown(principalArn(principal))],
    ['aws:principalaccount', ifKnown(principal.accountId)],
    ['aws:principaltype', ifKnown(TYPE_VALUES[type] ?? null)],
    ['aws:userid', ifKnown(userId(principal, record))],
    ['aws:username', isUser ? ifKnown(principal.userName) : ABSENT],
    ['aws:principalisawsservice', known('false')],
    ['aws:principalservicename', ABSENT],
    ['aws:principalservicenameslist', ABSENT],
    ['aws:federatedprovider', federatedProvider(principal, record)],
    ['aws:sourceidentity', sourceIdentity(principal, record)],
    ...ofCredentials(principal, record),
    ...ofInstance(principal, record),
  ];
}

/** Of a federated user it is the session; of a role the role, with its path. */
function principalArn({ type, arn, pathKnown, sessionArn }: DenialPrincipal): string | null {
  if (type === 'federatedUser') return sessionArn;
  return pathKnown ? arn : null;
}

/** `principalId` is what `aws:userid` holds: `AIDA…`, `AROA…:session`, an account, `account:federated user`. */
function userId({ type }: DenialPrincipal, record: CloudTrailRecord | null): string | null {
  const id = record?.userIdentity.principalId ?? null;
  if (id === null) return null;
  const form = type === 'user' ? /^A[A-Z0-9]{3,127}$/ : /^[A-Z0-9]{4,128}(?::[^\s]{1,256})?$/;
  return form.test(id) ? id : null;
}

function federatedProvider(
  { type }: DenialPrincipal,
  record: CloudTrailRecord | null,
): ContextValue {
  if (type === 'user' || type === 'root') return ABSENT;
  return ifKnown(record === null ? null : federatedProviderOf(record));
}

function sourceIdentity({ type }: DenialPrincipal, record: CloudTrailRecord | null): ContextValue {
  if (type === 'user' || type === 'root') return ABSENT;
  return record === null ? UNKNOWN : orAbsent(record.userIdentity.sourceIdentity);
}

/** MFA and the issue time are keys of temporary credentials only. */
function ofCredentials(
  principal: DenialPrincipal,
  record: CloudTrailRecord | null,
): readonly ContextEntry[] {
  if (record === null) return [];
  const { mfaAuthenticated, sessionCreationDate } = record.userIdentity;
  if (principal.accessKeyId?.startsWith('AKIA') === true)
    return [
      ['aws:multifactorauthpresent', ABSENT],
      ['aws:multifactorauthage', ABSENT],
      ['aws:tokenissuetime', ABSENT],
    ];
  const present = mfaAuthenticated === null ? UNKNOWN : known(String(mfaAuthenticated));
  return [
    ['aws:multifactorauthpresent', present],
    ['aws:multifactorauthage', mfaAuthenticated === false ? ABSENT : mfaAge(principal, record)],
    ['aws:tokenissuetime', ifKnown(sessionCreationDate)],
  ];
}

/**
 * Seconds since MFA. The session of a user begins with it; a role may have been assumed from a session
 * that had it long before, so there it is unknown.
 */
function mfaAge({ type }: DenialPrincipal, record: CloudTrailRecord): ContextValue {
  const began = Date.parse(record.userIdentity.sessionCreationDate ?? '');
  const now = Date.parse(record.eventTime ?? '');
  const isKnown = type === 'user' && record.userIdentity.mfaAuthenticated === true && now >= began;
  return isKnown ? known(String(Math.round((now - began) / 1000))) : UNKNOWN;
}

/** Which keys credentials of an EC2 instance bring; CloudTrail marks them with `ec2RoleDelivery`. */
function ofInstance(
  { type, sessionName }: DenialPrincipal,
  record: CloudTrailRecord | null,
): readonly ContextEntry[] {
  const delivery = record?.userIdentity.ec2RoleDelivery ?? null;
  const mayBe = record === null || delivery !== null || (sessionName ?? 'i-').startsWith('i-');
  const isInstance = (type === 'role' || type === 'identityCenter') && mayBe;
  const other = isInstance ? UNKNOWN : ABSENT;
  return [
    ['ec2:roledelivery', delivery === null ? other : known(delivery)],
    ['ec2:sourceinstancearn', other],
    ['aws:ec2instancesourcevpc', other],
    ['aws:ec2instancesourceprivateipv4', other],
  ];
}

/**
 * The token's claims that CloudTrail keeps: `principalId` is `PROVIDER:AUDIENCE:SUBJECT`, and `userName` the subject.
 * The keys are named after the provider's URL; other claims stay unknown.
 *
 * Follows: IAM User Guide, "IAM and AWS STS condition context keys", keys for OIDC federation.
 */
function ofWebIdentity(
  { identityProvider, userName }: DenialPrincipal,
  record: CloudTrailRecord | null,
): readonly ContextEntry[] {
  if (identityProvider === null || record === null) return [];
  const marker = ':oidc-provider/';
  const at = identityProvider.indexOf(marker);
  const host = (
    at < 0 ? identityProvider : identityProvider.slice(at + marker.length)
  ).toLowerCase();
  const id = record.userIdentity.principalId ?? '';
  const [head, tail] = [`${identityProvider}:`, `:${userName ?? ''}`];
  const whole = userName !== null && id.startsWith(head) && id.endsWith(tail);
  const audience = whole ? id.slice(head.length, id.length - tail.length) : '';
  // Google's `aud` key holds the token's `azp` where there is one.
  const told = audience !== '' && host !== 'accounts.google.com' ? audience : null;
  return [
    [`${host}:sub`, ifKnown(userName)],
    [`${host}:aud`, ifKnown(told)],
  ];
}

/** Follows: CloudTrail User Guide, "Values for AWS STS APIs with SAML and web identity federation". */
function ofSaml(
  { userName }: DenialPrincipal,
  record: CloudTrailRecord | null,
): readonly ContextEntry[] {
  return [
    ['saml:sub', ifKnown(userName)],
    ['saml:namequalifier', ifKnown(record?.userIdentity.identityProvider ?? null)],
  ];
}
