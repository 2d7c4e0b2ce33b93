import { Tags, type App } from 'aws-cdk-lib';
import { DenywatchStack } from './denywatch-stack';
import { ForwarderStack } from './forwarder-stack';
import { forwardedRegions } from './regions';
import type { PlacedSettings } from './settings/settings';

/** The stacks of one deployment. */
export interface DenywatchStacks {
  readonly home: DenywatchStack;
  readonly forwarders: readonly ForwarderStack[];
}

/**
 * Adds the stacks that the settings ask for: one in the home Region, and a forwarder in each other
 * Region that is watched, that of the global services always among them.
 */
export function addDenywatch(app: App, settings: PlacedSettings): DenywatchStacks {
  const { homeRegion, stackName } = settings;
  const place = (region: string): { env: { region: string; account?: string } } => ({
    env: { region, ...(settings.account !== undefined && { account: settings.account }) },
  });
  const home = new DenywatchStack(app, stackName, {
    ...place(homeRegion),
    settings,
    description: 'Denywatch: explains every access denial',
  });
  const forwarders = forwardedRegions(homeRegion, settings.regions).map((region) => {
    const forwarder = new ForwarderStack(app, `${stackName}-${region}`, {
      ...place(region),
      region,
      homeRegion,
      alarmsTo: settings.alarmsTo,
      description: `Denywatch: forwards the denials of ${region} to ${homeRegion}`,
    });
    // Nothing is sent before somebody listens.
    forwarder.addStackDependency(home);
    return forwarder;
  });
  Tags.of(app).add('app', 'denywatch');
  return { home, forwarders };
}
