import fc from 'fast-check';
import { routeOf, type RouteFacts, type Routing } from '../../../lib/core/group/routes';
import { LABELS } from './a-group';

const FACTS: RouteFacts = {
  principalArn: 'arn:aws:iam::111122223333:role/shop/orders-api',
  principalTags: new Map([
    ['Team', 'payments'],
    ['stage', 'prod-eu'],
  ]),
  resourceTags: new Map([['owner', 'storage-guild']]),
  principalOrganization: { path: ['r-ab12', 'ou-ab12-workload', 'ou-ab12-prod0001'] },
};

function routing(changes: Partial<Routing> = {}): Routing {
  return { routes: [], defaultChannels: ['sns'], ownerTags: ['owner', 'team'], ...changes };
}

/** What comes of one route with that condition. */
function stepOf(when: Routing['routes'][number]['when'], facts: RouteFacts | null = FACTS) {
  const [step] = routeOf(LABELS, facts, routing({ routes: [{ when, to: ['a'] }] })).steps;
  return step;
}

describe('routes', () => {
  it('decide by the first that applies, and say what became of those before it', () => {
    const routes = [
      { when: { severity: 'high' }, to: ['pager'] },
      { when: { service: ['sqs', 's3'], account: '111122223333' }, to: ['storage', 'audit'] },
      { when: {}, to: ['rest'] },
    ];
    expect(routeOf(LABELS, FACTS, routing({ routes }))).toEqual({
      route: 1,
      channels: ['storage', 'audit'],
      owner: 'payments',
      why: 'its account is 111122223333, its service is s3',
      steps: [
        { route: 0, applies: false, why: 'its severity is medium, not high' },
        { route: 1, applies: true, why: 'its account is 111122223333, its service is s3' },
      ],
    });
  });

  it('lead to the default channels when none applies', () => {
    expect(routeOf(LABELS, FACTS, routing())).toMatchObject({
      route: 'default',
      channels: ['sns'],
      why: 'there are no routes',
    });
    const routes = [{ when: { layer: 'scp' }, to: ['cloud'] }];
    expect(routeOf(LABELS, FACTS, routing({ routes }))).toMatchObject({
      route: 'default',
      channels: ['sns'],
      why: 'no route applies',
    });
  });

  it.each<[string, Routing['routes'][number]['when'], boolean, string]>([
    ['no condition', {}, true, 'it has no condition'],
    ['the account', { account: '111122223333' }, true, 'its account is 111122223333'],
    [
      'other accounts',
      { account: ['444455556666', '999999999999'] },
      false,
      'its account is 111122223333, not 444455556666 or 999999999999',
    ],
    [
      'an OU above the account',
      { organizationalUnit: 'ou-ab12-workload' },
      true,
      'its organizational unit is ou-ab12-prod0001 in ou-ab12-workload in r-ab12',
    ],
    [
      'another OU',
      { organizationalUnit: 'ou-ab12-sandbox1' },
      false,
      'its organizational unit is ou-ab12-prod0001 in ou-ab12-workload in r-ab12, not ou-ab12-sandbox1',
    ],
    [
      'the role with its path, as the evidence has it',
      { principal: 'arn:aws:iam::*:role/shop/*' },
      true,
      'its principal is arn:aws:iam::111122223333:role/shop/orders-api',
    ],
    [
      'the beginning of an ARN',
      { principal: 'arn:aws:iam::111122223333:role/shop/' },
      false,
      'its principal is arn:aws:iam::111122223333:role/shop/orders-api, not arn:aws:iam::111122223333:role/shop/',
    ],
    [
      'two tags, of which one has another value',
      { principalTag: { team: 'pay*', stage: 'test' } },
      false,
      'its principal tag stage is prod-eu, not test',
    ],
    [
      'two tags that fit',
      { principalTag: { team: 'pay*', stage: 'prod-??' } },
      true,
      'its principal tag team is payments, its principal tag stage is prod-eu',
    ],
    [
      'a tag that is not there',
      { principalTag: { cost: '*' } },
      false,
      'it has no principal tag cost',
    ],
    ['the layer', { layer: ['scp', 'identity'] }, true, 'its layer is identity'],
    ['the severity', { severity: 'medium' }, true, 'its severity is medium'],
  ])('%s', (_, when, applies, why) => {
    expect(stepOf(when)).toEqual({ route: 0, applies, why });
  });

  it('do not apply to what is not known', () => {
    const why = (when: Routing['routes'][number]['when'], facts: RouteFacts | null) =>
      stepOf(when, facts)?.why;
    expect(why({ principalTag: { team: '*' } }, null)).toBe('its principal tag team is not known');
    expect(why({ organizationalUnit: 'r-ab12' }, null)).toBe(
      'its organizational unit is not known',
    );
    const unread = { ...FACTS, principalOrganization: { path: [] } };
    expect(why({ organizationalUnit: 'r-ab12' }, unread)).toBe(
      'its organizational unit is not known',
    );
    const alone = { ...FACTS, principalOrganization: null };
    expect(why({ organizationalUnit: 'r-ab12' }, alone)).toBe('it has no organizational unit');
    const nobody = { ...LABELS, accountId: null, principalArn: null };
    const routes = [
      { when: { principal: '*' }, to: ['a'] },
      { when: { account: '*' }, to: ['a'] },
    ];
    expect(routeOf(nobody, null, routing({ routes })).steps.map((step) => step.why)).toEqual([
      'its principal is not known',
      'its account is not known',
    ]);
  });

  it('apply whenever they ask for nothing but what is there, in any order', () => {
    const conditions = {
      account: '111122223333',
      organizationalUnit: 'r-ab12',
      principal: '*orders-api',
      principalTag: { team: 'payments' },
      service: 's3',
      layer: 'identity',
      severity: 'medium',
    };
    const keys = fc.subarray(Object.entries(conditions));
    fc.assert(fc.property(keys, (chosen) => stepOf(Object.fromEntries(chosen))?.applies === true));
  });
});

describe('the owner', () => {
  const owner = (facts: RouteFacts | null, ownerTags = ['owner', 'team']): string | null =>
    routeOf(LABELS, facts, routing({ ownerTags })).owner;

  it("is in the caller's tags before the resource's, in the order of the keys", () => {
    expect(owner(FACTS)).toBe('payments');
    expect(
      owner({
        ...FACTS,
        principalTags: new Map([
          ['team', 'a'],
          ['OWNER', 'b'],
        ]),
      }),
    ).toBe('b');
    expect(owner({ ...FACTS, principalTags: new Map() })).toBe('storage-guild');
    expect(owner(FACTS, ['stage'])).toBe('prod-eu');
  });

  it('is not known without tags, or when they are empty', () => {
    expect(owner(null)).toBeNull();
    expect(owner({ ...FACTS, principalTags: null, resourceTags: null })).toBeNull();
    expect(
      owner({ ...FACTS, principalTags: new Map([['owner', ' ']]), resourceTags: null }),
    ).toBeNull();
  });
});
