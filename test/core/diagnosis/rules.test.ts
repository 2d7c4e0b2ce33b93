import type { Simulation } from '../../../lib/core/evidence/evidence';
import { preparePolicy } from '../../../lib/core/policy/prepare';
import { explain, factsWith } from './build';

const allow = { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' };
const document = (...Statement: readonly object[]): object => ({
  Version: '2012-10-17',
  Statement,
});
const saysIdentity = { said: { effect: 'implicitDeny', policyType: 'identity' } } as const;
const ALLOWED: Simulation = {
  decision: 'allowed',
  matched: [],
  missingContextKeys: [],
  allowedByOrganizations: null,
  allowedByBoundary: null,
  givenContextKeys: [],
};

describe('how sure a diagnosis is', () => {
  it('confirmed where AWS named layer and effect, whatever was collected', () => {
    const { diagnosis } = explain(saysIdentity, null);
    expect(diagnosis).toMatchObject({ layer: 'identity', confidence: 'confirmed' });
  });

  it('derived where the collected policies give one answer', () => {
    const { diagnosis } = explain({}, factsWith());
    expect(diagnosis).toMatchObject({
      verdict: 'implicitDeny',
      layer: 'identity',
      cause: 'noPolicy',
      confidence: 'derived',
    });
  });

  it('derived where the simulator denies and nothing was collected', () => {
    const simulation: Simulation = { ...ALLOWED, decision: 'implicitDeny' };
    const { diagnosis } = explain({}, null, { simulation });
    expect(diagnosis).toMatchObject({ layer: 'identity', cause: 'unknown', confidence: 'derived' });
  });

  it('takes the layer from the simulator: an SCP, the boundary, or the statement that denies', () => {
    const by = (more: Partial<Simulation>): unknown =>
      explain({}, null, { simulation: { ...ALLOWED, decision: 'explicitDeny', ...more } }).diagnosis
        .layer;
    expect(by({ allowedByOrganizations: false })).toBe('scp');
    expect(by({ allowedByBoundary: false })).toBe('boundary');
    const match = {
      layer: 'boundary',
      policyName: 'Edge',
      policyArn: null,
      attachedTo: null,
      statementIndex: 0,
      sid: null,
      statement: null,
    } as const;
    expect(by({ matched: [match] })).toBe('boundary');
  });

  it('inferred where something that was not collected could deny', () => {
    const { diagnosis } = explain({}, factsWith({ missing: ['scp'] }));
    expect(diagnosis).toMatchObject({ layer: 'identity', confidence: 'inferred' });
    expect(diagnosis.gaps).toContain('scp was not collected');
  });

  it('derived for a known Deny, whatever else was not collected', () => {
    const identity = { work: document({ ...allow, Effect: 'Deny' }) };
    const { diagnosis } = explain({}, factsWith({ identity, missing: ['scp', 'session'] }));
    expect(diagnosis).toMatchObject({ verdict: 'explicitDeny', confidence: 'derived' });
  });

  it('unknown where nothing explains it; a simulator that allows is no answer', () => {
    const facts = factsWith({ identity: { work: document(allow) }, missing: ['session'] });
    const { diagnosis, remedy } = explain({}, facts, { simulation: ALLOWED });
    expect(diagnosis).toMatchObject({ verdict: 'unknown', layer: null, confidence: 'unknown' });
    expect(remedy.kind).toBe('none');
    expect(diagnosis.evidence.map(({ source }) => source)).toContain('simulator');
  });

  it('a key that is not known is a gap and never absent', () => {
    const Condition = { StringEquals: { 'aws:PrincipalTag/team': 'ship' } };
    const facts = factsWith({ identity: { work: document({ ...allow, Condition }) } });
    const { diagnosis } = explain({}, facts);
    expect(diagnosis).toMatchObject({ cause: 'conditionMismatch', confidence: 'inferred' });
    expect(diagnosis.nearMisses[0]?.reason).toBe('keyUnknown');
    expect(diagnosis.gaps.join()).toContain('aws:PrincipalTag/team');
    expect(explain(saysIdentity, facts).diagnosis.confidence).toBe('confirmed');
  });
});

describe("AWS's word", () => {
  it('wins over an evaluation, and the evidence lists both', () => {
    const facts = factsWith({ identity: { work: document(allow) }, missing: ['session'] });
    const { diagnosis } = explain(saysIdentity, facts);
    expect(diagnosis).toMatchObject({ verdict: 'implicitDeny', layer: 'identity' });
    expect(diagnosis.evidence.map(({ source }) => source)).toEqual(['errorMessage', 'policies']);
    expect(diagnosis.evidence[1]?.says).toContain("AWS's word stands");
  });

  it('of the authorization details comes before that of the message', () => {
    const { diagnosis } = explain(saysIdentity, null, {
      authorizationDetails: {
        authorizationId: 'abc',
        requestContext: new Map(),
        evaluations: [
          {
            action: 's3:PutObject',
            resource: 'arn:aws:s3:::orders/uploads/a.pdf',
            effect: 'explicitDeny',
            matched: [{ uri: 'p-1', statements: [{ sid: 'No', effect: 'deny' }] }],
          },
        ],
        policies: [
          { layer: 'scp', inline: false, uri: 'p-1', attachedTo: ['ou-1'], document: null },
        ],
      },
    });
    expect(diagnosis).toMatchObject({
      verdict: 'explicitDeny',
      layer: 'scp',
      confidence: 'confirmed',
    });
    expect(diagnosis.blockers[0]?.statements[0]).toMatchObject({ arn: 'p-1', sid: 'No' });
  });

  it('of the endpoint alone leaves open whether a statement denies or none allows', () => {
    const { diagnosis, why } = explain({ errorCode: 'VpceAccessDenied' }, null);
    expect(diagnosis).toMatchObject({ verdict: 'unknown', layer: 'vpcEndpoint' });
    expect(why).toBe(
      'AWS names the VPC endpoint policy, but not whether a statement denies the request or none allows it.',
    );
  });
});

describe('allowed now', () => {
  const identity = { work: document(allow) };

  it('needs every layer, collected after the denial', () => {
    const { diagnosis, remedy } = explain(saysIdentity, factsWith({ identity }));
    expect(diagnosis).toMatchObject({
      verdict: 'allowedNow',
      layer: 'identity',
      cause: 'policyChanged',
      blockers: [],
    });
    expect(remedy).toMatchObject({ kind: 'wait', changes: [] });
  });

  it.each(['identity', 'boundary', 'session', 'scp', 'rcp', 'vpcEndpoint'] as const)(
    'is not said where %s was not collected',
    (layer) => {
      const { diagnosis } = explain(saysIdentity, factsWith({ identity, missing: [layer] }));
      expect(diagnosis.verdict).toBe('implicitDeny');
    },
  );

  it('is not said by policies older than the denial, nor by those of an unknown time', () => {
    for (const takenAt of ['2026-11-20T07:59:59Z', null]) {
      const { diagnosis } = explain(saysIdentity, factsWith({ identity }, { takenAt }));
      expect(diagnosis.verdict).toBe('implicitDeny');
      expect(diagnosis.gaps.join()).toContain(takenAt ?? 'takenAt');
    }
  });

  it('is less sure where the time of the denial is not known', () => {
    const { diagnosis } = explain({ ...saysIdentity, time: null }, factsWith({ identity }));
    expect(diagnosis).toMatchObject({ verdict: 'allowedNow', confidence: 'inferred' });
  });

  it('names the change that was on its way', () => {
    const recentChanges = [
      {
        time: '2026-11-20T07:58:00Z',
        eventName: 'PutRolePolicy',
        by: 'bob',
        eventId: null,
        what: 'inline policy work',
      },
    ];
    const { remedy } = explain(saysIdentity, factsWith({ identity }, { recentChanges }));
    expect(remedy.says).toBe(
      'Try it again. Bob changed inline policy work at 2026-11-20T07:58:00Z (PutRolePolicy), shortly before the denial: that may not have reached every Region yet.',
    );
  });
});

describe('a resource-based policy', () => {
  const resource = { bucketPolicy: document({ ...allow, Principal: { AWS: '444455556666' } }) };

  it('that merely does not allow is no blocker within one account', () => {
    const { diagnosis } = explain({}, factsWith({ resource }));
    expect(diagnosis.blockers.map(({ layer }) => layer)).toEqual(['identity']);
  });

  it('must allow across accounts, as the identity side must', () => {
    const facts = factsWith({ resource }, { resourceAccountId: '444455556666' });
    const { diagnosis } = explain({}, facts);
    expect(diagnosis.blockers.map(({ layer }) => layer)).toEqual(['identity', 'resource']);
  });
});

describe('remedies', () => {
  it.each(['scp', 'rcp', 'boundary', 'session', 'vpcEndpoint'] as const)(
    'a Deny in the layer %s is a guardrail, without changes',
    (layer) => {
      const parts = { said: { effect: 'explicitDeny', policyType: layer } } as const;
      const facts = factsWith({ identity: { work: document(allow) } }, { takenAt: null });
      const { remedy } = explain(parts, facts);
      expect(remedy).toMatchObject({ kind: 'guardrail', changes: [], proof: 'notProven' });
    },
  );

  it('a role that is known by its session only is named with a warning, and not proven', () => {
    const parts = {
      said: { effect: 'implicitDeny', policyType: 'resource' },
      action: 'sqs:SendMessage',
      resource: { arn: 'arn:aws:sqs:eu-central-1:444455556666:jobs', accountId: '444455556666' },
    } as const;
    const { remedy } = explain(parts, null);
    expect(remedy).toMatchObject({ kind: 'grant', proof: 'notProven' });
    expect(remedy.says).toContain('The path of the role is not known');
  });

  it('a statement of an AWS managed policy is never changed, one of another policy is', () => {
    const statement = { ...allow, Resource: 'arn:aws:s3:::orders' };
    const kindFor = (arn: string | null): string => {
      const ref = {
        layer: 'identity',
        arn,
        name: 'Work',
        attachedTo: 'arn:aws:iam::111122223333:role/orders-api',
      } as const;
      const read = preparePolicy(ref, document(statement));
      if (!read.ok) throw new Error(read.error);
      const facts = factsWith();
      const identity = { status: 'complete', value: [read.policy] } as const;
      return explain(saysIdentity, { ...facts, policies: { ...facts.policies, identity } }).remedy
        .kind;
    };
    expect(kindFor(null)).toBe('editStatement');
    expect(kindFor('arn:aws:iam::111122223333:policy/Work')).toBe('editStatement');
    expect(kindFor('arn:aws:iam::aws:policy/Work')).toBe('grant');
  });
});
