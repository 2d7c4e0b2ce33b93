import type { Denial } from '../denial/denial';
import type { StatementRef } from '../policy/layer';
import { describeNearMiss, type NearMiss } from '../policy/near-miss';
import type { Evaluated } from './blockers';
import { policiesLackingAllow } from './cause';
import { metInWords } from './condition-words';
import type { Blocker } from './diagnosis';
import { conditionsOf } from './request-fix';
import { principalName } from './remedy/owner';
import type { Conclusion } from './verdict';
import {
  capital,
  LAYER_WORDS,
  listed,
  placeInWords,
  policyInWords,
  positionInWords,
  resourcePolicyInWords,
  statementInWords,
} from './words';

/** One or two sentences, in the words of the reader's own policies: why the request was denied. */
export function whyDenied(
  denial: Denial,
  conclusion: Conclusion,
  nearMisses: readonly NearMiss[],
  evaluated: Evaluated | null,
): string {
  if (denial.setting !== null) return denial.setting.says;
  switch (conclusion.verdict) {
    case 'allowedNow':
      return 'The policies as they were collected after the denial allow this request.';
    case 'unknown':
    case 'notIam':
      return whyUnknown(denial, conclusion);
    case 'explicitDeny':
    case 'implicitDeny':
      return whyBlocked(denial, conclusion, nearMisses, evaluated);
  }
}

function whyUnknown({ said, action }: Denial, { layer }: Conclusion): string {
  if (said.ambiguous)
    return 'AWS gives three possible reasons at once: the resource does not exist in this Region, no resource-based policy allows the request, or one denies it.';
  if (layer !== null)
    return `AWS names the ${LAYER_WORDS[layer]}, but not whether a statement denies the request or none allows it.`;
  return action === null
    ? 'AWS does not say why, nor which action was refused.'
    : 'AWS does not say why, and what could be looked at does not explain it.';
}

function whyBlocked(
  denial: Denial,
  { layer, blockers, verdict }: Conclusion,
  nearMisses: readonly NearMiss[],
  evaluated: Evaluated | null,
): string {
  const main = blockers.find((blocker) => blocker.layer === layer) ?? blockers[0];
  if (main === undefined)
    return verdict === 'explicitDeny'
      ? 'A Deny statement refuses it; AWS does not name the policy type.'
      : 'No policy allows it; AWS does not name the policy type.';
  const others = blockers.filter((blocker) => blocker !== main);
  return [...whyLayer(denial, main, nearMisses, evaluated), ...alsoBlocked(others)].join(' ');
}

/** The other layers that would refuse it: AWS names only one. */
function alsoBlocked(others: readonly Blocker[]): readonly string[] {
  const denies = others.filter(({ effect }) => effect === 'explicitDeny').map(denierInWords);
  const lacks = others
    .filter(({ effect }) => effect === 'implicitDeny')
    .map(({ layer }) => SHORT_LAYERS[layer]);
  const several = lacks.length > 1 || lacks.some((words) => words.endsWith('policies'));
  return [
    ...denies.map((what) => `${capital(what)} denies it as well.`),
    ...(lacks.length === 0
      ? []
      : [`${capital(listed(lacks))} ${several ? 'do' : 'does'} not allow it either.`]),
  ];
}

/** Each layer of one caller and request. */
const SHORT_LAYERS: Readonly<Record<Blocker['layer'], string>> = {
  identity: "the caller's own policies",
  boundary: 'the permissions boundary',
  session: 'the session policy',
  scp: 'the service control policies',
  rcp: 'the resource control policies',
  resource: "the resource's policy",
  vpcEndpoint: 'the VPC endpoint policy',
};

function denierInWords({ layer, statements }: Blocker): string {
  const [first] = statements;
  return first === undefined ? `a statement of a ${LAYER_WORDS[layer]}` : statementInWords(first);
}

function whyLayer(
  denial: Denial,
  blocker: Blocker,
  nearMisses: readonly NearMiss[],
  evaluated: Evaluated | null,
): readonly string[] {
  if (blocker.effect === 'explicitDeny') return whyDenies(blocker, evaluated);
  const plain = `${lacking(denial, blocker, evaluated)}.`;
  const near = nearMisses.find(({ statement }) => statement.layer === blocker.layer);
  if (near === undefined || evaluated === null) return [plain];
  const statement = shortStatement(near.statement, evaluated);
  return [plain, `${capital(describeNearMiss(near, evaluated.request, statement))}.`];
}

/** A statement without what the sentence before it names already: the caller, or the one policy of a layer. */
function shortStatement(ref: StatementRef, { request, policies }: Evaluated): string {
  const { layer } = ref;
  const lacks = policiesLackingAllow(layer, policies, request) ?? [];
  if (layer === 'identity' || lacks.length > 1)
    return statementInWords(ref, 'arn' in request.principal ? request.principal.arn : null);
  return positionInWords(ref);
}

/** Deny statements told one by one; the rest are counted. */
const TOLD_DENIES = 2;

function whyDenies({ layer, statements }: Blocker, evaluated: Evaluated | null): readonly string[] {
  if (statements.length === 0) return [`A statement of a ${LAYER_WORDS[layer]} denies it.`];
  const told = statements.slice(0, TOLD_DENIES).map((statement, index) => {
    if (statement.statement === null) return `${capital(policyInWords(statement))} denies it.`;
    const met = evaluated === null ? [] : conditionsOf([statement], evaluated);
    const open = met.filter(({ result }) => result === 'unknown');
    const subject = capital(statementInWords(statement));
    if (open.length > 0)
      return `${subject} can be what denies it: ${listed(open.map(metInWords))}.`;
    const reasons =
      met.length === 0
        ? complementsOf(statement)
        : met.filter(({ result }) => result === 'yes').map(metInWords);
    const because = reasons.length === 0 ? '' : ` because ${listed(reasons)}`;
    return `${subject} denies it${index === 0 ? '' : ' too'}${because}.`;
  });
  const more = statements.length - told.length;
  return more > 0
    ? [...told, `So do ${more} more ${more === 1 ? 'statement' : 'statements'}.`]
    : told;
}

/** What a Deny without condition spares, where it names that: why it denies is what it does not name. */
function complementsOf({ statement }: StatementRef): readonly string[] {
  const written = (statement ?? {}) as Readonly<Record<string, unknown>>;
  return COMPLEMENTS.flatMap(([element, words]) => {
    const value = Object.hasOwn(written, element) ? written[element] : undefined;
    const names = [isObject(value) ? Object.values(value) : value].flat(2);
    const texts = names.filter((name) => typeof name === 'string');
    return texts.length === 0 ? [] : [`${words} ${listed(texts.slice(0, 4))}`];
  });
}

const COMPLEMENTS = [
  ['NotPrincipal', 'it spares only'],
  ['NotAction', 'it denies all actions but'],
  ['NotResource', 'it denies everything but'],
] as const;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Which policy does not allow what, without a full stop. */
function lacking(denial: Denial, blocker: Blocker, evaluated: Evaluated | null): string {
  const { layer, cause } = blocker;
  const action = denial.action ?? 'the action';
  const who = principalName(denial.principal);
  if (cause === 'noPolicy') return withoutPolicy(denial, blocker, action, who);
  const what = `${action}${tailOf(cause, evaluated)}`;
  switch (layer) {
    case 'identity':
      return `No identity-based policy of ${who} allows ${what}${butNow(blocker, evaluated)}`;
    case 'resource':
      return `${ofResource(denial, evaluated)} does not allow ${what}${forWhom(cause, who)}`;
    case 'boundary':
    case 'session':
    case 'vpcEndpoint':
      return `${theOne(denial, blocker, evaluated, who)} does not allow ${what}`;
    case 'scp':
    case 'rcp':
      return ofOrganization(layer, what, evaluated);
  }
}

/** AWS found none that allows it, and among the collected ones there is one. */
function butNow({ layer, cause }: Blocker, evaluated: Evaluated | null): string {
  const verdict = evaluated?.evaluation.layers.find((other) => other.layer === layer);
  return cause === 'unknown' && verdict?.says === 'allow'
    ? ', says AWS; among those that were collected, one does'
    : '';
}

function withoutPolicy(denial: Denial, { layer }: Blocker, action: string, who: string): string {
  if (layer === 'identity')
    return `${capital(who)} has no identity-based policy at all, so none allows ${action}`;
  const resource = denial.resource.arn;
  return layer === 'resource' && resource !== null && resource !== '*'
    ? `${capital(placeInWords(resource))} has no resource-based policy, so nothing there allows ${action} to ${who}`
    : `There is no ${LAYER_WORDS[layer]} that could allow ${action}`;
}

function forWhom(cause: Blocker['cause'], who: string): string {
  return cause === 'principalMismatch' ? ` to ${who}` : '';
}

/** `*` is no resource that one could speak of. */
function tailOf(cause: Blocker['cause'], evaluated: Evaluated | null): string {
  const isStar = cause === 'resourceMismatch' && evaluated?.request.resource === '*';
  return isStar ? '' : (TAILS.get(cause) ?? '');
}

const TAILS: ReadonlyMap<Blocker['cause'], string> = new Map([
  ['resourceMismatch', ' on this resource'],
  ['conditionMismatch', ' under the conditions of this request'],
]);

function ofResource({ action, resource }: Denial, evaluated: Evaluated | null): string {
  const collected = evaluated?.policies.resource;
  const found = collected === undefined || collected.status === 'missing' ? null : collected.value;
  const asked = evaluated?.request.resource ?? resource.arn;
  return capital(found === null ? resourcePolicyInWords(action, asked) : policyInWords(found.ref));
}

/** Of boundary, session and endpoint there is one policy each. */
function theOne(
  denial: Denial,
  { layer }: Blocker,
  evaluated: Evaluated | null,
  who: string,
): string {
  const lacks =
    evaluated === null ? null : policiesLackingAllow(layer, evaluated.policies, evaluated.request);
  const named = lacks?.[0]?.ref;
  if (layer === 'vpcEndpoint')
    return `The policy of VPC endpoint ${named?.attachedTo ?? denial.vpcEndpointId ?? '(not named)'}`;
  if (layer === 'session') return `The session policy of ${who}`;
  const name = named?.name ?? null;
  return `The permissions boundary${name === null ? '' : ` ${name}`} of ${who}`;
}

/** The levels that lack an Allow: the other levels are in order. */
function ofOrganization(layer: 'scp' | 'rcp', what: string, evaluated: Evaluated | null): string {
  const lacks =
    evaluated === null ? null : policiesLackingAllow(layer, evaluated.policies, evaluated.request);
  const [first, ...others] = lacks ?? [];
  if (first === undefined) return `No ${LAYER_WORDS[layer]} allows ${what}`;
  if (others.length === 0) return `${capital(policyInWords(first.ref))} does not allow ${what}`;
  const nodes = [...new Set((lacks ?? []).flatMap(({ ref }) => ref.attachedTo ?? []))];
  return `No ${LAYER_WORDS[layer]} on ${listed(nodes)} allows ${what}`;
}
