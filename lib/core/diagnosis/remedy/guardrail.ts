import type { Layer, PolicyRef, StatementRef } from '../../policy/layer';
import { policiesLackingAllow } from '../cause';
import type { Remedy } from '../diagnosis';
import { escapeFrom, meet } from '../request-fix';
import { capital, LAYER_WORDS, policyInWords } from '../words';
import { withoutChanges, type Diagnosed, type Rule } from './diagnosed';
import { ownerOf, principalName } from './owner';

const GUARDRAILS: readonly Layer[] = ['scp', 'rcp', 'boundary', 'session', 'vpcEndpoint'];

/** A Deny does what it is there for. Where its condition is the caller's to meet, the request is what changes. */
export const deniedExplicitly: Rule = (diagnosed) => {
  const { denial, conclusion, evaluated } = diagnosed;
  const denies = conclusion.blockers.filter(({ effect }) => effect === 'explicitDeny');
  const [first] = denies;
  if (first === undefined)
    return conclusion.verdict === 'explicitDeny' ? unknownDeny(diagnosed) : null;
  const statements = denies.flatMap((deny) => deny.statements);
  const [statement] = first.statements;
  const owner = ownerOf(first.layer, denial, statement ?? null);
  const way = escapeFrom(statements, evaluated, denial.principal);
  if (statements.some(isQuarantine)) return quarantined(diagnosed);
  if (way !== null && !denies.some(({ layer }) => GUARDRAILS.includes(layer)))
    return withoutChanges(diagnosed, {
      kind: 'fixRequest',
      owner,
      says: `To get through, ${way}.`,
    });
  return withoutChanges(diagnosed, {
    kind: 'guardrail',
    owner,
    says: `${way === null ? '' : `${capital(way)}, or `}${exception(way)}`,
  });
};

function exception(way: string | null): string {
  const ask = 'ask its owner for an exception';
  return way === null
    ? `No Allow helps against a Deny: ${ask}, or do without.`
    : `${ask}: no Allow helps against a Deny.`;
}

/** AWS attaches this policy to users whose access key it found in public. */
function isQuarantine({ arn }: StatementRef): boolean {
  return arn?.includes(':iam::aws:policy/AWSCompromisedKeyQuarantine') === true;
}

function quarantined(diagnosed: Diagnosed): Remedy {
  const { principal } = diagnosed.denial;
  return withoutChanges(diagnosed, {
    kind: 'guardrail',
    owner: ownerOf('identity', diagnosed.denial, null),
    says: `AWS attached this policy because it found an access key of ${principalName(principal)} in public. Treat the key as stolen: deactivate it, look at what it was used for, then detach the policy.`,
  });
}

function unknownDeny(diagnosed: Diagnosed): Remedy {
  return withoutChanges(diagnosed, {
    kind: 'guardrail',
    owner: 'the owner of the policy with the Deny, which AWS does not name',
    says: 'Find the Deny first: no Allow helps against it.',
  });
}

/** A policy that limits what others may grant lacks an Allow: its owner decides. */
export const stoppedByGuardrail: Rule = (diagnosed) => {
  const { denial, conclusion, nearMisses, evaluated } = diagnosed;
  const first = conclusion.blockers.find(({ layer }) => GUARDRAILS.includes(layer));
  if (first === undefined) return null;
  const policy = limitingPolicy(first.layer, diagnosed);
  const near = nearMisses.find(({ statement }) => statement.layer === first.layer);
  const way =
    near === undefined || evaluated === null || first.cause !== 'conditionMismatch'
      ? null
      : meet(near.statement, evaluated, denial.principal);
  const what = policy === null ? `the ${LAYER_WORDS[first.layer]}` : policyInWords(policy);
  const ask =
    first.layer === 'session'
      ? 'ask whoever passes the session policy to allow it there'
      : `ask the owner of ${what} to allow it there`;
  return withoutChanges(diagnosed, {
    kind: 'guardrail',
    owner: ownerOf(first.layer, denial, policy),
    says:
      (way === null ? `${capital(ask)}, or do without` : `${capital(way)}, or ${ask}`) +
      ': allowing it elsewhere does not help.',
  });
};

/** The policy to talk about: the one of the nearest miss, else the first that lacks an Allow. */
function limitingPolicy(layer: Layer, { nearMisses, evaluated }: Diagnosed): PolicyRef | null {
  const near = nearMisses.find(({ statement }) => statement.layer === layer)?.statement;
  if (near !== undefined || evaluated === null) return near ?? null;
  return policiesLackingAllow(layer, evaluated.policies, evaluated.request)?.[0]?.ref ?? null;
}
