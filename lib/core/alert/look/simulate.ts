import type { Denial } from '../../denial/denial';
import type { Diagnosis } from '../../diagnosis/diagnosis';
import { commandParts, shellArgument } from './shell';

/** Condition keys given to one simulation. */
const MOST_KEYS = 10;

/**
 * The command that asks AWS's policy simulator about the same request: identity policies, boundary and
 * service control policies of a user or role. Null where it could not work: callers that the simulator
 * does not take, an action or resource that is not known.
 *
 * Follows: AWS CLI Command Reference, iam simulate-principal-policy.
 */
export function simulateCommand(denial: Denial, diagnosis: Diagnosis): readonly string[] | null {
  const { action, resource } = denial;
  if (action === null || resource.arn === null) return null;
  const context = contextEntries(denial, diagnosis);
  return commandParts('aws iam simulate-principal-policy', [
    ['--policy-source-arn', policySource(denial)],
    ['--action-names', shellArgument(action)],
    ...(resource.arn === '*' ? [] : [['--resource-arns', shellArgument(resource.arn)] as const]),
    ...(context === null ? [] : [['--context-entries', shellArgument(context)] as const]),
  ]);
}

/** A role whose path the record does not show has an ARN that only IAM knows. */
function policySource({ principal }: Denial): string | null {
  const { arn } = principal;
  const isSimulated = ['user', 'role', 'identityCenter', 'federatedUser'].includes(principal.type);
  if (arn === null || !isSimulated || !/^arn:[\w-]+:iam::\d{12}:(?:user|role)\//.test(arn))
    return null;
  if (principal.pathKnown || arn.includes(':user/')) return shellArgument(arn);
  const name = shellArgument(arn.slice(arn.lastIndexOf('/') + 1));
  if (name === null) return null;
  return `"$(aws iam get-role --role-name ${name} --query Role.Arn --output text)"`;
}

/** The condition keys that the statements in question ask for, as far as their values are known. */
function contextEntries(denial: Denial, diagnosis: Diagnosis): string | null {
  const entries = [...askedKeys(diagnosis)].flatMap(([key, type]) => {
    const value = denial.context.get(key.toLowerCase());
    if (value?.state !== 'known') return [];
    const list = value.values.length > 1 ? 'List' : '';
    return [{ ContextKeyName: key, ContextKeyValues: value.values, ContextKeyType: type + list }];
  });
  return entries.length === 0 ? null : JSON.stringify(entries.slice(0, MOST_KEYS));
}

function askedKeys(diagnosis: Diagnosis): ReadonlyMap<string, string> {
  const statements = [
    ...diagnosis.nearMisses.map((miss) => miss.statement),
    ...diagnosis.blockers.flatMap((blocker) => blocker.statements),
  ];
  const keys = new Map<string, string>();
  for (const { statement } of statements) {
    for (const [operator, condition] of members(member(statement, 'Condition'))) {
      for (const [key] of members(condition)) keys.set(key, keyType(operator));
    }
  }
  return keys;
}

function keyType(operator: string): string {
  const name = operator.replace(/^ForA(?:ll|ny)Values?:/, '');
  return TYPES.find(([start]) => name.startsWith(start))?.[1] ?? 'string';
}

const TYPES: readonly (readonly [string, string])[] = [
  ['IpAddress', 'ip'],
  ['NotIpAddress', 'ip'],
  ['Bool', 'boolean'],
  ['Date', 'date'],
  ['Numeric', 'numeric'],
  ['Binary', 'binary'],
];

function member(value: object | null, name: string): unknown {
  return value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : null;
}

function members(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
