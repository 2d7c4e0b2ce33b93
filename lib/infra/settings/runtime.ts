import type { ChannelSettings, RuntimeSettings } from '../../../lambdas/shared/runtime-settings';
import { secretOfChannel } from '../../settings/channels';
import { channelsOf, routingOf, type NamedChannel } from '../../settings/routing';
import type { Settings } from './schema';

/** The part of the settings that the Lambdas follow. */
export function runtimeSettingsOf(settings: Settings): RuntimeSettings {
  const { alerts, diagnosis, noise, retention } = settings;
  const { defaultChannels, ownerTags } = routingOf(settings);
  return {
    escalateAt: alerts.escalateAt,
    quietHours: alerts.windowHours,
    freshHours: diagnosis.freshHours,
    retentionDays: retention.days,
    storm: alerts.storm,
    channels: channelsOf(settings).map(channelOf),
    routes: settings.routes,
    defaultChannels: [...defaultChannels],
    ownerTags: [...ownerTags],
    noise,
  };
}

/** A channel as the Lambdas know it: the key of its secret is a matter of permissions only. */
function channelOf(channel: NamedChannel): ChannelSettings {
  const { name } = channel;
  const secret = secretOfChannel(channel)?.secret ?? '';
  switch (channel.kind) {
    case 'sns':
    case 'amazonQ':
      return { kind: channel.kind, name };
    case 'slackWebhook':
    case 'teams':
      return { kind: channel.kind, name, secret };
    case 'slackBot':
      return { kind: channel.kind, name, secret, channel: channel.channel };
    case 'webhook':
      return { kind: channel.kind, name, secret, url: channel.url };
  }
}
