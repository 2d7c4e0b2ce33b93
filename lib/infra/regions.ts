import { RegionInfo } from 'aws-cdk-lib/region-info';

/** An AWS partition, with where its global services (IAM, Organizations, global STS) log. */
interface Partition {
  readonly name: string;
  /** What the names of its Regions begin with; the standard partition is the one that is left. */
  readonly regionPrefix: string;
  /** The Region in which events of global services are recorded. */
  readonly globalEventsRegion: string;
}

/**
 * Follows: CloudTrail User Guide, "Global service events", and AWS General Reference, partitions.
 * The Regions of the isolated partitions are those in which IAM is hosted there.
 */
const PARTITIONS: readonly Partition[] = [
  { name: 'aws-cn', regionPrefix: 'cn-', globalEventsRegion: 'cn-north-1' },
  { name: 'aws-us-gov', regionPrefix: 'us-gov-', globalEventsRegion: 'us-gov-west-1' },
  { name: 'aws-iso', regionPrefix: 'us-iso-', globalEventsRegion: 'us-iso-east-1' },
  { name: 'aws-iso-b', regionPrefix: 'us-isob-', globalEventsRegion: 'us-isob-east-1' },
  { name: 'aws-iso-e', regionPrefix: 'eu-isoe-', globalEventsRegion: 'eu-isoe-west-1' },
  { name: 'aws-iso-f', regionPrefix: 'us-isof-', globalEventsRegion: 'us-isof-south-1' },
  { name: 'aws-eusc', regionPrefix: 'eusc-', globalEventsRegion: 'eusc-de-east-1' },
];
const STANDARD: Partition = { name: 'aws', regionPrefix: '', globalEventsRegion: 'us-east-1' };

/** The partition of a Region, by its name: `aws`, `aws-cn`, `aws-us-gov`, … */
export function partitionOf(region: string): string {
  return find(region).name;
}

/** The Region of the same partition in which IAM, Organizations and global STS events are recorded. */
export function globalEventsRegionOf(region: string): string {
  return find(region).globalEventsRegion;
}

/** The names of all Regions that the CDK in use knows, sorted. */
export function knownRegions(): readonly string[] {
  return RegionInfo.regions.map((info) => info.name).sort();
}

/**
 * The Regions that need a forwarder: the ones asked for and, always, the one of the global services,
 * each once, never the home Region (which is watched without one), sorted.
 */
export function forwardedRegions(home: string, asked: readonly string[]): readonly string[] {
  const regions = new Set([globalEventsRegionOf(home), ...asked]);
  regions.delete(home);
  return [...regions].sort();
}

function find(region: string): Partition {
  return PARTITIONS.find(({ regionPrefix }) => region.startsWith(regionPrefix)) ?? STANDARD;
}
