import { App, Stack } from 'aws-cdk-lib';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { acceptWildcards } from '../../lib/infra/nag';
import { statementOf, type Permission } from '../../lib/infra/permissions';
import { EVERY_SETTING, stacksOf } from './synth';

const readRoles: Permission = {
  sid: 'ReadRoles',
  actions: ['iam:GetRole'],
  resources: ['arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*'],
  reason: 'to test',
};
const readUsers: Permission = { ...readRoles, sid: 'ReadUsers', resources: ['*'] };

/** What cdk-nag finds in a policy with both permissions of which some are accepted. */
function findings(accepted: readonly Permission[]): readonly string[] {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const policy = new Policy(stack, 'Policy', {
    roles: [new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })],
    statements: [readRoles, readUsers].map(statementOf),
  });
  acceptWildcards(policy, accepted);
  return new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
}

describe('cdk-nag', () => {
  it('finds nothing in the stacks that is not accepted with a reason', () => {
    const { app } = stacksOf(EVERY_SETTING);
    expect(new AwsSolutionsChecks(app).validateScope(app)).toMatchObject({ violations: [] });
  });

  it('still finds a wildcard of a permission that was not accepted', () => {
    expect(findings([])).toHaveLength(2);
    expect(findings([readRoles])).toEqual(['AwsSolutions-IAM5[Resource::*]']);
    expect(findings([readRoles, readUsers])).toEqual([]);
  });
});
