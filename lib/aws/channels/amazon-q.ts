import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { renderAmazonQ } from '../../core/alert/amazon-q';
import type { AlertChannel, DigestChannel, DigestPost, Post } from '../../core/channel';
import { digestAmazonQ } from '../../core/digest/render/amazon-q';
import { publish } from './sns-publish';

/** What the channel works with. */
export interface AmazonQSettings {
  readonly name: string;
  readonly client: SNSClient;
  /** A topic of its own: Amazon Q shows nothing but its own JSON, and e-mail would show that. */
  readonly topicArn: string;
}

/**
 * Slack or Teams through Amazon Q Developer in chat applications, one thread for each problem. It gets
 * first alerts, escalations, reopenings and the beginning and the end of storms, and the digest.
 *
 * Follows: Amazon Q Developer in chat applications Administrator Guide, "Custom notifications".
 */
export class AmazonQChannel implements AlertChannel, DigestChannel {
  readonly name: string;
  readonly edits = false;
  private readonly settings: AmazonQSettings;

  constructor(settings: AmazonQSettings) {
    this.name = settings.name;
    this.settings = settings;
  }

  /** @throws RetryLater when SNS throttles; else Error saying why it did not take the message */
  async deliver(post: Post | DigestPost): Promise<null> {
    const { client, topicArn } = this.settings;
    const message = post.kind === 'digest' ? digestAmazonQ(post) : renderAmazonQ(post);
    const command = new PublishCommand({
      TopicArn: topicArn,
      Message: JSON.stringify(message),
      MessageAttributes: { alertId: { DataType: 'String', StringValue: message.id } },
    });
    await publish(client, command);
    return null;
  }
}
