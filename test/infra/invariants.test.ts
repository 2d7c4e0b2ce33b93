import { Template } from 'aws-cdk-lib/assertions';
import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { everyStack, flat, resources, type Json } from './synth';

const stacks = everyStack().map((stack): [string, Template] => [
  stack.stackName,
  Template.fromStack(stack),
]);

function properties(template: Template, type: string): readonly Json[] {
  return Object.values(resources(template, type)).map((one) => one['Properties'] as Json);
}

describe.each(stacks)('stack %s', (_, template) => {
  it('encrypts each queue, topic, table and log', () => {
    for (const queue of properties(template, 'AWS::SQS::Queue')) {
      expect(queue['KmsMasterKeyId'] ?? queue['SqsManagedSseEnabled']).toBeTruthy();
    }
    for (const topic of properties(template, 'AWS::SNS::Topic')) {
      expect(flat(topic['KmsMasterKeyId'])).toMatch(/^<Key/);
    }
    for (const table of properties(template, 'AWS::DynamoDB::Table')) {
      expect(table['SSESpecification']).toMatchObject({ SSEEnabled: true });
    }
    for (const log of properties(template, 'AWS::Logs::LogGroup')) {
      expect(flat(log['KmsKeyId'])).toMatch(/^<Key/);
    }
    for (const key of properties(template, 'AWS::KMS::Key')) {
      expect(key['EnableKeyRotation']).toBe(true);
    }
  });

  it('refuses each queue and topic without TLS', () => {
    const denied = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy']
      .flatMap((type) => properties(template, type))
      .filter((policy) =>
        JSON.stringify(policy['PolicyDocument']).includes('"aws:SecureTransport":"false"'),
      );
    const guarded = properties(template, 'AWS::SQS::Queue').length;
    expect(denied).toHaveLength(guarded + properties(template, 'AWS::SNS::Topic').length);
  });

  it('has a dead-letter queue, with an alarm, behind each queue and rule that delivers denials', () => {
    const queues = resources(template, 'AWS::SQS::Queue');
    const deadLetters = new Set<string>();
    for (const rule of properties(template, 'AWS::Events::Rule')) {
      for (const target of rule['Targets'] as Json[]) {
        if (flat(target['Arn']).includes(':log-group:')) continue;
        deadLetters.add(flat((target['DeadLetterConfig'] as Json)['Arn']));
      }
    }
    for (const mapping of properties(template, 'AWS::Lambda::EventSourceMapping')) {
      const lost = mapping['DestinationConfig'] as { OnFailure: Json } | undefined;
      if (lost !== undefined) deadLetters.add(flat(lost.OnFailure['Destination']));
    }
    const last = new Set<string>();
    for (const [id, queue] of Object.entries(queues)) {
      const redrive = (queue['Properties'] as Json)['RedrivePolicy'] as Json | undefined;
      if (redrive === undefined) last.add(`<${id}.Arn>`);
      else deadLetters.add(flat(redrive['deadLetterTargetArn']));
    }
    expect(last).toEqual(deadLetters);
    const alarmed = properties(template, 'AWS::CloudWatch::Alarm')
      .filter((alarm) => alarm['MetricName'] === 'ApproximateNumberOfMessagesVisible')
      .map((alarm) => flat((alarm['Dimensions'] as Json[])[0]?.['Value']));
    expect(alarmed.map((name) => name.replace('QueueName', 'Arn')).sort()).toEqual(
      [...deadLetters].sort(),
    );
  });

  it('tells someone about each alarm, and each alarm says what to do', () => {
    for (const alarm of properties(template, 'AWS::CloudWatch::Alarm')) {
      expect((alarm['AlarmActions'] as unknown[]).map(flat)).toEqual([
        expect.stringMatching(/^<OperationsTopic/),
      ]);
      expect(String(alarm['AlarmDescription']).length).toBeGreaterThan(40);
      expect(alarm['TreatMissingData']).toBe('notBreaching');
    }
  });

  it('runs each function on arm64, on the newest Node runtime that the CDK has, with a log of its own', () => {
    const newest = Runtime.ALL.filter(
      ({ family, name }) => family === RuntimeFamily.NODEJS && /^nodejs\d+\.x$/.test(name),
    )
      .map(({ name }) => name)
      .sort((a, b) => Number(/\d+/.exec(b)?.[0]) - Number(/\d+/.exec(a)?.[0]))[0];
    for (const lambda of properties(template, 'AWS::Lambda::Function')) {
      expect(lambda).toMatchObject({ Architectures: ['arm64'], Runtime: newest });
      expect(flat((lambda['LoggingConfig'] as Json)['LogGroup'])).toMatch(/^<.*Log/);
    }
  });

  it('has no secret in its template', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(
      /hooks\.slack\.com|SecretString|AKIA|resolve:secretsmanager/,
    );
  });
});
