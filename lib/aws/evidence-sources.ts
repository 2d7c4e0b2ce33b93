import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import pLimit from 'p-limit';
import type { EvidenceSources } from '../core/evidence/sources';
import { clientSettings, type AwsAccess } from './client-settings';
import { OwnAccount } from './iam/accounts';
import { ManagedPolicies } from './iam/managed-policies';
import { PrincipalReader } from './iam/principal-reader';
import { StsMessageDecoder } from './message-decoder';
import { LivePolicies } from './policies/live-policies';
import { OrganizationReader } from './policies/organization';
import { IamPolicySimulator } from './simulator/policy-simulator';
import { ToolboxAuthorizationDetails } from './toolbox/authorization-details';
import { ToolboxClient } from './toolbox/toolbox-client';

/** What live evidence is gathered with. */
export interface EvidenceSettings extends AwsAccess {
  /** The account of the credentials; null asks STS once. */
  readonly accountId: string | null;
  /** False where the credentials may not read the tree and policies of the organization; absent: ask. */
  readonly readsOrganization?: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Calls under way at one time: IAM throttles early, and one alert needs about a dozen. */
const CONCURRENT_CALLS = 6;

/** All sources of evidence over the live account. Make them once: they share clients and caches. */
export function createEvidenceSources(settings: EvidenceSettings): EvidenceSources {
  const { now, credentials, region } = settings;
  const limit = pLimit(CONCURRENT_CALLS);
  const iam = new IAMClient(clientSettings(settings));
  const sts = stsByRegion(settings);
  const managed = new ManagedPolicies(iam, limit, now);
  const principals = new PrincipalReader({ iam, limit, managed, now });
  const accounts = new OwnAccount({ iam, principals }, sts(region), settings.accountId, now);
  const organization = new OrganizationReader({
    client: new OrganizationsClient(clientSettings(settings)),
    limit,
    isOwnAccount: (accountId) => accounts.isOwn(accountId),
    readsTree: settings.readsOrganization ?? true,
    now,
  });
  return {
    authorizationDetails: new ToolboxAuthorizationDetails({
      client: new ToolboxClient({ credentials }),
      now,
    }),
    decoder: new StsMessageDecoder({ sts, homeRegion: region }),
    simulator: new IamPolicySimulator(accounts, limit),
    policies: new LivePolicies({ accounts, organization, now }),
    whyAbsent: '',
  };
}

/** STS is regional: one client for each region that is met. */
function stsByRegion(access: AwsAccess): (region: string) => STSClient {
  const clients = new Map<string, STSClient>();
  return (region) => {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const client = new STSClient(clientSettings({ ...access, region }));
    clients.set(region, client);
    return client;
  };
}
