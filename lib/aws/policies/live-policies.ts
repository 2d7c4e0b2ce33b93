import type { Denial } from '../../core/denial/denial';
import type { CollectedFacts, OrganizationPlace } from '../../core/evidence/evidence';
import type { PolicySource } from '../../core/evidence/sources';
import type { Collected, CollectedPolicies } from '../../core/policy/collected';
import type { PreparedPolicy } from '../../core/policy/prepare';
import type { IamAccounts } from '../iam/accounts';
import { missing, NOT_APPLICABLE } from './collecting';
import type { OrganizationReader } from './organization';
import { principalSide } from './principal-side';
import { resourceSide, type ResourceSide } from './resource-side';

/** What the policies are read with. */
export interface LivePoliciesDeps {
  readonly accounts: IamAccounts;
  readonly organization: OrganizationReader;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The policies that matter for a denial, as they are in the account now. */
export class LivePolicies implements PolicySource {
  private readonly deps: LivePoliciesDeps;

  constructor(deps: LivePoliciesDeps) {
    this.deps = deps;
  }

  async collect(denial: Denial): Promise<CollectedFacts> {
    const { accounts, now } = this.deps;
    const startedAt = now();
    const notBefore = Math.min(timeOf(denial) ?? 0, startedAt);
    const [principal, resource, organization] = await Promise.all([
      principalSide(denial, accounts, notBefore),
      resourceSide(denial, accounts, notBefore),
      this.place(denial.accountId, notBefore),
    ]);
    const policies: CollectedPolicies = {
      identity: principal.identity,
      boundary: principal.boundary,
      session: sessionLayer(denial),
      scp: await this.serviceControlPolicies(denial, notBefore),
      rcp: await this.resourceControlPolicies(resource, notBefore),
      resource: resource.policy,
      vpcEndpoint: vpcEndpointLayer(denial),
    };
    return {
      principalArn: principal.arn,
      principalTags: principal.tags,
      resourceArn: resource.arn,
      resourceAccountId: resource.accountId,
      resourceTags: resource.tags,
      principalOrganization: organization,
      resourceOrganization: await this.place(resource.accountId, notBefore),
      policies,
      takenAt: new Date(principal.readAt ?? startedAt).toISOString(),
      recentChanges: principal.recentChanges,
      gaps: principal.gaps,
    };
  }

  private async place(
    accountId: string | null,
    notBefore: number,
  ): Promise<OrganizationPlace | null | undefined> {
    if (accountId === null) return undefined;
    const place = await this.deps.organization.place(accountId, notBefore);
    return place.status === 'found' ? place.value : undefined;
  }

  private async serviceControlPolicies(
    denial: Denial,
    notBefore: number,
  ): Promise<Collected<readonly (readonly PreparedPolicy[])[] | null>> {
    const { serviceLinked, accountId } = denial.principal;
    if (serviceLinked || isOutsideIam(denial)) return NOT_APPLICABLE;
    if (accountId === null)
      return missing("the service control policies: the caller's account is not known");
    return this.deps.organization.levels('scp', accountId, notBefore);
  }

  private async resourceControlPolicies(
    resource: ResourceSide,
    notBefore: number,
  ): Promise<Collected<readonly (readonly PreparedPolicy[])[] | null>> {
    if (resource.arn === '*') return NOT_APPLICABLE;
    if (resource.accountId === null)
      return missing("the resource control policies: the resource's account is not known");
    return this.deps.organization.levels('rcp', resource.accountId, notBefore);
  }
}

function timeOf(denial: Denial): number | null {
  const time = Date.parse(denial.time ?? '');
  return Number.isNaN(time) ? null : time;
}

/** SCPs affect principals of member accounts only. */
function isOutsideIam(denial: Denial): boolean {
  return ['webIdentity', 'saml', 'service', 'anonymous'].includes(denial.principal.type);
}

/** A session policy is in no API: only the record of the AssumeRole call holds it. */
function sessionLayer(denial: Denial): CollectedPolicies['session'] {
  const { sessionArn, type, serviceLinked } = denial.principal;
  if (sessionArn === null || type === 'root' || serviceLinked) return NOT_APPLICABLE;
  return missing(
    `the session policy of ${sessionArn}, if any: only the CloudTrail record of the call that made the session holds it`,
  );
}

/** A record without an endpoint did not come through one; of a pasted message that is not known. */
function vpcEndpointLayer(denial: Denial): CollectedPolicies['vpcEndpoint'] {
  const id = denial.vpcEndpointId;
  if (id !== null)
    return missing(
      `the policy of VPC endpoint ${id} was not looked at, which takes ec2:DescribeVpcEndpoints`,
    );
  const cameThroughNone = denial.context.get('aws:sourcevpce')?.state === 'absent';
  if (cameThroughNone && denial.said.policyType !== 'vpcEndpoint') return NOT_APPLICABLE;
  return missing(
    'the VPC endpoint policy, if any: the message does not tell which VPC endpoint the request came through',
  );
}
