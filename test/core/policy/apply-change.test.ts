import { applyChange, type PolicyEdit } from '../../../lib/core/policy/apply-change';
import type { CollectedPolicies } from '../../../lib/core/policy/collected';
import { evaluate } from '../../../lib/core/policy/evaluate';
import type { PolicyRef } from '../../../lib/core/policy/layer';
import { preparePolicy } from '../../../lib/core/policy/prepare';
import { collected, request, type CaseRequest } from './build';

const user = 'arn:aws:iam::111122223333:user/ana';
const asked: CaseRequest = {
  principal: { kind: 'user', arn: user, accountId: '111122223333' },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::reports/a.csv',
  resourceAccountId: '111122223333',
};
const grant = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/a.csv' };
const full = { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const ec2 = {
  Version: '2012-10-17',
  Statement: { Sid: 'E', Effect: 'Allow', Action: 'ec2:*', Resource: '*' },
};

function ref(layer: PolicyRef['layer'], name: string | null): PolicyRef {
  return { layer, arn: null, name, attachedTo: name === null ? user : `place-of-${name}` };
}

function decisionAfter(policies: CollectedPolicies, change: PolicyEdit): string {
  const applied = applyChange(policies, change);
  return applied.ok ? evaluate(request(asked), applied.policies).decision : applied.why;
}

describe('a statement is added', () => {
  test.each(['identity', 'boundary', 'scp', 'vpcEndpoint'] as const)(
    'to the policy of the layer %s that does not allow',
    (layer) => {
      const lacking = layer === 'scp' ? [{ ec2 }] : { ec2: vpce(layer, ec2) };
      const before = collected({ identity: { full }, ...{ [layer]: lacking } });
      const change = { do: 'addStatement', policy: ref(layer, 'ec2'), statement: grant } as const;

      expect(evaluate(request(asked), before).decision).toBe('implicitDeny');
      expect(decisionAfter(before, change)).toBe('allowed');
      expect(evaluate(request(asked), before).decision).toBe('implicitDeny');
    },
  );

  test('as a new inline policy', () => {
    const change = { do: 'addStatement', policy: ref('identity', null), statement: grant } as const;
    const applied = applyChange(collected({ identity: { ec2 } }), change);

    const identity = applied.ok && applied.policies.identity;
    expect(identity).toMatchObject({
      status: 'complete',
      value: [{}, { ref: ref('identity', null) }],
    });
    expect(decisionAfter(collected({}), change)).toBe('allowed');
  });

  test('as the first policy of a resource that had none', () => {
    const statement = { ...grant, Principal: { AWS: user } };
    const policy = ref('resource', 'bucketPolicy');
    expect(decisionAfter(collected({}), { do: 'addStatement', policy, statement })).toBe('allowed');
  });

  test('to all attachments of a managed policy', () => {
    const arn = 'arn:aws:organizations::999999999999:policy/o-1/service_control_policy/p-1';
    const levels = ['r-ab12', 'ou-1'].map((attachedTo) => {
      const prepared = preparePolicy({ layer: 'scp', arn, name: 'ec2', attachedTo }, ec2);
      if (!prepared.ok) throw new Error(prepared.error);
      return [prepared.policy];
    });
    const policies: CollectedPolicies = {
      ...collected({ identity: { full } }),
      scp: { status: 'complete', value: levels },
    };
    const policy: PolicyRef = { layer: 'scp', arn, name: 'ec2', attachedTo: 'ou-1' };
    expect(decisionAfter(policies, { do: 'addStatement', policy, statement: grant })).toBe(
      'allowed',
    );
  });
});

describe('of what a statement can be added to', () => {
  const arn = 'arn:aws:iam::111122223333:policy/shared';
  const managed = (name: string, at: string): PolicyRef => ({
    layer: 'identity',
    arn: at,
    name,
    attachedTo: user,
  });

  test('the session policy, where one was passed', () => {
    const before = collected({ identity: { full }, session: { ec2 } });
    const policy = ref('session', 'ec2');
    const change = { do: 'addStatement', policy, statement: grant } as const;

    expect(applyChange(before, change)).toMatchObject({
      ok: true,
      policies: { session: { value: [{ statements: { length: 2 } }] }, identity: before.identity },
    });
    expect(applyChange(collected({}), change).ok).toBe(false);
  });

  test('a resource control policy and a resource-based policy', () => {
    const forAll = { Statement: { ...full.Statement, Principal: '*' } };
    const statement = { ...grant, Principal: '*' };
    const before = collected({ rcp: [{ forAll }], resource: { forAll } });

    expect(
      applyChange(before, { do: 'addStatement', policy: ref('rcp', 'forAll'), statement }),
    ).toMatchObject({ ok: true, policies: { rcp: { value: [[{ statements: { length: 2 } }]] } } });
    expect(
      applyChange(before, { do: 'addStatement', policy: ref('resource', 'forAll'), statement }),
    ).toMatchObject({
      ok: true,
      policies: { resource: { value: { statements: { length: 2 } } }, rcp: before.rcp },
    });
  });

  test('only the managed policy with the very ARN, whatever the names', () => {
    const list = [managed('one', arn), managed('one', `${arn}2`)].map((each) => {
      const prepared = preparePolicy(each, ec2);
      if (!prepared.ok) throw new Error(prepared.error);
      return prepared.policy;
    });
    const policies: CollectedPolicies = {
      ...collected({}),
      identity: { status: 'complete', value: list },
    };
    const add = (policy: PolicyRef) =>
      applyChange(policies, { do: 'addStatement', policy, statement: grant });

    expect(add(managed('renamed', arn))).toMatchObject({
      ok: true,
      policies: { identity: { value: [{ statements: { length: 2 } }, { statements: [{}] }] } },
    });
    expect(add({ ...managed('one', arn), arn: null }).ok).toBe(false);
    expect(add(managed('other', `${arn}3`)).ok).toBe(false);
  });

  test('no resource-based policy that may be there without having been seen', () => {
    const policy = ref('resource', 'bucketPolicy');
    const change = {
      do: 'addStatement',
      policy,
      statement: { ...grant, Principal: '*' },
    } as const;
    expect(applyChange(collected({ partial: ['resource'] }), change).ok).toBe(false);
    const other = { Statement: { ...full.Statement, Principal: '*' } };
    expect(applyChange(collected({ resource: { other } }), change).ok).toBe(false);
  });

  test('a policy that has no statement yet', () => {
    const change = {
      do: 'addStatement',
      policy: ref('identity', 'none'),
      statement: grant,
    } as const;
    expect(decisionAfter(collected({ identity: { none: { Statement: [] } } }), change)).toBe(
      'allowed',
    );
  });
});

describe('a statement is replaced', () => {
  test('in a list, at its index', () => {
    const two = { Statement: [ec2.Statement, { ...ec2.Statement, Sid: 'Second' }] };
    const policy = ref('identity', 'two');
    const change = { do: 'replaceStatement', policy, statementIndex: 1, statement: grant } as const;
    expect(applyChange(collected({ identity: { two } }), change)).toMatchObject({
      ok: true,
      policies: { identity: { value: [{ document: { Statement: [ec2.Statement, grant] } }] } },
    });
  });

  test('where the policy has a single one', () => {
    const policy = ref('identity', 'ec2');
    const change = { do: 'replaceStatement', policy, statementIndex: 0, statement: grant } as const;
    const applied = applyChange(collected({ identity: { ec2 } }), change);

    expect(applied).toMatchObject({
      ok: true,
      policies: {
        identity: { value: [{ document: { Version: '2012-10-17', Statement: [grant] } }] },
      },
    });
  });
});

test('a policy of the same name in another place or layer is left alone', () => {
  const policies = collected({ identity: { ec2, other: ec2 }, boundary: { ec2 } });
  const elsewhere: PolicyRef = { ...ref('identity', 'ec2'), attachedTo: 'another group' };
  const change = { do: 'addStatement', policy: elsewhere, statement: grant } as const;
  expect(applyChange(policies, change)).toEqual({
    ok: false,
    why: 'the identity-based policy "ec2" of another group is not among the collected policies',
  });

  const applied = applyChange(policies, { ...change, policy: ref('identity', 'ec2') });
  expect(applied).toMatchObject({
    ok: true,
    policies: {
      identity: { value: [{ statements: { length: 2 } }, { statements: { length: 1 } }] },
      boundary: { value: { statements: { length: 1 } } },
    },
  });
});

describe('a change that cannot be made says why', () => {
  const other = ref('identity', 'other');
  const notThere =
    'the identity-based policy "other" of place-of-other is not among the collected policies';
  const noResource =
    'the resource-based policy "bucketPolicy" of place-of-bucketPolicy is not among the collected policies';
  test.each<[string, PolicyEdit, string]>([
    ['another policy', { do: 'addStatement', policy: other, statement: grant }, notThere],
    [
      'another policy, replaced',
      { do: 'replaceStatement', policy: other, statementIndex: 0, statement: grant },
      notThere,
    ],
    [
      'no such statement',
      {
        do: 'replaceStatement',
        policy: ref('identity', 'ec2'),
        statementIndex: 3,
        statement: grant,
      },
      'the identity-based policy "ec2" of place-of-ec2 has no statement 3',
    ],
    [
      'no statement',
      { do: 'addStatement', policy: ref('identity', 'ec2'), statement: { Effect: 'Allow' } },
      'the identity-based policy "ec2" of place-of-ec2 cannot be read: Statement[1] has neither Action nor NotAction',
    ],
    [
      'no new statement',
      { do: 'addStatement', policy: ref('identity', null), statement: {} },
      `the identity-based policy of ${user} cannot be read: Statement[0] has neither Action nor NotAction`,
    ],
    [
      'a layer without policy',
      {
        do: 'addStatement',
        policy: ref('resource', 'bucketPolicy'),
        statement: { ...grant, Principal: '*' },
      },
      noResource,
    ],
  ])('%s', (_, change, why) => {
    const policies = collected({ identity: { ec2 }, missing: ['resource'] });
    expect(applyChange(policies, change)).toEqual({ ok: false, why });
  });

  test('identity policies that were not collected', () => {
    const change = { do: 'addStatement', policy: ref('identity', null), statement: grant } as const;
    expect(applyChange(collected({ missing: ['identity'] }), change)).toEqual({
      ok: false,
      why: 'the identity-based policies were not collected',
    });
  });
});

/** Policies of a VPC endpoint name principals. */
function vpce(layer: string, document: typeof ec2): object {
  if (layer !== 'vpcEndpoint') return document;
  return { ...document, Statement: { ...document.Statement, Principal: '*' } };
}
