import fc from 'fast-check';
import type { CollectedPolicies } from '../../../lib/core/policy/collected';
import { evaluate } from '../../../lib/core/policy/evaluate';
import type { Evaluation, Tri } from '../../../lib/core/policy/evaluation';
import { knownRequest, KEYS, policies, resourceStatement, statement } from './arbitraries';
import { collected, request, type CasePolicies, type CaseRequest, type Named } from './build';
import { naive } from './naive';

const RUNS = { numRuns: 500 };

function decide(given: CaseRequest, around: CasePolicies): Evaluation {
  return evaluate(request(given), collected(around));
}

/** Without the statements themselves: what is the same however the policy is written. */
function outcome(evaluation: Evaluation): unknown {
  return evaluation.layers.map(({ layer, says, blocks, denies, allows }) => ({
    layer,
    says,
    blocks,
    denies: denies.map(({ name, statementIndex }) => [name, statementIndex]),
    allows: allows.map(({ name, statementIndex }) => [name, statementIndex]),
  }));
}

test('the index and the prepared elements decide as reading every statement does', () => {
  fc.assert(
    fc.property(knownRequest, policies, (given, around) => {
      const evaluation = decide(given, around);
      const denied = evaluation.layers
        .filter(({ says }) => says === 'explicitDeny')
        .map(({ layer }) => layer);

      const expected = naive(given, around);
      expect(evaluation.decision).toBe(expected.decision);
      expect([...denied].sort()).toEqual([...expected.denied].sort());
    }),
    { numRuns: 1500 },
  );
});

test('the decision follows from what blocks', () => {
  fc.assert(
    fc.property(knownRequest, policies, (given, around) => {
      const { decision, layers } = decide(given, around);

      expect(decision === 'allowed').toBe(layers.every(({ blocks }) => blocks === 'no'));
      expect(decision === 'explicitDeny').toBe(layers.some(({ says }) => says === 'explicitDeny'));
    }),
    RUNS,
  );
});

test('single values and lists of one are the same', () => {
  const listed = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);
  const inLists = (one: object): object =>
    Object.fromEntries(
      Object.entries(one).map(([name, value]: [string, unknown]) => {
        if (/Action|Resource/.test(name)) return [name, listed(value)];
        if (name !== 'Principal' || typeof value !== 'object') return [name, value];
        return [name, { AWS: listed((value as { readonly AWS: unknown }).AWS) }];
      }),
    );
  const rewritten = (named: Named): Named =>
    Object.fromEntries(
      Object.entries(named).map(([name, document]) => {
        const { Statement } = document as { readonly Statement: object | readonly object[] };
        const statements = [Statement].flat().map(inLists);
        return [
          name,
          encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: statements })),
        ];
      }),
    );
  fc.assert(
    fc.property(knownRequest, policies, (given, around) => {
      expect(outcome(decide(given, mapPolicies(around, rewritten)))).toEqual(
        outcome(decide(given, around)),
      );
    }),
    RUNS,
  );
});

/** Hides some context keys: they become unknown. */
const hidden = fc.subarray(KEYS);
const someLayers = fc.subarray<keyof CollectedPolicies>([
  'identity',
  'boundary',
  'session',
  'scp',
  'resource',
]);

function hide(given: CaseRequest, keys: readonly string[]): CaseRequest {
  const context = Object.fromEntries(
    Object.entries(given.context ?? {}).filter(([key]) => !keys.includes(key)),
  );
  return { ...given, context };
}

/** How far a request gets: adding an Allow must not lower it, adding a Deny must not raise it. */
function reach({ decision }: Evaluation): number {
  return { explicitDeny: 0, implicitDeny: 0, unknown: 1, allowed: 2 }[decision];
}

describe.each([
  ['Allow', (before: number, after: number) => after >= before],
  ['Deny', (before: number, after: number) => after <= before],
] as const)('adding a statement with effect %s', (Effect, holds) => {
  test('moves no request the wrong way, in whatever layer that has a policy', () => {
    fc.assert(
      fc.property(
        knownRequest,
        hidden,
        policies,
        fc.constantFrom('identity', 'boundary', 'session', 'scp', 'resource'),
        statement,
        resourceStatement,
        (given, keys, around, layer, plain, naming) => {
          const added = { ...(layer === 'resource' ? naming : plain), Effect };
          const more = mapLayer(around, layer, (document) => withStatement(document, added));
          const asked = hide(given, keys);

          expect(holds(reach(decide(asked, around)), reach(decide(asked, more)))).toBe(true);
        },
      ),
      RUNS,
    );
  });
});

/** Whether a known answer is among those that a less informed one leaves open. */
function admits(less: Tri, more: Tri): boolean {
  return less === 'unknown' || less === more;
}

function expectAdmitted(less: Evaluation, more: Evaluation): void {
  const mayDeny = less.layers.some(
    ({ possibleDenies, gaps }) => possibleDenies.length > 0 || gaps.length > 0,
  );
  const decisions: readonly string[] = {
    unknown: ['unknown', 'allowed', 'implicitDeny', 'explicitDeny'],
    allowed: ['allowed'],
    explicitDeny: ['explicitDeny'],
    implicitDeny: mayDeny ? ['implicitDeny', 'explicitDeny'] : ['implicitDeny'],
  }[less.decision];
  expect(decisions).toContain(more.decision);
  const blocks = less.layers.map(({ layer, blocks }, i) => [layer, blocks, more.layers[i]?.blocks]);
  expect(blocks.filter(([, a, b]) => !admits(a as Tri, b as Tri))).toEqual([]);
}

describe('unknown is never better than known: the less is known, the more answers stay open', () => {
  test('context keys', () => {
    fc.assert(
      fc.property(knownRequest, hidden, policies, (given, keys, around) => {
        expectAdmitted(decide(hide(given, keys), around), decide(given, around));
      }),
      RUNS,
    );
  });

  test('layers that were not collected', () => {
    fc.assert(
      fc.property(knownRequest, someLayers, policies, (given, missing, around) => {
        expectAdmitted(decide(given, { ...around, missing }), decide(given, around));
      }),
      RUNS,
    );
  });

  test('layers of which one policy was collected', () => {
    const firstOnly = (named: Named): Named =>
      Object.fromEntries(Object.entries(named).slice(0, 1));
    fc.assert(
      fc.property(knownRequest, policies, (given, around) => {
        const identity = firstOnly(around.identity ?? {});
        const scp = around.scp?.map(firstOnly) ?? [];
        const partial = ['identity', 'scp'] as const;
        const less = decide(given, { ...around, identity, scp, partial });
        expectAdmitted(less, decide(given, around));
      }),
      RUNS,
    );
  });

  test('the session of a role, its path, the owner of the resource, the caller', () => {
    const forget: readonly ((given: CaseRequest) => CaseRequest)[] = [
      (given) => ({ ...given, resourceAccountId: null }),
      (given) => ({ ...given, principal: { kind: 'unknown' } }),
      ({ principal, ...given }) => ({
        ...given,
        principal: principal.kind === 'role' ? { ...principal, sessionArn: null } : principal,
      }),
    ];
    fc.assert(
      fc.property(knownRequest, fc.constantFrom(...forget), policies, (given, less, around) => {
        const asked = less(given);
        const user = given.principal.kind === 'user';
        const { session, ...others } = around;
        const known = user || session === undefined ? others : around;
        expectAdmitted(decide(asked, known), decide(given, known));
      }),
      RUNS,
    );
  });
});

test('an answer does not depend on what was asked before', () => {
  const asked = fc.array(knownRequest, { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(asked, policies, (given, around) => {
      const shared = collected(around);
      for (let n = 0; n < 70; n += 1) {
        for (const one of given.slice(0, 1)) {
          evaluate({ ...request(one), action: `s3:Get${n}` }, shared);
        }
      }
      for (const one of given) {
        expect(evaluate(request(one), shared)).toEqual(decide(one, around));
      }
    }),
    { numRuns: 60 },
  );
});

function withStatement(document: unknown, added: object): object {
  const { Statement } = document as { readonly Statement: object | readonly object[] };
  return { Version: '2012-10-17', Statement: [...[Statement].flat(), added] };
}

function mapPolicies(around: CasePolicies, change: (named: Named) => Named): CasePolicies {
  const { identity, boundary, session, scp, resource } = around;
  return {
    ...(identity && { identity: change(identity) }),
    ...(boundary && { boundary: change(boundary) }),
    ...(session && { session: change(session) }),
    ...(scp && { scp: scp.map(change) }),
    ...(resource && { resource: change(resource) }),
  };
}

function mapLayer(
  around: CasePolicies,
  layer: string,
  change: (document: unknown) => object,
): CasePolicies {
  return Object.fromEntries(
    Object.entries(around).map(([name, value]: [string, Named | readonly Named[]]) => {
      if (name !== layer) return [name, value];
      const each = (named: Named): Named =>
        Object.fromEntries(Object.entries(named).map(([key, one]) => [key, change(one)]));
      return [
        name,
        Array.isArray(value) ? (value as readonly Named[]).map(each) : each(value as Named),
      ];
    }),
  );
}

test('a resource that is not known leaves the same answers open, or more', () => {
  fc.assert(
    fc.property(knownRequest, policies, (given, around) => {
      const known = decide(given, around);
      const open = decide({ ...given, resource: null, resourceAccountId: null }, around);

      for (const [at, { blocks }] of open.layers.entries())
        expect(['unknown', known.layers[at]?.blocks]).toContain(blocks);
    }),
    RUNS,
  );
});
