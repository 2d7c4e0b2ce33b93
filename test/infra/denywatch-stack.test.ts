import { Match } from 'aws-cdk-lib/assertions';
import { readRuntimeSettings } from '../../lambdas/shared/runtime-settings';
import { EVERY_SETTING, flat, homeTemplate, only, resources, type Json } from './synth';

describe('the home stack without a settings file', () => {
  const template = homeTemplate();

  it('has rules that get read-only events too: a denied List, Get, Describe or AssumeRole', () => {
    for (const rule of Object.values(resources(template, 'AWS::Events::Rule'))) {
      expect((rule['Properties'] as Json)['State']).toBe(
        'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      );
    }
  });

  it('brings denials by a queue to the watcher, and keeps what EventBridge cannot deliver', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Description: 'Requests that AWS denied, to Denywatch',
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('QueueDenials'), 'Arn'] },
          DeadLetterConfig: {
            Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('QueueDeadLetters'), 'Arn'] },
          },
        }),
      ],
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('QueueDenials'), 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: Match.anyValue() },
    });
  });

  it('hides a message for at least six times as long as its Lambda may take', () => {
    const mappings = Object.values(resources(template, 'AWS::Lambda::EventSourceMapping'))
      .map((mapping) => mapping['Properties'] as Json)
      .filter((mapping) => !('StartingPosition' in mapping));
    expect(mappings).toHaveLength(2);
    for (const { EventSourceArn, FunctionName } of mappings) {
      const queue = named('AWS::SQS::Queue', EventSourceArn);
      const lambda = named('AWS::Lambda::Function', FunctionName);
      expect(Number(queue['VisibilityTimeout'])).toBeGreaterThanOrEqual(
        6 * Number(lambda['Timeout']),
      );
      expect(queue).toHaveProperty('RedrivePolicy');
    }
  });

  it('hands changes of groups to the sender, and keeps those that fail for good', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Table'), 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: {
        Filters: [{ Pattern: '{"dynamodb":{"Keys":{"sk":{"S":["STATE"]}}}}' }],
      },
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::GetAtt': [Match.stringLikeRegexp('LostChanges'), 'Arn'] },
        },
      },
    });
  });

  /** The resource of a type to which a reference leads. */
  function named(type: string, reference: unknown): Json {
    const [, id = ''] = /^<([^.>]+)/.exec(flat(reference)) ?? [];
    return resources(template, type)[id]?.['Properties'] as Json;
  }

  it('has a table whose items expire and that outlives a mistake', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      },
    });
  });

  it('keeps the key as long as what it encrypts', () => {
    template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  });

  it('tells where to subscribe, and knows neither Slack nor e-mail', () => {
    template.hasOutput('AlertTopicArn', {});
    template.hasOutput('OperationsTopicArn', {});
    template.resourceCountIs('AWS::SNS::Subscription', 0);
    expect(JSON.stringify(template.toJSON())).not.toMatch(/slack|secretsmanager/i);
  });

  it('writes the denials of Denywatch itself to a log, counts them, and alarms', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      Description: 'Denials of Denywatch itself, to a log and an alarm',
      Targets: [{ Arn: Match.objectLike({ 'Fn::Join': Match.anyValue() }), Id: 'Target0' }],
    });
    const [transformation] = only(template, 'AWS::Logs::MetricFilter')[
      'MetricTransformations'
    ] as Json[];
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: transformation?.['MetricNamespace'],
      MetricName: transformation?.['MetricName'],
      Threshold: 0,
    });
  });

  it('lets alarms through: the topic and its key name CloudWatch', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'sns:Publish',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
  });

  it.each([
    ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueDeadLetters'],
    ['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueDenials'],
    ['AWS/Lambda', 'Errors', 'DenialWatcherFunction'],
    ['AWS/Lambda', 'Throttles', 'DenialWatcherFunction'],
    ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'DeliveryDeadLetters'],
    ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'DeliveryLostChanges'],
    ['AWS/Lambda', 'Errors', 'AlertSenderFunction'],
    ['AWS/Lambda', 'Throttles', 'AlertSenderFunction'],
    ['AWS/Lambda', 'IteratorAge', 'AlertSenderFunction'],
    ['AWS/Events', 'FailedInvocations', 'Rule'],
    ['AWS/SNS', 'NumberOfNotificationsFailed', 'Alerts'],
  ])('alarms on %s %s of %s', (namespace, metric, of) => {
    const alarms = Object.values(resources(template, 'AWS::CloudWatch::Alarm'))
      .map((alarm) => alarm['Properties'] as Json)
      .filter((alarm) => alarm['Namespace'] === namespace && alarm['MetricName'] === metric);
    const dimensions = alarms.map((alarm) =>
      flat((alarm['Dimensions'] as Json[])[0]?.['Value']).replace(/[0-9A-F]{8}.*/, ''),
    );
    expect(dimensions.filter((value) => value === `<${of}`)).toHaveLength(1);
  });
});

it('the key names CloudWatch Logs as each partition does', () => {
  for (const region of ['eu-central-1', 'cn-north-1']) {
    const { KeyPolicy } = only(homeTemplate({}, region), 'AWS::KMS::Key') as {
      KeyPolicy: { Statement: Json[] };
    };
    const [logs] = KeyPolicy.Statement.filter(({ Sid }) => Sid === 'LogGroupsOfThisAccount');
    const { Service } = logs?.['Principal'] as Json;
    expect(flat(Service)).toBe(`logs.${region}.<AWS::URLSuffix>`);
  }
});

describe('the home stack with every setting', () => {
  const template = homeTemplate(EVERY_SETTING);

  it('subscribes the addresses: alerts to one topic, alarms to the other', () => {
    const subscriptions = Object.values(resources(template, 'AWS::SNS::Subscription')).map(
      (subscription) => subscription['Properties'] as Json,
    );
    expect(subscriptions.map(({ Endpoint, TopicArn }) => [Endpoint, flat(TopicArn)])).toEqual([
      ['oncall@example.com', expect.stringMatching(/^<Alerts/)],
      ['platform@example.com', expect.stringMatching(/^<OperationsTopic/)],
    ]);
  });

  it('tells the sender where the Slack secret is, and lets it read that one only', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ READ_ORGANIZATION_POLICIES: 'true' }) },
    });
    const [packed, ...other] = Object.values(resources(template, 'AWS::Lambda::Function')).map(
      (lambda) =>
        (lambda['Properties'] as { Environment: { Variables: Record<string, string> } }).Environment
          .Variables['RUNTIME_SETTINGS'] ?? '',
    );
    expect(other).toEqual([packed]);
    expect(readRuntimeSettings(packed ?? '')).toMatchObject({
      quietHours: 6,
      channels: [
        { kind: 'sns', name: 'sns' },
        { kind: 'slackWebhook', name: 'slack', secret: 'denywatch/slack-webhook' },
      ],
      defaultChannels: ['sns', 'slack'],
    });
    const read = statements(template).filter(({ Sid }) => Sid === 'ReadSlackWebhook');
    expect(read.map(({ Action, Resource }) => [Action, flat(Resource)])).toEqual([
      [
        'secretsmanager:GetSecretValue',
        'arn:aws:secretsmanager:eu-central-1:111122223333:secret:denywatch/slack-webhook-??????',
      ],
    ]);
    const decrypt = statements(template).filter(({ Sid }) => Sid === 'DecryptSlackWebhook');
    expect(decrypt.map(({ Resource }) => Resource)).toEqual([
      'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d',
    ]);
  });

  it('keeps logs as long as it was told, and nothing after its end', () => {
    for (const [id, log] of Object.entries(resources(template, 'AWS::Logs::LogGroup'))) {
      expect([id, (log['Properties'] as Json)['RetentionInDays']]).toEqual([id, 30]);
    }
    template.allResources('AWS::DynamoDB::Table', { DeletionPolicy: 'Delete' });
    template.hasResourceProperties('AWS::DynamoDB::Table', { DeletionProtectionEnabled: false });
  });
});

it('a secret that is named by its ARN may or may not have its six random characters', () => {
  const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:my-secret';
  const template = homeTemplate({ alerts: { slack: { webhookSecret: secret } } });
  const [read] = statements(template).filter(({ Sid }) => Sid === 'ReadSlackWebhook');
  expect(read?.['Resource']).toEqual([secret, `${secret}-??????`]);
});

function statements(template: ReturnType<typeof homeTemplate>): readonly Json[] {
  return Object.values(resources(template, 'AWS::IAM::Policy')).flatMap(
    (policy) =>
      (policy['Properties'] as { PolicyDocument: { Statement: Json[] } }).PolicyDocument.Statement,
  );
}
