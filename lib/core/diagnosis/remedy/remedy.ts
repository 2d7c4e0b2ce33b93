import type { Remedy } from '../diagnosis';
import { askForOwn, meetCondition, unsignedRequest } from './ask-differently';
import { change } from './change';
import { withoutChanges, type Diagnosed, type Rule } from './diagnosed';
import { deniedExplicitly, stoppedByGuardrail } from './guardrail';
import { allowedByNow, layerAllows, notKnown, setting } from './no-policy';
import { ownerOf } from './owner';

export type { Diagnosed } from './diagnosed';

/** In this order: what no policy can change first, what no policy should change next, changes last. */
const RULES: readonly Rule[] = [
  setting,
  allowedByNow,
  notKnown,
  deniedExplicitly,
  stoppedByGuardrail,
  layerAllows,
  unsignedRequest,
  askForOwn,
  meetCondition,
  change,
];

/** Chooses what to do about a diagnosed denial. Never widens, never touches a guardrail. */
export function chooseRemedy(diagnosed: Diagnosed): Remedy {
  for (const rule of RULES) {
    const remedy = rule(diagnosed);
    if (remedy !== null) return remedy;
  }
  return nothing(diagnosed);
}

function nothing(diagnosed: Diagnosed): Remedy {
  const { denial, conclusion } = diagnosed;
  return withoutChanges(diagnosed, {
    kind: 'none',
    owner: ownerOf(conclusion.layer ?? 'identity', denial, null),
    says: whyNothing(diagnosed),
  });
}

function whyNothing({ denial, conclusion, evidence, nearMisses }: Diagnosed): string {
  if (denial.principal.serviceLinked && conclusion.layer === 'identity')
    return 'Nobody can change the policies of a service-linked role: look at what the service was asked to do.';
  if (evidence.request !== null && evidence.request.resource === null)
    return 'No statement can be written, since AWS does not name the resource: find out which one it was.';
  const [near] = nearMisses;
  return near?.reason === 'providerNotTrusted'
    ? `Sign in through ${near.expected}, or have the owner decide whether to trust ${near.actual ?? 'the other provider'}, and with which conditions.`
    : 'No change can be proposed: too little is known of the request or its policies.';
}
