import fc from 'fast-check';
import { digestDays } from '../../../lib/core/digest/compare';
import type { Proposal } from '../../../lib/core/digest/digest';
import { grantOf, mergeGrants, type Grant } from '../../../lib/core/digest/merge-statements';
import { metOn } from '../../../lib/core/digest/problem';
import { proposalFor } from '../../../lib/core/digest/proposal';
import { UTC } from '../../../lib/core/digest/zone';
import type { StoredDiagnosis } from '../../../lib/core/group/store';
import { aGroup } from '../group/a-group';
import { grants } from './a-diagnosis';

const BUCKET = 'arn:aws:s3:::orders/*';
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';

function allow(Action: unknown, Resource: unknown, more: object = {}): object {
  return { Effect: 'Allow', Action, Resource, ...more };
}

function proposed(stored: readonly (StoredDiagnosis | null)[]): Proposal | null {
  const days = digestDays('2026-11-25', UTC);
  return proposalFor(
    stored.map((one, at) => ({
      problem: metOn(aGroup({ id: `g${at}` }), days, 0).problem,
      stored: one,
    })),
  );
}

describe('a proposed policy', () => {
  test('merges what the open problems of a caller need', () => {
    const proposal = proposed([
      grants([allow('s3:PutObject', BUCKET)]),
      grants([allow('s3:GetObject', BUCKET)]),
      grants([allow('dynamodb:GetItem', TABLE)]),
      grants([allow('s3:GetObject', BUCKET)]),
    ]);
    expect(proposal?.policy?.document.Statement).toEqual([
      allow(['s3:GetObject', 's3:PutObject'], BUCKET),
      allow('dynamodb:GetItem', TABLE),
    ]);
    expect(proposal?.policy?.allows).toEqual([
      `s3:GetObject, s3:PutObject on ${BUCKET}`,
      `dynamodb:GetItem on ${TABLE}`,
    ]);
    expect(proposal?.policy?.groups).toEqual(['g0', 'g1', 'g2', 'g3']);
    expect(proposal?.leftOut).toEqual([]);
  });

  test('has what can raise privileges in a policy of its own', () => {
    const proposal = proposed([
      grants([allow('s3:GetObject', BUCKET)]),
      grants([allow('iam:PassRole', '*')], { needsSecurityReview: true }),
    ]);
    expect(proposal?.policy?.document.Statement).toEqual([allow('s3:GetObject', BUCKET)]);
    expect(proposal?.sensitive?.document.Statement).toEqual([allow('iam:PassRole', '*')]);
  });

  test.each([
    ['not diagnosed yet', null, 'it was not diagnosed yet'],
    [
      'a guardrail',
      grants([], { kind: 'guardrail', says: 'Ask the owner.' }),
      'no new grant solves it: Ask the owner.',
    ],
    ['nothing to change', grants([], { says: 'Nothing.' }), 'Nothing.'],
    [
      'a Deny',
      grants([{ Effect: 'Deny', Action: 's3:*', Resource: '*' }]),
      'its statement stands for itself: Add a statement.',
    ],
    [
      'NotAction',
      grants([{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }]),
      'its statement stands for itself: Add a statement.',
    ],
  ])('leaves out %s, and says why', (_, stored, why) => {
    const proposal = proposed([grants([allow('s3:GetObject', BUCKET)]), stored]);
    expect(proposal?.leftOut).toEqual([
      { groupId: 'g1', headline: 'orders-api may not s3:PutObject on orders', why },
    ]);
    expect(proposal?.policy?.groups).toEqual(['g0']);
  });

  test('leaves out grants for others and in other layers', () => {
    const [elsewhere, other] = ['resource', 'identity'].map((layer) => {
      const stored = grants([allow('s3:GetObject', BUCKET)]);
      const policy = {
        layer: layer as 'resource' | 'identity',
        arn: null,
        name: null,
        attachedTo: 'arn:aws:iam::111122223333:role/other',
      };
      const remedy = {
        ...stored.explained.remedy,
        changes: stored.explained.remedy.changes.map((change) => ({ ...change, policy })),
      };
      return { ...stored, explained: { ...stored.explained, remedy } };
    });
    const proposal = proposed([
      grants([allow('s3:PutObject', BUCKET)]),
      elsewhere ?? null,
      other ?? null,
    ]);
    expect(proposal?.leftOut.map(({ why }) => why)).toEqual([
      'it takes a change elsewhere as well: Add a statement.',
      'its grant belongs to another user or role',
    ]);
    expect(proposed([elsewhere ?? null])).toBeNull();
  });
});

describe('merged grants', () => {
  const names = fc.constantFrom('a', 'b', 'c', 'd');
  const some = fc.array(names, { minLength: 1, maxLength: 3 });
  const condition = fc.constantFrom(undefined, { Bool: { 'aws:SecureTransport': 'true' } });
  const grant: fc.Arbitrary<Grant> = fc.record({ actions: some, resources: some, condition });

  /** Every action, resource and condition that the grants allow together. */
  function triples(list: readonly Grant[]): ReadonlySet<string> {
    return new Set(
      list.flatMap(({ actions, resources, condition: c }) =>
        actions.flatMap((a) => resources.map((r) => JSON.stringify([a, r, c ?? null]))),
      ),
    );
  }

  test('allow exactly what the single ones do, in no more statements', () => {
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 8 }), (list) => {
        const merged = mergeGrants(list);
        expect(triples(merged)).toEqual(triples(list));
        expect(merged.length).toBeLessThanOrEqual(list.length);
      }),
    );
  });

  test('are made only of what is wholly understood', () => {
    expect(grantOf(allow('s3:GetObject', BUCKET, { Sid: 'A' }))).toEqual({
      actions: ['s3:GetObject'],
      resources: [BUCKET],
      condition: undefined,
    });
    expect(grantOf(allow('s3:GetObject', BUCKET, { Principal: '*' }))).toBeNull();
    expect(grantOf(allow('s3:GetObject', 7))).toBeNull();
    expect(grantOf(allow([], BUCKET))).toBeNull();
    expect(grantOf([])).toBeNull();
  });
});
