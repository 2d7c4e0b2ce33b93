import {
  forwardedRegions,
  globalEventsRegionOf,
  knownRegions,
  partitionOf,
} from '../../lib/infra/regions';
import { RegionInfo } from 'aws-cdk-lib/region-info';

describe('Regions', () => {
  it('are put into the partition that the CDK puts them into', () => {
    for (const { name, partition } of RegionInfo.regions) expect(partitionOf(name)).toBe(partition);
  });

  it('have their global events in a Region of their own partition', () => {
    for (const name of knownRegions()) {
      expect(knownRegions()).toContain(globalEventsRegionOf(name));
      expect(partitionOf(globalEventsRegionOf(name))).toBe(partitionOf(name));
    }
  });

  it.each([
    ['us-east-1', [], []],
    ['eu-central-1', [], ['us-east-1']],
    ['cn-northwest-1', [], ['cn-north-1']],
    ['us-gov-east-1', [], ['us-gov-west-1']],
    ['us-gov-west-1', [], []],
    ['us-east-1', ['us-east-1', 'eu-west-1'], ['eu-west-1']],
    ['eu-west-1', ['us-east-1', 'eu-north-1', 'eu-north-1'], ['eu-north-1', 'us-east-1']],
  ])('with home %s and %j asked for, forward from %j', (home, asked, forwarded) => {
    expect(forwardedRegions(home, asked)).toEqual(forwarded);
  });
});
