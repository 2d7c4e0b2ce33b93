import { PublishCommand, SNSClient, SNSServiceException } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { AmazonQChannel } from '../../../lib/aws/channels/amazon-q';
import { SnsChannel } from '../../../lib/aws/channels/sns';
import { RetryLater } from '../../../lib/core/channel';
import { publication } from '../../../lib/aws/channels/sns-publication';
import { renderAmazonQ } from '../../../lib/core/alert/amazon-q';
import { renderSns } from '../../../lib/core/alert/sns';
import { alertPost, stormPost } from '../../core/alert/posts';

const topicArn = 'arn:aws:sns:eu-central-1:111122223333:denywatch-alerts';
const client = new SNSClient({ region: 'eu-central-1' });

describe('SnsChannel', () => {
  const channel = new SnsChannel({ name: 'sns', client, topicArn });

  it('publishes of a first alert what was always published, with its id', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
    const post = alertPost();
    await channel.deliver(post);
    const before = publication(topicArn, renderSns(post.alert));
    const now = sns.commandCalls(PublishCommand)[0]?.args[0].input;
    const added = { alertId: post.id, reason: 'first' };
    const attributes = Object.entries(added).map(([name, StringValue]) => {
      return [name, { DataType: 'String', StringValue }];
    });
    expect(now).toEqual({
      ...before,
      MessageAttributes: {
        ...before.MessageAttributes,
        ...(Object.fromEntries(attributes) as object),
      },
    });
  });

  it('keeps to the ten attributes that a queue gets with raw delivery', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
    for (const post of [alertPost(), stormPost()]) await channel.deliver(post);
    for (const { args } of sns.commandCalls(PublishCommand))
      expect(Object.keys(args[0].input.MessageAttributes ?? {}).length).toBeLessThanOrEqual(10);
  });

  it.each([
    ['Throttled', 429],
    ['ThrottlingException', 400],
    ['Throttling', 400],
  ])('puts off what SNS has no time for: %s', async (name, httpStatusCode) => {
    const sns = mockClient(SNSClient);
    const $metadata = { httpStatusCode };
    const error = new SNSServiceException({ name, $fault: 'client', $metadata, message: 'Rate' });
    sns.on(PublishCommand).rejects(error);
    await expect(channel.deliver(alertPost())).rejects.toThrow(RetryLater);
  });

  it('says which topic did not take the message, and why', async () => {
    const sns = mockClient(SNSClient);
    const error = new SNSServiceException({
      name: 'NotFoundException',
      $fault: 'client',
      $metadata: { httpStatusCode: 404 },
      message: 'Topic does not exist',
    });
    sns.on(PublishCommand).rejects(error);
    await expect(channel.deliver(alertPost())).rejects.toThrow(
      `SNS did not take the message for ${topicArn}: NotFoundException: Topic does not exist`,
    );
  });
});

describe('AmazonQChannel', () => {
  it('publishes its JSON as it is, without subject and structure: anything else is dropped', async () => {
    const sns = mockClient(SNSClient);
    sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
    const post = alertPost();
    await new AmazonQChannel({ name: 'q', client, topicArn }).deliver(post);
    expect(sns.commandCalls(PublishCommand)[0]?.args[0].input).toEqual({
      TopicArn: topicArn,
      Message: JSON.stringify(renderAmazonQ(post)),
      MessageAttributes: { alertId: { DataType: 'String', StringValue: post.id } },
    });
  });
});
