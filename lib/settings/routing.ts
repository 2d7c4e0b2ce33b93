import { z } from 'zod';
import type { OwnNoiseEntry } from '../core/group/noise/entry';
import type { Routing } from '../core/group/routes';
import { alertsSchema, chatSchema } from './alerts';
import { channelName, channelSchema, type ChannelSetting } from './channels';
import { noiseSchema } from './noise';
import { channelNames, routesSchema } from './routes';

const TAG_KEY = 'the key of a tag, at most 128 characters';

/** The settings that decide who is told of what: the part that the command line reads, too. */
export const routingShape = {
  alerts: alertsSchema.prefault({}),
  channels: z
    .record(channelName, channelSchema)
    .default({})
    .describe('Places where alerts are read, by name. "sns" (the alert topic) is always there.'),
  routes: routesSchema
    .default([])
    .describe('Which channels get which denials. The first route that applies decides.'),
  defaultChannels: channelNames
    .optional()
    .describe('Channels of what no route applies to. Without it, all channels.'),
  ownerTags: z
    .array(z.string(TAG_KEY).min(1, TAG_KEY).max(128, TAG_KEY))
    .max(10, 'at most 10 keys')
    .default(['owner', 'team'])
    .describe('Keys of tags of the caller or the resource that name its owner, best first.'),
  noise: noiseSchema
    .default([])
    .describe('Your own entries of what is noise, tried before those of the catalogue.'),
  chat: chatSchema.optional(),
};

/** The part of a settings file that {@link routingShape} names; the rest is left out. */
export const routingSchema = z.object(routingShape);

/** The settings of {@link routingShape}, every default filled in. */
export type RoutingSettings = z.output<typeof routingSchema>;

/** A channel with its name. */
export type NamedChannel = ChannelSetting & { readonly name: string };

/** All channels: the alert topic, the Slack channel of `alerts.slack`, and those under `channels`. */
export function channelsOf({
  alerts: { slack },
  channels,
}: Pick<RoutingSettings, 'alerts' | 'channels'>): readonly NamedChannel[] {
  const named = Object.entries(channels).map(([name, channel]) => ({ ...channel, name }));
  const hasTopic = named.some(({ kind }) => kind === 'sns');
  return [
    ...(hasTopic ? [] : [{ kind: 'sns', name: 'sns' } as const]),
    ...(slack === undefined ? [] : [slackChannel(slack)]),
    ...named,
  ];
}

function slackChannel({
  webhookSecret,
  webhookSecretKey,
}: NonNullable<RoutingSettings['alerts']['slack']>): NamedChannel {
  return {
    kind: 'slackWebhook',
    name: 'slack',
    webhookSecret,
    ...(webhookSecretKey !== undefined && { secretKey: webhookSecretKey }),
  };
}

/** The routes as the core reads them. */
export function routingOf(settings: RoutingSettings): Routing {
  const { routes, defaultChannels, ownerTags } = settings;
  return {
    routes,
    ownerTags,
    defaultChannels: defaultChannels ?? channelsOf(settings).map(({ name }) => name),
  };
}

/** The deployment's own noise entries as the core reads them. */
export function ownNoiseOf({ noise }: Pick<RoutingSettings, 'noise'>): readonly OwnNoiseEntry[] {
  return noise;
}
