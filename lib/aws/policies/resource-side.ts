import type { Denial } from '../../core/denial/denial';
import type { Looked } from '../../core/evidence/evidence';
import { resourcePolicyPlace, type ResourcePolicyKind } from '../../core/evidence/resource-policy';
import { parseArn } from '../../core/policy/arn';
import type { Collected } from '../../core/policy/collected';
import { preparePolicy, type PreparedPolicy } from '../../core/policy/prepare';
import type { IamAccounts } from '../iam/accounts';
import { ownerOf } from '../iam/owner';
import type { PrincipalDetails } from '../iam/principal';
import { missing, NOT_APPLICABLE } from './collecting';

/** The resource's side of a request. */
export interface ResourceSide {
  /** The resource, with the path of a user or role; null when it cannot be known. */
  readonly arn: string | null;
  readonly accountId: string | null;
  readonly tags: ReadonlyMap<string, string> | null;
  readonly policy: Collected<PreparedPolicy | null>;
}

/** Service prefix -> the IAM action that reads a resource's policy. */
const READ_PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ['acm-pca', 'acm-pca:GetPolicy'],
  ['apigateway', 'apigateway:GET'],
  ['backup', 'backup:GetBackupVaultAccessPolicy'],
  ['cloudtrail', 'cloudtrail:GetResourcePolicy'],
  ['codeartifact', 'codeartifact:GetRepositoryPermissionsPolicy'],
  ['codebuild', 'codebuild:GetResourcePolicy'],
  ['dynamodb', 'dynamodb:GetResourcePolicy'],
  ['ecr', 'ecr:GetRepositoryPolicy'],
  ['elasticfilesystem', 'elasticfilesystem:DescribeFileSystemPolicy'],
  ['es', 'es:DescribeDomain'],
  ['events', 'events:DescribeEventBus'],
  ['execute-api', 'apigateway:GET'],
  ['glacier', 'glacier:GetVaultAccessPolicy'],
  ['glue', 'glue:GetResourcePolicy'],
  ['kinesis', 'kinesis:GetResourcePolicy'],
  ['kms', 'kms:GetKeyPolicy'],
  ['lambda', 'lambda:GetPolicy'],
  ['logs', 'logs:DescribeResourcePolicies'],
  ['s3', 's3:GetBucketPolicy'],
  ['s3tables', 's3tables:GetTableBucketPolicy'],
  ['s3vectors', 's3vectors:GetVectorBucketPolicy'],
  ['secretsmanager', 'secretsmanager:GetResourcePolicy'],
  ['ses', 'ses:GetEmailIdentityPolicies'],
  ['sns', 'sns:GetTopicAttributes'],
  ['sqs', 'sqs:GetQueueAttributes'],
  ['ssm', 'ssm:GetResourcePolicies'],
  ['vpc-lattice', 'vpc-lattice:GetAuthPolicy'],
]);

const KIND_WORDS: Readonly<Record<ResourcePolicyKind, string>> = {
  trustPolicy: 'the trust policy',
  keyPolicy: 'the key policy',
  bucketPolicy: 'the bucket policy',
  resourcePolicy: 'the resource-based policy',
};

/**
 * Completes the resource and reads its resource-based policy. Today that is the trust policy of a role;
 * of all other resources the gap says what reading would take.
 */
export async function resourceSide(
  denial: Denial,
  accounts: IamAccounts,
  notBefore: number,
): Promise<ResourceSide> {
  const written = denial.resource.arn ?? nameAsArn(denial);
  const accountId = denial.resource.accountId ?? accountOf(written);
  const entity = await iamEntity(written, accountId, accounts, notBefore);
  const details = entity?.status === 'found' ? entity.value : null;
  const arn = details?.arn ?? denial.resource.arn;
  return {
    arn,
    accountId,
    tags: details?.tags ?? null,
    policy: policyOf(denial.action, arn ?? written, entity),
  };
}

/** `role orders-api` -> the ARN of that name without a path, which is good enough to look it up. */
function nameAsArn(denial: Denial): string | null {
  const { named, accountId } = denial.resource;
  const account = accountId ?? denial.accountId;
  if (named === null || account === null) return null;
  if (named.type !== 'role' && named.type !== 'user') return null;
  const partition = parseArn(denial.principal.arn ?? '')?.partition ?? 'aws';
  return `arn:${partition}:iam::${account}:${named.type}/${named.name}`;
}

function accountOf(arn: string | null): string | null {
  const account = parseArn(arn ?? '')?.account ?? '';
  return /^\d{12}$/.test(account) ? account : null;
}

/** Details of a user or role that is the resource; null when it is neither, or does not exist. */
async function iamEntity(
  arn: string | null,
  accountId: string | null,
  accounts: IamAccounts,
  notBefore: number,
): Promise<Looked<PrincipalDetails> | null> {
  const owner = arn === null ? null : ownerOf(arn);
  if (owner === null || accountId === null || /[*?]/.test(owner.name)) return null;
  const access = await accounts.access(accountId);
  if (access.status !== 'found') return access;
  return access.value.principals.details(owner.arn, notBefore);
}

function policyOf(
  action: string | null,
  arn: string | null,
  entity: Looked<PrincipalDetails> | null,
): Collected<PreparedPolicy | null> {
  if (action === null || arn === null)
    return missing('the resource-based policy, if any: the resource is not known');
  const place = resourcePolicyPlace(action, arn);
  if (place.kind === 'none') return NOT_APPLICABLE;
  const [carrier] = place.carriers;
  if (place.kind === 'trustPolicy') return trustPolicy(carrier, entity);
  const service = parseArn(arn)?.service ?? '';
  const permission = READ_PERMISSIONS.get(service);
  const takes = permission === undefined ? '' : `, which takes ${permission}`;
  return missing(`${KIND_WORDS[place.kind]} of ${carrier} was not looked at${takes}`);
}

function trustPolicy(
  role: string,
  entity: Looked<PrincipalDetails> | null,
): Collected<PreparedPolicy | null> {
  if (entity === null) return missing(`the trust policy of ${role}: there is no such role`);
  if (entity.status !== 'found') return missing(`the trust policy of ${role}: ${entity.gap}`);
  const { arn, trustPolicy: text } = entity.value;
  if (text === null) return missing(`the trust policy of ${arn}: IAM returned no document`);
  const ref = { layer: 'resource', arn: null, name: 'trustPolicy', attachedTo: arn } as const;
  const prepared = preparePolicy(ref, text);
  return prepared.ok ? { status: 'complete', value: prepared.policy } : missing(prepared.error);
}
