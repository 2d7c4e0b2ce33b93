/**
 * A denial that no policy decides: the closed list of settings that AWS's fixed strings name.
 */
export interface DenialSetting {
  readonly kind:
    | 'blockPublicPolicy'
    | 'blockPublicAcls'
    | 'sseCustomerKeysBlocked'
    | 'billingAccessNotActivated'
    | 'managementAccountOnly'
    | 'trustedAccessOff'
    | 'crossAccountPassRole'
    | 'declarativePolicy'
    | 'lakeFormationGrant'
    | 'serviceUnavailable'
    | 'marketplaceAccess'
    | 'directConnectPartner'
    | 'ownership';
  /** One sentence in plain words: what refuses, and where it is set. */
  readonly says: string;
  /** Who can change it, in words. */
  readonly owner: string;
}

/** What of a record tells one fixed string from another; null where it is not known. */
export interface SettingClues {
  /** `SERVICE.amazonaws.com` */
  readonly eventSource: string | null;
}

/** A setting and how AWS's answer names it. All that a rule asks for must be there. */
interface SettingRule {
  readonly setting: DenialSetting;
  /** In lower case; each must be in the message. */
  readonly texts: readonly string[];
  /** The end of the error code. */
  readonly code?: string;
  readonly eventSource?: string;
}

const SETTINGS: Readonly<Record<DenialSetting['kind'], Omit<DenialSetting, 'kind'>>> = {
  blockPublicPolicy: {
    says: 'S3 Block Public Access refuses every bucket policy that grants public access: BlockPublicPolicy is on for the bucket, for its account, or by an S3 policy of the organization.',
    owner: 'whoever owns the Block Public Access settings of the bucket and its account',
  },
  blockPublicAcls: {
    says: 'S3 Block Public Access refuses every ACL that grants public access: BlockPublicAcls is on for the bucket, for its account, or by an S3 policy of the organization.',
    owner: 'whoever owns the Block Public Access settings of the bucket and its account',
  },
  sseCustomerKeysBlocked: {
    says: 'The bucket refuses uploads with keys that the caller provides (SSE-C): they are blocked in its default encryption settings.',
    owner: 'the owner of the bucket; or ask for SSE-S3 or SSE-KMS in the request',
  },
  billingAccessNotActivated: {
    says: 'IAM users and roles may not see billing data in this account: "IAM user and role access to Billing information" is off in the account settings, and no policy can replace it.',
    owner: 'the root user of the account, under Account in the Billing console',
  },
  managementAccountOnly: {
    says: "Only the organization's management account, or a delegated administrator, may make this call: it was made from another account.",
    owner:
      "the management account of the organization, which can make the call, register a delegated administrator, or allow it in the organization's delegation policy",
  },
  trustedAccessOff: {
    says: 'The organization has not enabled trusted access for this service, so that it may not be used for other accounts.',
    owner: 'the management account of the organization, under Services in AWS Organizations',
  },
  crossAccountPassRole: {
    says: 'The role belongs to another account than the caller, and AWS lets nobody pass a role across accounts: no policy can allow it.',
    owner: "the caller, who must name a role of the caller's own account",
  },
  declarativePolicy: {
    says: 'A declarative policy of the organization refuses it in the service itself: it is no IAM policy, and no Allow can help.',
    owner: 'the administrator of the organization, who attached the declarative policy',
  },
  lakeFormationGrant: {
    says: 'Lake Formation, not IAM, refuses it: the caller has no grant on this database, table or location.',
    owner: 'a Lake Formation administrator, or whoever can grant on the resource',
  },
  serviceUnavailable: {
    says: 'AWS does not offer this service to this account any more, whatever its policies say.',
    owner: 'AWS Support; the message names the page that tells what replaces the service',
  },
  marketplaceAccess: {
    says: 'AWS Marketplace refuses it: the account lacks the subscription or the set-up role that Marketplace asks for.',
    owner: 'whoever manages AWS Marketplace for the account',
  },
  directConnectPartner: {
    says: 'Only an AWS Direct Connect partner may make this call in this Region, and the account is none.',
    owner: 'AWS Direct Connect, which admits partners',
  },
  ownership: {
    says: 'EC2 refuses it because something in the request belongs to another account and is not shared with this one: it is no statement about policies.',
    owner: 'the owner of the image, snapshot, bucket or network in the request, who can share it',
  },
};

/** The first rule that fits decides. Follows: the services' own documentation of these answers. */
const RULES: readonly SettingRule[] = [
  // Real messages say "blocked by the … block public access setting", the S3 User Guide "prevented by the … setting".
  rule('blockPublicPolicy', ['blockpublicpolicy', 'public policies are']),
  rule('blockPublicAcls', ['blockpublicacls', 'public a']),
  rule('sseCustomerKeysBlocked', ['blocked upload requests', 'customer provided keys']),
  rule('billingAccessNotActivated', ['iam user access not activated']),
  rule('billingAccessNotActivated', ['iam user access is not activated']),
  rule('crossAccountPassRole', ['cross-account pass role']),
  rule('declarativePolicy', ['denied due to an organizational policy']),
  rule('declarativePolicy', ['declarative policy']),
  rule('lakeFormationGrant', ['insufficient lake formation permission']),
  rule('serviceUnavailable', ['this service is unavailable']),
  rule('marketplaceAccess', ['iam role and permissions to access the aws marketplace']),
  rule('directConnectPartner', ['not an authorized direct connect partner']),
  rule('trustedAccessOff', ['must first enable trusted access']),
  rule('managementAccountOnly', ['callervalidation check failed']),
  rule('managementAccountOnly', ['can only be managed using the standalone context']),
  // From a member account this is what Organizations answers, as if a policy were missing.
  rule('managementAccountOnly', ['because no resource-based policy allows the organizations:']),
  {
    ...rule('managementAccountOnly', ["you don't have permissions to access this resource"]),
    eventSource: 'organizations.amazonaws.com',
  },
  { ...rule('ownership', []), code: 'AuthFailure' },
];

/** The messages are at most 1 KB in a record; a longer text is not searched to its end. */
const MAX_LENGTH = 4096;

/**
 * Recognises a denial that no policy decides from AWS's fixed strings; null when it is none of them.
 * Of a pasted text `clues` know nothing: what only they tell apart is then not recognised.
 */
export function recogniseSetting(
  message: string | null,
  errorCode: string | null,
  clues: SettingClues = { eventSource: null },
): DenialSetting | null {
  const text = withoutKey(message ?? '')
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .replace(/\s+/g, ' ');
  const found = RULES.find(
    (candidate) =>
      candidate.texts.every((part) => text.includes(part)) &&
      (candidate.code === undefined || (errorCode ?? '').endsWith(candidate.code)) &&
      (candidate.eventSource === undefined || candidate.eventSource === clues.eventSource),
  );
  return found?.setting ?? null;
}

/** An S3 key is whatever somebody called it: what it says is not AWS's word. */
function withoutKey(message: string): string {
  return message.replace(/resource: "[^"]{0,2000}"/g, 'resource: ""');
}

function rule(kind: DenialSetting['kind'], texts: readonly string[]): SettingRule {
  return { setting: { kind, ...SETTINGS[kind] }, texts };
}
