import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { AlertMessage } from '../core/alert/message';
import { renderSns } from '../core/alert/sns';
import type { AlertChannel } from '../core/watch';
import { publication } from './channels/sns-publication';
import { clientSettings, type AwsAccess } from './client-settings';

/** An SNS client with the settings that all clients of Denywatch have. */
export function snsClient(access: AwsAccess): SNSClient {
  return new SNSClient(clientSettings(access));
}

/** What the channel works with. */
export interface SnsChannelSettings {
  readonly client: SNSClient;
  readonly topicArn: string;
}

/**
 * Publishes alerts to an SNS topic, for each protocol in its own form. What is too large is cut, with a notice.
 *
 * Follows: SNS API Reference, Publish; SNS Developer Guide, "Sending different message payloads by protocol".
 */
export class SnsChannel implements AlertChannel {
  readonly name = 'sns';
  private readonly settings: SnsChannelSettings;

  constructor(settings: SnsChannelSettings) {
    this.settings = settings;
  }

  /** @throws what SNS answers when it does not take the message */
  async send(alert: AlertMessage): Promise<void> {
    const { client, topicArn } = this.settings;
    await client.send(new PublishCommand(publication(topicArn, renderSns(alert))));
  }
}
