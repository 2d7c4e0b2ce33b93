import fc from 'fast-check';
import { DAYS_KEPT } from '../../../lib/core/group/counters';
import { MOST_NAMED, type Group, type GroupState } from '../../../lib/core/group/group';
import {
  alerted,
  answered,
  diagnosed,
  occurred,
  type Answer,
  type LifecycleLimits,
} from '../../../lib/core/group/lifecycle';
import {
  EVENTS_IN,
  isLegal,
  stateAfter,
  type GroupEvent,
  type LegalPair,
} from '../../../lib/core/group/transition';
import { aGroup, anOccurrence, LABELS } from './a-group';

const alice = { name: 'alice', id: 'slack:T1/U1' };
const bob = { name: 'bob', id: 'slack:T1/U2' };
const AT = '2026-11-25T10:01:00.000Z';
const NOW = '2026-11-25T12:00:00.000Z';
const now = Date.parse(NOW);

const LIMITS: LifecycleLimits = {
  escalateAt: [10, 100, 1000],
  quietMs: 24 * 3_600_000,
  refreshMs: 60_000,
};

const STATES: Readonly<Record<GroupState['name'], GroupState>> = {
  new: { name: 'new' },
  alerted: { name: 'alerted', at: AT },
  repeated: { name: 'repeated', at: AT },
  acknowledged: { name: 'acknowledged', at: AT, by: alice },
  muted: { name: 'muted', at: AT, by: alice, until: null, why: null },
  resolved: { name: 'resolved', at: AT, how: 'recheck' },
  reopened: { name: 'reopened', at: AT },
};

const EVENTS: Readonly<Record<GroupEvent['name'], GroupEvent>> = {
  occurs: { name: 'occurs', at: NOW },
  returns: { name: 'returns', at: NOW },
  alert: { name: 'alert', at: NOW },
  acknowledge: { name: 'acknowledge', at: NOW, by: bob },
  mute: { name: 'mute', at: NOW, by: bob, until: '2026-11-26T12:00:00.000Z', why: null },
  unmute: { name: 'unmute', at: NOW, by: bob },
  resolve: { name: 'resolve', at: NOW, how: 'succeeded' },
};

/** State × event -> the state after it; `=` where nothing changes; a dash where it means nothing. */
const TABLE = `
              occurs    returns   alert    acknowledge   mute   unmute    resolve
new           =         =         alerted  acknowledged  muted  -         resolved
alerted       repeated  reopened  -        acknowledged  muted  -         resolved
repeated      =         reopened  -        acknowledged  muted  -         resolved
acknowledged  =         reopened  -        acknowledged  muted  -         resolved
muted         =         reopened  -        acknowledged  muted  repeated  resolved
resolved      reopened  reopened  -        -             -      -         -
reopened      =         reopened  alerted  acknowledged  muted  -         resolved
`;

const [eventNames = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([state = '', ...after]) =>
  after.map((expected, column) => [state, eventNames[column] ?? '', expected] as const),
);

describe('the life cycle', () => {
  it('has a row for each state and a column for each event', () => {
    expect(rows.map(([state]) => state)).toEqual(Object.keys(STATES));
    expect(eventNames).toEqual(Object.keys(EVENTS));
  });

  it.each(cells)('%s, %s -> %s', (stateName, eventName, expected) => {
    const state = STATES[stateName as GroupState['name']];
    const event = EVENTS[eventName as GroupEvent['name']];
    const pair = { state, event };
    const after = isLegal(pair) ? stateAfter(pair) : null;
    const name = after === state ? '=' : (after?.name ?? '-');
    expect(name).toBe(expected);
    expect(EVENTS_IN[state.name].includes(event.name as never)).toBe(expected !== '-');
  });

  it('does not let an illegal pair be written down', () => {
    // @ts-expect-error What is resolved cannot be muted.
    const pair: LegalPair = {
      state: { name: 'resolved', at: AT, how: 'recheck' },
      event: { name: 'mute', at: NOW, by: alice, until: null, why: null },
    };
    expect(isLegal(pair)).toBe(false);
  });
});

describe('the first occurrences', () => {
  it('make a group that nobody was told of', () => {
    const fresh = [
      anOccurrence({ id: 'e2', time: '2026-11-25T11:59:50Z', session: 'b' }),
      anOccurrence({ id: 'e1', time: '2026-11-25T11:59:40Z', session: 'a' }),
      anOccurrence({ id: 'e3', time: null, session: null, resource: null }),
    ];
    expect(occur(null, fresh)).toEqual({
      ...aGroup(),
      count: 3,
      first: '2026-11-25T11:59:40Z',
      last: '2026-11-25T11:59:50Z',
      hours: { '2026-11-25T11:00': 2, '2026-11-25T12:00': 1 },
      days: { '2026-11-25': 3 },
      sessions: { named: ['b', 'a'], more: false },
      resources: { named: ['arn:aws:s3:::orders/uploads/a.pdf'], more: false },
      state: { name: 'new' },
      revision: 0,
      refreshAt: null,
      diagnosedAt: null,
      channels: [],
      labels: null,
    });
  });

  it('name no more sessions and resources than people read', () => {
    const fresh = Array.from({ length: MOST_NAMED + 5 }, (_, at) =>
      anOccurrence({ id: `e${at}`, session: `s${at}` }),
    );
    const { sessions, resources } = occur(null, fresh);
    expect(sessions.named).toHaveLength(MOST_NAMED);
    expect([sessions.more, resources.more]).toEqual([true, false]);
  });

  it('count five weeks by their days', () => {
    const day = (at: number): string =>
      new Date(Date.UTC(2026, 9, 1 + at)).toISOString().slice(0, 10);
    const fresh = Array.from({ length: 50 }, (_, at) =>
      anOccurrence({ id: `e${at}`, time: `${day(at)}T01:00:00Z` }),
    );
    const { days, count } = occur(null, fresh);
    expect(count).toBe(50);
    expect(Object.keys(days)).toEqual(
      Array.from({ length: DAYS_KEPT }, (_, at) => day(50 - DAYS_KEPT + at)),
    );
  });
});

describe('further occurrences', () => {
  it('are shown a minute later, all at once', () => {
    const once = occur(shownGroup(), [anOccurrence({ id: 'e2' })]);
    expect(once).toMatchObject({ count: 2, revision: 1, refreshAt: '2026-11-25T12:01:00.000Z' });
    const twice = occur(once, [anOccurrence({ id: 'e3' })], { now: now + 30_000 });
    expect(twice).toMatchObject({ count: 3, refreshAt: '2026-11-25T12:01:00.000Z' });
    const later = occur(twice, [anOccurrence({ id: 'e4' })], { now: now + 61_000 });
    expect(later.refreshAt).toBe('2026-11-25T12:02:01.000Z');
  });

  it.each([
    ['a muted one', shownGroup({ state: STATES.muted })],
    ['one that is not diagnosed', aGroup({ diagnosedAt: null, revision: 0 })],
  ])('of %s need not be shown', (_, group) => {
    expect(occur(group, [anOccurrence({ id: 'e2' })])).toMatchObject({ count: 2, refreshAt: null });
  });

  it('of one for the digest need not be shown', () => {
    const group = occur(shownGroup(), [anOccurrence({ id: 'e2' })], { treatment: 'digestOnly' });
    expect(group).toMatchObject({ treatment: 'digestOnly', refreshAt: null });
  });

  it.each([
    [9, 10, 10, 2],
    [99, 100, 100, 2],
    [9, 150, 100, 2],
    [10, 11, 10, 1],
    [1000, 9999, 1000, 1],
  ])('from %i to %i escalate to %i, revision %i', (before, after, escalatedTo, revision) => {
    const group = shownGroup({
      count: before,
      escalatedTo: Math.max(0, ...LIMITS.escalateAt.filter((at) => at <= before)),
    });
    const fresh = Array.from({ length: after - before }, (_, at) => anOccurrence({ id: `f${at}` }));
    expect(occur(group, fresh)).toMatchObject({ count: after, escalatedTo, revision });
  });

  it.each([
    ['acknowledged', 1],
    ['muted', 1],
    ['repeated', 2],
  ] as const)('of a group that is %s: revision %i on the tenth', (name, revision) => {
    const group = shownGroup({ count: 9, state: STATES[name] });
    const after = occur(group, [anOccurrence({ id: 'e10' })]);
    expect(after).toMatchObject({ escalatedTo: 10, revision });
    expect(after.state.name).toBe(name);
  });

  it('after a long quiet tell people again, once it was diagnosed', () => {
    const group = shownGroup({ last: '2026-11-24T11:00:00Z', count: 9 });
    const back = occur(group, [anOccurrence({ id: 'e2', time: '2026-11-25T11:59:59Z' })]);
    expect(back).toMatchObject({
      state: { name: 'reopened', at: NOW },
      revision: 1,
      reopenedIn: 2,
      escalatedTo: 10,
    });
    expect(back).not.toHaveProperty('reopenedAt');
    expect(diagnosed(back, { at: now, channels: ['slack'], labels: LABELS }).revision).toBe(2);
  });

  it.each(['resolved', 'muted'] as const)('keep when a group that was %s came back', (name) => {
    const until = '2026-11-25T11:00:00Z';
    const before = STATES[name];
    const state = before.name === 'muted' ? { ...before, until } : before;
    const back = occur(shownGroup({ state }), [anOccurrence({ id: 'e2', time: NOW })]);
    expect(back).toMatchObject({ state: { name: 'reopened' }, reopenedAt: NOW });
    const told = alerted(diagnosed(back, { at: now, channels: ['slack'], labels: LABELS }), now, 2);
    expect(told).toMatchObject({ state: { name: 'alerted' }, reopenedAt: NOW });
  });

  it('that come late are no return', () => {
    const group = shownGroup({ last: '2026-11-25T11:00:00Z' });
    const late = occur(group, [anOccurrence({ id: 'e0', time: '2026-11-20T00:00:00Z' })]);
    expect(late).toMatchObject({ state: { name: 'repeated' }, first: '2026-11-20T00:00:00Z' });
  });

  it('from before it was resolved do not reopen it, later ones do', () => {
    const group = shownGroup({ state: STATES.resolved });
    const before = occur(group, [anOccurrence({ id: 'e2', time: '2026-11-25T10:00:59Z' })]);
    expect(before).toMatchObject({ state: STATES.resolved, count: 2 });
    const after = occur(group, [anOccurrence({ id: 'e2', time: '2026-11-25T10:01:01Z' })]);
    expect(after.state).toEqual({ name: 'reopened', at: NOW });
    const unknown = occur(group, [anOccurrence({ id: 'e2', time: null })]);
    expect(unknown.state.name).toBe('reopened');
  });

  it('bring a muted one back when its mute has run out', () => {
    const muted = (until: string | null): GroupState => ({
      name: 'muted',
      at: AT,
      by: alice,
      until,
      why: null,
    });
    const state = (until: string | null): string =>
      occur(shownGroup({ state: muted(until) }), [anOccurrence({ id: 'e2' })]).state.name;
    expect(state('2026-11-25T12:00:00.000Z')).toBe('reopened');
    expect(state('2026-11-25T12:00:00.001Z')).toBe('muted');
    expect(state(null)).toBe('muted');
  });
});

describe('a diagnosis', () => {
  const facts = { at: now, channels: ['slack'], labels: LABELS };

  it('is told when it is the first', () => {
    const group = aGroup({
      diagnosedAt: null,
      revision: 0,
      channels: [],
      labels: null,
      diagnosing: { by: 'e1', until: NOW },
    });
    expect(diagnosed(group, facts)).toEqual({
      ...group,
      diagnosedAt: NOW,
      diagnosing: null,
      channels: ['slack'],
      labels: LABELS,
      revision: 1,
    });
  });

  it('that says the same is not told', () => {
    expect(diagnosed(shownGroup(), facts).revision).toBe(1);
  });

  it.each([
    ['a better one', { ...facts, better: true }],
    ['another layer', { ...facts, labels: { ...LABELS, layer: 'scp' } }],
    ['another verdict', { ...facts, labels: { ...LABELS, verdict: 'explicitDeny' } }],
    ['another headline', { ...facts, labels: { ...LABELS, headline: 'other' } }],
  ])('is told when it is %s', (_, news) => {
    expect(diagnosed(shownGroup(), news)).toMatchObject({
      revision: 2,
      state: { name: 'alerted' },
    });
  });

  it('that somebody asked for resolves what is allowed by now, and says who asked', () => {
    expect(diagnosed(shownGroup(), { ...facts, asked: { by: bob, allowed: true } })).toMatchObject({
      state: { name: 'resolved', at: NOW, how: 'recheck' },
      revision: 2,
      checked: { at: NOW, by: bob, allowed: true },
    });
    expect(diagnosed(shownGroup(), { ...facts, asked: { by: bob, allowed: false } })).toMatchObject(
      { state: { name: 'alerted' }, revision: 2, checked: { at: NOW, by: bob, allowed: false } },
    );
  });
});

describe('an alert', () => {
  it('makes a new or reopened group an alerted one, and changes no other', () => {
    expect(alerted(aGroup(), now, 1).state).toEqual({ name: 'alerted', at: NOW });
    expect(alerted(aGroup({ state: STATES.reopened, reopenedIn: 1 }), now, 1).state.name).toBe(
      'alerted',
    );
    for (const name of ['alerted', 'repeated', 'acknowledged', 'muted', 'resolved'] as const) {
      const group = shownGroup({ state: STATES[name] });
      expect(alerted(group, now, 1)).toBe(group);
    }
  });
});

it('an alert that was on its way when the problem came back tells nobody that it did', () => {
  const group = aGroup({ state: STATES.reopened, reopenedIn: 2 });
  expect(alerted(group, now, 1)).toBe(group);
  expect(alerted({ ...group, revision: 2 }, now, 2).state.name).toBe('alerted');
});

describe('an answer', () => {
  it('is to be seen at once', () => {
    const answer: Answer = { name: 'acknowledge', at: NOW, by: bob };
    expect(answered(shownGroup(), answer)).toMatchObject({
      state: { name: 'acknowledged', at: NOW, by: bob },
      revision: 2,
    });
  });

  it('that means nothing any more is told to be so', () => {
    expect(answered(shownGroup(), { name: 'unmute', at: NOW, by: bob })).toBeNull();
    const resolved = shownGroup({ state: STATES.resolved });
    expect(answered(resolved, { name: 'acknowledge', at: NOW, by: bob })).toBeNull();
  });
});

it('counts the same in whatever batches and order occurrences come', () => {
  const occurrence = fc.record({
    time: fc.option(
      fc
        .integer({ min: 0, max: 20 * 86_400 })
        .map((s) => new Date(Date.UTC(2026, 10, 1) + s * 1000).toISOString()),
    ),
    session: fc.constantFrom('a', 'b', 'c'),
  });
  fc.assert(
    fc.property(
      fc.array(occurrence, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      (drafts, size) => {
        const all = drafts.map((draft, at) => anOccurrence({ ...draft, id: `e${at}` }));
        const inOrder = occur(null, all);
        let group: Group | null = null;
        const backwards = all.toReversed();
        for (let at = 0; at < all.length; at += size)
          group = occur(group, backwards.slice(at, at + size));
        const counters = ({ count, first, last, days }: Group): object => ({
          count,
          first,
          last,
          days,
        });
        expect(group && counters(group)).toEqual(counters(inOrder));
        expect(new Set(group?.sessions.named)).toEqual(new Set(inOrder.sessions.named));
      },
    ),
  );
});

function shownGroup(changes: Partial<Group> = {}): Group {
  return aGroup({ state: STATES.alerted, ...changes });
}

function occur(
  group: Group | null,
  fresh: Parameters<typeof occurred>[1],
  changes: Partial<Parameters<typeof occurred>[2]> = {},
): Group {
  const { id, fingerprint } = aGroup();
  return occurred(group, fresh, {
    id,
    fingerprint,
    now,
    limits: LIMITS,
    treatment: 'alert',
    ...changes,
  });
}
