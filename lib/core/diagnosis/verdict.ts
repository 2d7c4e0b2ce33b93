import type { Denial } from '../denial/denial';
import type { Evidence } from '../evidence/evidence';
import type { LayerVerdict } from '../policy/evaluation';
import type { Layer } from '../policy/layer';
import { causeOfLayer, findBlockers, type Evaluated } from './blockers';
import type { Blocker, Cause, Diagnosis } from './diagnosis';
import type { Stated } from './stated';

/** Verdict, layer, cause and confidence: the head of a diagnosis. */
export type Conclusion = Pick<Diagnosis, 'verdict' | 'layer' | 'cause' | 'confidence' | 'blockers'>;

const NOTHING_KNOWN: Conclusion = {
  verdict: 'unknown',
  layer: null,
  cause: 'unknown',
  confidence: 'unknown',
  blockers: [],
};

/**
 * Draws the conclusion. AWS's word wins over the evaluation; an evaluation that allows is the answer
 * only where every layer was collected after the denial.
 */
export function conclude(
  denial: Denial,
  evidence: Evidence,
  stated: Stated,
  evaluated: Evaluated | null,
): Conclusion {
  if (denial.setting !== null)
    return { ...NOTHING_KNOWN, verdict: 'notIam', cause: 'setting', confidence: 'confirmed' };
  if (evaluated !== null && isAllowedNow(denial, evidence, evaluated))
    return {
      verdict: 'allowedNow',
      layer: stated.layer,
      cause: 'policyChanged',
      confidence: denial.time === null ? 'inferred' : 'derived',
      blockers: [],
    };
  const blockers = findBlockers(stated, evaluated);
  if (stated.effect !== null) return asStated(stated, stated.effect, blockers);
  if (stated.layer !== null) return inStatedLayer(stated.layer, blockers);
  const [first] = blockers;
  if (first !== undefined) return asEvaluated(first, blockers, evaluated);
  return (
    asSimulated(evidence) ??
    (evaluated === null ? NOTHING_KNOWN : byUnknownKey(evaluated, evidence))
  );
}

/** Every layer was collected, after the denial, and allows. Of a pasted message the time is not known: it is taken for older than the policies. */
function isAllowedNow(denial: Denial, evidence: Evidence, { evaluation }: Evaluated): boolean {
  if (evaluation.decision !== 'allowed') return false;
  const takenAt = evidence.facts?.takenAt ?? null;
  if (takenAt === null) return false;
  return denial.time === null || Date.parse(takenAt) >= Date.parse(denial.time);
}

function asStated(
  { layer, sids }: Stated,
  effect: 'explicitDeny' | 'implicitDeny',
  blockers: readonly Blocker[],
): Conclusion {
  const ofEffect = blockers.filter((blocker) => blocker.effect === effect);
  const bySid = ofEffect.find(({ statements }) =>
    statements.some(({ sid }) => sid !== null && sids.includes(sid)),
  );
  const named = ofEffect.find((blocker) => blocker.layer === layer) ?? bySid ?? ofEffect[0];
  const cause = named?.cause ?? (effect === 'explicitDeny' ? 'explicitDeny' : 'unknown');
  const head = { verdict: effect, cause, blockers };
  return layer === null && named !== undefined
    ? { ...head, layer: named.layer, confidence: bySid === undefined ? 'derived' : 'confirmed' }
    : { ...head, layer, confidence: 'confirmed' };
}

/** AWS names the layer (`VpceAccessDenied`) and leaves open whether a Deny matched or an Allow is missing. */
function inStatedLayer(layer: Layer, blockers: readonly Blocker[]): Conclusion {
  const found = blockers.find((blocker) => blocker.layer === layer);
  return found === undefined
    ? { ...NOTHING_KNOWN, layer, blockers }
    : { verdict: found.effect, layer, cause: found.cause, confidence: 'derived', blockers };
}

/** AWS gives no reason; the collected policies do. Anything left open elsewhere could change the answer. */
function asEvaluated(
  first: Blocker,
  blockers: readonly Blocker[],
  evaluated: Evaluated | null,
): Conclusion {
  const open = evaluated?.evaluation.layers.some((layer) => couldStillDecide(layer, first)) ?? true;
  return {
    verdict: first.effect,
    layer: first.layer,
    cause: first.cause,
    confidence: open ? 'inferred' : 'derived',
    blockers,
  };
}

/** Only an explicit deny elsewhere would be named before a known one; nothing is named before an explicit deny. */
function couldStillDecide(layer: LayerVerdict, first: Blocker): boolean {
  if (layer.layer === first.layer || first.effect === 'explicitDeny') return false;
  return layer.blocks === 'unknown' || layer.possibleDenies.length > 0 || layer.gaps.length > 0;
}

/** The simulator sees identity policies, the boundary and SCPs; its "allowed" is no answer but a signal. */
function asSimulated({ simulation }: Evidence): Conclusion | null {
  if (simulation === null || simulation.decision === 'allowed') return null;
  const layer = simulatedLayer(simulation);
  const effect = simulation.decision;
  const cause: Cause = effect === 'explicitDeny' ? 'explicitDeny' : 'unknown';
  const statements =
    effect === 'explicitDeny'
      ? simulation.matched.map((match) => ({
          layer: match.layer,
          arn: match.policyArn,
          name: match.policyName,
          attachedTo: match.attachedTo,
          statementIndex: match.statementIndex,
          sid: match.sid,
          statement: match.statement,
        }))
      : [];
  return {
    verdict: effect,
    layer,
    cause,
    confidence: 'derived',
    blockers: [{ layer, effect, cause, statements }],
  };
}

function simulatedLayer(simulation: NonNullable<Evidence['simulation']>): Layer {
  if (simulation.allowedByOrganizations === false) return 'scp';
  const [match] = simulation.matched;
  if (simulation.decision === 'explicitDeny' && match !== undefined) return match.layer;
  return simulation.allowedByBoundary === false ? 'boundary' : 'identity';
}

/**
 * Nothing known explains the denial. Where exactly one layer hangs on a context key that is not
 * known, its condition is the likeliest reason; otherwise nothing can be said.
 */
function byUnknownKey(evaluated: Evaluated, { simulation }: Evidence): Conclusion {
  const open = evaluated.evaluation.layers.filter(
    ({ blocks, unknownKeys }) => blocks === 'unknown' && unknownKeys.length > 0,
  );
  const [only] = open;
  const simulatorAllows = simulation?.decision === 'allowed' && only?.layer === 'identity';
  if (only === undefined || open.length > 1 || simulatorAllows) return NOTHING_KNOWN;
  const denies = only.possibleDenies.length > 0 && only.possibleAllows.length === 0;
  const effect = denies ? 'explicitDeny' : 'implicitDeny';
  const cause = denies ? 'explicitDeny' : causeOfLayer(only.layer, evaluated);
  const statements = denies ? only.possibleDenies : [];
  return {
    verdict: effect,
    layer: only.layer,
    cause,
    confidence: 'inferred',
    blockers: [{ layer: only.layer, effect, cause, statements }],
  };
}
