import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { renderSnsPost } from '../../core/alert/sns-post';
import type { AlertChannel, DigestChannel, DigestPost, Post } from '../../core/channel';
import { digestSns } from '../../core/digest/render/sns';
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
 * gets first alerts, escalations, reopenings and the beginning and the end of storms, and the digest. Attribute
 * `alertId` is the same when a message is sent again. What is too large is cut, with a notice.
 *
 * Follows: SNS API Reference, Publish; SNS Developer Guide, "Sending different message payloads by protocol".
 */
export class SnsChannel implements AlertChannel, DigestChannel {
  readonly name: string;
  readonly edits = false;
  private readonly settings: SnsChannelSettings;

  constructor(settings: SnsChannelSettings) {
    this.name = settings.name;
    this.settings = settings;
  }

  /** @throws RetryLater when SNS throttles; else Error saying why it did not take the message */
  async deliver(post: Post | DigestPost): Promise<null> {
    const { client, topicArn } = this.settings;
    const message =
      post.kind === 'digest' ? digestSns(post.digest, post.link) : renderSnsPost(post);
    await publish(client, new PublishCommand(publication(topicArn, message)));
    return null;
  }
}
