import { globalEventsRegionOf, partitionOf } from '../regions';
import { secretOfChannel } from '../../settings/channels';
import type { SettingsProblem } from '../../settings/problems';
import type { Settings } from './schema';

/**
 * What is wrong with the settings once the home Region is known: Regions of another partition, and
 * a secret or key that the Lambda could not reach from there.
 */
export function placementProblems(settings: Settings, home: string): readonly SettingsProblem[] {
  const partition = partitionOf(home);
  const foreign = settings.regions.flatMap((region, index) =>
    partitionOf(region) === partition
      ? []
      : [
          {
            path: `regions[${index}]`,
            says: `expected a Region of partition ${partition}, that of the home Region ${home}; found "${region}" of partition ${partitionOf(region)}, which takes a deployment of its own (its global events are in ${globalEventsRegionOf(region)})`,
          },
        ],
  );
  return [
    ...foreign,
    ...secretsOf(settings).flatMap(({ path, arn }) => elsewhere(path, arn, home)),
  ];
}

/** Every secret and key that the settings name, with where. */
function secretsOf({
  alerts: { slack },
  channels,
  chat,
}: Settings): readonly { readonly path: string; readonly arn: string | undefined }[] {
  return [
    { path: 'alerts.slack.webhookSecret', arn: slack?.webhookSecret },
    { path: 'alerts.slack.webhookSecretKey', arn: slack?.webhookSecretKey },
    ...Object.entries(channels).flatMap(([name, channel]) => {
      const needed = secretOfChannel(channel);
      if (needed === null) return [];
      return [
        { path: `channels.${name}.${needed.setting}`, arn: needed.secret },
        { path: `channels.${name}.secretKey`, arn: needed.keyArn ?? undefined },
      ];
    }),
    { path: 'chat.signingSecret', arn: chat?.signingSecret },
    { path: 'chat.signingSecretKey', arn: chat?.signingSecretKey },
  ];
}

function elsewhere(
  path: string,
  value: string | undefined,
  home: string,
): readonly SettingsProblem[] {
  const region = value?.startsWith('arn:') === true ? value.split(':')[3] : undefined;
  return region === undefined || region === home
    ? []
    : [{ path, says: `expected an ARN in the home Region ${home}; found one in ${region}` }];
}
