import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** One thing that a role of Denywatch may do, and why it must. */
export interface Permission {
  /** Statement id. */
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs; `<AWS::Partition>` and `<AWS::AccountId>` stand for those of the deployment. */
  readonly resources: readonly string[];
  /** Why Denywatch needs this, and why the resources cannot be narrower where they hold a wildcard. */
  readonly reason: string;
}

/** ARNs of what one deployment owns, and of the secret that its owner named. */
export interface OwnResources {
  readonly logGroupArn: string;
  readonly queueArn: string;
  readonly tableArn: string;
  readonly topicArn: string;
  readonly keyArn: string;
  readonly slackSecret: {
    readonly arnPatterns: readonly string[];
    readonly keyArn: string | undefined;
  } | null;
}

/** IAM resources of the account; the placeholders are those of {@link statementOf}. */
const iamArn = (resource: string): string =>
  `arn:<AWS::Partition>:iam::<AWS::AccountId>:${resource}`;

/**
 * What the watcher may read about others: policies and who they are attached to, never data and
 * never a secret. The callers it meets are known only when they are denied, hence the wildcards.
 */
export const EVIDENCE_PERMISSIONS: readonly Permission[] = [
  {
    sid: 'ReadAuthorizationDetails',
    actions: ['iam:GetRequestAuthorizationDetails', 'iam:GetRequestAuthorizationPolicy'],
    resources: ['*'],
    reason:
      "AWS's own account of a denial, by its authorization id. The actions have no resource type.",
  },
  {
    sid: 'DecodeAuthorizationMessages',
    actions: ['sts:DecodeAuthorizationMessage'],
    resources: ['*'],
    reason:
      'EC2 encodes which statement denied and with which context. The action has no resource type.',
  },
  {
    sid: 'SimulateCallers',
    actions: ['iam:SimulatePrincipalPolicy'],
    resources: [iamArn('role/*'), iamArn('user/*')],
    reason: "Asks AWS which of the caller's policies decides. Any role or user can be the caller.",
  },
  {
    sid: 'ReadRoles',
    actions: [
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
    ],
    resources: [iamArn('role/*')],
    reason: "The caller's own statements, boundary and trust policy, to show the one that matters.",
  },
  {
    sid: 'ReadUsers',
    actions: [
      'iam:GetUser',
      'iam:GetUserPolicy',
      'iam:ListAttachedUserPolicies',
      'iam:ListGroupsForUser',
      'iam:ListUserPolicies',
    ],
    resources: [iamArn('user/*')],
    reason: 'The same for a user, with the groups that the user is in.',
  },
  {
    sid: 'ReadGroups',
    actions: ['iam:GetGroupPolicy', 'iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies'],
    resources: [iamArn('group/*')],
    reason: 'The policies that a user has through groups.',
  },
  {
    sid: 'ReadManagedPolicies',
    actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
    resources: [iamArn('policy/*'), 'arn:<AWS::Partition>:iam::aws:policy/*'],
    reason: "The text of the managed policies and boundaries that are attached, AWS's included.",
  },
  {
    sid: 'FindOrganization',
    actions: ['organizations:DescribeOrganization'],
    resources: ['*'],
    reason:
      'Whether the account is in an organization: without one there are no SCPs and RCPs. The action has no resource type.',
  },
];

/** What the watcher may read besides, in the management account or as delegated administrator. */
export const ORGANIZATION_PERMISSIONS: readonly Permission[] = [
  {
    sid: 'ReadOrganizationPolicies',
    actions: [
      'organizations:DescribePolicy',
      'organizations:ListParents',
      'organizations:ListPoliciesForTarget',
    ],
    resources: ['*'],
    reason:
      "The SCPs and RCPs from the root down to the caller's and the resource's account. Which those are is known only when a request is denied.",
  },
];

/** What the watcher may do with what the deployment itself owns. */
export function ownPermissions(own: OwnResources): readonly Permission[] {
  return [
    {
      sid: 'WriteOwnLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [own.logGroupArn],
      reason: 'Its log. The group exists already; the wildcard is its log streams.',
    },
    {
      sid: 'ReceiveDenials',
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [own.queueArn],
      reason: 'Lambda polls the queue with the rights of the function.',
    },
    {
      sid: 'ClaimAlerts',
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resources: [own.tableArn],
      reason: 'One alert for each problem: events are counted and the alert is claimed.',
    },
    {
      sid: 'PublishAlerts',
      actions: ['sns:Publish'],
      resources: [own.topicArn],
      reason: 'Sends the alert.',
    },
    {
      sid: 'UseOwnKey',
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources: [own.keyArn],
      reason: 'Queue, table and topic are encrypted with the key of the deployment.',
    },
    ...slackPermissions(own.slackSecret),
  ];
}

function slackPermissions(secret: OwnResources['slackSecret']): readonly Permission[] {
  if (secret === null) return [];
  const read: Permission = {
    sid: 'ReadSlackWebhook',
    actions: ['secretsmanager:GetSecretValue'],
    resources: secret.arnPatterns,
    reason:
      'The webhook URL that the settings name, read when the first alert is sent. The question marks stand for the six random characters at the end of its ARN.',
  };
  if (secret.keyArn === undefined) return [read];
  return [
    read,
    {
      sid: 'DecryptSlackWebhook',
      actions: ['kms:Decrypt'],
      resources: [secret.keyArn],
      reason: 'The key that the settings name for that secret.',
    },
  ];
}

/** A permission as a statement of a policy. */
export function statementOf(permission: Permission): PolicyStatement {
  return new PolicyStatement({
    sid: permission.sid,
    actions: [...permission.actions],
    resources: permission.resources.map((resource) =>
      resource
        .replace('<AWS::Partition>', Aws.PARTITION)
        .replace('<AWS::AccountId>', Aws.ACCOUNT_ID),
    ),
  });
}
