import {
  IAMClient,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandOutput,
  type Statement,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient, type AwsClientStub } from 'aws-sdk-client-mock';
import pLimit from 'p-limit';
import { OwnAccount } from '../../lib/aws/iam/accounts';
import { ManagedPolicies } from '../../lib/aws/iam/managed-policies';
import { PrincipalReader } from '../../lib/aws/iam/principal-reader';
import { IamPolicySimulator } from '../../lib/aws/simulator/policy-simulator';
import type { Simulation } from '../../lib/core/evidence/evidence';
import type { AuthorizationRequest, ContextValue } from '../../lib/core/policy/request';
import { accessDenied, iamError, mockIam, type TestAccount } from './support/iam-account';

const OWN = '111122223333';
const ROLE = `arn:aws:iam::${OWN}:role/apps/orders_api`;
const OBJECT = 'arn:aws:s3:::orders/uploads/a.pdf';
const ONE_LINE = '{"Version":"2012-10-17","Statement":[{"Sid":"A"},{"Sid":"B","Effect":"Deny"}]}';
/** What the simulator reports for statement `B` of the text above. */
const SECOND = {
  StartPosition: { Line: 1, Column: 50 },
  EndPosition: { Line: 1, Column: 77 },
};
const LIMITS = `arn:aws:iam::${OWN}:policy/limits`;

const ACCOUNT: TestAccount = {
  users: {
    ana: {
      arn: `arn:aws:iam::${OWN}:user/ana`,
      inline: { x_y: ONE_LINE },
      groups: ['dev'],
      attached: ['arn:aws:iam::aws:policy/Twice', `arn:aws:iam::${OWN}:policy/Twice`],
    },
  },
  groups: { dev: { arn: `arn:aws:iam::${OWN}:group/dev`, inline: { g: ONE_LINE } } },
  roles: {
    orders_api: {
      arn: ROLE,
      inline: { write_s3: ONE_LINE },
      attached: ['arn:aws:iam::aws:policy/job-function/ViewOnlyAccess'],
      boundary: LIMITS,
    },
  },
  managed: {
    'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess': { text: ONE_LINE },
    'arn:aws:iam::aws:policy/Twice': { text: '{"Statement":[]}' },
    [`arn:aws:iam::${OWN}:policy/Twice`]: { text: ONE_LINE },
    [LIMITS]: { text: ONE_LINE },
  },
};

function request(overrides: Partial<AuthorizationRequest> = {}): AuthorizationRequest {
  return {
    principal: {
      kind: 'role',
      arn: `arn:aws:iam::${OWN}:role/orders_api`,
      sessionArn: `arn:aws:sts::${OWN}:assumed-role/orders_api/s`,
      accountId: OWN,
      serviceLinked: false,
    },
    action: 's3:PutObject',
    resource: OBJECT,
    resourceAccountId: null,
    context: new Map(),
    ...overrides,
  };
}

const USER = { kind: 'user', arn: `arn:aws:iam::${OWN}:user/ana`, accountId: OWN } as const;

interface World {
  readonly simulator: IamPolicySimulator;
  readonly iam: AwsClientStub<IAMClient>;
  readonly input: () => object;
}

function world(account: TestAccount = ACCOUNT, accountId: string | null = OWN): World {
  const iam = mockIam(account);
  const limit = pLimit(2);
  const client = new IAMClient({ region: 'us-east-1' });
  const now = (): number => 0;
  const managed = new ManagedPolicies(client, limit, now);
  const principals = new PrincipalReader({ iam: client, limit, managed, now });
  const sts = new STSClient({ region: 'us-east-1' });
  const accounts = new OwnAccount({ iam: client, principals }, sts, accountId, now);
  return {
    simulator: new IamPolicySimulator(accounts, limit),
    iam,
    input: () => iam.commandCalls(SimulatePrincipalPolicyCommand)[0]?.args[0].input ?? {},
  };
}

type Results = NonNullable<SimulatePrincipalPolicyCommandOutput['EvaluationResults']>;

function answers(iam: AwsClientStub<IAMClient>, ...results: Results): void {
  iam
    .on(SimulatePrincipalPolicyCommand)
    .resolves({ EvaluationResults: results, IsTruncated: false });
}

async function simulated(
  { simulator }: World,
  overrides: Partial<AuthorizationRequest> = {},
): Promise<Simulation> {
  const looked = await simulator.simulate(request(overrides));
  if (looked.status !== 'found') throw new Error(looked.gap);
  return looked.value;
}

const DENIED = { EvalActionName: 's3:PutObject', EvalDecision: 'implicitDeny' } as const;

describe('IamPolicySimulator', () => {
  it('asks about the role itself, with its path, never about the session', async () => {
    const w = world();
    answers(w.iam, DENIED);
    await simulated(w);
    expect(w.input()).toStrictEqual({
      PolicySourceArn: ROLE,
      ActionNames: ['s3:PutObject'],
      ResourceArns: [OBJECT],
      ContextEntries: [],
    });
  });

  it('gives no resource for an action that takes none', async () => {
    const w = world();
    answers(w.iam, DENIED);
    await simulated(w, { resource: '*', action: 's3:ListAllMyBuckets' });
    expect(w.input()).not.toHaveProperty('ResourceArns');
  });

  it('gives every known context key with its type, and no other', async () => {
    const w = world();
    answers(w.iam, DENIED);
    const known = (...values: readonly string[]): ContextValue => ({ state: 'known', values });
    const context = new Map<string, ContextValue>([
      ['aws:sourceip', known('192.0.2.7')],
      ['aws:vpcsourceip', known('2001:db8::1')],
      ['aws:currenttime', known('2026-11-20T08:00:00Z')],
      ['aws:epochtime', known('1763625600')],
      ['aws:multifactorauthpresent', known('false')],
      ['aws:principaltag/team', known('pay')],
      ['aws:tagkeys', known('team')],
      ['aws:calledvia', known('athena.amazonaws.com', 'glue.amazonaws.com')],
      ['ec2:instancetype', known('t3.micro', 't3.small')],
      ['s3:max-keys', known('many')],
      ['aws:sourcevpce', { state: 'absent' }],
      ['aws:userid', { state: 'unknown' }],
      ['a:b', known('too short a name')],
      ['aws:empty', known()],
    ]);
    const { givenContextKeys } = await simulated(w, { context });
    const entry = (name: string, type: string, ...values: readonly string[]): object => ({
      ContextKeyName: name,
      ContextKeyType: type,
      ContextKeyValues: values,
    });
    expect(w.input()).toMatchObject({
      ContextEntries: [
        entry('aws:sourceip', 'ip', '192.0.2.7'),
        entry('aws:vpcsourceip', 'ip', '2001:db8::1'),
        entry('aws:currenttime', 'date', '2026-11-20T08:00:00Z'),
        entry('aws:epochtime', 'numeric', '1763625600'),
        entry('aws:multifactorauthpresent', 'boolean', 'false'),
        entry('aws:principaltag/team', 'string', 'pay'),
        entry('aws:tagkeys', 'stringList', 'team'),
        entry('aws:calledvia', 'stringList', 'athena.amazonaws.com', 'glue.amazonaws.com'),
        entry('ec2:instancetype', 'stringList', 't3.micro', 't3.small'),
        entry('s3:max-keys', 'string', 'many'),
      ],
    });
    expect(givenContextKeys).toHaveLength(10);
  });

  it('names a resource policy, its owner and the caller together', async () => {
    const w = world();
    answers(w.iam, DENIED);
    const policy = { document: '{}', ownerAccountId: '444455556666' };
    await w.simulator.simulate(request(), policy);
    expect(w.input()).toMatchObject({
      ResourcePolicy: '{}',
      ResourceOwner: 'arn:aws:iam::444455556666:root',
      CallerArn: ROLE,
    });
  });

  it('gives no resource policy where the resource is *', async () => {
    const w = world();
    answers(w.iam, DENIED);
    await w.simulator.simulate(request({ resource: '*' }), { document: '{}', ownerAccountId: OWN });
    expect(Object.keys(w.input()).toSorted()).toStrictEqual([
      'ActionNames',
      'ContextEntries',
      'PolicySourceArn',
    ]);
  });

  it.each<readonly [string, Statement, object]>([
    [
      'an inline policy of a role, with underscores in both names',
      { SourcePolicyId: 'role_orders_api_write_s3', SourcePolicyType: 'IAM Policy' as never },
      { layer: 'identity', policyName: 'write_s3', policyArn: null, attachedTo: ROLE },
    ],
    [
      'a managed policy, which is named without its ARN',
      { SourcePolicyId: 'ViewOnlyAccess', SourcePolicyType: 'IAM Policy' as never },
      {
        layer: 'identity',
        policyName: 'ViewOnlyAccess',
        policyArn: 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
        attachedTo: ROLE,
      },
    ],
    [
      'the boundary',
      { SourcePolicyId: 'limits', SourcePolicyType: 'Permissions Boundary Policy' as never },
      { layer: 'boundary', policyName: 'limits', policyArn: LIMITS, attachedTo: ROLE },
    ],
  ])('resolves %s to its statement', async (_, matched, expected) => {
    const w = world();
    answers(w.iam, {
      ...DENIED,
      EvalDecision: 'explicitDeny',
      MatchedStatements: [{ ...matched, ...SECOND }],
    });
    const { decision, matched: found } = await simulated(w);
    expect(decision).toBe('explicitDeny');
    expect(found).toStrictEqual([
      {
        ...expected,
        statementIndex: 1,
        sid: 'B',
        statement: { Sid: 'B', Effect: 'Deny' },
      },
    ]);
  });

  it('resolves the policies of a user, of its groups, and of two policies with one name', async () => {
    const w = world();
    const ids = ['user_ana_x_y', 'group_dev_g', 'Twice'];
    const MatchedStatements = ids.map((SourcePolicyId) => ({ SourcePolicyId, ...SECOND }));
    answers(w.iam, { ...DENIED, MatchedStatements });
    const { matched } = await simulated(w, { principal: USER });
    expect(
      matched.map(({ policyName, policyArn, attachedTo, sid }) => [
        policyName,
        policyArn,
        attachedTo,
        sid,
      ]),
    ).toStrictEqual([
      ['x_y', null, `arn:aws:iam::${OWN}:user/ana`, 'B'],
      ['g', null, `arn:aws:iam::${OWN}:group/dev`, 'B'],
      ['Twice', `arn:aws:iam::${OWN}:policy/Twice`, `arn:aws:iam::${OWN}:user/ana`, 'B'],
    ]);
  });

  it('names no policy where two of one name have a statement there', async () => {
    const twice = `arn:aws:iam::${OWN}:policy/Twice`;
    const managed = {
      [twice]: { text: ONE_LINE },
      'arn:aws:iam::aws:policy/Twice': { text: ONE_LINE },
    };
    const w = world({ ...ACCOUNT, managed });
    answers(w.iam, { ...DENIED, MatchedStatements: [{ SourcePolicyId: 'Twice', ...SECOND }] });
    expect((await simulated(w, { principal: USER })).matched).toMatchObject([
      { policyName: 'Twice', policyArn: null, statement: null },
    ]);
  });

  it('reads the boundary decision where the simulator puts it', async () => {
    const w = world();
    const detail = { AllowedByPermissionsBoundary: false };
    answers(w.iam, {
      ...DENIED,
      PermissionsBoundaryDecisionDetail: detail,
      ResourceSpecificResults: [{ EvalResourceName: OBJECT, EvalResourceDecision: 'implicitDeny' }],
    });
    await expect(simulated(w)).resolves.toMatchObject({ allowedByBoundary: false });
  });

  it('shows no statement where the policy was changed since, and no policy that is not there', async () => {
    const w = world();
    const moved = { StartPosition: { Line: 7, Column: 1 }, EndPosition: { Line: 9, Column: 2 } };
    answers(w.iam, {
      ...DENIED,
      MatchedStatements: [
        { SourcePolicyId: 'role_orders_api_write_s3', ...moved },
        { SourcePolicyId: 'gone', ...SECOND },
        {
          SourcePolicyId: 'ResourcePolicy.1',
          SourcePolicyType: 'Resource Policy' as never,
          ...SECOND,
        },
      ],
    });
    const nothing = { statementIndex: null, sid: null, statement: null };
    expect((await simulated(w)).matched).toStrictEqual([
      { layer: 'identity', policyName: 'write_s3', policyArn: null, attachedTo: ROLE, ...nothing },
      { layer: 'identity', policyName: 'gone', policyArn: null, attachedTo: null, ...nothing },
      {
        layer: 'resource',
        policyName: 'ResourcePolicy.1',
        policyArn: null,
        attachedTo: null,
        ...nothing,
      },
    ]);
  });

  it('reads the result of the resource itself, not the union above it', async () => {
    const w = world();
    answers(w.iam, {
      EvalActionName: 's3:PutObject',
      EvalResourceName: 'arn:aws:s3:::${BucketName}/${KeyName}',
      EvalDecision: 'explicitDeny',
      MatchedStatements: [{ SourcePolicyId: 'other', ...SECOND }],
      MissingContextValues: ['aws:other'],
      OrganizationsDecisionDetail: { AllowedByOrganizations: true },
      ResourceSpecificResults: [
        { EvalResourceName: 'arn:aws:s3:::other', EvalResourceDecision: 'explicitDeny' },
        {
          EvalResourceName: OBJECT,
          EvalResourceDecision: 'implicitDeny',
          MissingContextValues: ['aws:SourceVpce'],
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
        },
      ],
    });
    await expect(simulated(w)).resolves.toStrictEqual({
      decision: 'implicitDeny',
      matched: [],
      missingContextKeys: ['aws:SourceVpce'],
      allowedByOrganizations: true,
      allowedByBoundary: false,
      givenContextKeys: [],
    });
  });

  it('does not say of a decision detail that is absent that it is false', async () => {
    const w = world();
    answers(w.iam, { ...DENIED, EvalDecision: 'allowed' });
    await expect(simulated(w)).resolves.toMatchObject({
      decision: 'allowed',
      allowedByOrganizations: null,
      allowedByBoundary: null,
    });
  });

  it('follows the pages', async () => {
    const w = world();
    w.iam
      .on(SimulatePrincipalPolicyCommand)
      .resolvesOnce({ EvaluationResults: [], IsTruncated: true, Marker: 'next' })
      .resolvesOnce({ EvaluationResults: [DENIED] });
    await expect(simulated(w)).resolves.toMatchObject({ decision: 'implicitDeny' });
    const [, second] = w.iam.commandCalls(SimulatePrincipalPolicyCommand);
    expect(second?.args[0].input).toMatchObject({ Marker: 'next', ActionNames: ['s3:PutObject'] });
  });

  it.each([
    [
      iamError('NoSuchEntityException', 404, 'gone'),
      `the policies could not be simulated: ${ROLE} does not exist any more`,
    ],
    [
      iamError('InvalidInputException', 400, 'Invalid value\nfor context key'),
      'the simulator does not accept this request: Invalid value for context key',
    ],
    [
      iamError('PolicyEvaluationException', 500, 'Policy x failed'),
      'the simulator could not evaluate the policies: Policy x failed',
    ],
    [
      accessDenied(),
      "the simulator's answer could not be looked at: it takes the permission iam:SimulatePrincipalPolicy",
    ],
    [
      iamError('Throttling', 400, 'Rate exceeded'),
      "the simulator's answer could not be looked at: AWS throttled iam:SimulatePrincipalPolicy",
    ],
    [
      iamError('ServiceFailureException', 500, 'oops'),
      "the simulator's answer could not be looked at: AWS had an internal error in iam:SimulatePrincipalPolicy",
    ],
  ])('turns %s into a gap', async (error, gap) => {
    const w = world();
    w.iam.on(SimulatePrincipalPolicyCommand).rejects(error);
    await expect(w.simulator.simulate(request())).resolves.toStrictEqual({
      status: 'unavailable',
      gap,
    });
  });

  it('throws what is an error in the program', async () => {
    const w = world();
    w.iam.on(SimulatePrincipalPolicyCommand).callsFake(() => {
      throw new TypeError('x is undefined');
    });
    await expect(w.simulator.simulate(request())).rejects.toThrow('x is undefined');
  });

  it.each<readonly [string, Results]>([
    ['no result', []],
    ['a decision of a new kind', [{ EvalActionName: 'a:B', EvalDecision: 'perhaps' as never }]],
  ])('guesses nothing from %s', async (_, results) => {
    const w = world();
    answers(w.iam, ...results);
    await expect(w.simulator.simulate(request())).resolves.toStrictEqual({
      status: 'unavailable',
      gap: 'the simulator returned no decision',
    });
  });

  it('does not ask for a role that is gone', async () => {
    const w = world({});
    await expect(w.simulator.simulate(request())).resolves.toMatchObject({
      gap: `the policies could not be simulated: arn:aws:iam::${OWN}:role/orders_api does not exist any more`,
    });
    expect(w.input()).toStrictEqual({});
  });

  it('asks nothing for a caller of another account, and says what it would take', async () => {
    const w = world();
    const principal = {
      kind: 'user',
      arn: 'arn:aws:iam::444455556666:user/bo',
      accountId: '444455556666',
    };
    await expect(
      w.simulator.simulate(request({ principal: principal as never })),
    ).resolves.toStrictEqual({
      status: 'unavailable',
      gap: `account 444455556666 could not be looked at: the credentials are those of account ${OWN}, it takes a role in account 444455556666 that may read its IAM`,
    });
    expect(w.iam.calls()).toHaveLength(0);
  });

  it('asks STS once whose credentials it has, and gives up when STS does not say', async () => {
    const sts = mockClient(STSClient);
    sts.on(GetCallerIdentityCommand).resolves({ Account: OWN });
    const w = world(ACCOUNT, null);
    answers(w.iam, DENIED);
    await Promise.all([simulated(w), simulated(w)]);
    expect(sts.commandCalls(GetCallerIdentityCommand)).toHaveLength(1);

    sts.on(GetCallerIdentityCommand).rejects(iamError('ExpiredToken', 403, 'expired'));
    await expect(world(ACCOUNT, null).simulator.simulate(request())).resolves.toMatchObject({
      gap: 'the own account id could not be looked at: the AWS credentials are missing, expired or not valid',
    });
  });

  it.each([
    ['the issuing user of a federated user', `arn:aws:iam::${OWN}:user/ana`, 'found'],
    ['not the root user behind a federated user', `arn:aws:iam::${OWN}:root`, 'unavailable'],
    ['nobody where the issuer is not known', null, 'unavailable'],
  ])('simulates %s', async (_, userArn, status) => {
    const w = world();
    answers(w.iam, DENIED);
    const sessionArn = `arn:aws:sts::${OWN}:federated-user/bo`;
    const principal = { kind: 'federatedUser', sessionArn, userArn, accountId: OWN } as const;
    await expect(w.simulator.simulate(request({ principal }))).resolves.toMatchObject({ status });
  });

  it('asks nothing about a resource that is not known', async () => {
    const w = world();
    await expect(w.simulator.simulate(request({ resource: null }))).resolves.toMatchObject({
      gap: 'the simulator was not asked: which resource was asked for is not known',
    });
    expect(w.iam.calls()).toHaveLength(0);
  });

  it('sends no resource that the API would not take', async () => {
    const w = world();
    const resource = `arn:aws:s3:::b/${'k'.repeat(3_000)}`;
    await expect(w.simulator.simulate(request({ resource }))).resolves.toMatchObject({
      gap: 'the simulator takes no resource ARN of 3015 characters',
    });
    expect(w.iam.calls()).toHaveLength(0);
  });
});
