import { SlackApi } from '../../lib/aws/channels/slack-api';
import { SlackBotChannel } from '../../lib/aws/channels/slack-bot';
import { SlackUserGroups } from '../../lib/aws/channels/slack-user-groups';
import type { AwsAccess } from '../../lib/aws/client-settings';
import { MessageQueue, sqsClient } from '../../lib/aws/message-queue';
import { secretsManagerClient, SecretString } from '../../lib/aws/secret-string';
import type { ActOutcome, ActPorts, ChatJob } from '../../lib/core/act';
import type { AlertChannel } from '../../lib/core/channel';
import { createChat } from './chat';
import type { AlertSenderEnvironment } from './environment';
import type { RuntimeSettings } from './runtime-settings';

/** What the sender has already. */
interface OfSender {
  readonly access: AwsAccess;
  readonly settings: RuntimeSettings;
  readonly channels: ReadonlyMap<string, AlertChannel>;
  readonly now: () => number;
}

/**
 * What people ask for from chat, over AWS and Slack. Where the stack has no address for buttons, or no
 * channel is a Slack bot any more, a job that still comes fails, and is kept.
 */
export function createAnswers(
  { DENIAL_QUEUE_URL: denialQueueUrl, SLACK_USER_GROUPS: groups }: AlertSenderEnvironment,
  { access, settings, channels, now }: OfSender,
  { queue, store }: { readonly queue: MessageQueue; readonly store: ActPorts['store'] },
): (job: ChatJob) => Promise<ActOutcome> {
  const slack = settings.channels.filter((channel) => channel.kind === 'slackBot');
  const [first] = slack;
  if (denialQueueUrl === undefined || first === undefined)
    return () => Promise.reject(new Error('answers from chat are not in the settings any more'));
  const bots = slack.flatMap(({ name, channel }): [string, SlackBotChannel][] => {
    const bot = channels.get(name);
    return bot instanceof SlackBotChannel ? [[channel, bot]] : [];
  });
  const token = new SecretString(secretsManagerClient(access), first.secret, now);
  return createChat({
    store,
    bots: new Map(bots),
    userGroups: new SlackUserGroups({ api: new SlackApi({ token }), groups: groups ?? null, now }),
    deliveryQueue: queue,
    denialQueue: new MessageQueue(sqsClient(access), denialQueueUrl),
  });
}
