/** The six parts of an ARN. Parts may be empty or hold wildcards, as policies and messages write them. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the fifth colon; may hold colons itself. */
  readonly resource: string;
}

/** The resource part of an ARN, split into its type and the rest. */
export interface ArnResource {
  /** `role`, `table`, `log-group` …; empty where the resource has no type (buckets, queues, topics). */
  readonly type: string;
  /** What stands between type and id: `/` or `:`; empty without a type. */
  readonly separator: '' | '/' | ':';
  readonly id: string;
}

/**
 * Splits an ARN at its first five colons; null when the text is no ARN.
 *
 * Follows: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".
 */
export function parseArn(text: string): Arn | null {
  if (!text.startsWith('arn:')) return null;
  const parts = splitArn(text);
  if (parts.length < 6) return null;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = parts;
  return { partition, service, region, account, resource };
}

/** The text at its first five colons: at most six parts, the last with its own colons. */
export function splitArn(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  while (parts.length < 5) {
    const colon = text.indexOf(':', start);
    if (colon < 0) break;
    parts.push(text.slice(start, colon));
    start = colon + 1;
  }
  parts.push(text.slice(start));
  return parts;
}

/** Puts an ARN together again. */
export function formatArn(arn: Arn): string {
  return `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.account}:${arn.resource}`;
}

/**
 * Splits the resource part at its first `/` or `:`: `role/path/Name` is type `role`, id `path/Name`;
 * `function:Name:alias` is type `function`, id `Name:alias`; `my-queue` has no type.
 * Whether the first piece really is a type, only the service's own ARN formats can tell: an S3
 * object `bucket/key` looks the same.
 */
export function splitResource(resource: string): ArnResource {
  const slash = resource.indexOf('/');
  const colon = resource.indexOf(':');
  const at = slash < 0 ? colon : colon < 0 ? slash : Math.min(slash, colon);
  if (at < 0) return { type: '', separator: '', id: resource };
  return {
    type: resource.slice(0, at),
    separator: resource[at] === '/' ? '/' : ':',
    id: resource.slice(at + 1),
  };
}
