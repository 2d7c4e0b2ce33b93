import type { ServiceReference } from '../../service-reference/service-reference';

/**
 * Actions that let whoever may call them raise their own privileges through another principal, beside
 * those that the reference calls permissions management.
 *
 * Follows: IAM User Guide, "Granting a user permissions to pass a role to an AWS service"; the published
 * lists of privilege escalation by iam:PassRole, code updates and role assumption.
 */
const ESCALATING: ReadonlySet<string> = new Set([
  'cloudformation:createstack',
  'cloudformation:updatestack',
  'codebuild:startbuild',
  'codebuild:updateproject',
  'ec2:associateiaminstanceprofile',
  'ec2:replaceiaminstanceprofileassociation',
  'glue:updatedevendpoint',
  'iam:createaccesskey',
  'iam:createloginprofile',
  'iam:createservicelinkedrole',
  'iam:passrole',
  'iam:updateloginprofile',
  'lambda:addpermission',
  'lambda:updatefunctioncode',
  'lambda:updatefunctionconfiguration',
  'ssm:sendcommand',
  'ssm:startsession',
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
]);

/** Data in secrets and keys: who may read them is a decision, not a repair. */
const KEY_OWNERSHIP: ReadonlySet<string> = new Set([
  'kms:creategrant',
  'kms:disablekey',
  'kms:putkeypolicy',
  'kms:schedulekeydeletion',
  'secretsmanager:putresourcepolicy',
]);

/** Whether a person of security should look before this action is granted to anybody. */
export function needsSecurityReview(action: string, reference: ServiceReference): boolean {
  const name = action.toLowerCase();
  return (
    ESCALATING.has(name) ||
    KEY_OWNERSHIP.has(name) ||
    reference.action(action)?.accessLevel === 'Permissions management'
  );
}
