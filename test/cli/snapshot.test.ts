import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  IAMServiceException,
} from '@aws-sdk/client-iam';
import {
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
  OrganizationsServiceException,
} from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient, STSServiceException } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { run } from '../../lib/cli/program';
import { parseSnapshot } from '../../lib/local/snapshot/parse-snapshot';
import { SnapshotPolicies } from '../../lib/local/snapshot/snapshot-policies';
import { denialWith } from '../core/evidence/denial';
import { commandIo } from '../support/command-io';

const ACCOUNT = '111122223333';
const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a b/*' }],
};
const ENCODED = encodeURIComponent(JSON.stringify(DOCUMENT));
const DATE = new Date('2026-01-05T10:00:00Z');
const HAND_NOTE =
  'not part of it, add by hand what matters: resourcePolicies, vpcEndpointPolicies, sessionPolicies, resources\n';

const iam = mockClient(IAMClient);
const sts = mockClient(STSClient);
const organizations = mockClient(OrganizationsClient);
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'denywatch-snapshot-'));
  iam.reset();
  sts.reset();
  organizations.reset();
  sts.on(GetCallerIdentityCommand).resolves({ Account: ACCOUNT });
  iam.on(GetAccountAuthorizationDetailsCommand).callsFake(detailsPage);
  inOrganization();
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Two pages: roles on the first, a user and a policy on the second. */
function detailsPage({ Marker }: { readonly Marker?: string }): object {
  if (Marker === undefined)
    return {
      IsTruncated: true,
      Marker: 'page-2',
      RoleDetailList: [
        {
          Path: '/app/',
          RoleName: 'reader',
          RoleId: 'AROAEXAMPLE',
          Arn: `arn:aws:iam::${ACCOUNT}:role/app/reader`,
          CreateDate: DATE,
          AssumeRolePolicyDocument: ENCODED,
          RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: ENCODED }],
          AttachedManagedPolicies: [],
          Tags: [{ Key: 'team', Value: 'pay' }],
        },
      ],
    };
  return {
    IsTruncated: false,
    UserDetailList: [
      { UserName: 'mara', Arn: `arn:aws:iam::${ACCOUNT}:user/mara`, CreateDate: DATE },
    ],
    Policies: [
      {
        PolicyName: 'broken',
        Arn: `arn:aws:iam::${ACCOUNT}:policy/broken`,
        DefaultVersionId: 'v1',
        PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: '%7Bnot%20json' }],
      },
    ],
  };
}

/** A root with one OU with the account in it; only service control policies are on. */
function inOrganization(): void {
  organizations.on(DescribeOrganizationCommand).resolves({
    Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: '999999999999' },
  });
  organizations.on(ListRootsCommand).resolves({
    Roots: [{ Id: 'r-ab12', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }],
  });
  organizations.on(ListOrganizationalUnitsForParentCommand).resolves({ OrganizationalUnits: [] });
  organizations
    .on(ListOrganizationalUnitsForParentCommand, { ParentId: 'r-ab12' })
    .resolves({ OrganizationalUnits: [{ Id: 'ou-ab12-prod0001' }] });
  organizations
    .on(ListAccountsForParentCommand, { ParentId: 'r-ab12' })
    .resolves({ Accounts: [{ Id: '999999999999' }] });
  organizations
    .on(ListAccountsForParentCommand, { ParentId: 'ou-ab12-prod0001' })
    .resolves({ Accounts: [{ Id: ACCOUNT }] });
  organizations
    .on(ListPoliciesCommand, { Filter: 'SERVICE_CONTROL_POLICY' })
    .resolves({ Policies: [{ Id: 'p-full' }, { Id: 'p-unused' }] });
  organizations.on(ListTargetsForPolicyCommand, { PolicyId: 'p-unused' }).resolves({ Targets: [] });
  organizations
    .on(ListTargetsForPolicyCommand, { PolicyId: 'p-full' })
    .callsFake(({ NextToken }: { readonly NextToken?: string }) =>
      NextToken === undefined
        ? { Targets: [{ TargetId: 'r-ab12' }, { TargetId: 'ou-ab12-prod0001' }], NextToken: 'more' }
        : { Targets: [{ TargetId: ACCOUNT }] },
    );
  organizations.on(DescribePolicyCommand, { PolicyId: 'p-full' }).resolves({
    Policy: {
      PolicySummary: { Arn: 'arn:aws:organizations::aws:policy/p-full', Name: 'FullAWSAccess' },
      Content: JSON.stringify(DOCUMENT),
    },
  });
}

function denied(message = 'not authorized'): OrganizationsServiceException {
  const options = { $fault: 'client', $metadata: { httpStatusCode: 400 } } as const;
  return new OrganizationsServiceException({ name: 'AccessDeniedException', message, ...options });
}

async function snapshot(...options: readonly string[]): Promise<{
  readonly code: number;
  readonly err: string;
  readonly out: string;
}> {
  const { io, out, err } = commandIo();
  const code = await run(['snapshot', ...options], io);
  return { code, out: out(), err: err() };
}

test('writes the account and its organization, documents as objects', async () => {
  const file = path.join(folder, 'snapshot.json');
  const { code, err, out } = await snapshot('--output', file);

  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toBe(`denywatch: snapshot of account ${ACCOUNT} written to ${file}; ${HAND_NOTE}`);
  const text = await readFile(file, 'utf8');
  const full = { arn: 'arn:aws:organizations::aws:policy/p-full', name: 'FullAWSAccess' };
  const level = [{ ...full, document: DOCUMENT }];
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    takenAt: '2026-11-20T12:00:00.000Z',
    organization: {
      id: 'o-a1b2c3d4e5',
      managementAccountId: '999999999999',
      accounts: {
        '999999999999': { path: ['r-ab12'] },
        [ACCOUNT]: { path: ['r-ab12', 'ou-ab12-prod0001'] },
      },
      serviceControlPolicies: { 'r-ab12': level, 'ou-ab12-prod0001': level, [ACCOUNT]: level },
      resourceControlPolicies: {},
    },
    accounts: {
      [ACCOUNT]: {
        authorizationDetails: {
          UserDetailList: [{ UserName: 'mara', CreateDate: '2026-01-05T10:00:00.000Z' }],
          GroupDetailList: [],
          RoleDetailList: [
            {
              RoleName: 'reader',
              AssumeRolePolicyDocument: DOCUMENT,
              RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: DOCUMENT }],
            },
          ],
          Policies: [{ PolicyVersionList: [{ Document: '%7Bnot%20json' }] }],
        },
      },
    },
  });
  expect((await stat(file)).mode & 0o077).toBe(0);
});

test('what it writes can be read and explained with', async () => {
  const { out } = await snapshot();
  const arn = `arn:aws:iam::${ACCOUNT}:role/app/reader`;
  const denial = denialWith({ principal: { arn }, resource: { accountId: ACCOUNT } });

  const facts = new SnapshotPolicies(parseSnapshot(out)).collectNow(denial);

  expect(facts.principalArn).toBe(arn);
  expect(facts.principalTags).toEqual(new Map([['team', 'pay']]));
  expect(facts.policies.identity.status).toBe('complete');
  expect(facts.policies.scp).toMatchObject({ status: 'complete', value: { length: 3 } });
  expect(facts.policies.rcp).toEqual({ status: 'complete', value: null });
  expect(facts.policies.vpcEndpoint.status).toBe('missing');
});

test('an account in no organization has organization null', async () => {
  organizations.on(DescribeOrganizationCommand).rejects(
    new AWSOrganizationsNotInUseException({
      message: 'Your account is not a member of an organization.',
      $metadata: { httpStatusCode: 400 },
    }),
  );

  const { code, out } = await snapshot();

  expect(code).toBe(0);
  expect(parseSnapshot(out).organization).toBeNull();
});

test('an organization that cannot be read is left out and noted, not written empty', async () => {
  organizations.on(ListRootsCommand).rejects(denied());

  const { code, out, err } = await snapshot();

  expect(code).toBe(0);
  expect(Object.keys(parseSnapshot(out))).not.toContain('organization');
  expect(err).toBe(
    'denywatch: organization is left out: the organization could not be looked at: it takes the permission organizations:DescribeOrganization, ListRoots, ListOrganizationalUnitsForParent and ListAccountsForParent in the management account or a delegated administrator account\n' +
      `denywatch: snapshot of account ${ACCOUNT}; ${HAND_NOTE}`,
  );
});

test('policies of the organization that cannot be read are left out of it', async () => {
  organizations.on(DescribePolicyCommand).rejects(denied());

  const { out, err } = await snapshot();

  const { organization } = parseSnapshot(out);
  expect(organization?.accounts[ACCOUNT]).toEqual({ path: ['r-ab12', 'ou-ab12-prod0001'] });
  expect(organization?.serviceControlPolicies).toBeUndefined();
  expect(organization?.resourceControlPolicies).toEqual({});
  expect(err).toContain('denywatch: serviceControlPolicies is left out: ');
});

test('without the details of the account the exit code tells it', async () => {
  iam.on(GetAccountAuthorizationDetailsCommand).rejects(
    new IAMServiceException({
      name: 'AccessDenied',
      message: 'no',
      $fault: 'client',
      $metadata: { httpStatusCode: 403 },
    }),
  );

  const { code, out, err } = await snapshot();

  expect(code).toBe(1);
  expect(parseSnapshot(out).accounts).toEqual({ [ACCOUNT]: {} });
  expect(err).toContain(
    'denywatch: authorizationDetails is left out: the users, groups, roles and policies of the account could not be looked at: it takes the permission iam:GetAccountAuthorizationDetails\n',
  );
});

test('without usable credentials nothing is written', async () => {
  sts.on(GetCallerIdentityCommand).rejects(
    new STSServiceException({
      name: 'ExpiredToken',
      message: 'expired',
      $fault: 'client',
      $metadata: { httpStatusCode: 403 },
    }),
  );

  await expect(snapshot()).resolves.toEqual({
    code: 2,
    out: '',
    err: 'denywatch: no snapshot was taken: the own account id could not be looked at: the AWS credentials are missing, expired or not valid\n',
  });
});

test('a file that cannot be written is an unusable option', async () => {
  const { code, err } = await snapshot('--output', path.join(folder, 'none', 'snapshot.json'));

  expect(code).toBe(2);
  expect(err).toMatch(/^denywatch: --output .*snapshot\.json cannot be written: .*ENOENT/);
});
