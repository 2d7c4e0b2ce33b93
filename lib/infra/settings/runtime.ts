import type { ChannelSettings, RuntimeSettings } from '../../../lambdas/shared/runtime-settings';
import type { Settings } from './schema';

/** The part of the settings that the Lambdas follow. */
export function runtimeSettingsOf({ alerts }: Settings): RuntimeSettings {
  const channels = channelsOf(alerts);
  return {
    escalateAt: [10, 100, 1000],
    quietHours: alerts.windowHours,
    freshHours: 24,
    retentionDays: 90,
    storm: { newGroups: 20, minutes: 5, perCaller: 10 },
    channels: [...channels],
    defaultChannels: channels.map(({ name }) => name),
  };
}

/** SNS always; Slack where a secret is named. */
function channelsOf({ slack }: Settings['alerts']): readonly ChannelSettings[] {
  const sns: ChannelSettings = { kind: 'sns', name: 'sns' };
  if (slack === undefined) return [sns];
  return [sns, { kind: 'slackWebhook', name: 'slack', secret: slack.webhookSecret }];
}
