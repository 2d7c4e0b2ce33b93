import type { Collected, CollectedPolicies } from '../../../lib/core/policy/collected';
import type { PolicyRef } from '../../../lib/core/policy/layer';
import { preparePolicy, type PreparedPolicy } from '../../../lib/core/policy/prepare';
import type {
  AuthorizationRequest,
  ContextValue,
  RequestPrincipal,
} from '../../../lib/core/policy/request';

/** A policy as a case writes it: its document under its name. */
export type Named = Readonly<Record<string, unknown>>;

/** The policies of a case. What is absent is complete and empty: no identity policy, no boundary, and so on. */
export interface CasePolicies {
  readonly identity?: Named;
  readonly boundary?: Named;
  readonly session?: Named;
  readonly scp?: readonly Named[];
  readonly rcp?: readonly Named[];
  readonly resource?: Named;
  readonly vpcEndpoint?: Named;
  /** Layers of which nothing was collected. */
  readonly missing?: readonly (keyof CollectedPolicies)[];
  /** Layers of which a part was collected. */
  readonly partial?: readonly (keyof CollectedPolicies)[];
}

/** The request of a case. A context value of null is an absent key; a key that is not there is unknown. */
export interface CaseRequest {
  readonly principal: RequestPrincipal;
  readonly action: string;
  /** Null when it is not known. */
  readonly resource: string | null;
  readonly resourceAccountId?: string | null;
  readonly context?: Readonly<Record<string, string | readonly string[] | null>>;
}

/** A prepared policy; throws where the document is no policy. */
export function prepared(
  layer: PolicyRef['layer'],
  name: string,
  document: unknown,
): PreparedPolicy {
  const result = preparePolicy(
    { layer, arn: null, name, attachedTo: `place-of-${name}` },
    document,
  );
  if (!result.ok) throw new Error(result.error);
  return result.policy;
}

/** The collected policies of a case. */
export function collected(given: CasePolicies): CollectedPolicies {
  const all = (layer: PolicyRef['layer'], named: Named): PreparedPolicy[] =>
    Object.entries(named).map(([name, document]) => prepared(layer, name, document));
  const status = <T>(layer: keyof CollectedPolicies, value: T): Collected<T> => {
    const gaps = [`${layer} was not collected`];
    if (given.missing?.includes(layer) === true) return { status: 'missing', gaps };
    if (given.partial?.includes(layer) === true) return { status: 'partial', value, gaps };
    return { status: 'complete', value };
  };
  const one = (layer: PolicyRef['layer'], named?: Named): PreparedPolicy | null =>
    named === undefined ? null : (all(layer, named)[0] ?? null);
  return {
    identity: status('identity', all('identity', given.identity ?? {})),
    boundary: status('boundary', one('boundary', given.boundary)),
    session: status('session', given.session ? all('session', given.session) : null),
    scp: status('scp', given.scp?.map((level) => all('scp', level)) ?? null),
    rcp: status('rcp', given.rcp?.map((level) => all('rcp', level)) ?? null),
    resource: status('resource', one('resource', given.resource)),
    vpcEndpoint: status('vpcEndpoint', one('vpcEndpoint', given.vpcEndpoint)),
  };
}

/** The request of a case. */
export function request(given: CaseRequest): AuthorizationRequest {
  const context = new Map<string, ContextValue>();
  for (const [key, value] of Object.entries(given.context ?? {})) {
    context.set(key.toLowerCase(), contextValue(value));
  }
  const { principal, action, resource, resourceAccountId = null } = given;
  return { principal, action, resource, resourceAccountId, context };
}

function contextValue(value: string | readonly string[] | null): ContextValue {
  if (value === null) return { state: 'absent' };
  return { state: 'known', values: typeof value === 'string' ? [value] : value };
}
