import { evaluate } from '../../../../lib/core/policy/evaluate';
import type { LayerVerdict } from '../../../../lib/core/policy/evaluation';
import type { Layer } from '../../../../lib/core/policy/layer';
import { collected, request, type CasePolicies } from '../build';

/** Follows: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access". */
const asked = request({
  principal: {
    kind: 'role',
    arn: 'arn:aws:iam::111122223333:role/app',
    sessionArn: 'arn:aws:sts::111122223333:assumed-role/app/one',
    accountId: '111122223333',
    serviceLinked: false,
  },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::reports/a.csv',
  resourceAccountId: '111122223333',
});
const full = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const fullForAll = { Statement: { ...full.Statement, Principal: '*' } };

const LAYERS = ['boundary', 'session', 'scp', 'rcp', 'resource', 'vpcEndpoint'] as const;

/** A policy of a layer that allows everything. */
function allowing(layer: (typeof LAYERS)[number]): CasePolicies {
  if (layer === 'scp') return { scp: [{ full }] };
  if (layer === 'rcp') return { rcp: [{ full: fullForAll }] };
  return { [layer]: { full: layer === 'resource' || layer === 'vpcEndpoint' ? fullForAll : full } };
}

function verdict(layer: Layer, policies: CasePolicies): LayerVerdict | undefined {
  const given = collected({ identity: { full }, ...policies });
  return evaluate(asked, given).layers.find((each) => each.layer === layer);
}

describe.each(LAYERS)('the layer %s', (layer) => {
  const gaps = [`${layer} was not collected`];

  it('takes no part where there certainly is no policy', () => {
    expect(verdict(layer, {})).toMatchObject({ says: 'notApplicable', blocks: 'no', gaps: [] });
  });

  it('is open where nothing was found and a part was not looked at', () => {
    expect(verdict(layer, { partial: [layer] })).toMatchObject({ says: 'unknown', gaps });
  });

  it('may deny in the part that was not looked at, whatever the other allows', () => {
    expect(verdict(layer, { ...allowing(layer), partial: [layer] })).toMatchObject({
      says: 'unknown',
      blocks: 'unknown',
      gaps,
    });
    expect(verdict(layer, allowing(layer))).toMatchObject({
      says: 'allow',
      blocks: 'no',
      gaps: [],
    });
  });

  it('is open where nothing of it was collected', () => {
    expect(verdict(layer, { missing: [layer] })).toMatchObject({
      says: 'unknown',
      blocks: 'unknown',
      gaps,
    });
  });
});

it('the caller’s own account is known to have no policy of the resource: no grant makes up for the identity policies', () => {
  const gaps = ['the policy of the bucket was not collected'];
  const policies = collected({});
  const decide = (noneInCallersAccount: boolean) =>
    evaluate(asked, {
      ...policies,
      resource: {
        status: 'missing',
        gaps,
        ...(noneInCallersAccount && { noneInCallersAccount: true as const }),
      },
    });

  expect(decide(true).layers[0]).toMatchObject({ layer: 'identity', blocks: 'yes' });
  expect(decide(false).layers[0]).toMatchObject({ layer: 'identity', blocks: 'unknown' });
});
