/** The six parts of an ARN. Follows: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)". */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  /** Empty for a global service. */
  readonly region: string;
  /** Empty where the ARN names no account. */
  readonly account: string;
  /** All that follows, colons included. */
  readonly resource: string;
}

/** Splits an ARN; null when the text is none. What its author masked (`arn:aws:iam::***:role/x`) is kept as written. */
export function parseArn(text: string): ArnParts | null {
  const [arn, partition, service, region, account, ...rest] = text.split(':', MAX_COLONS);
  if (arn !== 'arn' || partition === undefined || service === undefined) return null;
  if (region === undefined || account === undefined || rest.length === 0) return null;
  const head = arn.length + partition.length + service.length + region.length + account.length;
  return { partition, service, region, account, resource: text.slice(head + 5) };
}

/** Enough for the parts before the resource, which is taken from the text itself. */
const MAX_COLONS = 6;

/** Whether the text is the number of an account. */
export function isAccountId(text: string | null | undefined): text is string {
  return text !== null && text !== undefined && /^\d{12}$/.test(text);
}

/** The account that an ARN names; null when it names none, or an AWS managed one (`arn:aws:iam::aws:policy/…`). */
export function accountOfArn(arn: string): string | null {
  const account = parseArn(arn)?.account;
  return isAccountId(account) ? account : null;
}

/** The partition of a region. Follows: AWS Fault Isolation Boundaries, "Partitions". */
export function partitionOfRegion(region: string): string {
  const known = PARTITIONS.find(([prefix]) => region.startsWith(prefix));
  return known?.[1] ?? 'aws';
}

const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];
