import { NOTHING_SAID, parseMessage } from '../../../lib/core/denial/message';
import { recogniseSetting, type DenialSetting } from '../../../lib/core/denial/setting';

const ANA = 'User: arn:aws:iam::111122223333:user/Ana is not authorized to perform:';
const BUCKET = 'on resource: "arn:aws:s3:::amzn-s3-demo-bucket1"';

/** AWS's fixed strings: the wording of real messages and that of the documentation, which differ. */
const STRINGS: readonly (readonly [DenialSetting['kind'], string])[] = [
  [
    'blockPublicPolicy',
    `${ANA} s3:PutBucketPolicy ${BUCKET} because public policies are blocked by the BlockPublicPolicy block public access setting.`,
  ],
  [
    'blockPublicPolicy',
    `${ANA} s3:PutBucketPolicy ${BUCKET} because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
  ],
  [
    'blockPublicAcls',
    `${ANA} s3:PutObjectAcl ${BUCKET} because public access control lists (ACLs) are blocked by the BlockPublicAcls block public access setting`,
  ],
  [
    'blockPublicAcls',
    `${ANA} s3:PutObjectAcl ${BUCKET} because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`,
  ],
  [
    'sseCustomerKeysBlocked',
    `${ANA} s3:PutObject ${BUCKET} because this bucket has blocked upload requests that specify Server Side Encryption with Customer provided keys (SSE-C). Please specify a different server-side encryption type`,
  ],
  ['billingAccessNotActivated', 'IAM user access not activated'],
  ['crossAccountPassRole', 'Cross-account pass role is not allowed.'],
  [
    'crossAccountPassRole',
    "Cross-account pass role is not allowed, The role should belong to account '111122223333'",
  ],
  ['managementAccountOnly', 'CallerValidation check failed'],
  [
    'managementAccountOnly',
    `${ANA} organizations:ListAccounts on resource: * because no resource-based policy allows the organizations:ListAccounts action`,
  ],
  [
    'managementAccountOnly',
    `${ANA} account:GetAlternateContact (The management account can only be managed using the standalone context from the management account.)`,
  ],
  [
    'trustedAccessOff',
    `${ANA} account:ListRegions (Your organization must first enable trusted access with AWS Account Management.)`,
  ],
  ['declarativePolicy', 'The request was denied due to an organizational policy'],
  ['declarativePolicy', 'This is blocked by a declarative policy of your organization.'],
  ['lakeFormationGrant', 'Insufficient Lake Formation permission(s) on orders'],
  [
    'serviceUnavailable',
    'This service is unavailable.  Please see https://aws.amazon.com/cloudhsm/faqs-classic/',
  ],
  [
    'marketplaceAccess',
    "You don't have the IAM role and permissions to access the AWS Marketplace. Check the AWS Marketplace for the correct permissions. Update your user and try the request again.",
  ],
  [
    'directConnectPartner',
    'Account 111122223333 is not an authorized Direct Connect partner in us-east-1.',
  ],
];

describe('recogniseSetting', () => {
  it.each(STRINGS)('finds %s in %j', (kind, message) => {
    expect(recogniseSetting(message, 'AccessDenied')?.kind).toBe(kind);
    expect(recogniseSetting(message.toUpperCase(), null)?.kind).toBe(kind);
    expect(recogniseSetting(message.replaceAll(' ', '\n  '), null)?.kind).toBe(kind);
  });

  it('says what refuses, and who can change it, in whole sentences', () => {
    for (const [, message] of STRINGS) {
      const found = recogniseSetting(message, 'AccessDenied');
      expect(found?.says).toMatch(/^[A-Z].*\.$/);
      expect(found?.owner).toMatch(/^(?:[a-z]|AWS|a Lake Formation).*[^.]$/);
    }
  });

  it('tells where Block Public Access is set', () => {
    const [[, message] = ['', '']] = STRINGS;
    expect(recogniseSetting(message, 'AccessDenied')).toEqual({
      kind: 'blockPublicPolicy',
      says: 'S3 Block Public Access refuses every bucket policy that grants public access: BlockPublicPolicy is on for the bucket, for its account, or by an S3 policy of the organization.',
      owner: 'whoever owns the Block Public Access settings of the bucket and its account',
    });
  });

  it('needs to know the service where the words are anybody’s', () => {
    const message = "You don't have permissions to access this resource.";
    const organizations = { eventSource: 'organizations.amazonaws.com' };
    expect(recogniseSetting(message, 'AccessDenied', organizations)?.kind).toBe(
      'managementAccountOnly',
    );
    expect(
      recogniseSetting(message, 'AccessDenied', { eventSource: 'rds.amazonaws.com' }),
    ).toBeNull();
    expect(recogniseSetting(message, 'AccessDenied')).toBeNull();
  });

  it('goes by the code where EC2 says whose something is', () => {
    expect(recogniseSetting(null, 'Client.AuthFailure')?.kind).toBe('ownership');
    expect(recogniseSetting('Not authorized for images: [ami-0a1b2c3d]', 'AuthFailure')?.kind).toBe(
      'ownership',
    );
  });

  it.each([
    null,
    '',
    'Access Denied',
    `${ANA} s3:GetObject ${BUCKET} because no resource-based policy allows the s3:GetObject action`,
    `${ANA} s3:GetObject ${BUCKET} with an explicit deny in a resource-based policy`,
    `${ANA} organizations:LeaveOrganization because no identity-based policy allows the organizations:LeaveOrganization action`,
  ])('leaves %j to the policies', (message) => {
    expect(recogniseSetting(message, 'AccessDenied')).toBeNull();
  });

  it('does not believe a key', () => {
    const message = `${ANA} s3:GetObject on resource: "arn:aws:s3:::b/IAM user access not activated" because no identity-based policy allows the s3:GetObject action`;
    expect(recogniseSetting(message, 'AccessDenied')).toBeNull();
    expect(parseMessage(message)).toMatchObject({ effect: 'implicitDeny' });
  });

  it('leaves the layer of such a message open', () => {
    const { effect, policyType } = parseMessage(STRINGS[0]?.[1] ?? '');
    expect({ effect, policyType }).toEqual({ effect: null, policyType: null });
    expect(parseMessage('IAM user access not activated')).toEqual(NOTHING_SAID);
  });
});
