import type { Denial } from '../../denial/denial';
import type { Evidence } from '../../evidence/evidence';
import type { Layer, PolicyRef } from '../../policy/layer';
import type { NearMiss } from '../../policy/near-miss';
import type { ServiceReference } from '../../service-reference/service-reference';
import type { Evaluated } from '../blockers';
import { policiesLackingAllow } from '../cause';
import type { Blocker, Remedy } from '../diagnosis';
import { adviceFor, adviceForDenies } from '../request-fix';
import type { Conclusion } from '../verdict';
import { LAYER_WORDS, policyInWords, statementInWords } from '../words';
import { proposeChanges, type Proposal } from './changes';
import { grantIn } from './grant';
import { ownerOf, principalName } from './owner';
import { needsSecurityReview } from './risk';

/** Everything that a remedy is chosen from. */
export interface Diagnosed {
  readonly denial: Denial;
  readonly evidence: Evidence;
  readonly conclusion: Conclusion;
  readonly nearMisses: readonly NearMiss[];
  readonly evaluated: Evaluated | null;
  readonly reference: ServiceReference;
}

type Advice = Pick<Remedy, 'kind' | 'owner' | 'says'>;

/** A rule answers, or leaves the case to the next one. */
type Rule = (diagnosed: Diagnosed) => Remedy | null;

/** In this order: what no policy can change first, what no policy should change next, changes last. */
const RULES: readonly Rule[] = [
  setting,
  allowedByNow,
  notKnown,
  deniedExplicitly,
  stoppedByGuardrail,
  unsignedRequest,
  askDifferently,
  change,
];

/** Chooses what to do about a diagnosed denial. Never widens, never touches a guardrail. */
export function chooseRemedy(diagnosed: Diagnosed): Remedy {
  for (const rule of RULES) {
    const remedy = rule(diagnosed);
    if (remedy !== null) return remedy;
  }
  return withoutChanges(diagnosed, {
    kind: 'none',
    owner: ownerOf(diagnosed.conclusion.layer ?? 'identity', diagnosed.denial, null),
    says: 'No change can be proposed: too little is known of the request or its policies.',
  });
}

function withoutChanges({ denial, reference }: Diagnosed, advice: Advice): Remedy {
  return {
    ...advice,
    changes: [],
    proof: 'notProven',
    needsSecurityReview: denial.action !== null && needsSecurityReview(denial.action, reference),
  };
}

function setting(diagnosed: Diagnosed): Remedy | null {
  const found = diagnosed.denial.setting;
  if (found === null) return null;
  const kind = found.kind === 'crossAccountPassRole' ? 'fixRequest' : 'setting';
  return withoutChanges(diagnosed, {
    kind,
    owner: found.owner,
    says: 'No policy changes this: it is a setting, not a permission.',
  });
}

function allowedByNow(diagnosed: Diagnosed): Remedy | null {
  if (diagnosed.conclusion.verdict !== 'allowedNow') return null;
  return withoutChanges(diagnosed, {
    kind: 'wait',
    owner: 'nobody needs to change anything',
    says: 'The policies as collected allow this request: try it again. A change of IAM policies takes some seconds, rarely minutes, to reach every Region.',
  });
}

function notKnown(diagnosed: Diagnosed): Remedy | null {
  if (diagnosed.conclusion.verdict !== 'unknown') return null;
  const { layer } = diagnosed.conclusion;
  return withoutChanges(diagnosed, {
    kind: 'none',
    owner: layer === null ? 'not known' : ownerOf(layer, diagnosed.denial, null),
    says: 'Nothing is proposed before the reason is known: close the gaps first.',
  });
}

/** A Deny does what it is there for. Where its condition is the caller's to meet, the request is what changes. */
function deniedExplicitly(diagnosed: Diagnosed): Remedy | null {
  const { denial, conclusion, evaluated } = diagnosed;
  const denies = conclusion.blockers.filter(({ effect }) => effect === 'explicitDeny');
  const [first] = denies;
  if (first === undefined)
    return conclusion.verdict === 'explicitDeny' ? unknownDeny(diagnosed) : null;
  const [statement] = first.statements;
  const owner = ownerOf(first.layer, denial, statement ?? null);
  const isOwnPolicy = denies.every(({ layer }) => layer === 'identity' || layer === 'resource');
  const advice = isOwnPolicy ? adviceForDenies(first.statements, evaluated) : null;
  if (advice !== null)
    return withoutChanges(diagnosed, {
      kind: 'fixRequest',
      owner,
      says: `To get through, ${advice}.`,
    });
  const what =
    statement === undefined
      ? `a Deny in a ${LAYER_WORDS[first.layer]}`
      : statementInWords(statement);
  return withoutChanges(diagnosed, {
    kind: 'guardrail',
    owner,
    says: `No Allow can help: ${what} refuses it on purpose. Ask its owner, or do without.`,
  });
}

function unknownDeny(diagnosed: Diagnosed): Remedy {
  return withoutChanges(diagnosed, {
    kind: 'guardrail',
    owner: 'the owner of the policy with the Deny, which AWS does not name',
    says: 'A Deny statement refuses it, so no Allow can help. Find the statement first.',
  });
}

const GUARDRAILS: readonly Layer[] = ['scp', 'rcp', 'boundary', 'session', 'vpcEndpoint'];

function stoppedByGuardrail(diagnosed: Diagnosed): Remedy | null {
  const { denial, conclusion } = diagnosed;
  const first = conclusion.blockers.find(({ layer }) => GUARDRAILS.includes(layer));
  if (first === undefined) return null;
  const policy = limitingPolicy(first.layer, diagnosed);
  const what = policy === null ? `the ${LAYER_WORDS[first.layer]}` : policyInWords(policy);
  const others = conclusion.blockers.filter(({ layer }) => !GUARDRAILS.includes(layer));
  const also =
    others.length === 0
      ? ''
      : ` The ${others.map(({ layer }) => LAYER_WORDS[layer]).join(' and the ')} would have to allow it as well.`;
  return withoutChanges(diagnosed, {
    kind: 'guardrail',
    owner: ownerOf(first.layer, denial, policy),
    says: `An Allow in another layer cannot help: ${what} limits what may be done, and does not allow this. Whether it should is its owner's decision.${also}`,
  });
}

/** The policy to talk about: the one of the nearest miss, else the first that lacks an Allow. */
function limitingPolicy(layer: Layer, { nearMisses, evaluated }: Diagnosed): PolicyRef | null {
  const near = nearMisses.find(({ statement }) => statement.layer === layer)?.statement;
  if (near !== undefined || evaluated === null) return near ?? null;
  return policiesLackingAllow(layer, evaluated.policies, evaluated.request)?.[0]?.ref ?? null;
}

function unsignedRequest(diagnosed: Diagnosed): Remedy | null {
  if (diagnosed.denial.principal.type !== 'anonymous') return null;
  return withoutChanges(diagnosed, {
    kind: 'fixRequest',
    owner: ownerOf('resource', diagnosed.denial, null),
    says: 'The request was not signed: make it with credentials. Opening the resource to everybody is not proposed.',
  });
}

/** A condition is not met, or a name is spelled differently: the policies are as they should be. */
function askDifferently(diagnosed: Diagnosed): Remedy | null {
  const { denial, conclusion, nearMisses } = diagnosed;
  const [near] = nearMisses;
  const says = spellDifferently(conclusion, near) ?? meetCondition(conclusion, nearMisses);
  if (says === null) return null;
  const owner = ownerOf(near?.statement.layer ?? 'identity', denial, near?.statement ?? null);
  return withoutChanges(diagnosed, { kind: 'fixRequest', owner, says });
}

/** The statement's pattern is made from the caller's own name or tag, and only the case differs. */
function spellDifferently({ blockers }: Conclusion, near: NearMiss | undefined): string | null {
  if (near?.reason !== 'caseDiffers' || !usesVariable(near) || blockers.length > 1) return null;
  return `Upper and lower case count: the policy covers ${near.expected}.`;
}

function meetCondition({ blockers }: Conclusion, nearMisses: readonly NearMiss[]): string | null {
  if (blockers.length === 0 || blockers.some(({ cause }) => cause !== 'conditionMismatch'))
    return null;
  const key = nearMisses.find(({ failed }) => failed === 'condition')?.conditionKey;
  const advice = key === undefined ? null : adviceFor(key);
  return advice === null
    ? 'The request does not meet the condition of the statement that would allow it.'
    : `To get through, ${advice}.`;
}

function usesVariable({ statement }: NearMiss): boolean {
  return JSON.stringify(statement.statement ?? {}).includes('${');
}

/** Only identity and resource policies are left, and none of them denies. */
function change(diagnosed: Diagnosed): Remedy | null {
  const { denial, conclusion, nearMisses, evaluated, evidence, reference } = diagnosed;
  const { blockers } = conclusion;
  if (blockers.length === 0 || denial.action === null) return null;
  const proposal =
    evaluated === null
      ? fromMessageAlone(blockers, evidence)
      : proposeChanges(blockers, nearMisses, evaluated, reference);
  if (proposal === null) return null;
  const owners = proposal.changes.map(({ policy }) => ownerOf(policy.layer, denial, policy));
  return {
    kind: proposal.kind,
    changes: proposal.changes,
    proof: proposal.proof.kind === 'proven' ? 'evaluated' : 'notProven',
    owner: [...new Set(owners)].join('; and '),
    says: [...proposal.changes.map(describeChange), ...caveats(diagnosed, proposal)].join(' '),
    caveats: caveats(diagnosed, proposal),
    needsSecurityReview: needsSecurityReview(denial.action, reference),
  };
}

/** AWS says that no identity-based policy allows it: that alone is enough for a new statement. */
function fromMessageAlone(blockers: readonly Blocker[], { request }: Evidence): Proposal | null {
  if (request === null) return null;
  const changes = blockers.map(({ layer }) => grantIn(layer, request, null));
  if (!changes.every((change) => change !== null)) return null;
  const why = 'the policies were not collected';
  return { kind: 'grant', changes, proof: { kind: 'notApplicable', why } };
}

function describeChange({ do: kind, policy }: Remedy['changes'][number]): string {
  if (kind === 'replaceStatement') return `Change a statement of ${policyInWords(policy)}.`;
  return policy.layer === 'identity' && policy.name === null
    ? `Add an inline policy to ${policy.attachedTo ?? 'the caller'}.`
    : `Add a statement to ${policyInWords(policy)}.`;
}

function caveats({ denial, evaluated }: Diagnosed, { proof }: Proposal): readonly string[] {
  const found: string[] = [];
  const { permissionSet } = denial.principal;
  if (permissionSet !== null)
    found.push(
      `${principalName(denial.principal)} belongs to IAM Identity Center: make the change in the inline policy of permission set ${permissionSet}, not in the role.`,
    );
  if (denial.action === 'iam:CreateServiceLinkedRole')
    found.push(
      'Or have an administrator create the service-linked role once: then nobody needs this permission.',
    );
  if (proof.kind === 'stillDenied')
    found.push('Whether this is enough could not be shown: something else is not known.');
  if (proof.kind === 'widens')
    found.push(`Look before you apply it: it would also allow ${proof.neighbour}.`);
  if (proof.kind === 'notApplicable' && evaluated !== null) found.push(`Not tried: ${proof.why}.`);
  return found;
}
