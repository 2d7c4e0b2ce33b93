import type { NearMiss } from '../../policy/near-miss';
import type { Remedy } from '../diagnosis';
import { canAskDifferently, meet, unmetOf } from '../request-fix';
import { capital, listed, policyInWords } from '../words';
import { withoutChanges, type Diagnosed, type Rule } from './diagnosed';
import { ownerOf } from './owner';

/** What stands for a key of the request, where policies know variables. */
export const VARIABLE = /\$\{[^*?$}]/;

/** Nobody signed the request. Opening a resource to everybody is never proposed. */
export const unsignedRequest: Rule = (diagnosed) =>
  diagnosed.denial.principal.type !== 'anonymous'
    ? null
    : withoutChanges(diagnosed, {
        kind: 'fixRequest',
        owner: ownerOf('resource', diagnosed.denial, null),
        says: 'The request was not signed: make it with credentials. Opening the resource to everybody is not proposed.',
      });

/** The statement is written for the caller's own name or tag, and something else was asked for. */
export const askForOwn: Rule = (diagnosed) => {
  const { denial, conclusion, nearMisses } = diagnosed;
  const [near] = nearMisses;
  if (near?.failed !== 'resource' || conclusion.blockers.length > 1) return null;
  if (!OF_NAMES.includes(near.reason) || !hasVariable(near)) return null;
  const says =
    near.reason === 'caseDiffers'
      ? `Upper and lower case count: the policy covers ${near.expected}.`
      : `The policy covers what belongs to the caller: ${near.expected}. Ask for that, or call as the one to whom the other belongs.`;
  return withoutChanges(diagnosed, {
    kind: 'fixRequest',
    owner: ownerOf(near.statement.layer, denial, near.statement),
    says,
  });
};

const OF_NAMES: readonly NearMiss['reason'][] = ['caseDiffers', 'nameDiffers', 'subResource'];

/** A variable of the caller in `Resource` that has a value: an escape such as `${*}` is none, nor is any without Version 2012-10-17. */
function hasVariable({ statement, expected }: NearMiss): boolean {
  const resources = (statement.statement as { readonly Resource?: unknown } | null)?.Resource;
  return VARIABLE.test(JSON.stringify(resources ?? '')) && !VARIABLE.test(expected);
}

/** Conditions are all that is not met: the policies are as they should be. */
export const meetCondition: Rule = (diagnosed) => {
  const { denial, conclusion, nearMisses } = diagnosed;
  const { blockers } = conclusion;
  if (blockers.length === 0 || blockers.some(({ cause }) => cause !== 'conditionMismatch'))
    return null;
  const near = blockers.map(({ layer }) =>
    nearMisses.find(({ statement, failed }) => statement.layer === layer && failed === 'condition'),
  );
  const [first] = near;
  const owner = ownerOf(
    first?.statement.layer ?? blockers[0]?.layer ?? 'identity',
    denial,
    first?.statement ?? null,
  );
  if (!canAskDifferently(denial.principal)) return forService(diagnosed, first, owner);
  return withoutChanges(diagnosed, { kind: 'fixRequest', owner, says: saying(near, diagnosed) });
};

/**
 * A service cannot be made to ask differently. Where it is known on whose behalf it called, a statement
 * for that can be written (see `grantIn`); else the policy's owner has to find out.
 */
function forService(
  diagnosed: Diagnosed,
  near: NearMiss | undefined,
  owner: string,
): Remedy | null {
  if (near?.reason === 'valueDiffers' && isOfSource(near)) return null;
  const policy = near === undefined ? 'the policy' : policyInWords(near.statement);
  return withoutChanges(diagnosed, {
    kind: 'guardrail',
    owner,
    says: `The caller cannot change its request: the owner of ${policy} decides whether the condition should let it in.`,
  });
}

function isOfSource({ conditionKey }: NearMiss): boolean {
  return ['aws:sourcearn', 'aws:sourceaccount'].includes(conditionKey?.toLowerCase() ?? '');
}

function saying(near: readonly (NearMiss | undefined)[], { denial, evaluated }: Diagnosed): string {
  if (evaluated === null) return 'The request does not meet the condition of the policy.';
  const ways = near.map((miss) =>
    miss === undefined ? null : meet(miss.statement, evaluated, denial.principal),
  );
  if (ways.every((way) => way !== null)) return `To get through, ${listed([...new Set(ways)])}.`;
  const miss = near.find((_, at) => ways[at] === null);
  const unmet = miss === undefined ? [] : unmetOf(miss.statement, evaluated);
  if (miss === undefined || unmet.length === 0)
    return 'The request does not meet the condition of the policy.';
  return `${capital(policyInWords(miss.statement))} lets in only requests with ${listed(unmet)}: make it as such a caller, or ask its owner.`;
}
