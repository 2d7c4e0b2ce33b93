import fc from 'fast-check';
import type { PolicyRef } from '../../../../lib/core/policy/layer';
import {
  describeNearMiss,
  findNearMisses,
  MISS_REASONS,
  mendStatement,
  type ActionFacts,
  type NearMiss,
} from '../../../../lib/core/policy/near-miss';
import { explainStatements } from '../../../../lib/core/policy/explain';
import type { PreparedPolicy } from '../../../../lib/core/policy/prepare';
import type { AuthorizationRequest, RequestPrincipal } from '../../../../lib/core/policy/request';
import { serviceReference as reference } from '../../../../lib/core/service-reference/indexed-reference';
import { prepared, request as requestOf } from '../build';
import { cases } from './cases.json';

interface Case {
  readonly title: string;
  readonly request: {
    readonly action: string;
    readonly resource: string;
    readonly principal?: RequestPrincipal;
    readonly resourceAccountId?: string;
    readonly context?: Readonly<Record<string, string | readonly string[] | null>>;
  };
  readonly layer: PolicyRef['layer'];
  readonly statements: readonly Readonly<Record<string, unknown>>[];
  readonly expect: Omit<NearMiss, 'statement'> & { readonly sid: string };
  readonly says?: string;
  readonly mend: Readonly<Record<string, unknown>> | null;
}

const ALL = cases as unknown as readonly Case[];
const APP = {
  kind: 'role',
  arn: 'arn:aws:iam::111122223333:role/app',
  sessionArn: 'arn:aws:sts::111122223333:assumed-role/app/one',
  accountId: '111122223333',
  serviceLinked: false,
} as const satisfies RequestPrincipal;

function factsOf(action: string): ActionFacts {
  const [prefix = '', name = ''] = action.split(':');
  const types = reference.action(action)?.resourceTypes ?? [];
  return {
    resourceTypes: types.flatMap((type) => reference.resourceType(prefix, type) ?? []),
    actionNames: reference.actionNames(prefix),
    servicesWithAction: reference.servicesWithAction(name),
    actionNamesOf: (other) => reference.actionNames(other),
  };
}

function policyOf(layer: PolicyRef['layer'], statements: readonly unknown[]): PreparedPolicy {
  return prepared(layer, 'p', { Version: '2012-10-17', Statement: statements });
}

function ask({ request: given }: Pick<Case, 'request'>): AuthorizationRequest {
  const { principal = APP, resourceAccountId = '111122223333', ...rest } = given;
  return requestOf({ ...rest, principal, resourceAccountId });
}

function find(given: Pick<Case, 'layer' | 'statements' | 'request'>): readonly NearMiss[] {
  const { layer, statements, request } = given;
  return findNearMisses([policyOf(layer, statements)], ask(given), factsOf(request.action));
}

const names = (one: Case): readonly [string, string, Case] => [one.expect.reason, one.title, one];

describe('the best near miss', () => {
  it.each(ALL.map(names))('%s: %s', (_, __, one) => {
    const [first] = find(one);
    const { sid, ...expected } = one.expect;
    expect(first).toBeDefined();
    const { statement, ...found } = first ?? {};
    expect(found).toEqual(expected);
    expect(statement?.sid).toBe(sid);
  });

  it('has at least three cases for every reason', () => {
    const count = (reason: string): number =>
      ALL.filter(({ expect: { reason: other } }) => other === reason).length;
    expect(MISS_REASONS.filter((reason) => count(reason) < 3)).toEqual([]);
  });
});

describe('the sentence', () => {
  it.each(ALL.filter(({ says }) => says !== undefined).map(names))('%s: %s', (_, __, one) => {
    const [first] = find(one);
    expect(first === undefined ? '' : describeNearMiss(first, ask(one))).toBe(one.says);
  });

  it('is written out in a case for every reason', () => {
    const told = new Set(ALL.flatMap((one) => (one.says === undefined ? [] : one.expect.reason)));
    expect(MISS_REASONS.filter((reason) => !told.has(reason))).toEqual([]);
  });

  it('names a statement without Sid by its place in the policy', () => {
    const [first] = find({
      layer: 'identity',
      statements: [
        {
          Effect: 'Allow',
          Action: 'sqs:SendMessage',
          Resource: 'arn:aws:sqs:eu-west-1:111122223333:a',
        },
      ],
      request: { action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:111122223333:b' },
    });
    const said =
      first === undefined
        ? ''
        : describeNearMiss(first, ask({ request: { action: 'sqs:SendMessage', resource: '' } }));
    expect(said).toMatch(/^statement 1 of p allows sqs:SendMessage on /);
  });
});

/** Requests that nobody asked to be let through: another action, another resource, another caller. */
function neighboursOf(one: Case): readonly AuthorizationRequest[] {
  const request = ask(one);
  const service = request.action.split(':')[0] ?? '';
  const actions = ['Zz', ...reference.actionNames(service).slice(0, 40)].map(
    (name) => `${service}:${name}`,
  );
  const resource = request.resource ?? '';
  const resources = [
    `${resource}-2`,
    resource.replace(/.$/, 'Q'),
    resource.replace('111122223333', '123456789012'),
  ];
  const others: readonly RequestPrincipal[] = [
    {
      ...APP,
      arn: 'arn:aws:iam::111122223333:role/neighbour',
      sessionArn: 'arn:aws:sts::111122223333:assumed-role/neighbour/one',
    },
    { kind: 'service', service: 'neighbour.amazonaws.com' },
  ];
  // A trust policy is only asked about the role that carries it.
  const carried = one.statements.every((statement) => statement['Resource'] === undefined);
  const isOther = ({ action, resource }: AuthorizationRequest): boolean =>
    action.toLowerCase() !== request.action.toLowerCase() || resource !== request.resource;
  return [
    ...actions.map((action) => ({ ...request, action })).filter(isOther),
    ...(carried ? [] : resources).map((resource) => ({ ...request, resource })).filter(isOther),
    ...(one.layer === 'resource' ? others : []).map((principal) => ({ ...request, principal })),
  ];
}

function allows(policy: PreparedPolicy, request: AuthorizationRequest): boolean {
  return explainStatements(policy, request).some(
    ({ effect, matched }) => effect === 'Allow' && matched === 'yes',
  );
}

describe('the mended statement', () => {
  const mended = (one: Case): object | null => {
    const [first] = find(one);
    return first === undefined ? null : mendStatement(first, ask(one));
  };
  const original = (one: Case): Readonly<Record<string, unknown>> =>
    one.statements.find((statement) => statement['Sid'] === one.expect.sid) ?? {};

  it.each(ALL.map(names))('%s: %s', (_, __, one) => {
    expect(mended(one)).toEqual(one.mend === null ? null : { ...original(one), ...one.mend });
  });

  it.each(ALL.filter(({ mend }) => mend !== null).map(names))(
    'lets the request through and no neighbour: %s: %s',
    (_, __, one) => {
      const before = policyOf(one.layer, [original(one)]);
      const after = policyOf(one.layer, [mended(one)]);
      const request = ask(one);
      expect(allows(before, request)).toBe(false);
      expect(allows(after, request)).toBe(true);
      const came = neighboursOf(one).filter(
        (other) => allows(after, other) && !allows(before, other),
      );
      // An action without resource has no neighbour that differs in its resource only.
      const real = came.filter(({ resource }) => one.request.resource !== '*' || resource === '*');
      expect(real.map(({ action, resource }) => [action, resource])).toEqual([]);
    },
  );

  it('is none in a policy whose other principals would gain from it', () => {
    const statement = (principal: unknown): Case['statements'][number] => ({
      Sid: 'S',
      Effect: 'Allow',
      Principal: principal,
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme',
    });
    const result = (principal: unknown): object | null => {
      const given = {
        layer: 'resource' as const,
        statements: [statement(principal)],
        request: { action: 's3:GetObject', resource: 'arn:aws:s3:::acme/k' },
      };
      const [first] = find(given);
      expect(first?.reason).toBe('objectNeedsKeyPattern');
      return first === undefined ? null : mendStatement(first, ask(given));
    };
    expect(result('*')).toBeNull();
    expect(result({ AWS: '111122223333' })).toBeNull();
    expect(result({ AWS: [APP.arn, 'arn:aws:iam::111122223333:role/b'] })).toBeNull();
    expect(result({ AWS: APP.arn, Service: 'sns.amazonaws.com' })).toBeNull();
    expect(result({ AWS: APP.arn })).toMatchObject({
      Resource: ['arn:aws:s3:::acme', 'arn:aws:s3:::acme/k'],
    });
  });
});

describe('what is no near miss', () => {
  const request = { action: 's3:PutObject', resource: 'arn:aws:s3:::acme/k' };
  it.each([
    ['a statement that matches', { Effect: 'Allow', Action: 's3:*', Resource: '*' }],
    ['a Deny statement', { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::acme' }],
    ['another action that exists', { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    ['another verb, misspelled', { Effect: 'Allow', Action: 's3:GetObjects', Resource: '*' }],
    [
      'the same action name of a service that has it',
      { Effect: 'Allow', Action: 's3-object-lambda:PutObject', Resource: '*' },
    ],
    ['an action that does not exist', { Effect: 'Allow', Action: 's3:Frobnicate', Resource: '*' }],
    [
      'the same verb with another object',
      { Effect: 'Allow', Action: 's3:PutStuff', Resource: '*' },
    ],
    [
      'every action, on the resources of another service',
      { Effect: 'Allow', Action: '*', Resource: 'arn:aws:dynamodb:*:*:table/acme' },
    ],
    [
      'a wildcard that is meant for another service',
      { Effect: 'Allow', Action: ['sqs:Pu*', 'dynamodb:Put*'], Resource: '*' },
    ],
    ['every action of another service', { Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
    [
      'a related action on another resource',
      { Effect: 'Allow', Action: 's3:PutObjectAcl', Resource: 'arn:aws:s3:::other/*' },
    ],
    [
      'NotAction on another resource',
      { Effect: 'Allow', NotAction: 's3:*', Resource: 'arn:aws:sqs:*:*:*' },
    ],
  ])('%s', (_, statement) => {
    expect(find({ layer: 'identity', statements: [statement], request })).toEqual([]);
  });
});

describe('what the reference knows of the action', () => {
  const reasons = (action: string, resource: string, statement: object): readonly string[] =>
    find({
      layer: 'identity',
      statements: [{ Effect: 'Allow', ...statement }],
      request: { action, resource },
    }).map(({ reason }) => reason);
  const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf';

  it('an action without resource needs a star, also where the message names a resource', () => {
    const listed = { Action: 'secretsmanager:ListSecrets', Resource: secret.replace('a-', 'b-') };
    expect(reasons('secretsmanager:ListSecrets', secret, listed)).toEqual(['needsStar']);
  });

  it('an action that the reference does not have may well take a resource', () => {
    const listed = { Action: 'secretsmanager:NewThing', Resource: secret.replace('a-', 'b-') };
    expect(reasons('secretsmanager:NewThing', secret, listed)).toEqual(['nameDiffers']);
  });

  it('a misspelling stands for the closest action only', () => {
    const listed = { Action: 's3:PutObjectTaggin', Resource: '*' };
    expect(reasons('s3:PutObjectTagging', 'arn:aws:s3:::b/k', listed)).toEqual(['similarAction']);
    expect(reasons('s3:GetObjectTagging', 'arn:aws:s3:::b/k', listed)).toEqual([]);
  });

  it('a misspelling of a service that the reference does not have is found all the same', () => {
    const listed = { Action: 'acme:GetWidgt', Resource: '*' };
    expect(reasons('acme:GetWidget', 'arn:aws:acme:::w', listed)).toEqual(['similarAction']);
  });
});

describe('laws', () => {
  const action = fc.constantFrom(
    's3:GetObject',
    's3:GetObjct',
    's3:*',
    '*',
    's3:PutObject',
    's3:ListBucket',
    'sqs:SendMessage',
  );
  const resource = fc.constantFrom(
    '*',
    'arn:aws:s3:::acme',
    'arn:aws:s3:::acme/*',
    'arn:aws:s3:::acme/${aws:username}/*',
    'arn:aws:s3:eu-west-1::acme/*',
    'arn:aws:s3',
    'acme',
    'arn:aws:sqs:eu-west-1:111122223333:jobs',
    'arn:aws:S3:::acme/k',
    'arn:*:acme/ana/k',
    '',
  );
  const condition = fc.constantFrom<unknown>(
    undefined,
    { StringEquals: { 'aws:username': 'ana' } },
    { StringEquals: { 'aws:PrincipalTag/x': 'y' } },
    { Null: { 'aws:username': 'true' } },
  );
  const statement = fc
    .record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      actions: fc.tuple(fc.boolean(), fc.array(action, { minLength: 1, maxLength: 3 })),
      resources: fc.tuple(fc.boolean(), fc.array(resource, { minLength: 1, maxLength: 3 })),
      Condition: condition,
    })
    .map(({ Effect, actions, resources, Condition }) => ({
      Effect,
      [actions[0] ? 'NotAction' : 'Action']: actions[1],
      [resources[0] ? 'NotResource' : 'Resource']: resources[1],
      ...(Condition === undefined ? {} : { Condition }),
    }));
  const statements = fc.array(statement, { minLength: 1, maxLength: 6 });
  const asked = fc
    .record({
      action: fc.constantFrom(
        's3:GetObject',
        's3:ListBucket',
        'sqs:SendMessage',
        's3:ListAllMyBuckets',
      ),
      resource,
      context: fc.constantFrom<Record<string, string | null>>(
        {},
        { 'aws:username': 'ana' },
        { 'aws:username': null },
      ),
    })
    .map((request) => ({ request }));

  it('a statement that matches, or a Deny, is never a near miss; every other Allow for the action on the service is one or unrelated', () => {
    fc.assert(
      fc.property(statements, asked, (list, given) => {
        const policy = policyOf('identity', list);
        const request = ask(given);
        const explained = explainStatements(policy, request);
        return findNearMisses([policy], request, factsOf(request.action)).every(
          ({ statement: ref, failed }) => {
            const one = explained[ref.statementIndex ?? -1];
            if (one?.effect !== 'Allow' || one.matched === 'yes') return false;
            const element =
              failed === 'condition'
                ? one.conditions.some(({ result }) => result !== 'yes')
                : one[failed]?.matched !== 'yes';
            return element;
          },
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('the order does not depend on how statements are spread over policies', () => {
    fc.assert(
      fc.property(statements, asked, (list, given) => {
        const request = ask(given);
        const facts = factsOf(request.action);
        const reasons = (policies: readonly PreparedPolicy[]): readonly unknown[] =>
          findNearMisses(policies, request, facts).map(({ statement: ref, ...rest }) => [
            rest,
            ref.statement,
          ]);
        const together = reasons([policyOf('identity', list)]);
        const apart = reasons(list.map((one) => policyOf('identity', [one])));
        expect(apart).toEqual(together);
      }),
      { numRuns: 500 },
    );
  });

  it('a mended statement allows the request, as far as its keys are known, and all that was allowed before', () => {
    fc.assert(
      fc.property(statement, asked, asked, (one, given, before) => {
        const policy = policyOf('identity', [one]);
        const request = ask(given);
        const [first] = findNearMisses([policy], request, factsOf(request.action));
        const mended = first === undefined ? null : mendStatement(first, request);
        if (mended === null) return true;
        const after = policyOf('identity', [mended]);
        const earlier = ask(before);
        const answer = explainStatements(after, request)[0]?.matched;
        const open = first?.unknownKeys !== undefined;
        return (
          answer === (open ? 'unknown' : 'yes') &&
          (!allows(policy, earlier) || allows(after, earlier))
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is bounded: a thousand long statements take few comparisons of names', () => {
    const many = Array.from({ length: 500 }, (_, at) => ({
      Sid: `S${at}`,
      Effect: 'Allow',
      Action: ['s3:GetObjct', `s3:${'GetObject'.repeat(5)}`],
      Resource: [`arn:aws:s3:::acme-${at}/${'a/'.repeat(20)}*`, 'arn:aws:s3:::*z'],
    }));
    const asks = { action: 's3:GetObject', resource: `arn:aws:s3:::acme-7/${'b/'.repeat(400)}` };
    const steps = jest.spyOn(String.prototype, 'startsWith');
    const policies = [policyOf('identity', many), policyOf('identity', many)];
    const found = findNearMisses(policies, ask({ request: asks }), factsOf(asks.action));
    expect(found.map(({ statement }) => statement.sid)).toEqual(['S7', 'S7']);
    expect(steps.mock.calls.length).toBeLessThan(1000 * 500);
  });
});
