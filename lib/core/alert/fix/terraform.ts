import type { PlaceKind } from '../names/policy-name';
import { visible } from '../text/visible';
import { hclString, snakeCase } from './quote';
import { isCreated, type Target } from './target';
import { statementBlock } from './statement-block';

/**
 * A change as Terraform: the statement in an `aws_iam_policy_document`, and for a new inline policy
 * the resource that attaches it. For a policy that exists only its statement is given, with the name
 * of the resource that holds it: a whole document would drop the other statements.
 *
 * Follows: Terraform AWS provider, data source `aws_iam_policy_document` and the policy resources.
 */
export function changeAsTerraform(target: Target): string {
  const name = snakeCase(target.label, 'allow');
  const document = dataSource(name, target);
  if (!isCreated(target)) return `${where(target)}\n${document}`;
  return `${document}\n${inlinePolicy(name, target)}`;
}

function dataSource(name: string, target: Target): string {
  return `data "aws_iam_policy_document" ${hclString(name)} {\n${statementBlock(target.change.statement)}\n}\n`;
}

function inlinePolicy(name: string, target: Target): string {
  const kind =
    target.holder?.kind === 'user' || target.holder?.kind === 'group' ? target.holder.kind : 'role';
  const holder = target.holder?.name ?? '';
  return `resource "aws_iam_${kind}_policy" ${hclString(name)} {
  name   = ${hclString(name.replaceAll('_', '-'))}
  ${kind.padEnd(6)} = ${hclString(holder)}
  policy = data.aws_iam_policy_document.${name}.json
}
`;
}

/** Two lines of comment: where it goes, and what becomes of what is there. */
function where(target: Target): string {
  const held = resourceType(target);
  const by = held === null ? '' : ` (${held})`;
  const [place, rest] =
    target.statement === null
      ? [`into ${target.policy}${by},`, 'beside its other statements']
      : [`in ${target.policy}${by}:`, `${target.statement} becomes this, the others stay`];
  return `# ${visible(place)}\n# ${visible(rest)}`;
}

/** The Terraform resource that holds a policy of this place; null where there is none. */
function resourceType(target: Target): string | null {
  const kind = target.holder?.kind;
  if (kind === 'permissionSet') return 'aws_ssoadmin_permission_set_inline_policy';
  if (target.place === 'inline' || target.place === 'newInline') {
    return `aws_iam_${kind === 'user' || kind === 'group' ? kind : 'role'}_policy`;
  }
  if (target.place === 'resource') return RESOURCE_TYPES.get(target.service ?? '') ?? null;
  return PLACE_TYPES.get(target.place) ?? null;
}

const PLACE_TYPES: ReadonlyMap<PlaceKind, string> = new Map<PlaceKind, string>([
  ['managed', 'aws_iam_policy'],
  ['boundary', 'aws_iam_policy'],
  ['scp', 'aws_organizations_policy'],
  ['rcp', 'aws_organizations_policy'],
  ['trust', 'assume_role_policy of aws_iam_role'],
  ['key', 'aws_kms_key_policy'],
  ['bucket', 'aws_s3_bucket_policy'],
  ['endpoint', 'aws_vpc_endpoint_policy'],
]);

const RESOURCE_TYPES: ReadonlyMap<string, string> = new Map([
  ['s3', 'aws_s3_bucket_policy'],
  ['kms', 'aws_kms_key_policy'],
  ['sqs', 'aws_sqs_queue_policy'],
  ['sns', 'aws_sns_topic_policy'],
  ['secretsmanager', 'aws_secretsmanager_secret_policy'],
  ['dynamodb', 'aws_dynamodb_resource_policy'],
  ['ecr', 'aws_ecr_repository_policy'],
  ['kinesis', 'aws_kinesis_resource_policy'],
  ['lambda', 'aws_lambda_permission'],
  ['events', 'aws_cloudwatch_event_bus_policy'],
  ['elasticfilesystem', 'aws_efs_file_system_policy'],
  ['backup', 'aws_backup_vault_policy'],
  ['es', 'aws_opensearch_domain_policy'],
  ['logs', 'aws_cloudwatch_log_resource_policy'],
]);
