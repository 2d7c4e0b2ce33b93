import { AmazonQChannel } from '../../lib/aws/channels/amazon-q';
import { SlackBotChannel } from '../../lib/aws/channels/slack-bot';
import { SlackWebhookChannel } from '../../lib/aws/channels/slack-webhook';
import { SnsChannel } from '../../lib/aws/channels/sns';
import { TeamsChannel } from '../../lib/aws/channels/teams';
import { WebhookChannel } from '../../lib/aws/channels/webhook';
import type { AwsAccess } from '../../lib/aws/client-settings';
import { secretsManagerClient, SecretString } from '../../lib/aws/secret-string';
import { snsClient } from '../../lib/aws/sns-client';
import type { AlertChannel, DigestChannel } from '../../lib/core/channel';
import type { ChannelSettings } from './runtime-settings';

/** What channels are made with. */
export interface ChannelSurroundings {
  readonly access: AwsAccess;
  readonly alertTopicArn: string;
  readonly amazonQTopicArn: string | undefined;
  /** Whether a Lambda listens to buttons. */
  readonly offersAnswers: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of what went wrong and does no harm. */
  readonly onTrouble: (why: string) => void;
}

/** Every channel takes alerts and digests. */
export type Channel = AlertChannel & DigestChannel;

/**
 * The channels of the settings, by name. No secret is read before it is needed.
 *
 * @throws Error when the settings name a channel for which the stack made no topic
 */
export function createChannels(
  settings: readonly ChannelSettings[],
  surroundings: ChannelSurroundings,
): ReadonlyMap<string, Channel> {
  const secrets = secretsManagerClient(surroundings.access);
  const secret = (id: string): SecretString => new SecretString(secrets, id, surroundings.now);
  return new Map(
    settings.map((channel) => [channel.name, createChannel(channel, surroundings, secret)]),
  );
}

function createChannel(
  channel: ChannelSettings,
  surroundings: ChannelSurroundings,
  secret: (id: string) => SecretString,
): Channel {
  const { access, alertTopicArn, amazonQTopicArn, offersAnswers, now, onTrouble } = surroundings;
  const { name } = channel;
  switch (channel.kind) {
    case 'sns':
      return new SnsChannel({ name, client: snsClient(access), topicArn: alertTopicArn });
    case 'amazonQ':
      if (amazonQTopicArn === undefined)
        throw new Error(`channel ${name}: expected AMAZON_Q_TOPIC_ARN, which the stack sets`);
      return new AmazonQChannel({ name, client: snsClient(access), topicArn: amazonQTopicArn });
    case 'slackWebhook':
      return new SlackWebhookChannel({ name, url: secret(channel.secret), now });
    case 'teams':
      return new TeamsChannel({ name, url: secret(channel.secret), now });
    case 'webhook':
      return new WebhookChannel({
        name,
        url: channel.url,
        signingSecret: secret(channel.secret),
        now,
      });
    case 'slackBot':
      return new SlackBotChannel({
        name,
        token: secret(channel.secret),
        channelId: channel.channel,
        offersAnswers,
        now,
        onTrouble,
      });
  }
}
