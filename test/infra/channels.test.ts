import { homeTemplate, resources } from './synth';

interface Statement {
  readonly Sid: string;
  readonly Resource: unknown;
}

const template = homeTemplate({
  channels: {
    oncall: { kind: 'slackBot', tokenSecret: 'oncall/token', channel: 'C0123456789' },
    'a-1': {
      kind: 'teams',
      webhookSecret: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cards',
      secretKey: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d',
    },
    a1: { kind: 'webhook', url: 'https://siem.example.com/', signingSecret: 'siem' },
    q: { kind: 'amazonQ' },
  },
});

function secretStatements(): readonly Statement[] {
  return Object.values(resources(template, 'AWS::IAM::Policy'))
    .flatMap(
      (policy) =>
        (policy['Properties'] as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument
          .Statement,
    )
    .filter(({ Sid }) => /Channel\d$/.test(Sid));
}

describe('channels of the settings', () => {
  it('have their secrets read, each by a statement of its own', () => {
    expect(secretStatements().map(({ Sid }) => Sid)).toEqual([
      'ReadOncallChannel1',
      'ReadA1Channel2',
      'DecryptA1Channel2',
      'ReadA1Channel3',
    ]);
    expect(secretStatements()[1]?.Resource).toEqual([
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cards',
      'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cards-??????',
    ]);
  });

  it('for Amazon Q have an encrypted topic, whose ARN is printed', () => {
    const topics = Object.entries(resources(template, 'AWS::SNS::Topic')).filter(([id]) =>
      id.startsWith('AmazonQTopic'),
    );
    expect(topics).toHaveLength(1);
    expect(topics[0]?.[1]['Properties']).toHaveProperty('KmsMasterKeyId');
    template.hasOutput('AmazonQTopicArn', { Value: { Ref: topics[0]?.[0] } });
    const senders = JSON.stringify(resources(template, 'AWS::Lambda::Function'));
    expect(senders).toContain(`"AMAZON_Q_TOPIC_ARN":{"Ref":"${topics[0]?.[0] ?? ''}"}`);
  });
});
