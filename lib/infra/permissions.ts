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

/** Writing the log of one Lambda. */
export function writeLogPermission(logGroupArn: string): Permission {
  return {
    sid: 'WriteOwnLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroupArn],
    reason: 'Its log. The group exists already; the wildcard is its log streams.',
  };
}

/** Using the key of the deployment. */
export function usePermissions(keyArn: string): Permission {
  return {
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
    resources: [keyArn],
    reason: 'Queues, table and topics are encrypted with the key of the deployment.',
  };
}

/** Working off one queue. */
function receivePermission(sid: string, queueArn: string): Permission {
  return {
    sid,
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    resources: [queueArn],
    reason: 'Lambda polls the queue with the rights of the function.',
  };
}

/** Putting messages into queues of the deployment. */
function putPermission(sid: string, queueArns: readonly string[], reason: string): Permission {
  return { sid, actions: ['sqs:SendMessage'], resources: queueArns, reason };
}

/** Having a message of a queue come again sooner or later than the queue itself would. */
function retryPermission(queueArn: string): Permission {
  return {
    sid: 'RetryJobs',
    actions: ['sqs:ChangeMessageVisibility'],
    resources: [queueArn],
    reason: 'A job that failed is tried again soon at first, and then less and less often.',
  };
}

/** Publishing to topics of the deployment. */
function publishPermission(topicArns: readonly string[]): Permission {
  return {
    sid: 'PublishAlerts',
    actions: ['sns:Publish'],
    resources: topicArns,
    reason: 'Sends alerts.',
  };
}

/** Counting denials. */
function countDenialsPermission(tableArn: string): Permission {
  return {
    sid: 'CountDenials',
    actions: [
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ],
    resources: [tableArn],
    reason:
      'Denials are counted once each, with their group in one transaction; what belongs to a group is kept as long as the group.',
  };
}

/** Remembering what was told. */
function rememberToldPermission(tableArn: string): Permission {
  return {
    sid: 'RememberTold',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    resources: [tableArn],
    reason: 'Groups and their diagnoses are read; what a channel has shown of them is remembered.',
  };
}

/** Reading what changed in the table. */
function readChangesPermissions(streamArn: string): readonly Permission[] {
  return [
    {
      sid: 'ReadChanges',
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
      reason: 'Lambda reads the stream of the table with the rights of the function.',
    },
    {
      sid: 'FindChanges',
      actions: ['dynamodb:ListStreams'],
      resources: ['*'],
      reason:
        'Lambda asks for it when it begins to read a stream. The action has no resource type.',
    },
  ];
}

/** What `denial-watcher` works with. */
export interface WatcherResources {
  readonly queueArn: string;
  readonly tableArn: string;
  /** Whether SCPs and RCPs may be read. */
  readonly readsOrganization: boolean;
}

/** All that `denial-watcher` may do beside writing its log and using the key. */
export function watcherPermissions(own: WatcherResources): readonly Permission[] {
  return [
    receivePermission('ReceiveDenials', own.queueArn),
    putPermission(
      'LookAgainLater',
      [own.queueArn],
      'A delayed message to itself: what AWS had not recorded yet is asked for again.',
    ),
    countDenialsPermission(own.tableArn),
    ...EVIDENCE_PERMISSIONS,
    ...(own.readsOrganization ? ORGANIZATION_PERMISSIONS : []),
  ];
}

/** What `alert-sender` works with. */
export interface SenderResources {
  readonly streamArn: string;
  readonly tableArn: string;
  readonly deliveryQueueArn: string;
  readonly lostChangesArn: string;
  readonly topicArns: readonly string[];
  readonly secrets: readonly NamedSecret[];
  /** Where people may answer from chat: the queue for what they want checked again. */
  readonly denialQueueArn: string | null;
}

/** All that `alert-sender` may do beside writing its log and using the key. */
export function senderPermissions(own: SenderResources): readonly Permission[] {
  return [
    ...readChangesPermissions(own.streamArn),
    receivePermission('ReceiveJobs', own.deliveryQueueArn),
    retryPermission(own.deliveryQueueArn),
    putPermission(
      'PutJobs',
      [own.deliveryQueueArn, own.lostChangesArn],
      'One job for each channel, put off where it is not due. Lambda itself keeps changes of which no job could be made.',
    ),
    rememberToldPermission(own.tableArn),
    publishPermission(own.topicArns),
    ...(own.denialQueueArn === null
      ? []
      : [
          putPermission(
            'CheckAgain',
            [own.denialQueueArn],
            'Somebody asked from chat whether it is allowed now: the watcher looks.',
          ),
        ]),
    ...own.secrets.flatMap(secretPermissions),
  ];
}

/** A secret that the settings name. */
export interface NamedSecret {
  /** What it is, for a statement id: letters and digits. */
  readonly label: string;
  readonly arnPatterns: readonly string[];
  readonly keyArn: string | undefined;
}

/** Reading a secret that the settings name. */
function secretPermissions(secret: NamedSecret): readonly Permission[] {
  const read: Permission = {
    sid: `Read${secret.label}`,
    actions: ['secretsmanager:GetSecretValue'],
    resources: secret.arnPatterns,
    reason:
      'A secret that the settings name, read when it is needed first. The question marks stand for the six random characters at the end of its ARN.',
  };
  if (secret.keyArn === undefined) return [read];
  return [
    read,
    {
      sid: `Decrypt${secret.label}`,
      actions: ['kms:Decrypt'],
      resources: [secret.keyArn],
      reason: 'The key that the settings name for that secret.',
    },
  ];
}

/** ARNs of what `slack-actions` works with. */
export interface SlackActionsResources {
  readonly tableArn: string;
  readonly deliveryQueueArn: string;
  readonly signingSecret: NamedSecret;
}

/** What `slack-actions` may do: anybody can call it, so it is little. */
export function slackActionsPermissions(own: SlackActionsResources): readonly Permission[] {
  return [
    putPermission(
      'HandOnAnswers',
      [own.deliveryQueueArn],
      'Slack waits for three seconds: alert-sender does what was asked for.',
    ),
    {
      sid: 'RefuseReplays',
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      resources: [own.tableArn],
      reason: 'Each signature is taken once, and remembered for that.',
    },
    ...secretPermissions(own.signingSecret),
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
