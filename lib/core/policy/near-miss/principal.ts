import { parseArn } from '../arn';
import type { MissReason } from '../near-miss';
import type { PreparedStatement } from '../prepared-statement';
import { accountPrincipal } from '../principal-match';
import type { Situation } from '../situation';
import type { PrincipalKind, PrincipalValue } from '../statement';
import { reachesCaller } from '../statement-match';
import { editDistance } from '../similar';
import type { Compared, Miss } from './miss';

/** Principals shown of a long list. */
const SHOWN = 5;

/** Compares `Principal` or `NotPrincipal` with the caller. */
export function comparePrincipal(statement: PreparedStatement, situation: Situation): Compared {
  const { written, principals } = statement;
  if (principals === null || written.principal === null) return 'matched';
  if (reachesCaller(statement, situation) !== 'no') return 'matched';
  const { negated, values } = written.principal;
  if (!negated) return closestOf(values, situation);
  return {
    failed: 'principal',
    reason: 'principalNotListed',
    expected: `not ${list(values)}`,
    actual: nameOf(situation),
    distance: 12,
  };
}

function closestOf(values: readonly PrincipalValue[], situation: Situation): Miss {
  const actual = nameOf(situation);
  const kind = kindOf(situation);
  const sameKind = values.filter((value) => value.kind === kind && value.value !== '*');
  const names = actual === null ? [] : sameKind.map(({ value }) => value);
  const closest = closestPrincipal(names, actual ?? '', situation.caller.accountId);
  return {
    failed: 'principal',
    reason: reasonFor(situation, sameKind),
    expected: closest?.value ?? list(sameKind.length > 0 ? sameKind : values),
    actual,
    distance: sameKind.length === 0 ? 14 : (closest?.distance ?? 10),
  };
}

function kindOf({ caller }: Situation): PrincipalKind {
  switch (caller.principal.kind) {
    case 'service':
      return 'Service';
    case 'webIdentity':
    case 'saml':
      return 'Federated';
    case 'user':
    case 'role':
    case 'federatedUser':
    case 'root':
    case 'anonymous':
    case 'unknown':
      return 'AWS';
  }
}

function reasonFor(situation: Situation, sameKind: readonly PrincipalValue[]): MissReason {
  const { accountId, principal } = situation.caller;
  if (principal.kind === 'service') return 'serviceNotTrusted';
  if (principal.kind === 'webIdentity' || principal.kind === 'saml') return 'providerNotTrusted';
  if (accountId === null) return 'principalNotListed';
  const accounts = sameKind.map(({ value }) => accountOf(value));
  if (accounts.length === 0) {
    return situation.sameAccount === 'yes' ? 'principalNotListed' : 'accountNotTrusted';
  }
  // A unique id (AROA…, AIDA…) does not say to which account it belongs.
  const mayBeOwn = accounts.includes(accountId) || accounts.includes(null);
  return mayBeOwn ? 'principalNotListed' : 'accountNotTrusted';
}

function accountOf(value: string): string | null {
  return accountPrincipal(value) ?? parseArn(value)?.account ?? null;
}

/** The caller by the name under which a policy would list it; null when it is not known. */
function nameOf({ caller }: Situation): string | null {
  const { principal, entity, self } = caller;
  if (principal.kind === 'service') return principal.service;
  if (principal.kind === 'webIdentity' || principal.kind === 'saml') return principal.provider;
  if (principal.kind === 'anonymous') return 'anonymous';
  return entity ?? self;
}

interface Closest {
  readonly value: string;
  readonly distance: number;
}

/** The listed principal that is most like the caller; null when none is like it at all. */
function closestPrincipal(
  listed: readonly string[],
  actual: string,
  account: string | null,
): Closest | null {
  let best: Closest | null = null;
  for (const value of listed) {
    const distance = principalDistance(value, actual, account);
    if (distance !== null && (best === null || distance < best.distance))
      best = { value, distance };
  }
  return best ?? (listed.length === 1 ? { value: listed[0] ?? '', distance: 10 } : null);
}

function principalDistance(value: string, actual: string, account: string | null): number | null {
  if (value.toLowerCase() === actual.toLowerCase()) return 4;
  if (lastName(value) === lastName(actual)) return 6;
  if (editDistance(lastName(value), lastName(actual), 2) <= 2) return 8;
  return account !== null && accountOf(value) === account ? 9 : null;
}

function lastName(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

function list(values: readonly PrincipalValue[]): string {
  const shown = values.slice(0, SHOWN).map(({ value }) => value);
  const more = values.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
