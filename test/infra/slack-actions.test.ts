import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DenialTable } from '../../lib/infra/denial-table';
import { EncryptionKey } from '../../lib/infra/encryption-key';
import { SlackActions } from '../../lib/infra/slack-actions';
import { flat, only, type Json } from './synth';

const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:slack-signing-AbCdEf';

function template(): Template {
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [] },
    analyticsReporting: false,
  });
  const stack = new Stack(app, 'Chat');
  const removalPolicy = RemovalPolicy.DESTROY;
  const encryptionKey = new EncryptionKey(stack, 'Key', { description: 'key', removalPolicy });
  new SlackActions(stack, 'SlackActions', {
    encryptionKey,
    removalPolicy,
    logRetention: RetentionDays.ONE_MONTH,
    metricNamespace: 'Denywatch',
    table: new DenialTable(stack, 'Table', { encryptionKey, removalPolicy }),
    deliveryQueue: new Queue(stack, 'Delivery'),
    signingSecret: SECRET,
    secret: {
      label: 'SlackSigning',
      arnPatterns: [SECRET],
      keyArn: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d',
    },
    workspaces: ['T0HOME', 'T0SECOND'],
  });
  return Template.fromStack(stack);
}

/** Whoever adds a line here gives it to a function that anybody on the internet can call. */
const EVERYTHING = [
  'dynamodb:GetItem <TableCD117FA1.Arn>',
  'dynamodb:PutItem <TableCD117FA1.Arn>',
  'kms:Decrypt <Key961B73FD.Arn>',
  'kms:Decrypt arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d',
  'kms:DescribeKey <Key961B73FD.Arn>',
  'kms:Encrypt <Key961B73FD.Arn>',
  'kms:GenerateDataKey <Key961B73FD.Arn>',
  'kms:GenerateDataKeyWithoutPlaintext <Key961B73FD.Arn>',
  'kms:ReEncryptFrom <Key961B73FD.Arn>',
  'kms:ReEncryptTo <Key961B73FD.Arn>',
  'logs:CreateLogStream <SlackActionsLog.Arn>',
  'logs:PutLogEvents <SlackActionsLog.Arn>',
  `secretsmanager:GetSecretValue ${SECRET}`,
  'sqs:SendMessage <Delivery.Arn>',
];

describe('the function that Slack calls', () => {
  const made = template();

  it('has an address that asks for no AWS credentials: Slack has none, it signs', () => {
    expect(only(made, 'AWS::Lambda::Url')).toMatchObject({ AuthType: 'NONE' });
    expect(only(made, 'AWS::Lambda::Url')).not.toHaveProperty('Cors');
  });

  it('knows where its secret is and who may answer, and no secret', () => {
    const { Variables } = only(made, 'AWS::Lambda::Function')['Environment'] as { Variables: Json };
    expect(Variables).toMatchObject({
      SIGNING_SECRET: SECRET,
      SLACK_WORKSPACES: 'T0HOME,T0SECOND',
      POWERTOOLS_SERVICE_NAME: 'slack-actions',
    });
  });

  it('may do this and nothing else', () => {
    const { Statement } = only(made, 'AWS::IAM::Policy')['PolicyDocument'] as { Statement: Json[] };
    const pairs = Statement.flatMap(({ Action, Resource }) =>
      [Action]
        .flat()
        .flatMap((action) => [Resource].flat().map((arn) => `${String(action)} ${named(arn)}`)),
    );
    expect(pairs.sort()).toEqual(EVERYTHING.map(named).sort());
  });
});

/** Without the hash in a logical id. */
function named(value: unknown): string {
  return flat(value).replace(/[0-9A-F]{8}(?=\.Arn>)/, '');
}
