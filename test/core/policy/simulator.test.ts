import { evaluate } from '../../../lib/core/policy/evaluate';
import type { Evaluation } from '../../../lib/core/policy/evaluation';
import { collected, request, type CasePolicies } from './build';

/**
 * The evaluator against the documented answers of the IAM policy simulator, where both can answer:
 * identity policies, boundary and service control policies of a caller in one account.
 *
 * Follows: IAM API Reference, "SimulatePrincipalPolicy" and "EvaluationResult"; IAM User Guide, "IAM
 * policy testing with the IAM policy simulator" (as rebuilt on 2026-07-30).
 */

/** What the simulator says, in its own words. */
interface Simulated {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Absent where no SCP applies. */
  readonly allowedByOrganizations?: boolean;
  /** Absent without a boundary. */
  readonly allowedByBoundary?: boolean;
}

const ALLOW_ALL = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
};
const ALLOW_GET = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::parcels/*' },
};
const ALLOW_OTHER = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' },
};
const DENY_GET = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', Action: 's3:GetObject', Resource: '*' },
};
const DENY_ELSEWHERE = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  },
};
const ROOT = { FullAWSAccess: ALLOW_ALL };

const CASES: readonly (readonly [string, CasePolicies, Simulated])[] = [
  ['an Allow that matches', { identity: { a: ALLOW_GET } }, { decision: 'allowed' }],
  ['no policy at all', {}, { decision: 'implicitDeny' }],
  ['an Allow of another action', { identity: { a: ALLOW_OTHER } }, { decision: 'implicitDeny' }],
  [
    'a Deny beside an Allow',
    { identity: { a: ALLOW_GET, b: DENY_GET } },
    { decision: 'explicitDeny' },
  ],
  [
    'a boundary that leaves the action out',
    { identity: { a: ALLOW_GET }, boundary: { limit: ALLOW_OTHER } },
    { decision: 'implicitDeny', allowedByBoundary: false },
  ],
  [
    'a boundary that denies',
    { identity: { a: ALLOW_GET }, boundary: { limit: DENY_GET } },
    { decision: 'explicitDeny', allowedByBoundary: false },
  ],
  [
    'a boundary that allows, and no identity policy that does',
    { identity: { a: ALLOW_OTHER }, boundary: { limit: ALLOW_ALL } },
    { decision: 'implicitDeny', allowedByBoundary: true },
  ],
  [
    'a service control policy that denies',
    { identity: { a: ALLOW_GET }, scp: [ROOT, { ...ROOT, guard: DENY_GET }] },
    { decision: 'explicitDeny', allowedByOrganizations: false },
  ],
  [
    'a level of service control policies without an Allow',
    { identity: { a: ALLOW_GET }, scp: [ROOT, { only: ALLOW_OTHER }, ROOT] },
    { decision: 'implicitDeny', allowedByOrganizations: false },
  ],
  [
    'service control policies that allow on every level',
    { identity: { a: ALLOW_GET }, scp: [ROOT, ROOT, ROOT] },
    { decision: 'allowed', allowedByOrganizations: true },
  ],
  [
    'the condition of a service control policy that is met',
    { identity: { a: ALLOW_GET }, scp: [ROOT, { ...ROOT, guard: DENY_ELSEWHERE }] },
    { decision: 'explicitDeny', allowedByOrganizations: false },
  ],
];

const ASKED = {
  principal: {
    kind: 'user',
    arn: 'arn:aws:iam::111122223333:user/mara',
    accountId: '111122223333',
  },
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::parcels/2026/11.csv',
  resourceAccountId: '111122223333',
} as const;

/** Our verdicts in the simulator's words. */
function inItsWords({ decision, layers }: Evaluation): Record<string, unknown> {
  const allows = (layer: string): boolean | undefined => {
    const verdict = layers.find((other) => other.layer === layer);
    return verdict === undefined || verdict.says === 'notApplicable'
      ? undefined
      : verdict.says === 'allow';
  };
  const organizations = allows('scp');
  const boundary = allows('boundary');
  return {
    decision,
    ...(organizations === undefined ? {} : { allowedByOrganizations: organizations }),
    ...(boundary === undefined ? {} : { allowedByBoundary: boundary }),
  };
}

it.each(CASES)('says what the simulator says of %s', (_what, policies, expected) => {
  const context = { 'aws:RequestedRegion': 'us-east-1' };
  const evaluation = evaluate(request({ ...ASKED, context }), collected(policies));
  expect(inItsWords(evaluation)).toEqual(expected);
});

it('differs on purpose where a context key is missing: the simulator lets a conditional Deny pass', () => {
  const policies = collected({ identity: { a: ALLOW_GET, b: DENY_ELSEWHERE } });
  const evaluation = evaluate(request(ASKED), policies);
  expect(evaluation.decision).toBe('unknown');
  expect(evaluation.layers[0]?.unknownKeys).toEqual(['aws:RequestedRegion']);
});
