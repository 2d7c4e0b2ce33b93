import type { Denial } from '../../../lib/core/denial/denial';
import type {
  AuthorizationDetails,
  CollectedFacts,
  DecodedMessage,
  Looked,
  Simulation,
} from '../../../lib/core/evidence/evidence';
import { gather } from '../../../lib/core/evidence/gather';
import type { EvidenceSources } from '../../../lib/core/evidence/sources';
import type { AuthorizationRequest } from '../../../lib/core/policy/request';
import { serviceReference as REFERENCE } from '../../../lib/core/service-reference/indexed-reference';
import { denialWith, type DenialParts } from './denial';

const ID = 'ejsk06qtimkkubln9lbjmt1h';
const DETAILS: AuthorizationDetails = {
  authorizationId: ID,
  requestContext: new Map([
    ['aws:SourceIp', ['198.51.100.1']],
    ['aws:PrincipalTag/Team', ['pay']],
  ]),
  evaluations: [
    { action: 's3:GetObject', resource: 'arn:aws:s3:::x/y', effect: 'allow', matched: [] },
    {
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::orders/uploads/a.pdf',
      effect: 'implicitDeny',
      matched: [],
      context: new Map([['s3:x-amz-acl', ['private']]]),
    },
  ],
  policies: [],
  gaps: ['the text of one policy'],
};
const DECODED: DecodedMessage = {
  allowed: false,
  explicitDeny: false,
  matchedStatements: [],
  principalArn: null,
  action: 'EC2:RunInstances',
  resource: 'arn:aws:ec2:eu-central-1:111122223333:instance/*',
  context: new Map([
    ['AWS:SourceIP', ['203.0.113.9']],
    ['ec2:InstanceType', ['t3.micro']],
  ]),
};
const SIMULATION: Simulation = {
  decision: 'implicitDeny',
  matched: [],
  missingContextKeys: [],
  allowedByOrganizations: null,
  allowedByBoundary: null,
  givenContextKeys: [],
};
const MISSING = { status: 'missing', gaps: ['not collected'] } as const;
const FACTS: CollectedFacts = {
  principalArn: 'arn:aws:iam::111122223333:role/apps/orders-api',
  principalTags: new Map([['team', 'shop']]),
  resourceArn: null,
  resourceAccountId: null,
  resourceTags: null,
  principalOrganization: undefined,
  resourceOrganization: undefined,
  policies: {
    identity: MISSING,
    boundary: MISSING,
    session: MISSING,
    scp: MISSING,
    rcp: MISSING,
    resource: MISSING,
    vpcEndpoint: MISSING,
  },
  takenAt: null,
  recentChanges: [],
  gaps: ['the role was made again'],
};

/** Sources that answer as given and write down what they were asked. */
function sourcesWith(answers: {
  readonly details?: Looked<AuthorizationDetails>;
  readonly decoded?: Looked<DecodedMessage>;
  readonly simulation?: Looked<Simulation>;
  readonly facts?: CollectedFacts;
}): {
  sources: EvidenceSources;
  asked: string[];
  requests: AuthorizationRequest[];
  collected: Denial[];
} {
  const asked: string[] = [];
  const requests: AuthorizationRequest[] = [];
  const collected: Denial[] = [];
  const note = <T>(what: string, answer: T | undefined): Promise<T> => {
    asked.push(what);
    return answer === undefined
      ? Promise.reject(new Error(`asked ${what}`))
      : Promise.resolve(answer);
  };
  const sources: EvidenceSources = {
    authorizationDetails: {
      find: (id, region, at) => note(`details ${id} ${region} ${at ?? '-'}`, answers.details),
    },
    decoder: { decode: (text, region) => note(`decode ${text} ${region ?? '-'}`, answers.decoded) },
    simulator: {
      simulate: (request) => {
        requests.push(request);
        return note(`simulate ${request.action} ${request.resource}`, answers.simulation);
      },
    },
    policies: {
      collect: (denial) => {
        collected.push(denial);
        return note('policies', answers.facts ?? FACTS);
      },
    },
    whyAbsent: '',
  };
  return { sources, asked, requests, collected };
}

function found<T>(value: T): Looked<T> {
  return { status: 'found', value };
}

const WITH_ID: DenialParts = { said: { authorizationId: ID } };
const ENCODED = { encodedMessage: { text: 'blob', cut: false } };
const simulation = found(SIMULATION);

describe('gather', () => {
  it('asks the policies and the simulator about an ordinary denial, and nobody else', async () => {
    const { sources, asked } = sourcesWith({ simulation });
    const evidence = await gather(denialWith(), sources, REFERENCE);
    expect(asked).toStrictEqual([
      'policies',
      'simulate s3:PutObject arn:aws:s3:::orders/uploads/a.pdf',
    ]);
    expect(evidence).toMatchObject({
      simulation: SIMULATION,
      facts: FACTS,
      authorizationDetails: null,
      decodedMessage: null,
      gaps: ['the role was made again'],
      incomplete: false,
    });
    expect(evidence.request?.principal).toMatchObject({
      arn: 'arn:aws:iam::111122223333:role/apps/orders-api',
    });
  });

  it('asks for the authorization details in the region of the denial', async () => {
    const { sources, asked } = sourcesWith({ details: found(DETAILS), simulation });
    const evidence = await gather(denialWith(WITH_ID), sources, REFERENCE);
    expect(asked[0]).toBe(`details ${ID} eu-central-1 2026-11-20T08:00:00Z`);
    expect(evidence.authorizationDetails).toBe(DETAILS);
    expect(evidence.gaps).toStrictEqual(['the text of one policy', 'the role was made again']);
  });

  it("lets AWS's context win over the record, the tags as they are now, and the user's words", async () => {
    const { sources, requests } = sourcesWith({
      details: found(DETAILS),
      decoded: found(DECODED),
      simulation,
    });
    const denial = denialWith({
      said: { authorizationId: ID, ...ENCODED },
      context: new Map([
        ['aws:sourceip', { state: 'known', values: ['192.0.2.7'] }],
        ['aws:securetransport', { state: 'known', values: ['true'] }],
      ]),
    });
    const own = new Map([
      ['aws:SourceIp', ['10.0.0.1']],
      ['aws:SourceVpc', ['vpc-1']],
    ]);
    await gather(denial, sources, REFERENCE, own);
    const context = new Map(requests[0]?.context.entries());
    expect(Object.fromEntries(context)).toMatchObject({
      'aws:sourceip': { state: 'known', values: ['198.51.100.1'] },
      'aws:principaltag/team': { state: 'known', values: ['pay'] },
      'ec2:instancetype': { state: 'known', values: ['t3.micro'] },
      's3:x-amz-acl': { state: 'known', values: ['private'] },
      'aws:sourcevpc': { state: 'known', values: ['vpc-1'] },
      'aws:securetransport': { state: 'known', values: ['true'] },
    });
  });

  it('takes action and resource from AWS where the record has none, and collects for them', async () => {
    const { sources, asked, collected } = sourcesWith({ decoded: found(DECODED), simulation });
    const denial = denialWith({ action: null, resource: { arn: null }, said: ENCODED });
    const evidence = await gather(denial, sources, REFERENCE);
    expect(asked).toStrictEqual([
      'decode blob eu-central-1',
      'policies',
      'simulate ec2:RunInstances arn:aws:ec2:eu-central-1:111122223333:instance/*',
    ]);
    expect(collected[0]).toMatchObject({ action: 'ec2:RunInstances' });
    expect(evidence.gaps).toStrictEqual(['the role was made again']);
  });

  it('takes the one evaluation that was denied, and an empty resource for *', async () => {
    const evaluations = [
      { ...DETAILS.evaluations[0], effect: 'allow' },
      { action: 'iam:ListUsers', resource: '', effect: 'explicitDeny', matched: [] },
    ] as AuthorizationDetails['evaluations'];
    const { sources, asked } = sourcesWith({
      details: found({ ...DETAILS, evaluations }),
      simulation,
    });
    await gather(
      denialWith({ ...WITH_ID, action: null, resource: { arn: null } }),
      sources,
      REFERENCE,
    );
    expect(asked.at(-1)).toBe('simulate iam:ListUsers *');
  });

  it('takes the context of no single evaluation where several were denied', async () => {
    const evaluations = ['a', 'b'].map((name) => ({
      action: 's3:PutObject',
      resource: `arn:aws:s3:::orders/${name}`,
      effect: 'implicitDeny' as const,
      matched: [],
      context: new Map([['s3:x-amz-acl', [name]]]),
    }));
    const details = found({ ...DETAILS, evaluations });
    const { sources, requests } = sourcesWith({ details, simulation });
    await gather(denialWith(WITH_ID), sources, REFERENCE);
    expect(new Map(requests[0]?.context.entries()).get('s3:x-amz-acl')).toBeUndefined();
  });

  it('takes no action that AWS names without its service, and none of several', async () => {
    const several = ['a:B', 'a:C'].map((action) => ({
      action,
      resource: 'x',
      effect: 'implicitDeny' as const,
      matched: [],
    }));
    const { sources, asked } = sourcesWith({
      details: found({ ...DETAILS, evaluations: several }),
      decoded: found({ ...DECODED, action: 'RunInstances' }),
    });
    const denial = denialWith({ action: null, said: { authorizationId: ID, ...ENCODED } });
    const { request, gaps } = await gather(denial, sources, REFERENCE);
    expect(request).toBeNull();
    expect(gaps).toContain(
      'which action was asked for is not known, so no policy can be evaluated for it',
    );
    expect(asked).not.toContainEqual(expect.stringContaining('simulate'));
  });

  it('never sends a message that was cut, and says that it was', async () => {
    const { sources, asked } = sourcesWith({ simulation });
    const said = { encodedMessage: { text: 'blob', cut: true } };
    const { gaps } = await gather(denialWith({ said }), sources, REFERENCE);
    expect(asked).not.toContainEqual(expect.stringContaining('decode'));
    expect(gaps[0]).toContain('was cut (CloudTrail keeps 1 KB of a message)');
  });

  it('says which resource is not known, and then asks no simulator', async () => {
    const { sources, asked } = sourcesWith({});
    const { gaps } = await gather(denialWith({ resource: { arn: null } }), sources, REFERENCE);
    expect(asked).toStrictEqual(['policies']);
    expect(gaps).toContain(
      'which resource was asked for is not known, so statements about single resources stay open',
    );
  });

  it('asks nobody about a denial by a setting', async () => {
    const { sources, asked } = sourcesWith({});
    const setting = { kind: 'blockPublicPolicy', says: 's', owner: 'o' } as const;
    const evidence = await gather(denialWith({ setting, ...WITH_ID }), sources, REFERENCE);
    expect(asked).toStrictEqual([]);
    expect(evidence).toMatchObject({ facts: null, gaps: [], incomplete: false });
    expect(evidence.request?.action).toBe('s3:PutObject');
  });

  it.each(['root', 'webIdentity', 'saml', 'service', 'anonymous', 'unknown'] as const)(
    'asks no simulator about a caller of type %s, who has no policies to simulate',
    async (type) => {
      const { sources, asked } = sourcesWith({});
      const { gaps } = await gather(denialWith({ principal: { type } }), sources, REFERENCE);
      expect(asked).toStrictEqual(['policies']);
      expect(gaps).toStrictEqual(['the role was made again']);
    },
  );

  it.each([
    ['arn:aws:iam::111122223333:user/ana', true],
    ['arn:aws:iam::111122223333:root', false],
    [null, false],
  ])('simulates a federated user of %s: %s', async (principalArn, isAsked) => {
    const { sources, asked } = sourcesWith({ simulation, facts: { ...FACTS, principalArn } });
    const sessionArn = 'arn:aws:sts::111122223333:federated-user/bo';
    const principal = { type: 'federatedUser', arn: principalArn, sessionArn } as const;
    await gather(denialWith({ principal }), sources, REFERENCE);
    expect(asked.some((what) => what.startsWith('simulate'))).toBe(isAsked);
  });

  it('says once why a source is absent, and only when it would have mattered', async () => {
    const { sources } = sourcesWith({ simulation });
    const offline: EvidenceSources = {
      authorizationDetails: null,
      decoder: null,
      simulator: null,
      policies: sources.policies,
      whyAbsent: 'no AWS credentials: use --profile',
    };
    const withAll = { said: { authorizationId: ID, ...ENCODED } };
    await expect(gather(denialWith(withAll), offline, REFERENCE)).resolves.toMatchObject({
      gaps: ['no AWS credentials: use --profile', 'the role was made again'],
    });
    await expect(
      gather(denialWith({ principal: { type: 'anonymous' } }), offline, REFERENCE),
    ).resolves.toMatchObject({ gaps: ['the role was made again'] });
    await expect(
      gather(denialWith(), { ...offline, policies: null, whyAbsent: '' }, REFERENCE),
    ).resolves.toMatchObject({ facts: null, gaps: [] });
  });

  it('remembers that a source will know later', async () => {
    const notYet = { status: 'notYet', gap: 'not recorded yet' } as const;
    const { sources } = sourcesWith({ details: notYet, simulation });
    await expect(gather(denialWith(WITH_ID), sources, REFERENCE)).resolves.toMatchObject({
      incomplete: true,
      authorizationDetails: null,
      gaps: ['not recorded yet', 'the role was made again'],
    });
  });

  it('keeps what each source could not look at', async () => {
    const gap = (text: string): Looked<never> => ({ status: 'unavailable', gap: text });
    const { sources } = sourcesWith({
      details: gap('no details'),
      decoded: gap('no decoding'),
      simulation: gap('no simulation'),
    });
    const denial = denialWith({ said: { authorizationId: ID, ...ENCODED } });
    await expect(gather(denial, sources, REFERENCE)).resolves.toMatchObject({
      gaps: ['no details', 'no decoding', 'the role was made again', 'no simulation'],
      incomplete: false,
    });
  });

  it('cannot ask for details where the region is not known', async () => {
    const { sources, asked } = sourcesWith({ simulation });
    const { gaps } = await gather(denialWith({ ...WITH_ID, region: null }), sources, REFERENCE);
    expect(gaps[0]).toBe(`the authorization details ${ID}: the region of the denial is not known`);
    expect(asked).not.toContainEqual(expect.stringContaining('details'));
  });

  it("lets a source's own error through", async () => {
    const { sources } = sourcesWith({});
    await expect(gather(denialWith(), sources, REFERENCE)).rejects.toThrow('asked simulate');
  });
});
