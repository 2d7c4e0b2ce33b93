import { Match } from 'aws-cdk-lib/assertions';
import { EVERY_SETTING, flat, homeTemplate, resources, type Json } from './synth';

/**
 * Everything that the watcher may do, with every setting on. Whoever adds a line here adds a
 * permission to each deployment: it must be needed, and read nobody's data.
 */
const WATCHER = `
dynamodb:BatchGetItem <TableCD117FA1.Arn>
dynamodb:GetItem <TableCD117FA1.Arn>
dynamodb:PutItem <TableCD117FA1.Arn>
dynamodb:Query <TableCD117FA1.Arn>
dynamodb:UpdateItem <TableCD117FA1.Arn>
iam:GetGroupPolicy arn:<AWS::Partition>:iam::<AWS::AccountId>:group/*
iam:GetPolicy arn:<AWS::Partition>:iam::<AWS::AccountId>:policy/*
iam:GetPolicy arn:<AWS::Partition>:iam::aws:policy/*
iam:GetPolicyVersion arn:<AWS::Partition>:iam::<AWS::AccountId>:policy/*
iam:GetPolicyVersion arn:<AWS::Partition>:iam::aws:policy/*
iam:GetRequestAuthorizationDetails *
iam:GetRequestAuthorizationPolicy *
iam:GetRole arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*
iam:GetRolePolicy arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*
iam:GetUser arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*
iam:GetUserPolicy arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*
iam:ListAttachedGroupPolicies arn:<AWS::Partition>:iam::<AWS::AccountId>:group/*
iam:ListAttachedRolePolicies arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*
iam:ListAttachedUserPolicies arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*
iam:ListGroupPolicies arn:<AWS::Partition>:iam::<AWS::AccountId>:group/*
iam:ListGroupsForUser arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*
iam:ListRolePolicies arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*
iam:ListUserPolicies arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*
iam:SimulatePrincipalPolicy arn:<AWS::Partition>:iam::<AWS::AccountId>:role/*
iam:SimulatePrincipalPolicy arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*
kms:Decrypt <Key961B73FD.Arn>
kms:DescribeKey <Key961B73FD.Arn>
kms:Encrypt <Key961B73FD.Arn>
kms:GenerateDataKey <Key961B73FD.Arn>
kms:GenerateDataKeyWithoutPlaintext <Key961B73FD.Arn>
kms:ReEncryptFrom <Key961B73FD.Arn>
kms:ReEncryptTo <Key961B73FD.Arn>
logs:CreateLogStream <DenialWatcherLog2DA5F058.Arn>
logs:PutLogEvents <DenialWatcherLog2DA5F058.Arn>
organizations:DescribeOrganization *
organizations:DescribePolicy *
organizations:ListParents *
organizations:ListPoliciesForTarget *
sqs:DeleteMessage <QueueDenials95EB7AAF.Arn>
sqs:GetQueueAttributes <QueueDenials95EB7AAF.Arn>
sqs:ReceiveMessage <QueueDenials95EB7AAF.Arn>
sqs:SendMessage <QueueDenials95EB7AAF.Arn>
sts:DecodeAuthorizationMessage *
`
  .trim()
  .split('\n');

/** The same for the sender: it reads nothing but what the watcher has written. */
const SENDER = `
dynamodb:DescribeStream <TableCD117FA1.StreamArn>
dynamodb:GetItem <TableCD117FA1.Arn>
dynamodb:GetRecords <TableCD117FA1.StreamArn>
dynamodb:GetShardIterator <TableCD117FA1.StreamArn>
dynamodb:ListStreams *
dynamodb:PutItem <TableCD117FA1.Arn>
kms:Decrypt <Key961B73FD.Arn>
kms:Decrypt arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d
kms:DescribeKey <Key961B73FD.Arn>
kms:Encrypt <Key961B73FD.Arn>
kms:GenerateDataKey <Key961B73FD.Arn>
kms:GenerateDataKeyWithoutPlaintext <Key961B73FD.Arn>
kms:ReEncryptFrom <Key961B73FD.Arn>
kms:ReEncryptTo <Key961B73FD.Arn>
logs:CreateLogStream <AlertSenderLog1779EB08.Arn>
logs:PutLogEvents <AlertSenderLog1779EB08.Arn>
secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-central-1:111122223333:secret:denywatch/slack-webhook-??????
sns:Publish <Alerts91F83244>
sqs:ChangeMessageVisibility <DeliveryJobs946B573B.Arn>
sqs:DeleteMessage <DeliveryJobs946B573B.Arn>
sqs:GetQueueAttributes <DeliveryJobs946B573B.Arn>
sqs:ReceiveMessage <DeliveryJobs946B573B.Arn>
sqs:SendMessage <DeliveryJobs946B573B.Arn>
sqs:SendMessage <DeliveryLostChanges7190118C.Arn>
`
  .trim()
  .split('\n');

const OPTIONAL =
  /secretsmanager:|key\/0a1b2c3d|organizations:(DescribePolicy|ListParents|ListPoliciesForTarget)/;

/** Each pair of action and resource that the one policy of a Lambda allows, sorted. */
function permissions(settings: object, of: string): readonly string[] {
  const template = homeTemplate(settings);
  template.allResourcesProperties('AWS::IAM::Role', {
    // Nothing comes in by another door.
    ManagedPolicyArns: Match.absent(),
    Policies: Match.absent(),
  });
  const policies = Object.entries(resources(template, 'AWS::IAM::Policy'));
  expect(policies).toHaveLength(2);
  const [policy, ...more] = policies.filter(([id]) => id.startsWith(`${of}Permissions`));
  expect(more).toEqual([]);
  const { PolicyDocument, Roles } = policy?.[1]['Properties'] as {
    PolicyDocument: { Statement: Json[] };
    Roles: unknown[];
  };
  expect(Roles.map(flat)).toEqual([expect.stringMatching(`^<${of}Role`)]);
  return PolicyDocument.Statement.flatMap(({ Action, Effect, Resource }) => {
    expect(Effect).toBe('Allow');
    return [Action]
      .flat()
      .flatMap((action) =>
        [Resource].flat().map((resource) => `${String(action)} ${flat(resource)}`),
      );
  }).sort();
}

describe.each([
  ['DenialWatcher', WATCHER],
  ['AlertSender', SENDER],
])('the role of %s', (name, everything) => {
  it('may do this and nothing else', () => {
    expect(permissions(EVERY_SETTING, name)).toEqual(everything);
  });

  it('may do what a setting takes only where the setting is made', () => {
    expect(permissions({ account: '111122223333' }, name)).toEqual(
      everything.filter((line) => !OPTIONAL.test(line)),
    );
  });

  it('changes nothing outside the deployment', () => {
    const reading =
      /^(iam:(Get|List|Simulate)|organizations:(Describe|List)|sts:Decode|dynamodb:ListStreams)/;
    for (const line of everything.filter((one) => !reading.test(one))) {
      expect(line).toMatch(/ <|key\/0a1b2c3d$|secret:denywatch\/slack-webhook-/);
    }
  });
});
