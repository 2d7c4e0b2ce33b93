import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { renderSnsPost } from '../../core/alert/sns-post';
import type { AlertChannel, Post } from '../../core/channel';
import { publication } from './sns-publication';
import { publish } from './sns-publish';

/** What the channel works with. */
export interface SnsChannelSettings {
  readonly name: string;
  readonly client: SNSClient;
  readonly topicArn: string;
}

/**
 * An SNS topic, for each protocol in its own form: e-mail, text messages, and JSON for programs. It
 * gets first alerts, escalations, reopenings and the beginning and the end of storms. Attribute
 * `alertId` is the same when a message is sent again. What is too large is cut, with a notice.
 *
 * Follows: SNS API Reference, Publish; SNS Developer Guide, "Sending different message payloads by protocol".
 */
export class SnsChannel implements AlertChannel {
  readonly name: string;
  readonly edits = false;
  private readonly settings: SnsChannelSettings;

  constructor(settings: SnsChannelSettings) {
    this.name = settings.name;
    this.settings = settings;
  }

  /** @throws RetryLater when SNS throttles; else Error saying why it did not take the message */
  async deliver(post: Post): Promise<null> {
    const { client, topicArn } = this.settings;
    await publish(client, new PublishCommand(publication(topicArn, renderSnsPost(post))));
    return null;
  }
}
