import { globalEventsRegionOf, partitionOf } from '../regions';
import type { SettingsProblem } from './problems';
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
  const slack = settings.alerts.slack;
  return [
    ...foreign,
    ...elsewhere('alerts.slack.webhookSecret', slack?.webhookSecret, home),
    ...elsewhere('alerts.slack.webhookSecretKey', slack?.webhookSecretKey, home),
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
