import type { Denial } from '../denial/denial';
import { describeNearMiss, type NearMiss } from '../policy/near-miss';
import type { Evaluated } from './blockers';
import type { Blocker } from './diagnosis';
import { conditionsOf } from './request-fix';
import { principalName } from './remedy/owner';
import type { Conclusion } from './verdict';
import { LAYER_WORDS, policyInWords, resourcePolicyInWords, statementInWords } from './words';

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
      return 'By the policies as they were collected after the denial, every layer allows this request.';
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
  return [whyLayer(denial, main, nearMisses, evaluated), ...alsoBlocked(others)].join(' ');
}

/** The other layers that would refuse it: AWS names only one. */
function alsoBlocked(others: readonly Blocker[]): readonly string[] {
  const denies = others.filter(({ effect }) => effect === 'explicitDeny').map(denierInWords);
  const lacks = others
    .filter(({ effect }) => effect === 'implicitDeny')
    .map(({ layer }) => `the ${LAYER_WORDS[layer]}`);
  const verb = lacks.length === 1 ? 'does' : 'do';
  return [
    ...denies.map((what) => `${capital(what)} denies it as well.`),
    ...(lacks.length === 0 ? [] : [`${capital(listed(lacks))} ${verb} not allow it either.`]),
  ];
}

function denierInWords({ layer, statements }: Blocker): string {
  const [first] = statements;
  return first === undefined ? `a statement of a ${LAYER_WORDS[layer]}` : statementInWords(first);
}

function whyLayer(
  denial: Denial,
  blocker: Blocker,
  nearMisses: readonly NearMiss[],
  evaluated: Evaluated | null,
): string {
  if (blocker.effect === 'explicitDeny') return whyDenies(blocker, evaluated);
  const near = nearMisses.find(({ statement }) => statement.layer === blocker.layer);
  const resource = evaluated?.request.resource ?? denial.resource.arn;
  const plain = lacking(denial, blocker, resource);
  if (near === undefined || evaluated === null) return plain;
  return `${plain} ${capital(describeNearMiss(near, evaluated.request))}.`;
}

function whyDenies({ layer, statements }: Blocker, evaluated: Evaluated | null): string {
  const [first] = statements;
  if (first === undefined) return `A statement of a ${LAYER_WORDS[layer]} denies it.`;
  if (first.statement === null) return `${capital(policyInWords(first))} denies it.`;
  const met = evaluated === null ? [] : conditionsOf([first], evaluated);
  const because = met
    .filter(({ result }) => result === 'yes')
    .map(({ operator, key, expected, actual }) => {
      const had =
        actual.state === 'known'
          ? `was ${actual.values.join(', ')}`
          : actual.state === 'absent'
            ? 'was not in the request'
            : 'is not known';
      return `${key} ${had}, and the condition is ${operator} ${expected.join(', ')}`;
    });
  const condition = because.length === 0 ? '' : `: ${because.join('; ')}`;
  return `${capital(statementInWords(first))} denies it${condition}.`;
}

function lacking(denial: Denial, { layer, cause }: Blocker, resource: string | null): string {
  const action = denial.action ?? 'the action';
  const who = principalName(denial.principal);
  if (cause === 'noPolicy')
    return layer === 'identity'
      ? `${capital(who)} has no policy at all.`
      : `There is no ${LAYER_WORDS[layer]} that could allow it.`;
  const tail = TAILS.get(cause) ?? '';
  if (layer === 'resource')
    return `${capital(resourcePolicyInWords(denial.action, resource))} does not allow ${action}${cause === 'principalMismatch' ? ` to ${who}` : tail}.`;
  const whose = OF_THE_CALLER.includes(layer) ? ` of ${who}` : '';
  return `No ${LAYER_WORDS[layer]}${whose} allows ${action}${tail}.`;
}

const TAILS: ReadonlyMap<Blocker['cause'], string> = new Map([
  ['resourceMismatch', ' on this resource'],
  ['conditionMismatch', ' under the conditions of this request'],
]);

const OF_THE_CALLER: readonly Blocker['layer'][] = ['identity', 'boundary', 'session'];

function listed(parts: readonly string[]): string {
  return parts.length < 2
    ? parts.join('')
    : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
