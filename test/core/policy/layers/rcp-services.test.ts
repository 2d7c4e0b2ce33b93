import { evaluate } from '../../../../lib/core/policy/evaluate';
import type { LayerVerdict } from '../../../../lib/core/policy/evaluation';
import { collected, request } from '../build';
import { bound, free } from './rcp-services.json';

const RESOURCE = 'arn:aws:any:eu-west-1:111122223333:thing/one';
const FULL = { Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } };
const DENY = { Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' } };

/** What a resource control policy that denies everything says to a role of another organization. */
function rcpSays(action: string, resource: string | null = RESOURCE): LayerVerdict['says'] {
  const given = request({
    principal: {
      kind: 'role',
      arn: 'arn:aws:iam::444455556666:role/partner',
      sessionArn: 'arn:aws:sts::444455556666:assumed-role/partner/one',
      accountId: '444455556666',
      serviceLinked: false,
    },
    action,
    resource,
    resourceAccountId: '111122223333',
  });
  const policies = collected({ rcp: [{ full: FULL, deny: DENY }], resource: { all: FULL } });
  const verdict = evaluate(given, policies).layers.find(({ layer }) => layer === 'rcp');
  if (verdict === undefined) throw new Error('Every layer has a verdict, the RCPs have none');
  return verdict.says;
}

describe('resource control policies', () => {
  it.each(bound)('bind actions of %s', (service) => {
    expect(rcpSays(`${service}:DoIt`)).toBe('explicitDeny');
  });

  it.each(free)('do not bind actions of %s, which is not on the list', (service) => {
    expect(rcpSays(`${service}:DoIt`)).toBe('notApplicable');
  });

  it('do not bind an action that takes no resource, and bind one whose resource is not known', () => {
    expect(rcpSays('s3:ListAllMyBuckets', '*')).toBe('notApplicable');
    expect(rcpSays('s3:GetObject', null)).toBe('explicitDeny');
  });

  it('do not bind RetireGrant of KMS, but its other actions', () => {
    const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(rcpSays('kms:RetireGrant', key)).toBe('notApplicable');
    expect(rcpSays('kms:RevokeGrant', key)).toBe('explicitDeny');
  });

  it('do not bind service-linked roles that are assumed', () => {
    const role = 'arn:aws:iam::111122223333:role';
    const linked = `${role}/aws-service-role/es.amazonaws.com/AWSServiceRoleForAmazonES`;
    expect(rcpSays('sts:AssumeRole', linked)).toBe('notApplicable');
    expect(rcpSays('sts:AssumeRole', `${role}/app`)).toBe('explicitDeny');
  });
});
