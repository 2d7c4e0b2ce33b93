import { GetPolicyCommand, GetPolicyVersionCommand, type IAMClient } from '@aws-sdk/client-iam';
import type { LimitFunction } from 'p-limit';
import type { Looked } from '../../core/evidence/evidence';
import { lookUp } from '../lookup';
import { SharedLookups } from '../shared-lookups';
import { documentText } from './document-text';

/** The default version of a managed policy. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly text: string;
  /** ISO 8601: when the default version was made; null when IAM did not say. */
  readonly changedAt: string | null;
}

/** Kept long: a new default version shows up after five minutes. */
const KEEP_MS = 5 * 60_000;
const KEEP_GAP_MS = 15_000;
const MAX_POLICIES = 1_000;

/**
 * Reads managed policies, each once for all who have it attached.
 *
 * Follows: IAM API Reference, GetPolicy, GetPolicyVersion.
 */
export class ManagedPolicies {
  private readonly iam: IAMClient;
  private readonly limit: LimitFunction;
  private readonly cache: SharedLookups<Looked<ManagedPolicy>>;

  constructor(iam: IAMClient, limit: LimitFunction, now: () => number) {
    this.iam = iam;
    this.limit = limit;
    this.cache = new SharedLookups({
      maxSize: MAX_POLICIES,
      keepMs: (looked) => (looked.status === 'found' ? KEEP_MS : KEEP_GAP_MS),
      now,
    });
  }

  /** @param notBefore milliseconds since the epoch: an older copy is read again */
  get(arn: string, notBefore: number): Promise<Looked<ManagedPolicy>> {
    return this.cache.get(arn, () => this.read(arn), notBefore);
  }

  private async read(arn: string): Promise<Looked<ManagedPolicy>> {
    const what = `managed policy ${arn}`;
    const policy = await lookUp({ what, permission: 'iam:GetPolicy' }, () =>
      this.limit(() => this.iam.send(new GetPolicyCommand({ PolicyArn: arn }))),
    );
    if (policy.status !== 'found') return policy;
    const versionId = policy.value.Policy?.DefaultVersionId;
    if (versionId === undefined) return noText(what);
    const version = await lookUp({ what, permission: 'iam:GetPolicyVersion' }, () =>
      this.limit(() =>
        this.iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versionId })),
      ),
    );
    if (version.status !== 'found') return version;
    const text = documentText(version.value.PolicyVersion?.Document);
    if (text === null) return noText(what);
    const changedAt = version.value.PolicyVersion?.CreateDate?.toISOString() ?? null;
    return { status: 'found', value: { arn, text, changedAt } };
  }
}

function noText(what: string): Looked<ManagedPolicy> {
  return { status: 'unavailable', gap: `${what} could not be looked at: IAM returned no document` };
}
