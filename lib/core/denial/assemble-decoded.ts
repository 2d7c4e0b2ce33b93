import type { ServiceReference } from '../service-reference/service-reference';
import { actionsOfOperation, canonicalAction } from './action';
import { isAccountId, parseArn } from './arn';
import { NO_RECORD } from './assemble';
import { requestContext } from './context';
import { known } from './context-value';
import type { ContextValue, Denial, DenialResource } from './denial';
import { NOTHING_SAID } from './message';
import { principalOfText, UNKNOWN_PRINCIPAL } from './principal';
import { resourceOfMessage } from './resource-of-message';

/** What a denial is made of in a decoded authorization message. */
export interface DecodedRequest {
  readonly explicitDeny: boolean;
  readonly principalArn: string | null;
  /** May lack its service: `RunInstances`. */
  readonly action: string | null;
  readonly resource: string | null;
  /** Condition key as AWS writes it -> its values. */
  readonly context: ReadonlyMap<string, readonly string[]>;
  readonly matchedStatements?: readonly {
    readonly sid: string | null;
    readonly effect: 'allow' | 'deny';
  }[];
}

/**
 * The denial that a decoded authorization message tells of. Its context is AWS's own, so it wins over
 * what principal and resource let conclude.
 *
 * Follows: STS API Reference, DecodeAuthorizationMessage.
 */
export function denialFromDecoded(decoded: DecodedRequest, reference: ServiceReference): Denial {
  const given = lowerCased(decoded.context);
  const principal =
    decoded.principalArn === null ? UNKNOWN_PRINCIPAL : principalOfText(decoded.principalArn);
  const action = actionOf(decoded, given, reference);
  const entry = action === null ? null : reference.action(action);
  const region = given.get('aws:region')?.[0] ?? null;
  const partition = parseArn(decoded.principalArn ?? '')?.partition ?? 'aws';
  const place = { partition, region, accountId: principal.accountId };
  const resource = withOwner(
    decoded.resource === null
      ? { arn: null, named: null, accountId: null }
      : resourceOfMessage(decoded.resource, entry, place),
    given.get('aws:account')?.[0],
  );
  const question = { principal, action: entry, resource, record: null, ownParameters: false };
  return {
    ...NO_RECORD,
    accountId: principal.accountId,
    region,
    principal,
    action,
    resource,
    errorCode: null,
    errorMessage: null,
    said: {
      ...NOTHING_SAID,
      principal: decoded.principalArn,
      action: decoded.action,
      resource: decoded.resource,
      effect: decoded.explicitDeny ? 'explicitDeny' : 'implicitDeny',
    },
    decoded: {
      denies: (decoded.matchedStatements ?? []).flatMap(({ sid, effect }) =>
        effect === 'deny' && sid !== null ? [sid] : [],
      ),
    },
    setting: null,
    context: new Map([...requestContext(question, reference), ...ofDecoded(given)]),
  };
}

function lowerCased(
  context: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  return new Map([...context].map(([key, values]) => [key.toLowerCase(), values]));
}

/** EC2 leaves its own name out of the action; the context or the resource has it. */
function actionOf(
  { action, resource }: DecodedRequest,
  given: ReadonlyMap<string, readonly string[]>,
  reference: ServiceReference,
): string | null {
  if (action === null) return null;
  if (action.includes(':')) return canonicalAction(action, reference);
  const named = [parseArn(resource ?? '')?.service, ...(given.get('aws:service') ?? [])];
  const services = new Set(named.filter((name) => name !== undefined));
  const fitting = services.size > 0 ? [...services] : reference.servicesWithAction(action);
  const actions = fitting.flatMap(
    (prefix) => actionsOfOperation(prefix, action, reference)?.action ?? [],
  );
  const [only, ...others] = actions;
  return only !== undefined && others.length === 0 ? only : null;
}

function withOwner(resource: DenialResource, account: string | undefined): DenialResource {
  return resource.accountId === null && isAccountId(account)
    ? { ...resource, accountId: account }
    : resource;
}

/** Parts of the resource's ARN, which the message lists among the condition keys. */
const NO_CONDITION_KEYS: ReadonlySet<string> = new Set([
  'aws:account',
  'aws:arn',
  'aws:id',
  'aws:region',
  'aws:resource',
  'aws:service',
  'aws:type',
]);

function ofDecoded(
  given: ReadonlyMap<string, readonly string[]>,
): readonly (readonly [string, ContextValue])[] {
  const keys = [...given].flatMap(([key, values]): (readonly [string, ContextValue])[] =>
    NO_CONDITION_KEYS.has(key) || values.length === 0 ? [] : [[key, known(...values)]],
  );
  const region = given.get('aws:region');
  return region === undefined || given.has('aws:requestedregion')
    ? keys
    : [...keys, ['aws:requestedregion', known(...region)]];
}
