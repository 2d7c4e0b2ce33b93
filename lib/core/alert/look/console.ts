import { parseArn } from '../../policy/arn';

/** The consoles of the partitions that have a public one. Elsewhere no link is better than a wrong one. */
const CONSOLES: ReadonlyMap<string, { readonly host: string; readonly globalRegion: string }> =
  new Map([
    ['aws', { host: 'console.aws.amazon.com', globalRegion: 'us-east-1' }],
    ['aws-us-gov', { host: 'console.amazonaws-us-gov.com', globalRegion: 'us-gov-west-1' }],
    ['aws-cn', { host: 'console.amazonaws.cn', globalRegion: 'cn-north-1' }],
  ]);

/** Makes addresses of one partition's console. */
export interface Console {
  /** A page of a regional service; null when the Region has not the shape of one. */
  regional(service: string, region: string, page: string): string | null;
  /** A page of the IAM console. */
  iam(page: string): string;
  /** A page of the Organizations console. */
  organizations(page: string): string;
}

/** The console of a partition; null where there is none that is known. */
export function consoleOf(partition: string): Console | null {
  const known = CONSOLES.get(partition);
  if (known === undefined) return null;
  const { host, globalRegion } = known;
  const home = (service: string, region: string, page: string): string =>
    `https://${region}.${host}/${service}/home?region=${region}#${page}`;
  return {
    regional: (service, region, page) => (isRegion(region) ? home(service, region, page) : null),
    iam: (page) => home('iam', globalRegion, page),
    organizations: (page) => `https://${globalRegion}.${host}/organizations/v2/home/${page}`,
  };
}

/** The partition of the first text that is an ARN; else by the Region; commercial AWS by default. */
export function partitionOf(arns: readonly (string | null)[], region: string | null): string {
  for (const arn of arns) {
    const partition = arn === null ? undefined : parseArn(arn)?.partition;
    if (partition?.startsWith('aws') === true) return partition;
  }
  const known = REGION_PREFIXES.find(([prefix]) => (region ?? '').startsWith(prefix));
  return known?.[1] ?? 'aws';
}

const REGION_PREFIXES: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso', 'aws-iso'],
  ['eu-iso', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

/** A Region goes into a host name: nothing but a Region's own shape may. */
export function isRegion(text: string | null): text is string {
  return text !== null && /^[a-z]{2,4}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/.test(text);
}

/** Percent-encodes a part of an address, with the signs that chat and Markdown would read. */
export function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
