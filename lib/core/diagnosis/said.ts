import type { Denial } from '../denial/denial';
import type { Evidence, Simulation } from '../evidence/evidence';
import type { Evaluation, LayerVerdict } from '../policy/evaluation';
import type { Evaluated } from './blockers';
import type { Diagnosis } from './diagnosis';
import { hintsOf } from './hints';
import type { Stated } from './stated';
import { LAYER_WORDS } from './words';

type Item = Diagnosis['evidence'][number];

/** What each source says, the strongest first; where they disagree, all are listed and it is said. */
export function evidenceSays(
  denial: Denial,
  evidence: Evidence,
  stated: Stated,
  evaluated: Evaluated | null,
  verdict: Diagnosis['verdict'],
): readonly Item[] {
  return [
    ...stated.sources.flatMap((source) => fromAws(source, denial, evidence)),
    ...(denial.setting === null
      ? []
      : [{ source: 'errorMessage', says: denial.setting.says } as const]),
    ...(evidence.simulation === null ? [] : [simulatorSays(evidence.simulation)]),
    ...(evaluated === null
      ? []
      : [policiesSay(evaluated.evaluation, stated, evidence, verdict === 'allowedNow')]),
    ...hintsOf(denial, evidence, isExplained(evaluated)).map(
      (says) => ({ source: 'record', says }) as const,
    ),
  ];
}

/** Some layer is known to refuse it: what else S3 may have meant does not matter then. */
function isExplained(evaluated: Evaluated | null): boolean {
  return evaluated?.evaluation.layers.some(({ blocks }) => blocks === 'yes') === true;
}

function fromAws(source: Item['source'], denial: Denial, evidence: Evidence): readonly Item[] {
  if (source === 'authorizationDetails')
    return [{ source, says: `AWS's authorization details: ${detailsSay(evidence)}` }];
  if (source === 'decodedMessage') {
    const explicit = evidence.decodedMessage?.explicitDeny ?? denial.said.effect === 'explicitDeny';
    return [
      {
        source,
        says: `the decoded authorization message: ${explicit ? 'an explicit deny' : 'no statement allowed it'}`,
      },
    ];
  }
  return [{ source, says: messageSays(denial) }];
}

function detailsSay({ authorizationDetails }: Evidence): string {
  const evaluations = authorizationDetails?.evaluations ?? [];
  return evaluations
    .filter(({ effect }) => effect !== 'allow')
    .map(({ action, resource, effect, matched }) => {
      const policies = matched.map(({ uri }) => uri).join(', ');
      const words =
        effect === 'explicitDeny' ? 'explicit deny' : 'implicit deny, no policy matched';
      return `${action} on ${resource === '' ? '*' : resource}: ${words}${policies === '' ? '' : ` by ${policies}`}`;
    })
    .join('; ');
}

function messageSays({ said, errorCode }: Denial): string {
  const layer = said.policyType;
  if (layer === null)
    return said.effect === 'explicitDeny'
      ? 'AWS says "with an explicit deny" and names no policy type'
      : `AWS answers ${errorCode ?? 'with a denial'}`;
  const words = layer === 'roleTrust' ? 'role trust policy' : LAYER_WORDS[layer];
  if (said.effect === 'explicitDeny') {
    const arn = said.policyArn === null ? '' : ` (${said.policyArn})`;
    return `AWS says "with an explicit deny in ${layer === 'identity' ? 'an' : 'a'} ${words}"${arn}`;
  }
  return `AWS says "no ${words} allows" it`;
}

function simulatorSays({ decision, allowedByOrganizations, allowedByBoundary }: Simulation): Item {
  const source = 'simulator';
  if (decision === 'allowed')
    return {
      source,
      says: 'the IAM policy simulator allows it: what refused it is a layer that the simulator does not see (session, resource, resource control or VPC endpoint policy), or the policies changed since',
    };
  const where =
    allowedByOrganizations === false
      ? ', by a service control policy'
      : allowedByBoundary === false
        ? ', by the permissions boundary'
        : '';
  return { source, says: `the IAM policy simulator says ${decision}${where}` };
}

function policiesSay(
  evaluation: Evaluation,
  stated: Stated,
  evidence: Evidence,
  isAllowedNow: boolean,
): Item {
  const source = 'policies';
  const taken = evidence.facts?.takenAt ?? null;
  const when = taken === null ? '' : ` of ${taken}`;
  const named = evaluation.layers.find(({ layer }) => layer === stated.layer);
  if (isAllowedNow)
    return { source, says: `the collected policies${when}, after the denial, allow it` };
  if (stated.effect !== null && named !== undefined && disagrees(named, stated.effect))
    return {
      source,
      says: `the collected policies${when} disagree: their ${LAYER_WORDS[named.layer]} ${verbOf(named)}; AWS's word stands`,
    };
  return {
    source,
    says: `the collected policies${when}: ${evaluation.layers.flatMap(inShort).join(', ')}`,
  };
}

function disagrees({ says, blocks }: LayerVerdict, effect: Stated['effect']): boolean {
  return blocks === 'no' && (says === 'allow' || says === 'notApplicable') && effect !== null;
}

function verbOf({ says }: LayerVerdict): string {
  return says === 'allow' ? 'allows it' : 'takes no part in it';
}

const SAYS: Readonly<Record<LayerVerdict['says'], string | null>> = {
  allow: 'allows',
  explicitDeny: 'denies',
  implicitDeny: 'does not allow',
  unknown: 'depends on what is not known',
  notApplicable: null,
};

function inShort({ layer, says, blocks, gaps }: LayerVerdict): readonly string[] {
  const word = SAYS[says];
  if (word === null || (says === 'implicitDeny' && blocks === 'no')) return [];
  return [
    `${LAYER_WORDS[layer]} ${says === 'unknown' && gaps.length > 0 ? 'not collected' : word}`,
  ];
}
