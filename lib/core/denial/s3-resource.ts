import { textOf } from '../record/json';
import type { CloudTrailRecord, RecordResource } from '../record/record';
import type { ActionReference } from '../service-reference/service-reference';
import { isAccountId } from './arn';
import type { DenialResource } from './denial';

/**
 * What an S3 request was about: the object for an action on objects, else the bucket, or the access
 * point through which it came. A request for many objects (`DeleteObjects`, a prefix) names none.
 *
 * The owner is the bucket's as the record says it; CloudTrail blanks it where the bucket is another account's.
 *
 * Follows: CloudTrail User Guide, "Logging data events"; S3 User Guide, "Amazon S3 CloudTrail events".
 */
export function s3Resource(
  record: CloudTrailRecord,
  action: ActionReference,
  partition: string,
): DenialResource {
  const accountId = ownerOf(record.resources);
  const container = containerArn(record, partition);
  const onObject = action.resourceTypes.includes('object');
  if (!onObject) return { arn: container, named: null, accountId };
  const listed = oneArn(record.resources, 'AWS::S3::Object');
  const key = record.requestParameters === null ? null : textOf(record.requestParameters, 'key');
  const separator = container?.includes(':accesspoint/') === true ? '/object/' : '/';
  const built = container === null || key === null ? null : `${container}${separator}${key}`;
  return { arn: listed ?? built, named: null, accountId };
}

function ownerOf(resources: readonly RecordResource[]): string | null {
  const owners = resources.flatMap(({ accountId }) => (isAccountId(accountId) ? accountId : []));
  return new Set(owners).size === 1 ? (owners[0] ?? null) : null;
}

/** The bucket, or the access point. */
function containerArn({ resources, requestParameters }: CloudTrailRecord, partition: string) {
  const listed = oneArn(resources, 'AWS::S3::AccessPoint') ?? oneArn(resources, 'AWS::S3::Bucket');
  if (listed !== null) return listed;
  const name = requestParameters === null ? null : textOf(requestParameters, 'bucketName');
  if (name === null) return null;
  if (name.startsWith('arn:')) return name;
  return /^[A-Za-z0-9][\w.-]{1,254}$/.test(name) ? `arn:${partition}:s3:::${name}` : null;
}

function oneArn(resources: readonly RecordResource[], type: string): string | null {
  const arns = resources.flatMap((resource) =>
    resource.type === type ? (resource.arn ?? []) : [],
  );
  return arns.length === 1 ? (arns[0] ?? null) : null;
}
