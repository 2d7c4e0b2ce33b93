import { evaluate } from '../../../lib/core/policy/evaluate';
import type { Evaluation, LayerVerdict } from '../../../lib/core/policy/evaluation';
import type { CollectedPolicies } from '../../../lib/core/policy/collected';
import type { Layer, StatementRef } from '../../../lib/core/policy/layer';
import type {
  AuthorizationRequest,
  ContextValue,
  RequestPrincipal,
} from '../../../lib/core/policy/request';
import {
  boundary,
  identityPolicies,
  NOT_APPLICABLE,
  one,
  type Entity,
} from '../../../lib/local/snapshot/policies-of';
import type { SnapshotDocument } from '../../../lib/local/snapshot/schema';
import { entityWithArn, type FakeAccount } from './account';
import { AwsError, members, type Call, type Fields } from './answer';
import { documentText } from './document-text';

/**
 * One result of SimulatePrincipalPolicy, by the project's own evaluator. As AWS's simulator it sees
 * identity-based policies, boundary, SCPs and the resource policy that is sent along; and a context key
 * that is not sent is absent, and listed as missing where a policy asks for it.
 *
 * Follows: IAM API Reference, SimulatePrincipalPolicy, EvaluationResult.
 *
 * @throws AwsError NoSuchEntity, InvalidInput
 */
export function simulate(account: FakeAccount, input: Call['input']): Fields {
  const [action] = members(input, 'ActionNames');
  if (action?.includes(':') !== true) {
    throw new AwsError('InvalidInput', 400, `Invalid action ${String(action)}`);
  }
  const [resource = '*'] = members(input, 'ResourceArns');
  const entity = entityWithArn(account, input['PolicySourceArn'] ?? '');
  const policies = policiesFor(account, entity, input, resource);
  const principal = principalOf(entity, account.id);
  const given = contextOf(input);
  const request = (
    unset: ContextValue['state'] & ('absent' | 'unknown'),
  ): AuthorizationRequest => ({
    principal,
    action,
    resource,
    resourceAccountId: input['ResourceOwner']?.split(':')[4] ?? account.id,
    context: { get: (key) => given.get(key) ?? { state: unset }, entries: () => given.entries() },
  });
  const evaluation = evaluate(request('absent'), policies);
  const decision = decisionOf(evaluation, policies);
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision,
    MatchedStatements: matched(evaluation, decision).flatMap((ref) => located(account, ref)),
    MissingContextValues: missingKeys(evaluate(request('unknown'), policies)),
    OrganizationsDecisionDetail: isEmpty(policies.scp)
      ? undefined
      : { AllowedByOrganizations: layer(evaluation, 'scp').says === 'allow' },
    PermissionsBoundaryDecisionDetail: isEmpty(policies.boundary)
      ? undefined
      : { AllowedByPermissionsBoundary: layer(evaluation, 'boundary').says === 'allow' },
  };
}

function policiesFor(
  { iam, id, organization }: FakeAccount,
  entity: Entity,
  input: Call['input'],
  resource: string,
): CollectedPolicies {
  const document = input['ResourcePolicy'];
  const ref = {
    layer: 'resource',
    arn: null,
    name: 'resourcePolicy',
    attachedTo: resource,
  } as const;
  const scp = organization.levels('scp', id);
  return {
    identity: identityPolicies(iam, entity),
    boundary: boundary(iam, entity),
    session: NOT_APPLICABLE,
    // A snapshot without an organization is an account in none.
    scp: scp.status === 'missing' ? NOT_APPLICABLE : scp,
    rcp: NOT_APPLICABLE,
    resource:
      document === undefined ? NOT_APPLICABLE : one(ref, JSON.parse(document) as SnapshotDocument),
    vpcEndpoint: NOT_APPLICABLE,
  };
}

function principalOf(entity: Entity, accountId: string): RequestPrincipal {
  if (entity.kind === 'user') return { kind: 'user', arn: entity.user.Arn, accountId };
  const { Arn } = entity.role;
  const serviceLinked = Arn.includes(':role/aws-service-role/');
  return { kind: 'role', arn: Arn, sessionArn: null, accountId, serviceLinked };
}

function contextOf(input: Call['input']): ReadonlyMap<string, ContextValue> {
  const given = new Map<string, ContextValue>();
  for (let at = 1; ; at++) {
    const entry = `ContextEntries.member.${at}`;
    const key = input[`${entry}.ContextKeyName`];
    if (key === undefined) return given;
    const values = members(input, `${entry}.ContextKeyValues`);
    given.set(key.toLowerCase(), { state: 'known', values });
  }
}

/** Whether a KMS key or a trust policy would have to allow it too is nothing that the simulator knows. */
function decisionOf(
  evaluation: Evaluation,
  { resource }: CollectedPolicies,
): 'allowed' | 'explicitDeny' | 'implicitDeny' {
  const said = evaluation.layers.map(({ says }) => says);
  if (said.includes('explicitDeny')) return 'explicitDeny';
  if (!isEmpty(resource)) return evaluation.decision === 'allowed' ? 'allowed' : 'implicitDeny';
  const seen = (['identity', 'boundary', 'scp'] as const).map((name) => layer(evaluation, name));
  return seen.some(({ says }) => says === 'implicitDeny') ? 'implicitDeny' : 'allowed';
}

/** SCPs decide, and are not listed. */
function matched(evaluation: Evaluation, decision: string): readonly StatementRef[] {
  const shown = (['identity', 'boundary', 'resource'] as const).map((name) =>
    layer(evaluation, name),
  );
  if (decision === 'explicitDeny') return shown.flatMap(({ denies }) => denies);
  return decision === 'allowed' ? shown.flatMap(({ allows }) => allows) : [];
}

function missingKeys({ layers }: Evaluation): readonly string[] {
  return [...new Set(layers.flatMap(({ unknownKeys }) => unknownKeys))];
}

function layer({ layers }: Evaluation, name: Layer): LayerVerdict {
  const found = layers.find((verdict) => verdict.layer === name);
  if (found === undefined) throw new Error(`no verdict of ${name}`);
  return found;
}

function isEmpty(collected: CollectedPolicies[Layer]): boolean {
  return collected.status === 'missing' || collected.value === null;
}

const TYPES: Readonly<Partial<Record<Layer, string>>> = {
  identity: 'IAM Policy',
  boundary: 'Permissions Boundary Policy',
  resource: 'Resource Policy',
};

function located(account: FakeAccount, ref: StatementRef): readonly Fields[] {
  const document = documentOf(account, ref);
  const span =
    document === null ? undefined : documentText(document).spans[ref.statementIndex ?? -1];
  return [
    {
      SourcePolicyId: sourceId(ref),
      SourcePolicyType: TYPES[ref.layer],
      StartPosition: span && { ...span.StartPosition },
      EndPosition: span && { ...span.EndPosition },
    },
  ];
}

/** `role_OWNER_POLICY` for an inline policy, the friendly name for a managed one. */
function sourceId({ arn, name, attachedTo }: StatementRef): string {
  if (arn !== null || attachedTo?.includes(':iam:') !== true) return name ?? '';
  const [kind = '', ...path] = (attachedTo.split(':')[5] ?? '').split('/');
  return `${kind}_${path.at(-1) ?? ''}_${name ?? ''}`;
}

function documentOf(account: FakeAccount, ref: StatementRef): SnapshotDocument | null {
  if (ref.arn !== null) return managedDocument(account, ref.arn);
  const found = inlinePolicies(account, ref.attachedTo).find(
    ({ PolicyName }) => PolicyName === ref.name,
  );
  return found?.PolicyDocument ?? null;
}

function managedDocument({ snapshot, id }: FakeAccount, arn: string): SnapshotDocument | null {
  const policies = snapshot.accounts[id]?.authorizationDetails?.Policies ?? [];
  const versions = policies.find((policy) => policy.Arn === arn)?.PolicyVersionList ?? [];
  return versions.find(({ IsDefaultVersion }) => IsDefaultVersion === true)?.Document ?? null;
}

function inlinePolicies(
  { iam }: FakeAccount,
  owner: string | null,
): readonly { readonly PolicyName: string; readonly PolicyDocument: SnapshotDocument }[] {
  const group = [...iam.groups.values()].find(({ Arn }) => Arn === owner);
  const user = iam.users.byArn.get(owner ?? '');
  const role = iam.roles.byArn.get(owner ?? '');
  return group?.GroupPolicyList ?? user?.UserPolicyList ?? role?.RolePolicyList ?? [];
}
