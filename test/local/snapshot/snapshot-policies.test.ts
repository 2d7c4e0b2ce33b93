import fc from 'fast-check';
import type { CollectedFacts } from '../../../lib/core/evidence/evidence';
import type { CollectedPolicies } from '../../../lib/core/policy/collected';
import { parseSnapshot } from '../../../lib/local/snapshot/parse-snapshot';
import { SnapshotPolicies } from '../../../lib/local/snapshot/snapshot-policies';
import { denialWith, type DenialParts } from '../../core/evidence/denial';
import {
  ACCOUNT,
  control,
  document,
  ENDPOINT,
  MANAGEMENT,
  OTHER,
  READ_ONLY_ARN,
  ROLE_ARN,
  SESSION_KEY,
  SHARED_ARN,
  sidsOf,
  snapshotParts,
  USER_ARN,
  type SnapshotParts,
} from './snapshot-file';

const BY_ROLE: DenialParts = {
  principal: { arn: ROLE_ARN, accessKeyId: SESSION_KEY },
  vpcEndpointId: ENDPOINT,
};
const BY_USER: DenialParts = {
  principal: { type: 'user', arn: USER_ARN, sessionArn: null, sessionName: null },
};
const ASSUME: DenialParts = {
  ...BY_USER,
  action: 'sts:AssumeRole',
  resource: { arn: ROLE_ARN },
};

type Change = (parts: SnapshotParts) => void;
type Layer = keyof CollectedPolicies;

function source(change: Change = () => undefined): SnapshotPolicies {
  const parts = snapshotParts();
  change(parts);
  return new SnapshotPolicies(parseSnapshot(JSON.stringify(parts.file)));
}

function facts(denial: DenialParts, change?: Change): CollectedFacts {
  return source(change).collectNow(denialWith(denial));
}

/** `complete` with the Sids, or status, Sids and gaps: everything that a layer tells. */
function told(denial: DenialParts, layer: Layer, change?: Change): unknown {
  const collected = facts(denial, change).policies[layer];
  const gaps = collected.status === 'complete' ? [] : collected.gaps;
  if (collected.status === 'missing') return ['missing', ...gaps];
  if (collected.value === null) return [collected.status, null, ...gaps];
  return [collected.status, sidsOf(...[collected.value].flat(2)), ...gaps];
}

describe('with everything collected', () => {
  test.each<[Layer, DenialParts, unknown]>([
    ['identity', BY_ROLE, ['complete', ['RoleInline', 'SharedV2']]],
    ['identity', BY_USER, ['complete', ['UserInline', 'SharedV2', 'GroupInline', 'SharedV2']]],
    ['boundary', BY_ROLE, ['complete', ['SharedV2']]],
    ['boundary', BY_USER, ['complete', null]],
    ['session', BY_ROLE, ['complete', ['Session']]],
    ['session', BY_USER, ['complete', null]],
    ['scp', BY_ROLE, ['complete', ['RootScp', 'OuScp', 'AccountScp']]],
    ['rcp', BY_ROLE, ['complete', ['RootRcp', 'OuRcp', 'AccountRcp']]],
    ['resource', BY_ROLE, ['complete', ['Bucket']]],
    ['resource', ASSUME, ['complete', ['Trust']]],
    ['vpcEndpoint', BY_ROLE, ['complete', ['Endpoint']]],
  ])('%s is complete (%#)', (layer, denial, expected) => {
    expect(told(denial, layer)).toEqual(expected);
  });

  test('facts beside the policies', () => {
    expect(facts(BY_ROLE)).toMatchObject({
      principalArn: ROLE_ARN,
      principalTags: new Map([['team', 'pay']]),
      resourceArn: 'arn:aws:s3:::orders/uploads/a.pdf',
      resourceAccountId: ACCOUNT,
      resourceTags: new Map([['stage', 'live']]),
      principalOrganization: {
        organizationId: 'o-a1b2c3d4e5',
        managementAccountId: MANAGEMENT,
        path: ['r-ab12', 'ou-ab12-prod0001'],
      },
      takenAt: '2026-11-20T08:00:00Z',
      gaps: [],
    });
  });

  test('each policy says where it is attached', () => {
    const { identity, boundary, resource, scp } = facts(BY_ROLE).policies;
    const refs = [identity, boundary, resource, scp].flatMap((one) =>
      one.status === 'missing' || one.value === null ? [] : [one.value].flat(2),
    );
    expect(refs.map(({ ref }) => [ref.layer, ref.name, ref.arn, ref.attachedTo])).toEqual([
      ['identity', 'inline', null, ROLE_ARN],
      ['identity', 'shared', SHARED_ARN, ROLE_ARN],
      ['boundary', 'shared', SHARED_ARN, ROLE_ARN],
      ['resource', 'bucketPolicy', null, 'arn:aws:s3:::orders'],
      ['scp', 'RootScp', control('RootScp')['arn'], 'r-ab12'],
      ['scp', 'OuScp', control('OuScp')['arn'], 'ou-ab12-prod0001'],
      ['scp', 'AccountScp', control('AccountScp')['arn'], ACCOUNT],
    ]);
  });

  test('a managed policy of several owners names the right one in its statements', () => {
    const policies = source();
    const first = policies.collectNow(denialWith(BY_ROLE)).policies.identity;
    const second = policies.collectNow(denialWith(BY_USER)).policies.identity;
    const owners = [first, second].map((one) =>
      one.status === 'missing'
        ? []
        : one.value.flatMap(({ statements }) => statements.map(({ ref }) => ref.attachedTo)),
    );
    expect(owners).toEqual([
      [ROLE_ARN, ROLE_ARN],
      [
        USER_ARN,
        USER_ARN,
        `arn:aws:iam::${ACCOUNT}:group/developers`,
        `arn:aws:iam::${ACCOUNT}:group/developers`,
      ],
    ]);
  });

  test('the same denial is answered the same way again', () => {
    const policies = source();
    const first = policies.collectNow(denialWith(BY_ROLE));
    expect(policies.collectNow(denialWith(BY_ROLE))).toEqual(first);
  });
});

/** What is absent is not collected: a gap, in these words. */
test.each<[string, Layer, DenialParts, Change, unknown]>([
  [
    'the account',
    'identity',
    BY_ROLE,
    ({ file }) => (file['accounts'] = {}),
    [
      'missing',
      `the identity-based policies of ${ROLE_ARN}: account ${ACCOUNT} is not in the snapshot`,
    ],
  ],
  [
    'authorizationDetails',
    'identity',
    BY_ROLE,
    ({ account }) => delete account['authorizationDetails'],
    [
      'missing',
      `the identity-based policies of ${ROLE_ARN}: the snapshot has no authorizationDetails for account ${ACCOUNT}`,
    ],
  ],
  [
    'authorizationDetails',
    'boundary',
    BY_ROLE,
    ({ account }) => delete account['authorizationDetails'],
    [
      'missing',
      `the permissions boundary of ${ROLE_ARN}, if any: the snapshot has no authorizationDetails for account ${ACCOUNT}`,
    ],
  ],
  [
    'authorizationDetails',
    'resource',
    ASSUME,
    ({ account }) => delete account['authorizationDetails'],
    [
      'missing',
      `the trust policy of ${ROLE_ARN}: the snapshot has no authorizationDetails for account ${ACCOUNT}`,
    ],
  ],
  [
    'RoleDetailList',
    'identity',
    BY_ROLE,
    ({ details }) => delete details['RoleDetailList'],
    [
      'missing',
      `the identity-based policies of ${ROLE_ARN}: the snapshot has no RoleDetailList for account ${ACCOUNT}`,
    ],
  ],
  [
    'RoleDetailList',
    'resource',
    ASSUME,
    ({ details }) => delete details['RoleDetailList'],
    [
      'missing',
      `the trust policy of ${ROLE_ARN}: the snapshot has no RoleDetailList for account ${ACCOUNT}`,
    ],
  ],
  [
    'the role',
    'identity',
    BY_ROLE,
    ({ details }) => (details['RoleDetailList'] = []),
    [
      'missing',
      `the identity-based policies of ${ROLE_ARN}: account ${ACCOUNT} has no such role in the snapshot: deleted, or made after it was taken`,
    ],
  ],
  [
    'the role',
    'resource',
    ASSUME,
    ({ details }) => (details['RoleDetailList'] = []),
    [
      'missing',
      `the trust policy of ${ROLE_ARN}: account ${ACCOUNT} has no such role in the snapshot`,
    ],
  ],
  [
    'AssumeRolePolicyDocument',
    'resource',
    ASSUME,
    ({ role }) => delete role['AssumeRolePolicyDocument'],
    ['missing', `the trust policy of ${ROLE_ARN}: AssumeRolePolicyDocument is not collected`],
  ],
  [
    'UserDetailList',
    'identity',
    BY_USER,
    ({ details }) => delete details['UserDetailList'],
    [
      'missing',
      `the identity-based policies of ${USER_ARN}: the snapshot has no UserDetailList for account ${ACCOUNT}`,
    ],
  ],
  [
    'the user',
    'identity',
    BY_USER,
    ({ details }) => (details['UserDetailList'] = []),
    [
      'missing',
      `the identity-based policies of ${USER_ARN}: account ${ACCOUNT} has no such user in the snapshot: deleted, or made after it was taken`,
    ],
  ],
  [
    'a group',
    'identity',
    BY_USER,
    ({ details }) => delete details['GroupDetailList'],
    [
      'partial',
      ['UserInline', 'SharedV2'],
      `group developers of ${USER_ARN} is not in the snapshot (GroupDetailList)`,
    ],
  ],
  [
    'a managed policy of AWS',
    'identity',
    BY_ROLE,
    ({ role }) => (role['AttachedManagedPolicies'] = [{ PolicyArn: READ_ONLY_ARN }]),
    [
      'partial',
      ['RoleInline'],
      `managed policy ${READ_ONLY_ARN} is not in the snapshot (Policies of account ${ACCOUNT}); it is attached to ${ROLE_ARN}`,
    ],
  ],
  [
    'the boundary policy',
    'boundary',
    BY_ROLE,
    ({ details }) => (details['Policies'] = []),
    [
      'missing',
      `managed policy ${SHARED_ARN} is not in the snapshot (Policies of account ${ACCOUNT}); it is the permissions boundary of ${ROLE_ARN}`,
    ],
  ],
  [
    'the default version',
    'identity',
    BY_ROLE,
    ({ shared }) =>
      (shared['PolicyVersionList'] = [{ VersionId: 'v1', Document: document('Old') }]),
    [
      'partial',
      ['RoleInline'],
      `the default version of managed policy ${SHARED_ARN} is not in the snapshot (PolicyVersionList); it is attached to ${ROLE_ARN}`,
    ],
  ],
  [
    'resourcePolicies',
    'resource',
    { ...BY_ROLE, resource: { accountId: ACCOUNT } },
    ({ account }) => {
      delete account['resourcePolicies'];
    },
    [
      'missing',
      `the policy of arn:aws:s3:::orders: the snapshot has no resourcePolicies for account ${ACCOUNT}`,
    ],
  ],
  [
    "the resource's account",
    'resource',
    {
      ...BY_ROLE,
      action: 'sqs:SendMessage',
      resource: { arn: 'arn:aws:sqs:eu-west-1:123456789012:q' },
    },
    () => undefined,
    [
      'missing',
      'the policy of arn:aws:sqs:eu-west-1:123456789012:q: account 123456789012 is not in the snapshot',
    ],
  ],
  [
    'vpcEndpointPolicies',
    'vpcEndpoint',
    BY_ROLE,
    ({ account }) => delete account['vpcEndpointPolicies'],
    ['missing', `the policy of VPC endpoint ${ENDPOINT}: the snapshot has no vpcEndpointPolicies`],
  ],
  [
    'the endpoint',
    'vpcEndpoint',
    BY_ROLE,
    ({ account }) => (account['vpcEndpointPolicies'] = {}),
    [
      'missing',
      `the policy of VPC endpoint ${ENDPOINT}: no account of the snapshot has it (the endpoint may belong to another account)`,
    ],
  ],
  [
    'sessionPolicies',
    'session',
    BY_ROLE,
    ({ account }) => delete account['sessionPolicies'],
    [
      'missing',
      `the session policy, if any: the snapshot has no sessionPolicies for account ${ACCOUNT}`,
    ],
  ],
  [
    'the access key id',
    'session',
    { principal: { arn: ROLE_ARN, accessKeyId: null } },
    () => undefined,
    [
      'missing',
      'the session policy of arn:aws:sts::111122223333:assumed-role/orders-api/i-0a1b2c3d4e5f67890, if any: the access key id of the session is not known',
    ],
  ],
  [
    'the organization',
    'scp',
    BY_ROLE,
    ({ file }) => delete file['organization'],
    [
      'missing',
      'service control policies: the snapshot has no organization (section organization)',
    ],
  ],
  [
    'the organization',
    'rcp',
    BY_ROLE,
    ({ file }) => delete file['organization'],
    [
      'missing',
      'resource control policies: the snapshot has no organization (section organization)',
    ],
  ],
  [
    'the account in the organization',
    'scp',
    BY_ROLE,
    ({ organization }) => (organization['accounts'] = {}),
    [
      'missing',
      `service control policies: account ${ACCOUNT} is not in the snapshot's organization`,
    ],
  ],
  [
    'serviceControlPolicies',
    'scp',
    BY_ROLE,
    ({ organization }) => delete organization['serviceControlPolicies'],
    [
      'missing',
      'service control policies: not in the snapshot (organization.serviceControlPolicies)',
    ],
  ],
  [
    'resourceControlPolicies',
    'rcp',
    BY_ROLE,
    ({ organization }) => delete organization['resourceControlPolicies'],
    [
      'missing',
      'resource control policies: not in the snapshot (organization.resourceControlPolicies)',
    ],
  ],
  [
    'the policies of one level',
    'scp',
    BY_ROLE,
    ({ organization }) =>
      (organization['serviceControlPolicies'] = {
        'r-ab12': [control('RootScp')],
        [ACCOUNT]: [control('AccountScp')],
      }),
    [
      'partial',
      ['RootScp', 'AccountScp'],
      'organization.serviceControlPolicies has nothing for ou-ab12-prod0001: its policies are not known',
    ],
  ],
])('without %s, %s says what is missing (%#)', (_, layer, denial, change, expected) => {
  expect(told(denial, layer, change)).toEqual(expected);
});

/** What is there and empty was collected: there is none. */
test.each<[string, Layer, DenialParts, Change, unknown]>([
  [
    'no policies of its own',
    'identity',
    BY_ROLE,
    ({ role }) => Object.assign(role, { RolePolicyList: [], AttachedManagedPolicies: [] }),
    ['complete', []],
  ],
  [
    'no groups',
    'identity',
    BY_USER,
    ({ user }) => (user['GroupList'] = []),
    ['complete', ['UserInline', 'SharedV2']],
  ],
  [
    'no boundary',
    'boundary',
    BY_ROLE,
    ({ role }) => delete role['PermissionsBoundary'],
    ['complete', null],
  ],
  [
    'no resource policies',
    'resource',
    { ...BY_ROLE, resource: { accountId: ACCOUNT } },
    ({ account }) => (account['resourcePolicies'] = {}),
    ['complete', null],
  ],
  [
    'no session policies',
    'session',
    BY_ROLE,
    ({ account }) => (account['sessionPolicies'] = {}),
    ['complete', null],
  ],
  [
    'none for this session',
    'session',
    { principal: { arn: ROLE_ARN, accessKeyId: 'ASIAOTHER' } },
    () => undefined,
    ['complete', null],
  ],
  [
    'an empty list for it',
    'session',
    BY_ROLE,
    ({ account }) => (account['sessionPolicies'] = { [SESSION_KEY]: [] }),
    ['complete', null],
  ],
  [
    'no organization',
    'scp',
    BY_ROLE,
    ({ file }) => (file['organization'] = null),
    ['complete', null],
  ],
  [
    'no organization',
    'rcp',
    BY_ROLE,
    ({ file }) => (file['organization'] = null),
    ['complete', null],
  ],
  [
    'SCPs that are off',
    'scp',
    BY_ROLE,
    ({ organization }) => (organization['serviceControlPolicies'] = {}),
    ['complete', null],
  ],
  [
    'RCPs that are off',
    'rcp',
    BY_ROLE,
    ({ organization }) => (organization['resourceControlPolicies'] = {}),
    ['complete', null],
  ],
  [
    'a service-linked role',
    'scp',
    { principal: { arn: ROLE_ARN, serviceLinked: true } },
    () => undefined,
    ['complete', null],
  ],
  [
    'the management account',
    'scp',
    BY_ROLE,
    ({ organization }) => (organization['managementAccountId'] = ACCOUNT),
    ['complete', null],
  ],
  [
    'the management account',
    'rcp',
    BY_ROLE,
    ({ organization }) => (organization['managementAccountId'] = ACCOUNT),
    ['complete', null],
  ],
])('with %s, %s is complete (%#)', (_, layer, denial, change, expected) => {
  expect(told(denial, layer, change)).toEqual(expected);
});

test('documents may be URL-encoded as the IAM API returns them, everywhere', () => {
  const encoded = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(encoded);
    if ('Statement' in value) return encodeURIComponent(JSON.stringify(value));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, encoded(one)]));
  };
  const { file } = snapshotParts();
  const policies = new SnapshotPolicies(parseSnapshot(JSON.stringify(encoded(file))));
  for (const denial of [BY_ROLE, BY_USER, ASSUME])
    expect(policies.collectNow(denialWith(denial))).toEqual(facts(denial));
});

test('a policy that cannot be read is a gap that names it; the others count', () => {
  const change: Change = ({ role }) =>
    (role['RolePolicyList'] = [
      { PolicyName: 'broken', PolicyDocument: { Statement: [{ Effect: 'allow', Action: '*' }] } },
      { PolicyName: 'good', PolicyDocument: document('Good') },
    ]);
  expect(told(BY_ROLE, 'identity', change)).toEqual([
    'partial',
    ['Good', 'SharedV2'],
    `the identity-based policy "broken" of ${ROLE_ARN} cannot be read: Statement[0]: Effect must be "Allow" or "Deny", found "allow"`,
  ]);
});

test('a broken managed policy is a gap at each place that it is attached to', () => {
  const change: Change = ({ shared }) =>
    (shared['PolicyVersionList'] = [
      { VersionId: 'v2', IsDefaultVersion: true, Document: 'no json' },
    ]);
  const policies = source(change);
  for (const [denial, owner] of [
    [BY_ROLE, ROLE_ARN],
    [BY_USER, USER_ARN],
  ] as const) {
    const { identity } = policies.collectNow(denialWith(denial)).policies;
    expect(identity.status === 'partial' && identity.gaps[0]).toBe(
      `the identity-based policy "${SHARED_ARN}" of ${owner} cannot be read: the text is neither JSON nor URL-encoded JSON: it starts with "no json"`,
    );
  }
});

test('the default version is the flagged one, else the one of DefaultVersionId', () => {
  const unflagged: Change = ({ shared }) =>
    (shared['PolicyVersionList'] = [
      { VersionId: 'v1', Document: document('V1') },
      { VersionId: 'v2', Document: document('V2') },
    ]);
  expect(told(BY_ROLE, 'boundary', unflagged)).toEqual(['complete', ['V2']]);

  const flaggedOther: Change = ({ shared }) => (shared['DefaultVersionId'] = 'v3');
  expect(told(BY_ROLE, 'boundary', flaggedOther)).toEqual(['complete', ['SharedV2']]);
});

test('a role without its path, as in a session ARN, is found by its name', () => {
  const bare = `arn:aws:iam::${ACCOUNT}:role/orders-api`;
  expect(facts({ principal: { arn: bare } }).principalArn).toBe(ROLE_ARN);
  expect(facts({ ...ASSUME, resource: { arn: bare } })).toMatchObject({
    resourceArn: ROLE_ARN,
    policies: { resource: { status: 'complete' } },
  });
  const named = { arn: null, named: { type: 'role', name: 'orders-api' } };
  expect(facts({ ...ASSUME, resource: named }).resourceArn).toBe(ROLE_ARN);
});

test('a bucket is owned by the account that has its policy, tags or nothing', () => {
  const other = { resources: { 'arn:aws:s3:::orders': {} } };
  const moved: Change = ({ file, account }) => {
    account['resourcePolicies'] = {};
    account['resources'] = {};
    file['accounts'] = { [ACCOUNT]: account, [OTHER]: other };
  };
  expect(facts(BY_ROLE).resourceAccountId).toBe(ACCOUNT);
  expect(facts(BY_ROLE, moved).resourceAccountId).toBe(OTHER);
  expect(
    facts({ ...BY_ROLE, resource: { arn: 'arn:aws:s3:::else/k' } }).resourceAccountId,
  ).toBeNull();
});

test('the management account is in the organization also where its place is not in the file', () => {
  const change: Change = ({ organization }) => (organization['managementAccountId'] = OTHER);
  const place = facts({ ...BY_ROLE, accountId: OTHER }, change).principalOrganization;
  expect(place).toEqual({ organizationId: 'o-a1b2c3d4e5', managementAccountId: OTHER, path: [] });
});

test('names of the prototype are names like any other', () => {
  const text = JSON.stringify(snapshotParts().file);
  const hostile = text
    .replaceAll(ACCOUNT, '__proto__')
    .replaceAll('"arn:aws:s3:::orders"', '"__proto__"')
    .replaceAll('"shared"', '"__proto__"')
    .replaceAll(`"${ENDPOINT}"`, '"constructor"');
  const policies = new SnapshotPolicies(parseSnapshot(hostile));
  for (const accountId of ['__proto__', 'constructor', 'toString', ACCOUNT])
    for (const arn of ['__proto__', 'constructor', `arn:aws:iam::${accountId}:role/toString`]) {
      const principal = { arn, accountId, accessKeyId: '__proto__' };
      const asked = { principal, accountId, resource: { arn }, vpcEndpointId: 'toString' };
      const { policies: layers } = policies.collectNow(denialWith(asked));
      expect(layers.identity.status).toBe('missing');
      expect(layers.scp.status).toBe('missing');
      expect(layers.vpcEndpoint.status).toBe('missing');
    }
  expect(Object.hasOwn(Object.prototype, 'authorizationDetails')).toBe(false);
});

/** The sections of the contract, each of which may be absent. */
const SECTIONS: readonly Change[] = [
  ({ file }) => delete file['organization'],
  ({ organization }) => delete organization['serviceControlPolicies'],
  ({ organization }) => delete organization['resourceControlPolicies'],
  ({ account }) => delete account['authorizationDetails'],
  ({ details }) => delete details['UserDetailList'],
  ({ details }) => delete details['GroupDetailList'],
  ({ details }) => delete details['RoleDetailList'],
  ({ details }) => delete details['Policies'],
  ({ account }) => delete account['resourcePolicies'],
  ({ account }) => delete account['vpcEndpointPolicies'],
  ({ account }) => delete account['sessionPolicies'],
  ({ account }) => delete account['resources'],
];
const LAYERS: readonly Layer[] = [
  'identity',
  'boundary',
  'session',
  'scp',
  'rcp',
  'resource',
  'vpcEndpoint',
];

test('whatever is left out, a layer is complete only with all its policies', () => {
  fc.assert(
    fc.property(
      fc.subarray([...SECTIONS], { minLength: 1 }),
      fc.constantFrom(BY_ROLE, BY_USER, ASSUME),
      (removals, denial) => {
        const without: Change = (parts) => {
          for (const remove of removals) remove(parts);
        };
        for (const layer of LAYERS) {
          const whole = told(denial, layer);
          const left = told(denial, layer, without);
          const [status] = left as readonly unknown[];
          expect(status === 'complete' ? left : whole).toEqual(whole);
        }
      },
    ),
  );
});
