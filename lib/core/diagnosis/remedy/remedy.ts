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
  const { denial, conclusion, evidence } = diagnosed;
  const isUnnamed = evidence.request !== null && evidence.request.resource === null;
  return withoutChanges(diagnosed, {
    kind: 'none',
    owner: ownerOf(conclusion.layer ?? 'identity', denial, null),
    says: isUnnamed
      ? 'No statement can be written, since AWS does not name the resource: find out which one it was.'
      : 'No change can be proposed: too little is known of the request or its policies.',
  });
}
