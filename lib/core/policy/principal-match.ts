import { parseArn } from './arn';
import { roleNameOf, type Caller } from './caller';
import type { Tri } from './evaluation';
import type { PrincipalElement } from './statement';
import { certain, choose, or } from './tri';

/**
 * `Principal` or `NotPrincipal`, prepared. A wildcard inside a principal is no wildcard: AWS accepts
 * only a whole `*`.
 *
 * Follows: IAM User Guide, "AWS JSON policy elements: Principal", "… NotPrincipal".
 */
export interface PreparedPrincipals {
  readonly negated: boolean;
  /** True for `*`. */
  readonly everyone: boolean;
  readonly accounts: ReadonlySet<string>;
  /** ARNs of users, roles, role sessions and federated users. */
  readonly arns: ReadonlySet<string>;
  /** AROA…, AIDA…: what AWS shows in place of the ARN of a deleted role or user. */
  readonly uniqueIds: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly federated: ReadonlySet<string>;
  /** Canonical user ids stand for accounts (or CloudFront identities); which ones, a policy does not say. */
  readonly canonicalUsers: boolean;
}

/**
 * By which of its names a statement reaches the caller. It decides what limits the grant within one
 * account: a grant to the caller itself is limited by nothing, one to the entity behind a session by
 * boundary and session policy, one to the account needs the identity policies to allow too.
 *
 * Follows: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access".
 */
export interface PrincipalMatch {
  /** The user, role session or federated user itself, a service, an identity provider, or everyone. */
  readonly self: Tri;
  /** The role of a session, or the user behind a federated user. */
  readonly entity: Tri;
  readonly account: Tri;
}

const NOBODY: PrincipalMatch = { self: 'no', entity: 'no', account: 'no' };
const SELF: PrincipalMatch = { self: 'yes', entity: 'no', account: 'no' };
const MAYBE: PrincipalMatch = { self: 'unknown', entity: 'unknown', account: 'unknown' };
const MAYBE_SELF: PrincipalMatch = { self: 'unknown', entity: 'no', account: 'no' };

/** Whether a statement reaches the caller by any name. */
export function reaches(match: PrincipalMatch): Tri {
  return or(match.self, or(match.entity, match.account));
}

/** Prepares `Principal` or `NotPrincipal`. */
export function preparePrincipals(element: PrincipalElement): PreparedPrincipals {
  const accounts = new Set<string>();
  const arns = new Set<string>();
  const uniqueIds = new Set<string>();
  const services = new Set<string>();
  const federated = new Set<string>();
  for (const { kind, value } of element.values) {
    if (kind === 'Service') services.add(value);
    else if (kind === 'Federated') federated.add(value);
    else if (kind === 'AWS') addAwsPrincipal(value, accounts, arns, uniqueIds);
  }
  return {
    negated: element.negated,
    everyone: element.values.some(({ kind, value }) => kind === 'AWS' && value === '*'),
    accounts,
    arns,
    uniqueIds,
    services,
    federated,
    canonicalUsers: element.values.some(({ kind }) => kind === 'CanonicalUser'),
  };
}

function addAwsPrincipal(
  value: string,
  accounts: Set<string>,
  arns: Set<string>,
  uniqueIds: Set<string>,
): void {
  const account = accountPrincipal(value);
  if (account !== null) accounts.add(account);
  else if (value.startsWith('arn:')) arns.add(value);
  else uniqueIds.add(value);
}

/** The account that a principal names as a whole: its id, or the ARN of its root; else null. */
export function accountPrincipal(value: string): string | null {
  if (/^\d{12}$/.test(value)) return value;
  const arn = parseArn(value);
  return arn?.service === 'iam' && arn.resource === 'root' && arn.account !== ''
    ? arn.account
    : null;
}

/**
 * Matches a caller. `boundary` says whether a permissions boundary is attached to it: AWS then lets
 * `NotPrincipal` in a Deny statement deny it whatever is listed.
 */
export function matchPrincipals(
  prepared: PreparedPrincipals,
  caller: Caller,
  effect: 'Allow' | 'Deny',
  boundary: Tri,
): PrincipalMatch {
  if (!prepared.negated) return prepared.everyone ? SELF : named(prepared, caller);
  const listed = excepted(prepared, caller);
  const spared = effect === 'Deny' ? choose(boundary, 'no', listed) : listed;
  if (spared === 'unknown') return MAYBE_SELF;
  return spared === 'yes' ? NOBODY : SELF;
}

function named(prepared: PreparedPrincipals, caller: Caller): PrincipalMatch {
  const { principal } = caller;
  switch (principal.kind) {
    case 'anonymous':
      return NOBODY;
    case 'unknown':
      return isEmpty(prepared) ? NOBODY : MAYBE;
    case 'service':
      return onlySelf(inSet(prepared.services, principal.service));
    case 'webIdentity':
    case 'saml':
      return onlySelf(federates(prepared.federated, principal.provider));
    case 'root':
      return onlySelf(or(certain(prepared.accounts.has(principal.accountId)), canonical(prepared)));
    case 'user':
    case 'role':
    case 'federatedUser':
      return namedIdentity(prepared, caller);
  }
}

function isEmpty(prepared: PreparedPrincipals): boolean {
  const { accounts, arns, uniqueIds, services, federated, canonicalUsers } = prepared;
  const sets = [accounts, arns, uniqueIds, services, federated];
  return !canonicalUsers && sets.every((set) => set.size === 0);
}

function onlySelf(self: Tri): PrincipalMatch {
  if (self === 'unknown') return MAYBE_SELF;
  return self === 'yes' ? SELF : NOBODY;
}

function inSet(set: ReadonlySet<string>, value: string | null): Tri {
  if (set.has('*')) return 'yes';
  if (value === null) return set.size === 0 ? 'no' : 'unknown';
  return certain(set.has(value));
}

function canonical(prepared: PreparedPrincipals): Tri {
  return prepared.canonicalUsers ? 'unknown' : 'no';
}

function namedIdentity(prepared: PreparedPrincipals, caller: Caller): PrincipalMatch {
  const account = or(
    certain(caller.accountId !== null && prepared.accounts.has(caller.accountId)),
    canonical(prepared),
  );
  if (prepared.arns.size === 0 && prepared.uniqueIds.size === 0) {
    return account === 'no' ? NOBODY : { self: 'no', entity: 'no', account };
  }
  const byId = hasId(prepared, caller);
  const isUser = caller.principal.kind === 'user';
  return {
    self: or(namesSelf(prepared, caller), isUser ? byId : 'no'),
    entity: or(namesEntity(prepared, caller), isUser ? 'no' : byId),
    account,
  };
}

function hasId(prepared: PreparedPrincipals, caller: Caller): Tri {
  if (prepared.uniqueIds.size === 0) return 'no';
  return caller.uniqueId === null ? 'unknown' : certain(prepared.uniqueIds.has(caller.uniqueId));
}

function namesSelf(prepared: PreparedPrincipals, caller: Caller): Tri {
  if (caller.self !== null) return certain(prepared.arns.has(caller.self));
  const { principal } = caller;
  if (principal.kind !== 'role') return 'no';
  const sessions = `:sts::${principal.accountId}:assumed-role/${roleNameOf(principal.arn) ?? ''}/`;
  return hasArn(prepared, (arn) => arn.includes(sessions)) ? 'unknown' : 'no';
}

function namesEntity(prepared: PreparedPrincipals, caller: Caller): Tri {
  const { principal, entity } = caller;
  if (entity !== null && prepared.arns.has(entity)) return 'yes';
  if (principal.kind === 'federatedUser' && entity === null) {
    const users = `:iam::${principal.accountId}:user/`;
    return hasArn(prepared, (arn) => arn.includes(users)) ? 'unknown' : 'no';
  }
  if (principal.kind !== 'role' || principal.pathKnown !== false) return 'no';
  return hasArn(prepared, (arn) => isSameName(arn, principal.arn)) ? 'unknown' : 'no';
}

function hasArn(prepared: PreparedPrincipals, is: (arn: string) => boolean): boolean {
  for (const arn of prepared.arns) if (is(arn)) return true;
  return false;
}

/** True for two role ARNs of one account that differ at most in their paths. */
function isSameName(a: string, b: string): boolean {
  const name = roleNameOf(a);
  return name !== null && name === roleNameOf(b) && parseArn(a)?.account === parseArn(b)?.account;
}

/** An OIDC provider may be written as its ARN or as its URL; a SAML one only as its ARN. */
function federates(federated: ReadonlySet<string>, provider: string | null): Tri {
  const exact = inSet(federated, provider);
  if (provider === null || exact === 'yes') return exact;
  for (const listed of federated) if (providerUrl(listed) === providerUrl(provider)) return 'yes';
  const comparable = provider.startsWith('arn:') || provider.includes('.');
  return comparable || federated.size === 0 ? 'no' : 'unknown';
}

function providerUrl(provider: string): string {
  const resource = parseArn(provider)?.resource ?? provider;
  return resource.startsWith('oidc-provider/') ? resource.slice('oidc-provider/'.length) : resource;
}

/**
 * Whether `NotPrincipal` spares the caller: certainly when every one of its names is listed, certainly
 * not when only its account is. In between AWS's documentation says no more than that it "might" be
 * denied, by service: unknown.
 */
function excepted(prepared: PreparedPrincipals, caller: Caller): Tri {
  if (prepared.everyone) return 'yes';
  const match = named(prepared, caller);
  switch (caller.principal.kind) {
    case 'user':
      return allOrNone([match.self], match.account);
    case 'role':
    case 'federatedUser':
      return allOrNone([match.self, match.entity], match.account);
    case 'root':
    case 'service':
    case 'webIdentity':
    case 'saml':
    case 'anonymous':
    case 'unknown':
      return reaches(match);
  }
}

function allOrNone(names: readonly Tri[], account: Tri): Tri {
  if (names.every((name) => name === 'no')) return 'no';
  return account === 'yes' && names.every((name) => name === 'yes') ? 'yes' : 'unknown';
}
