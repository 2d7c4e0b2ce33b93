import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { SnsChannel } from '../../lib/aws/sns-channel';
import { renderSns } from '../../lib/core/alert/sns';
import { someAlert } from './support/alert';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:denywatch-alerts';
const ALERT = someAlert();

function bodiesOf({ Message }: { readonly Message?: string | undefined }): Record<string, string> {
  return JSON.parse(Message ?? '') as Record<string, string>;
}

describe('SnsChannel', () => {
  const channel = new SnsChannel({
    client: new SNSClient({ region: 'eu-central-1' }),
    topicArn: TOPIC,
  });

  it('publishes a form for each protocol, with attributes for filter policies', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
    await channel.send(ALERT);
    const input = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    const { subject, bodies, attributes } = renderSns(ALERT);
    expect(input).toMatchObject({ TopicArn: TOPIC, Subject: subject, MessageStructure: 'json' });
    expect(bodiesOf(input ?? {})).toStrictEqual(bodies);
    expect(input?.MessageAttributes).toMatchObject({
      severity: { DataType: 'String', StringValue: attributes['severity'] },
    });
  });

  it('fails when SNS does not take the message', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).rejects(new Error('topic is gone'));
    await expect(channel.send(ALERT)).rejects.toThrow('topic is gone');
  });
});
