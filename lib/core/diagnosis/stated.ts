import type { Denial } from '../denial/denial';
import type { PolicyType } from '../denial/message';
import type { AuthorizationDetails, DecodedMessage, Evidence } from '../evidence/evidence';
import type { Layer } from '../policy/layer';
import type { EvidenceSource } from './diagnosis';

/** What AWS itself said about this very request. */
export interface Stated {
  readonly effect: 'explicitDeny' | 'implicitDeny' | null;
  readonly layer: Layer | null;
  /** The policy that AWS names; only for explicit denies. */
  readonly policyArn: string | null;
  /** Statement ids that AWS names. */
  readonly sids: readonly string[];
  /** Each source that said something, strongest first. */
  readonly sources: readonly EvidenceSource[];
}

type Partial = Omit<Stated, 'sources'>;

/** A role trust policy is a resource-based policy. */
export function layerOf(type: PolicyType): Layer {
  return type === 'roleTrust' ? 'resource' : type;
}

/**
 * Collects what AWS said, the strongest source first: a weaker one only fills in what a stronger
 * one leaves open and does not contradict.
 */
export function whatAwsSaid(denial: Denial, evidence: Evidence): Stated {
  const said: readonly (readonly [EvidenceSource, Partial | null])[] = [
    ['authorizationDetails', fromDetails(evidence.authorizationDetails)],
    ['decodedMessage', fromDecoded(evidence.decodedMessage)],
    [denial.decoded === undefined ? 'errorMessage' : 'decodedMessage', fromMessage(denial)],
  ];
  let stated: Stated = { effect: null, layer: null, policyArn: null, sids: [], sources: [] };
  for (const [source, partial] of said)
    if (partial !== null) stated = merge(stated, source, partial);
  return stated;
}

function merge(stated: Stated, source: EvidenceSource, partial: Partial): Stated {
  if (stated.effect !== null && partial.effect !== null && stated.effect !== partial.effect)
    return stated;
  return {
    effect: stated.effect ?? partial.effect,
    layer: stated.layer ?? partial.layer,
    policyArn: stated.policyArn ?? partial.policyArn,
    sids: stated.sids.length > 0 ? stated.sids : partial.sids,
    sources: [...stated.sources, source],
  };
}

/** An implicit denial matches no policy, so the details give its effect but not its layer. */
function fromDetails(details: AuthorizationDetails | null): Partial | null {
  const denied = details?.evaluations.find(({ effect }) => effect !== 'allow');
  if (details === null || denied === undefined || denied.effect === 'allow') return null;
  const deny = denied.matched.find(({ statements }) =>
    statements.some(({ effect }) => effect === 'deny'),
  );
  const policy = details.policies.find(({ uri }) => uri === deny?.uri);
  return {
    effect: denied.effect,
    layer: policy?.layer ?? null,
    policyArn: policy === undefined || policy.inline ? null : policy.uri,
    sids: (deny?.statements ?? []).filter(({ effect }) => effect === 'deny').map(({ sid }) => sid),
  };
}

function fromDecoded(decoded: DecodedMessage | null): Partial | null {
  if (decoded === null || decoded.allowed) return null;
  const denies = decoded.matchedStatements.filter(({ effect }) => effect === 'deny');
  return {
    effect: decoded.explicitDeny ? 'explicitDeny' : 'implicitDeny',
    layer: null,
    policyArn: null,
    sids: denies.flatMap(({ sid }) => (sid === null ? [] : [sid])),
  };
}

/** `VpceAccessDenied` names the layer by its code and leaves the effect open. */
function fromMessage({ said, errorCode, decoded }: Denial): Partial | null {
  const layer = said.policyType === null ? null : layerOf(said.policyType);
  if (said.effect === null && layer === null)
    return errorCode === 'VpceAccessDenied'
      ? { effect: null, layer: 'vpcEndpoint', policyArn: null, sids: [] }
      : null;
  return { effect: said.effect, layer, policyArn: said.policyArn, sids: decoded?.denies ?? [] };
}
