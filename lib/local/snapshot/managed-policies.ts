import type { PolicyRef } from '../../core/policy/layer';
import {
  attachPolicy,
  preparePolicy,
  type PreparedOrError,
  type PreparedPolicy,
} from '../../core/policy/prepare';
import type { SnapshotDocument, SnapshotManagedPolicy } from './schema';

/** A managed policy as it is attached to one thing, or a sentence that says what is missing. */
export type FoundPolicy =
  | { readonly ok: true; readonly policy: PreparedPolicy }
  | { readonly ok: false; readonly gap: string };

/**
 * The managed policies of one account: customer managed ones and those AWS managed ones that are
 * attached. Each is prepared once, however many users, groups and roles have it.
 */
export class ManagedPolicies {
  private readonly accountId: string;
  private readonly byArn: ReadonlyMap<string, SnapshotManagedPolicy>;
  private readonly prepared = new Map<string, PreparedPolicy>();

  constructor(accountId: string, policies: readonly SnapshotManagedPolicy[]) {
    this.accountId = accountId;
    this.byArn = new Map(policies.map((policy) => [policy.Arn, policy]));
  }

  /** The default version of a policy, as it is attached to a user, group or role. */
  find(layer: 'identity' | 'boundary', arn: string, attachedTo: string): FoundPolicy {
    const policy = this.byArn.get(arn);
    if (policy === undefined)
      return missing(
        `managed policy ${arn} is not in the snapshot (Policies of account ${this.accountId})`,
        ATTACHED[layer],
        attachedTo,
      );
    const document = defaultVersion(policy)?.Document;
    if (document === undefined)
      return missing(
        `the default version of managed policy ${arn} is not in the snapshot (PolicyVersionList)`,
        ATTACHED[layer],
        attachedTo,
      );
    const prepared = this.prepare({ layer, arn, name: policy.PolicyName, attachedTo }, document);
    return prepared.ok ? prepared : { ok: false, gap: prepared.error };
  }

  private prepare(ref: PolicyRef, document: SnapshotDocument): PreparedOrError {
    const key = `${ref.layer} ${ref.arn ?? ''}`;
    const known = this.prepared.get(key);
    if (known !== undefined) return { ok: true, policy: attachPolicy(known, ref) };
    const result = preparePolicy(ref, document);
    if (result.ok) this.prepared.set(key, result.policy);
    return result;
  }
}

const ATTACHED = {
  identity: 'it is attached to',
  boundary: 'it is the permissions boundary of',
} as const;

function missing(what: string, role: string, attachedTo: string): FoundPolicy {
  return { ok: false, gap: `${what}; ${role} ${attachedTo}` };
}

function defaultVersion(
  policy: SnapshotManagedPolicy,
): SnapshotManagedPolicy['PolicyVersionList'][number] | undefined {
  const versions = policy.PolicyVersionList;
  return (
    versions.find((version) => version.IsDefaultVersion === true) ??
    versions.find(
      (version) => version.VersionId !== undefined && version.VersionId === policy.DefaultVersionId,
    )
  );
}
