import type { RequestPrincipal } from '../../../lib/core/policy/request';
import type { CasePolicies, CaseRequest, Named } from './build';

/**
 * The evaluation logic again, as slow and plain as can be: no index, no preparation, every statement
 * of every policy is read as written. Only for requests about which everything is known, with the
 * elements and operators that the generated policies use.
 *
 * Follows: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access".
 */
export interface NaiveAnswer {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  readonly denied: readonly string[];
}

interface Statement {
  readonly Effect: string;
  readonly [element: string]: unknown;
}

/** Answers like `evaluate`, with the names of the layers in which a Deny statement matches. */
export function naive(request: CaseRequest, policies: CasePolicies): NaiveAnswer {
  const { identity = {}, boundary, scp, resource } = policies;
  const session = request.principal.kind === 'role' ? policies.session : undefined;
  const denied = Object.entries({ identity, boundary, session, resource })
    .filter(([layer, named]) => named !== undefined && denies(named, request, layer))
    .map(([layer]) => layer);
  if (scp?.some((level) => denies(level, request, 'scp')) === true) denied.push('scp');
  if (denied.length > 0) return { decision: 'explicitDeny', denied };
  const allowed = allows(request, policies);
  return { decision: allowed ? 'allowed' : 'implicitDeny', denied };
}

function allows(request: CaseRequest, policies: CasePolicies): boolean {
  const { identity = {}, scp = [], resource = {} } = policies;
  const by = (named: Named, layer: string): boolean =>
    statementsOf(named).some((one) => one.Effect === 'Allow' && applies(one, request, layer));
  if (scp.some((level) => !by(level, 'scp'))) return false;
  const grants = grantsOf(resource, request);
  const same = request.resource === '*' || ownerOf(request.principal) === request.resourceAccountId;
  const ceilings = ceilingsOf(request, policies).every((one) => by(one, 'identity'));
  const own = by(identity, 'identity') && ceilings;
  if (!same) return own && grants.size > 0;
  return own || grants.has('self') || (grants.has('entity') && ceilings);
}

function ceilingsOf({ principal }: CaseRequest, { boundary, session }: CasePolicies): Named[] {
  return [boundary, principal.kind === 'role' ? session : undefined].filter(
    (one) => one !== undefined,
  );
}

function grantsOf(named: Named, request: CaseRequest): ReadonlySet<string> {
  const allowing = statementsOf(named).filter(
    (one) => one.Effect === 'Allow' && applies(one, request, 'resource'),
  );
  const names = allowing.flatMap((one) => principalNames(one));
  const { principal } = request;
  return new Set(
    names.flatMap((name) => {
      if (name === '*' || name === selfOf(principal)) return ['self'];
      if (name === entityOf(principal)) return ['entity'];
      return name === rootOf(principal) ? ['account'] : [];
    }),
  );
}

function denies(named: Named, request: CaseRequest, layer: string): boolean {
  return statementsOf(named).some((one) => one.Effect === 'Deny' && applies(one, request, layer));
}

function statementsOf(named: Named): readonly Statement[] {
  return Object.values(named).flatMap((document) => {
    const { Statement } = document as { readonly Statement: Statement | readonly Statement[] };
    return [Statement].flat();
  });
}

function applies(statement: Statement, request: CaseRequest, layer: string): boolean {
  const action = (pattern: string): boolean =>
    glob(pattern.toLowerCase(), request.action.toLowerCase());
  const resource = (pattern: string): boolean => glob(pattern, request.resource ?? '');
  return (
    either(statement, 'Action', action) &&
    either(statement, 'Resource', resource) &&
    (layer !== 'resource' || reaches(statement, request.principal)) &&
    conditionHolds(statement['Condition'], request)
  );
}

function either(statement: Statement, name: string, is: (pattern: string) => boolean): boolean {
  const plain = statement[name];
  return plain === undefined ? !listOf(statement[`Not${name}`]).some(is) : listOf(plain).some(is);
}

function reaches(statement: Statement, principal: RequestPrincipal): boolean {
  const own = [selfOf(principal), entityOf(principal), rootOf(principal)];
  return principalNames(statement).some((name) => name === '*' || own.includes(name));
}

function principalNames(statement: Statement): readonly string[] {
  const principal = statement['Principal'];
  return principal === '*' ? ['*'] : listOf((principal as { readonly AWS: unknown }).AWS);
}

function selfOf(principal: RequestPrincipal): string | null {
  if (principal.kind === 'user') return principal.arn;
  return principal.kind === 'role' ? principal.sessionArn : null;
}

function entityOf(principal: RequestPrincipal): string | null {
  return principal.kind === 'role' ? principal.arn : null;
}

function rootOf(principal: RequestPrincipal): string {
  return `arn:aws:iam::${ownerOf(principal)}:root`;
}

function ownerOf(principal: RequestPrincipal): string {
  return 'accountId' in principal ? principal.accountId : '';
}

function conditionHolds(condition: unknown, { context = {} }: CaseRequest): boolean {
  return Object.entries((condition ?? {}) as Readonly<Record<string, object>>).every(
    ([operator, block]) =>
      Object.entries(block).every(([key, wanted]) => {
        const value = context[key] as string | null;
        const found = listOf(wanted).includes(value ?? '');
        return operator === 'StringEquals' ? found : !found;
      }),
  );
}

function listOf(value: unknown): readonly string[] {
  return [value].flat() as readonly string[];
}

/** By trying every length for every `*`. */
export function glob(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern.slice(0, 1), pattern.slice(1)];
  if (first === '*') return glob(rest, text) || (text !== '' && glob(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && glob(rest, text.slice(1));
}
