import type { Denial } from '../denial/denial';
import type {
  AuthorizationRequest,
  ContextValue,
  RequestContext,
  RequestPrincipal,
} from '../policy/request';
import type { ActionReference, ServiceReference } from '../service-reference/service-reference';
import type { CollectedFacts, OrganizationPlace } from './evidence';
import { makesResource } from './resource-policy';

/** Condition key in any case -> values; what AWS itself (or the user, by `--context`) says of the request. */
export type GivenContext = ReadonlyMap<string, readonly string[]>;

/**
 * Completes the request of a denial with what the evidence knows: the principal's path and tags,
 * the ARN that AWS left out, the organization, and given context keys, which win over all others.
 *
 * Returns null when the action cannot be known: nothing can be evaluated then. The resource may stay unknown.
 */
export function completeRequest(
  denial: Denial,
  facts: CollectedFacts | null,
  given: GivenContext,
  reference: ServiceReference,
): AuthorizationRequest | null {
  if (denial.action === null) return null;
  const found = facts?.principalArn ?? null;
  const principalArn = found ?? denial.principal.arn;
  return {
    principal: requestPrincipal(denial, principalArn, found !== null),
    action: denial.action,
    resource: denial.resource.arn ?? facts?.resourceArn ?? null,
    resourceAccountId: facts?.resourceAccountId ?? ownerInRecord(denial, denial.action),
    context: requestContext(denial, facts, principalArn, given, reference),
  };
}

function ownerInRecord({ resource, accountId }: Denial, action: string): string | null {
  return resource.accountId ?? (makesResource(action) ? accountId : null);
}

/**
 * The caller as policy evaluation sees it; `unknown` where the record does not tell enough.
 *
 * @param found whether `arn` is the one that the policies' source has, and so has its path
 */
export function requestPrincipal(
  denial: Denial,
  arn: string | null,
  found: boolean,
): RequestPrincipal {
  const { principal } = denial;
  switch (principal.type) {
    case 'webIdentity':
    case 'saml':
      return { kind: principal.type, provider: principal.identityProvider };
    case 'service':
      return { kind: 'service', service: principal.invokedBy };
    case 'anonymous':
      return { kind: 'anonymous' };
    case 'user':
    case 'role':
    case 'root':
    case 'federatedUser':
    case 'identityCenter':
    case 'unknown':
      return iamPrincipal(denial, arn, found) ?? UNKNOWN;
  }
}

function iamPrincipal(denial: Denial, arn: string | null, found: boolean): RequestPrincipal | null {
  const { type, accountId, sessionArn, serviceLinked } = denial.principal;
  if (accountId === null) return null;
  if (type === 'federatedUser')
    return sessionArn === null
      ? null
      : { kind: 'federatedUser', sessionArn, userArn: arn, accountId };
  if (arn === null) return null;
  const uniqueId = denial.principal.principalId;
  if (type === 'root') return { kind: 'root', arn, accountId };
  if (type === 'user') return { kind: 'user', arn, accountId, uniqueId };
  if (type !== 'role' && type !== 'identityCenter') return null;
  const pathKnown = found || denial.principal.pathKnown;
  return { kind: 'role', arn, pathKnown, uniqueId, sessionArn, accountId, serviceLinked };
}

const UNKNOWN: RequestPrincipal = { kind: 'unknown' };

function requestContext(
  denial: Denial,
  facts: CollectedFacts | null,
  principalArn: string | null,
  given: GivenContext,
  reference: ServiceReference,
): RequestContext {
  const keys = new Map<string, ContextValue>(denial.context);
  if (principalArn !== null && hasOwnArnAsPrincipalArn(denial, facts))
    keys.set('aws:principalarn', known(principalArn));
  if (facts !== null) addFacts(keys, denial, facts);
  for (const [key, values] of given)
    keys.set(key.toLowerCase(), values.length > 0 ? { state: 'known', values } : ABSENT);
  const action = denial.action === null ? null : reference.action(denial.action);
  const userTagsKnown = denial.principal.type === 'user' && (facts?.principalTags ?? null) !== null;
  return new CompletedContext(keys, absentFamilies(action, userTagsKnown), (prefix) =>
    reference.hasService(prefix),
  );
}

/** aws:PrincipalArn of a federated user is its session, not the issuing user; that of a role has its path. */
function hasOwnArnAsPrincipalArn({ principal }: Denial, facts: CollectedFacts | null): boolean {
  if (!['user', 'role', 'identityCenter', 'root'].includes(principal.type)) return false;
  return principal.pathKnown || (facts?.principalArn ?? null) !== null;
}

interface AbsentFamilies {
  /** Null when the action is not in the reference: nothing can be concluded then. */
  readonly actionKeys: ReadonlySet<string> | null;
  readonly userTagsKnown: boolean;
}

function absentFamilies(action: ActionReference | null, userTagsKnown: boolean): AbsentFamilies {
  return { actionKeys: action === null ? null : familiesOf(action), userTagsKnown };
}

const FAMILIES = new WeakMap<ActionReference, ReadonlySet<string>>();

/** The families of the keys that an action has, worked out once. */
function familiesOf(action: ActionReference): ReadonlySet<string> {
  const known = FAMILIES.get(action);
  if (known !== undefined) return known;
  const families = new Set(action.conditionKeys.map((key) => familyOf(key.toLowerCase())));
  FAMILIES.set(action, families);
  return families;
}

/** `aws:requesttag/${tagkey}` and `aws:requesttag/team` are both of the family `aws:requesttag/`. */
function familyOf(key: string): string {
  const slash = key.indexOf('/');
  return slash < 0 ? key : key.slice(0, slash + 1);
}

/** Keys that a request has only where the service authorization reference lists them for the action. */
const ONLY_WHERE_LISTED = new Set(['aws:requesttag/', 'aws:tagkeys']);

/**
 * The known keys, and rules for whole families that a map cannot hold: a service's own key that the
 * reference does not list for the action is not in the request, and a user has the tags it has.
 * A role's session may bring tags of its own, so a role's other tags stay unknown.
 */
class CompletedContext implements RequestContext {
  private readonly keys: ReadonlyMap<string, ContextValue>;
  private readonly families: AbsentFamilies;
  private readonly isService: (prefix: string) => boolean;

  constructor(
    keys: ReadonlyMap<string, ContextValue>,
    families: AbsentFamilies,
    isService: (prefix: string) => boolean,
  ) {
    this.keys = keys;
    this.families = families;
    this.isService = isService;
  }

  /** A denial says of all other keys of a family that they are absent by the family's own name, `aws:requesttag/`. */
  get(lowerCaseKey: string): ContextValue | undefined {
    return this.keys.get(lowerCaseKey) ?? (this.isAbsent(lowerCaseKey) ? ABSENT : undefined);
  }

  entries(): Iterable<readonly [string, ContextValue]> {
    return this.keys.entries();
  }

  private isAbsent(key: string): boolean {
    const { actionKeys, userTagsKnown } = this.families;
    if (key.startsWith('aws:principaltag/')) return userTagsKnown;
    const family = familyOf(key);
    if (family.endsWith(':resourcetag/') && this.keys.get(family)?.state === 'absent') return true;
    if (actionKeys === null) return false;
    if (actionKeys.has(family)) return this.keys.get(family)?.state === 'absent';
    if (ONLY_WHERE_LISTED.has(family)) return true;
    const prefix = key.slice(0, key.indexOf(':'));
    return prefix !== 'aws' && this.isService(prefix);
  }
}

const ABSENT: ContextValue = { state: 'absent' };

function known(...values: readonly string[]): ContextValue {
  return { state: 'known', values };
}

function addFacts(keys: Map<string, ContextValue>, denial: Denial, facts: CollectedFacts): void {
  for (const [key, value] of facts.principalTags ?? [])
    keys.set(`aws:principaltag/${key.toLowerCase()}`, known(value));
  addResourceTags(keys, denial, facts.resourceTags);
  addOrganization(keys, 'principal', facts.principalOrganization, denial.accountId);
  addOrganization(keys, 'resource', facts.resourceOrganization, facts.resourceAccountId);
  if (facts.resourceAccountId !== null)
    keys.set('aws:resourceaccount', known(facts.resourceAccountId));
}

/**
 * Tags of the resource, and that it has no others: `aws:ResourceTag/…` and the service's own
 * `ec2:ResourceTag/…` say the same.
 */
function addResourceTags(
  keys: Map<string, ContextValue>,
  { action }: Denial,
  tags: CollectedFacts['resourceTags'],
): void {
  if (tags === null) return;
  const service = action?.split(':')[0]?.toLowerCase() ?? 'aws';
  for (const family of ['aws:resourcetag/', `${service}:resourcetag/`]) {
    keys.set(family, ABSENT);
    for (const [key, value] of tags) keys.set(`${family}${key.toLowerCase()}`, known(value));
  }
}

function addOrganization(
  keys: Map<string, ContextValue>,
  whose: 'principal' | 'resource',
  place: OrganizationPlace | null | undefined,
  accountId: string | null,
): void {
  if (place === undefined || accountId === null) return;
  if (place === null) {
    for (const key of ['orgid', 'orgpaths']) keys.set(`aws:${whose}${key}`, ABSENT);
    return;
  }
  keys.set(`aws:${whose}orgid`, known(place.organizationId));
  // A path has a root at least: without one it was not collected.
  if (place.path.length > 0)
    keys.set(`aws:${whose}orgpaths`, known(`${[place.organizationId, ...place.path].join('/')}/`));
  if (whose === 'principal' && place.managementAccountId !== null)
    keys.set('aws:principalorgmasteraccountid', known(place.managementAccountId));
}
