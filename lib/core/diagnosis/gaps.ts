import type { Denial } from '../denial/denial';
import type { Evidence } from '../evidence/evidence';
import type { Evaluated } from './blockers';
import type { NearMiss } from '../policy/near-miss';
import type { Conclusion } from './verdict';
import { LAYER_WORDS } from './words';

/**
 * What could not be looked at and could change the answer: the gaps of the evidence, the layers that
 * were not collected, and the context keys whose value is not known. Each once, in a stable order.
 */
export function gapsOf(
  denial: Denial,
  evidence: Evidence,
  conclusion: Conclusion,
  evaluated: Evaluated | null,
  nearMisses: readonly NearMiss[],
): readonly string[] {
  if (conclusion.verdict === 'notIam') return [];
  const layers = evaluated?.evaluation.layers ?? [];
  const collected = evidence.facts === null ? [] : Object.values(evidence.facts.policies);
  const keys = [
    ...layers.flatMap(({ unknownKeys }) => unknownKeys),
    ...nearMisses.flatMap(({ reason, conditionKey }) =>
      reason === 'keyUnknown' && conditionKey !== undefined ? [conditionKey] : [],
    ),
  ];
  const policies = collected.flatMap((layer: { gaps?: readonly string[] }) => layer.gaps ?? []);
  const open = evaluated === null ? [] : layers.flatMap(({ gaps }) => gaps);
  return [
    ...new Set([
      ...evidence.gaps,
      ...(evidence.facts?.gaps ?? []),
      ...policies,
      ...open,
      ...notReadOf(conclusion, evidence),
      ...olderThanDenial(denial, evidence, evaluated),
      ...keysInWords(keys),
    ]),
  ];
}

function keysInWords(keys: readonly string[]): readonly string[] {
  const byLowerCase = new Map(keys.map((key) => [key.toLowerCase(), key]));
  return [...byLowerCase.values()].map(
    (key) =>
      `${key}: the value that the request had is not known (pass it with --context ${key}=VALUE)`,
  );
}

/** A policy denies it, or a guardrail lacks an Allow, and nobody read it: the statement cannot be shown. */
function notReadOf({ layer, blockers }: Conclusion, { facts }: Evidence): readonly string[] {
  const blocker = blockers.find((other) => other.layer === layer);
  const shown = blocker?.statements.some(({ statement }) => statement !== null) === true;
  if (layer === null || facts !== null || shown) return [];
  if (layer === 'identity' && blocker?.effect === 'implicitDeny') return [];
  return [`the ${LAYER_WORDS[layer]} was not read, so its statements cannot be shown`];
}

/** The policies allow it, and are no proof: they were collected before the denial, or nobody knows when. */
function olderThanDenial(
  { time }: Denial,
  { facts }: Evidence,
  evaluated: Evaluated | null,
): readonly string[] {
  if (evaluated?.evaluation.decision !== 'allowed' || facts === null) return [];
  const { takenAt } = facts;
  if (takenAt === null)
    return [
      'when the policies were collected is not known (takenAt): they may be older than the denial',
    ];
  return time !== null && Date.parse(takenAt) < Date.parse(time)
    ? [`the policies are of ${takenAt}, before the denial: collect them again`]
    : [];
}
