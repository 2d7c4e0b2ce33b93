import type { Collected, CollectedPolicies } from './collected';
import type { Evaluation, LayerVerdict, Tri } from './evaluation';
import type { Finding } from './finding';
import type { Layer } from './layer';
import { LAYER_RULES, resourceRule, type Grants, type LayerRule } from './layers';
import type { PreparedStatement } from './prepared-statement';
import type { AuthorizationRequest } from './request';
import { prepareSituation, type Situation } from './situation';
import { unknownKeysOf } from './statement-match';
import { or } from './tri';

/**
 * Evaluates one request against all policies that were collected, layer by layer, three-valued: what
 * depends on an unknown context key or on a policy that was not collected is `unknown`, and what would
 * be the same either way is known all the same.
 *
 * Every layer is evaluated to the end, also where another one already stops the request, because AWS
 * names only one of the layers that do.
 *
 * Follows: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access",
 * "Cross-account policy evaluation logic".
 */
export function evaluate(request: AuthorizationRequest, policies: CollectedPolicies): Evaluation {
  const situation = prepareSituation(request, policies);
  const resource = resourceRule.find(situation, policies);
  const grants = resource?.grants ?? NO_GRANTS;
  const layers = LAYER_RULES.map((rule) => {
    const finding = rule.layer === 'resource' ? resource : rule.find(situation, policies);
    const empty = isEmpty(policies[rule.layer]);
    if (finding === null) return empty ? ABSENT[rule.layer] : EXEMPT[rule.layer];
    return verdictOf(rule, finding, situation, grants, empty);
  });
  return { decision: decide(layers), layers };
}

const NO_GRANTS: Grants = { self: 'no', entity: 'no', account: 'no' };
const NONE: readonly never[] = [];

function verdictOf(
  rule: LayerRule,
  finding: Finding,
  situation: Situation,
  grants: Grants,
  empty: boolean,
): LayerVerdict {
  const says = saidBy(finding);
  const blocks = or(finding.deny, rule.lacksAllow(finding, situation, grants));
  const { maybeDeny, maybeAllow } = finding;
  const possible = maybeDeny.length > 0 || maybeAllow.length > 0;
  const unknownKeys = possible ? openKeys(finding, says, situation) : NONE;
  const gaps =
    blocks === 'unknown' && unknownKeys.length === 0 && finding.gaps.length === 0
      ? whyOpen(possible, situation)
      : finding.gaps;
  return {
    layer: rule.layer,
    says,
    blocks,
    denies: finding.denies,
    allows: finding.allows,
    possibleDenies: refs(maybeDeny),
    possibleAllows: refs(maybeAllow),
    unknownKeys,
    gaps,
    empty,
  };
}

/** What left a layer open where neither a context key nor a policy is missing. */
function whyOpen(possible: boolean, { sameAccount, resource }: Situation): readonly string[] {
  if (resource === null) return NONE;
  if (possible) return ['not enough is known of the caller to tell whether the policy names it'];
  return sameAccount === 'unknown'
    ? [`the account that owns ${resource}, or the caller's account, is not known`]
    : NONE;
}

function saidBy({ deny, allow }: Finding): LayerVerdict['says'] {
  if (deny === 'yes') return 'explicitDeny';
  if (allow === 'no') return 'implicitDeny';
  return deny === 'unknown' || allow === 'unknown' ? 'unknown' : 'allow';
}

function refs(statements: readonly PreparedStatement[]): LayerVerdict['possibleDenies'] {
  return statements.length === 0 ? NONE : statements.map((statement) => statement.ref);
}

/** The keys that still matter: none for a layer that denies, and no Allow for one that allows already. */
function openKeys(
  finding: Finding,
  says: LayerVerdict['says'],
  situation: Situation,
): readonly string[] {
  if (says === 'explicitDeny') return NONE;
  const open = [...finding.maybeDeny, ...(finding.allow === 'yes' ? NONE : finding.maybeAllow)];
  return [...new Set(open.flatMap((statement) => unknownKeysOf(statement, situation)))];
}

function decide(layers: readonly LayerVerdict[]): Evaluation['decision'] {
  let blocks: Tri = 'no';
  for (const layer of layers) {
    if (layer.says === 'explicitDeny') return 'explicitDeny';
    blocks = or(blocks, layer.blocks);
  }
  if (blocks === 'unknown') return 'unknown';
  return blocks === 'yes' ? 'implicitDeny' : 'allowed';
}

function isEmpty(collected: Collected<unknown>): boolean {
  if (collected.status !== 'complete') return false;
  return (
    collected.value === null || (Array.isArray(collected.value) && collected.value.length === 0)
  );
}

function notApplicable(layer: Layer, empty: boolean): LayerVerdict {
  return {
    layer,
    says: 'notApplicable',
    blocks: 'no',
    denies: NONE,
    allows: NONE,
    possibleDenies: NONE,
    possibleAllows: NONE,
    unknownKeys: NONE,
    gaps: NONE,
    empty,
  };
}

function forEachLayer(empty: boolean): Readonly<Record<Layer, LayerVerdict>> {
  return {
    identity: notApplicable('identity', empty),
    boundary: notApplicable('boundary', empty),
    session: notApplicable('session', empty),
    scp: notApplicable('scp', empty),
    rcp: notApplicable('rcp', empty),
    resource: notApplicable('resource', empty),
    vpcEndpoint: notApplicable('vpcEndpoint', empty),
  };
}

/** Verdicts of layers that take no part: because there is no policy, or because the caller or the action is exempt. */
const ABSENT = forEachLayer(true);
const EXEMPT = forEachLayer(false);
