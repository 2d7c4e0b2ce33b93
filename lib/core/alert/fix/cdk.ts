import { visible } from '../text/visible';
import { laidOut, type Notation } from './layout';
import { camelCase, pascalCase, tsString } from './quote';
import { isCreated, type Target } from './target';
import type { PlaceKind } from '../names/policy-name';

const IAM = "import * as iam from 'aws-cdk-lib/aws-iam';";

/**
 * A change as TypeScript for aws-cdk-lib 2. A new inline policy is complete; any other change is the
 * statement and the call that adds it, for the place in the stack that owns the policy.
 *
 * Follows: AWS CDK API reference, aws-iam.PolicyStatement and the grant methods of each construct.
 */
export function changeAsCdk(target: Target): string {
  const body = isCreated(target) ? newPolicy(target) : intoExisting(target);
  return `${IAM}\n\n${body}\n`;
}

function newPolicy(target: Target): string {
  const { holder } = target;
  if (holder === null) return intoExisting(target);
  const constructs = { role: 'Role', user: 'User', group: 'Group' } as const;
  const kind = holder.kind === 'user' || holder.kind === 'group' ? holder.kind : 'role';
  const type = constructs[kind];
  const found = `iam.${type}.from${type}Name(this, ${tsString(pascalCase(holder.name, type))}, ${tsString(holder.name)})`;
  return `new iam.Policy(this, ${tsString(pascalCase(target.label, 'Allow'))}, {
  ${kind}s: [${found}],
  statements: [
    ${indented(fromJson(target), 4)},
  ],
});`;
}

function intoExisting(target: Target): string {
  const comment = `// ${visible(where(target))}`;
  const call = target.statement === null ? addingCall(target) : null;
  if (call === null) {
    return `${comment}\nconst ${camelCase(target.label, 'statement')} = ${fromJson(target)};`;
  }
  return `${comment}\n${call}(\n  ${indented(fromJson(target), 2)},\n);`;
}

function where(target: Target): string {
  const hint = HINTS.get(target.place) ?? '';
  return target.statement === null
    ? `into ${target.policy}${hint}`
    : `in ${target.policy}${hint}: ${target.statement} becomes`;
}

const HINTS: ReadonlyMap<PlaceKind, string> = new Map<PlaceKind, string>([
  ['scp', ' (content of its organizations.CfnPolicy)'],
  ['rcp', ' (content of its organizations.CfnPolicy)'],
  ['session', ', which the caller passes when it assumes the role'],
]);

/** The method that adds a statement to a policy of this place; null where a construct has none. */
function addingCall(target: Target): string | null {
  const kind = target.holder?.kind;
  if (kind === 'permissionSet') return null;
  if (target.place === 'resource') return RESOURCE_CALLS.get(target.service ?? '') ?? null;
  if (target.place === 'inline' || target.place === 'newInline') {
    return `${kind === 'user' || kind === 'group' ? kind : 'role'}.addToPrincipalPolicy`;
  }
  return PLACE_CALLS.get(target.place) ?? null;
}

const PLACE_CALLS: ReadonlyMap<PlaceKind, string> = new Map<PlaceKind, string>([
  ['managed', 'managedPolicy.addStatements'],
  ['boundary', 'managedPolicy.addStatements'],
  ['trust', 'role.assumeRolePolicy?.addStatements'],
  ['key', 'key.addToResourcePolicy'],
  ['bucket', 'bucket.addToResourcePolicy'],
  ['endpoint', 'endpoint.addToPolicy'],
]);

/** Constructs whose resource policy takes statements as they are. Lambda's `addPermission` does not. */
const RESOURCE_CALLS: ReadonlyMap<string, string> = new Map([
  ['s3', 'bucket.addToResourcePolicy'],
  ['kms', 'key.addToResourcePolicy'],
  ['sqs', 'queue.addToResourcePolicy'],
  ['sns', 'topic.addToResourcePolicy'],
  ['secretsmanager', 'secret.addToResourcePolicy'],
  ['dynamodb', 'table.addToResourcePolicy'],
  ['ecr', 'repository.addToResourcePolicy'],
  ['kinesis', 'stream.addToResourcePolicy'],
  ['events', 'eventBus.addToResourcePolicy'],
  ['elasticfilesystem', 'fileSystem.addToResourcePolicy'],
  ['backup', 'backupVault.addToAccessPolicy'],
  ['es', 'domain.addAccessPolicies'],
  ['logs', 'logGroup.addToResourcePolicy'],
]);

const TYPESCRIPT: Notation = {
  // `__proto__` as a plain name would set the prototype; in brackets it is a member like any other.
  key: (name) =>
    name === '__proto__' ? "['__proto__']" : IDENTIFIER.test(name) ? name : tsString(name),
  scalar: (value) => (typeof value === 'string' ? tsString(value) : JSON.stringify(value)),
  trailingComma: ',',
};

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

function fromJson(target: Target): string {
  const lines = laidOut(target.change.statement, TYPESCRIPT);
  return `iam.PolicyStatement.fromJson(${lines.join('\n')})`;
}

function indented(text: string, columns: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(columns)}`);
}
