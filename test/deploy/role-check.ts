import { GetRolePolicyCommand, ListRolePoliciesCommand, type IAMClient } from '@aws-sdk/client-iam';
import { evaluate } from '../../lib/core/policy/evaluate';
import type { CollectedPolicies } from '../../lib/core/policy/collected';
import { preparePolicy, type PreparedPolicy } from '../../lib/core/policy/prepare';
import { NOT_APPLICABLE } from '../../lib/local/snapshot/policies-of';
import type { SnapshotDocument } from '../../lib/local/snapshot/schema';
import type { RecordedCall } from './recorded-calls';

/** One action of one statement of a role. */
interface Permission {
  readonly sid: string;
  readonly action: string;
}

/** A role as it is deployed. */
export interface DeployedRole {
  /** The Lambda that works under it. */
  readonly service: string;
  readonly arn: string;
  readonly policies: readonly PreparedPolicy[];
  readonly permissions: readonly Permission[];
}

/** Reads the policies of a role, with every reference in the template resolved. */
export async function readRole(
  iam: IAMClient,
  service: string,
  arn: string,
): Promise<DeployedRole> {
  const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const read = await Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const answer = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      const document = JSON.parse(
        decodeURIComponent(answer.PolicyDocument ?? '{}'),
      ) as SnapshotDocument;
      const ref = { layer: 'identity', arn: null, name: PolicyName, attachedTo: arn } as const;
      const prepared = preparePolicy(ref, document);
      if (!prepared.ok) throw new Error(`policy ${PolicyName} of ${RoleName}: ${prepared.error}`);
      return { policy: prepared.policy, permissions: permissionsIn(document) };
    }),
  );
  return {
    service,
    arn,
    policies: read.map(({ policy }) => policy),
    permissions: read.flatMap(({ permissions }) => permissions),
  };
}

function permissionsIn(document: SnapshotDocument): readonly Permission[] {
  const { Statement } = document as {
    readonly Statement: readonly {
      readonly Sid: string;
      readonly Action: string | readonly string[];
    }[];
  };
  return [Statement]
    .flat()
    .flatMap(({ Sid, Action }) => [Action].flat().map((action) => ({ sid: Sid, action })));
}

/** What became of the calls of a role. */
export interface RoleVerdict {
  /** Calls that its policies do not allow: each once, `action resource`. */
  readonly refused: readonly string[];
  /** Permissions that no call needed, `sid action`. */
  readonly unused: readonly string[];
}

/** Judges the calls of a role by its policies, and its policies by the calls. */
export function judge(role: DeployedRole, calls: readonly RecordedCall[]): RoleVerdict {
  const refused = new Set<string>();
  const used = new Set<string>();
  const own = calls.filter(({ roleArn }) => roleArn === role.arn);
  const distinct = new Map(own.map((call) => [`${call.action} ${call.resource}`, call]));
  for (const [text, call] of distinct) {
    const sids = allowing(role, call);
    if (sids === null) refused.add(text);
    for (const sid of sids ?? []) used.add(`${sid} ${call.action}`);
  }
  const all = role.permissions.map(({ sid, action }) => `${sid} ${action}`);
  return { refused: [...refused], unused: all.filter((permission) => !used.has(permission)) };
}

/** The ids of the statements that allow a call; null when it is not allowed. */
function allowing(
  role: DeployedRole,
  { action, resource }: RecordedCall,
): readonly string[] | null {
  const accountId = role.arn.split(':')[4] ?? '';
  const policies: CollectedPolicies = {
    identity: { status: 'complete', value: role.policies },
    boundary: NOT_APPLICABLE,
    session: NOT_APPLICABLE,
    scp: NOT_APPLICABLE,
    rcp: NOT_APPLICABLE,
    resource: NOT_APPLICABLE,
    vpcEndpoint: NOT_APPLICABLE,
  };
  const evaluation = evaluate(
    {
      principal: { kind: 'role', arn: role.arn, sessionArn: null, accountId, serviceLinked: false },
      action,
      resource,
      resourceAccountId: accountId,
      context: { get: () => ({ state: 'absent' }), entries: () => [] },
    },
    policies,
  );
  if (evaluation.decision !== 'allowed') return null;
  return evaluation.layers.flatMap(({ allows }) => allows.map(({ sid }) => sid ?? ''));
}
