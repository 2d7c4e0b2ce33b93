import fc from 'fast-check';
import type { Change, Explained } from '../../../lib/core/diagnosis/diagnosis';
import { explainDenial } from '../../../lib/core/diagnosis/explain';
import type { PrincipalType } from '../../../lib/core/denial/denial';
import type { CollectedFacts, Evidence } from '../../../lib/core/evidence/evidence';
import { applyChange } from '../../../lib/core/policy/apply-change';
import type { CollectedPolicies } from '../../../lib/core/policy/collected';
import { evaluate } from '../../../lib/core/policy/evaluate';
import { LAYERS } from '../../../lib/core/policy/layer';
import { MISS_REASONS } from '../../../lib/core/policy/near-miss';
import type { AuthorizationRequest } from '../../../lib/core/policy/request';
import { serviceReference } from '../../../lib/core/service-reference/indexed-reference';
import { denialWith, type DenialParts } from '../evidence/denial';
import { policies, VALUES } from '../policy/arbitraries';
import { evidenceOf, factsWith } from './build';

const TYPES: readonly PrincipalType[] = [
  'user',
  'role',
  'role',
  'role',
  'root',
  'federatedUser',
  'webIdentity',
  'saml',
  'identityCenter',
  'service',
  'anonymous',
  'unknown',
];
const ROLE = 'arn:aws:iam::111122223333:role/reader';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/reader/x';
const value = fc.oneof(
  fc.constantFrom(...VALUES).map((one) => ({ state: 'known', values: [one] }) as const),
  fc.constant({ state: 'absent' } as const),
  fc.constant({ state: 'unknown' } as const),
);

const parts = fc.record({
  action: fc.constantFrom(
    's3:GetObject',
    's3:GetObject',
    's3:PutObject',
    'ec2:StartInstances',
    null,
  ),
  time: fc.constantFrom('2026-11-20T08:00:00Z', null),
  errorCode: fc.constantFrom('AccessDenied', 'VpceAccessDenied', null),
  vpcEndpointId: fc.constantFrom('vpce-0c1d2e3f4a5b6c7d8', null),
  resource: fc.record({
    arn: fc.constantFrom('arn:aws:s3:::b/k', 'arn:aws:s3:::c/d/k', '*', 'not an arn', '', null),
    accountId: fc.constantFrom('111122223333', '444455556666', null),
  }),
  principal: fc.record({
    type: fc.constantFrom(...TYPES),
    arn: fc.constantFrom(ROLE, ROLE, null),
    sessionArn: fc.constantFrom(SESSION, null),
    accountId: fc.constantFrom('111122223333', '111122223333', null),
    pathKnown: fc.boolean(),
    serviceLinked: fc.boolean(),
    permissionSet: fc.constantFrom('Dev', null),
    invokedBy: fc.constantFrom('cloudformation.amazonaws.com', null),
    identityProvider: fc.constantFrom('arn:aws:iam::111122223333:saml-provider/Okta', null),
  }),
  said: fc.record({
    effect: fc.constantFrom('explicitDeny', 'implicitDeny', null),
    policyType: fc.constantFrom(...LAYERS, 'roleTrust', null),
    policyArn: fc.constantFrom('arn:aws:iam::111122223333:policy/P', 'nonsense', null),
    ambiguous: fc.boolean(),
  }),
  context: fc
    .dictionary(fc.constantFrom('aws:sourcevpce', 'aws:principaltag/team'), value)
    .map((keys) => new Map(Object.entries(keys))),
});

const layers = fc.subarray([...LAYERS]);
const facts: fc.Arbitrary<CollectedFacts | null> = fc.option(
  fc
    .record({
      around: policies,
      missing: layers,
      partial: layers,
      isWhole: fc.boolean(),
      principalArn: fc.constantFrom(ROLE, ROLE, null),
      resourceAccountId: fc.constantFrom('111122223333', '444455556666', null),
      takenAt: fc.constantFrom('2026-11-20T09:00:00Z', '2026-11-19T09:00:00Z', null),
    })
    .map(({ around, missing, partial, isWhole, ...more }) =>
      factsWith(isWhole ? around : { ...around, missing, partial }, more),
    ),
  { freq: 10 },
);

interface Told {
  readonly evidence: Evidence;
  readonly explained: Explained;
}

function tell(given: DenialParts, found: CollectedFacts | null): Told {
  const denial = denialWith(given);
  const evidence = evidenceOf(denial, found);
  return { evidence, explained: explainDenial(denial, evidence, serviceReference) };
}

/** Anything. */
const anything = fc.tuple(parts, facts).map(([given, found]) => tell(given, found));

/** A role that asks for something known, against policies that were all collected. */
const ordinary = fc
  .tuple(parts, policies, fc.constantFrom('111122223333', '111122223333', '444455556666'))
  .map(([{ context }, { identity, resource }, resourceAccountId]) =>
    tell(
      {
        action: 's3:GetObject',
        resource: { arn: 'arn:aws:s3:::b/k', accountId: resourceAccountId },
        principal: { arn: ROLE, sessionArn: SESSION },
        context,
      },
      factsWith(
        { ...(identity && { identity }), ...(resource && { resource }) },
        { principalArn: ROLE, resourceAccountId },
      ),
    ),
  );

function check(denials: fc.Arbitrary<Told>, holds: (one: Told) => void): void {
  fc.assert(fc.property(denials, holds), { numRuns: 1500 });
}

describe('whatever was denied and whatever was found', () => {
  it('an explanation is whole: words everywhere, known reasons, a cause that fits the verdict', () => {
    check(anything, ({ explained: { diagnosis, remedy, why } }) => {
      const texts = [why, remedy.says, remedy.owner, ...diagnosis.gaps];
      expect([...texts, ...diagnosis.evidence.map(({ says }) => says)]).not.toContain('');
      expect(texts.join('\n')).not.toMatch(/undefined|\[object|null\b/);
      for (const { reason } of diagnosis.nearMisses) expect(MISS_REASONS).toContain(reason);
      const { verdict, cause, blockers } = diagnosis;
      expect(verdict === 'allowedNow').toBe(cause === 'policyChanged');
      expect(verdict === 'allowedNow' && blockers.length > 0).toBe(false);
    });
  });

  it('only a grant or an edit changes policies, and never against a known Deny', () => {
    check(anything, ({ explained: { diagnosis, remedy } }) => {
      expect(remedy.changes.length > 0).toBe(['grant', 'editStatement'].includes(remedy.kind));
      const denies = diagnosis.blockers.some(({ effect }) => effect === 'explicitDeny');
      expect(denies && remedy.changes.length > 0).toBe(false);
      const layersChanged = remedy.changes.map(({ policy }) => policy.layer);
      expect(layersChanged.filter((layer) => layer !== 'identity' && layer !== 'resource')).toEqual(
        [],
      );
    });
  });

  it('a change brings in the requested action and resource, and nothing else', () => {
    let changes = 0;
    check(fc.oneof(anything, ordinary), ({ evidence, explained: { remedy, diagnosis } }) => {
      changes += remedy.changes.length;
      for (const change of remedy.changes) {
        const before = change.do === 'addStatement' ? {} : statementBefore(change, diagnosis);
        const added = (element: string): readonly unknown[] =>
          listOf(change.statement, element).filter((one) => !listOf(before, element).includes(one));
        const { action, resource } = evidence.request ?? { action: '', resource: '' };
        expect([[], [action]]).toContainEqual(added('Action'));
        expect([[], [resource]]).toContainEqual(added('Resource'));
        expect(listOf(change.statement, 'Principal')).not.toContain('*');
        expect(change.statement).toMatchObject(withoutLists(before));
      }
    });
    expect(changes).toBeGreaterThan(200);
  });

  it('what is proven is allowed afterwards, and what lies beside it is not', () => {
    let proven = 0;
    check(ordinary, ({ evidence: { request, facts: found }, explained: { remedy } }) => {
      if (remedy.proof !== 'evaluated' || request === null || found === null) return;
      proven += 1;
      const after = remedy.changes.reduce(applied, found.policies);
      expect(passes(request, after)).toBe(true);
      const letThrough = besides(request).filter(
        (beside) => passes(beside, after) && !passes(beside, found.policies),
      );
      expect(letThrough).toEqual([]);
    });
    expect(proven).toBeGreaterThan(200);
  });
});

function statementBefore(
  change: Change & { readonly do: 'replaceStatement' },
  { nearMisses }: Explained['diagnosis'],
): object {
  const found = nearMisses.find(
    ({ statement }) =>
      statement.name === change.policy.name && statement.statementIndex === change.statementIndex,
  );
  return found?.statement.statement ?? {};
}

function listOf(statement: object, element: string): readonly unknown[] {
  const written = (statement as Readonly<Record<string, unknown>>)[element];
  return written === undefined ? [] : [written].flat();
}

/** What must stay as it was: everything but the lists that may grow. */
function withoutLists(statement: object): object {
  const kept = Object.entries(statement).filter(
    ([element]) => !['Action', 'Resource', 'Principal'].includes(element),
  );
  return Object.fromEntries(kept);
}

function applied(current: CollectedPolicies, change: Change): CollectedPolicies {
  const result = applyChange(current, change);
  if (!result.ok) throw new Error(result.why);
  return result.policies;
}

function passes(request: AuthorizationRequest, around: CollectedPolicies): boolean {
  return evaluate(request, around).layers.every(
    ({ layer, blocks }) => around[layer].status === 'missing' || blocks === 'no',
  );
}

function besides(request: AuthorizationRequest): readonly AuthorizationRequest[] {
  const service = request.action.split(':')[0] ?? '';
  return [
    ...serviceReference
      .actionNames(service)
      .slice(0, 40)
      .map((name) => ({ ...request, action: `${service}:${name}` }))
      .filter(({ action }) => action.toLowerCase() !== request.action.toLowerCase()),
    { ...request, resource: `${request.resource ?? ''}-2` },
    { ...request, resource: 'arn:aws:s3:::z/k' },
  ];
}
