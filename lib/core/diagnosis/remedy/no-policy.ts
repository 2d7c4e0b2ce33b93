import { afterEarlierChange, maybeNoSuchObject } from '../hints';
import { LAYER_WORDS } from '../words';
import { ownerOf } from './owner';
import { withoutChanges, type Diagnosed, type Rule } from './diagnosed';
import type { Remedy } from '../diagnosis';

/** A denial that no policy decides. */
export const setting: Rule = (diagnosed) => {
  const found = diagnosed.denial.setting;
  if (found === null) return null;
  return found.kind === 'crossAccountPassRole'
    ? withoutChanges(diagnosed, {
        kind: 'fixRequest',
        owner: found.owner,
        says: 'Pass a role of the account in which the call is made.',
      })
    : withoutChanges(diagnosed, {
        kind: 'setting',
        owner: found.owner,
        says: 'No policy changes this: it is a setting, not a permission.',
      });
};

const PROPAGATION =
  'A change of IAM policies takes some seconds, rarely minutes, to reach every Region.';

/** Everything was collected after the denial, and allows. */
export const allowedByNow: Rule = (diagnosed) => {
  if (diagnosed.conclusion.verdict !== 'allowedNow') return null;
  const object = maybeNoSuchObject(diagnosed.denial);
  const says =
    object === null
      ? `Try it again. ${afterEarlierChange(diagnosed.denial, diagnosed.evidence) ?? PROPAGATION}`
      : `Try it again. If it is still refused: ${object}.`;
  return waiting(diagnosed, says);
};

/** AWS named a layer that allows it by the policies as they are: no statement would be new. */
export const layerAllows: Rule = (diagnosed) => {
  const { denial, evidence, conclusion, evaluated } = diagnosed;
  const named = evaluated?.evaluation.layers.find(({ layer }) => layer === conclusion.layer);
  if (named?.says !== 'allow' || conclusion.blockers.length > 1) return null;
  const takenAt = evidence.facts?.takenAt ?? null;
  const isOlder =
    takenAt !== null && denial.time !== null && Date.parse(takenAt) < Date.parse(denial.time);
  if (isOlder)
    return withoutChanges(diagnosed, {
      kind: 'none',
      owner: ownerOf(named.layer, denial, null),
      says: `The policies of ${takenAt} allow it, so they were changed before the denial: collect them again.`,
    });
  return waiting(
    diagnosed,
    `Try it again: the ${LAYER_WORDS[named.layer]} allows it by now. ${afterEarlierChange(denial, evidence) ?? PROPAGATION}`,
  );
};

function waiting(diagnosed: Diagnosed, says: string): Remedy {
  const owner = 'nobody needs to change anything';
  return withoutChanges(diagnosed, { kind: 'wait', owner, says });
}

/** The reason is not known, so nothing is proposed. */
export const notKnown: Rule = (diagnosed) => {
  if (diagnosed.conclusion.verdict !== 'unknown') return null;
  const { denial, conclusion } = diagnosed;
  const { layer } = conclusion;
  const hint = maybeNoSuchObject(denial);
  const region = denial.region ?? 'the Region of the request';
  return withoutChanges(diagnosed, {
    kind: 'none',
    owner: layer === null ? 'not known' : ownerOf(layer, denial, null),
    says: denial.said.ambiguous
      ? `Check first that what was asked for exists in ${region}; then look at its policy.`
      : `Nothing is proposed before the reason is known: close the gaps first.${hint === null ? '' : ` ${hint}.`}`,
  });
};
