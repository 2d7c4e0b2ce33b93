import { NOTHING_SHOWN, type Delivery } from '../../../lib/core/group/delivery';
import type { Group, GroupState } from '../../../lib/core/group/group';
import { nextStep, type Step } from '../../../lib/core/group/next-step';
import { aDelivery, aGroup } from './a-group';

const LATER = Date.parse('2026-11-25T10:05:00Z');
const alice = { name: 'alice', id: 'slack:T1/U1' };

function step(
  group: Partial<Group>,
  delivery: Delivery,
  { edits = true, now = LATER }: { readonly edits?: boolean; readonly now?: number } = {},
): Step {
  return nextStep({ group: aGroup(group), delivery, channel: 'slack', edits, now });
}

const at = '2026-11-25T10:01:00.000Z';
const STATES: Readonly<Record<GroupState['name'], GroupState>> = {
  new: { name: 'new' },
  alerted: { name: 'alerted', at },
  repeated: { name: 'repeated', at },
  acknowledged: { name: 'acknowledged', at, by: alice },
  muted: { name: 'muted', at, by: alice, until: null, why: null },
  resolved: { name: 'resolved', at, how: 'recheck' },
  reopened: { name: 'reopened', at },
};

describe('a channel that has shown nothing', () => {
  it.each([
    ['new', { do: 'post', reason: 'first' }],
    ['alerted', { do: 'post', reason: 'first' }],
    ['repeated', { do: 'post', reason: 'first' }],
    ['reopened', { do: 'post', reason: 'first' }],
    // Somebody sees to it, but those who read here do not know yet.
    ['acknowledged', { do: 'post', reason: 'first' }],
    ['muted', { do: 'nothing' }],
    ['resolved', { do: 'nothing' }],
  ] as const)('of a group that is %s', (name, expected) => {
    expect(step({ state: STATES[name] }, NOTHING_SHOWN)).toEqual(expected);
  });

  it('is left alone where the route does not lead', () => {
    expect(step({ channels: ['security'] }, NOTHING_SHOWN)).toEqual({ do: 'nothing' });
  });

  it('is left alone before the diagnosis, and by what is for the digest only', () => {
    expect(step({ diagnosedAt: null }, NOTHING_SHOWN)).toEqual({ do: 'nothing' });
    expect(step({ treatment: 'digestOnly' }, NOTHING_SHOWN)).toEqual({ do: 'nothing' });
  });
});

describe('a channel that can edit', () => {
  const handle = 'C1/1700000000.000100';

  it('has nothing to do when it shows all', () => {
    expect(step({}, aDelivery())).toEqual({ do: 'nothing' });
  });

  it.each([
    ['repeats', { count: 7 }],
    ['escalated', { count: 10, escalatedTo: 10, revision: 2, state: STATES.repeated }],
    ['betterDiagnosis', { revision: 2 }],
    ['answered', { revision: 2, state: STATES.acknowledged }],
    ['answered', { revision: 2, state: STATES.muted }],
    ['answered', { revision: 2, state: STATES.resolved }],
    ['reopened', { revision: 2, reopenedIn: 2, count: 2, state: STATES.reopened }],
    // Another channel was quicker, and the group counts as alerted again.
    ['reopened', { revision: 2, reopenedIn: 2, count: 2, state: STATES.alerted }],
  ] as const)('is brought up to date: %s', (reason, group) => {
    expect(step(group, aDelivery())).toEqual({ do: 'update', reason, handle });
  });

  it('counts on in its message at most once a minute, and then the last count', () => {
    const now = Date.parse('2026-11-25T10:00:30Z');
    expect(step({ count: 7 }, aDelivery(), { now })).toEqual({
      do: 'wait',
      until: '2026-11-25T10:01:10.000Z',
    });
  });

  it('shows at once what is more than a count', () => {
    const now = Date.parse('2026-11-25T10:00:30Z');
    expect(step({ revision: 2, state: STATES.muted }, aDelivery(), { now })).toEqual({
      do: 'update',
      reason: 'answered',
      handle,
    });
  });

  it('does not say again that it is open again', () => {
    const shown = aDelivery({
      shownRevision: 2,
      shownCount: 2,
    });
    const group = { revision: 3, reopenedIn: 2, count: 2, state: STATES.reopened };
    expect(step(group, shown)).toMatchObject({ reason: 'betterDiagnosis' });
  });
});

describe('a channel that cannot edit', () => {
  const shown = aDelivery({ handle: null });

  it.each([
    ['escalated', { count: 10, escalatedTo: 10, revision: 2, state: STATES.repeated }],
    ['reopened', { revision: 2, reopenedIn: 2, state: STATES.reopened }],
  ] as const)('gets a message more when the problem has %s', (reason, group) => {
    expect(step(group, shown, { edits: false })).toEqual({ do: 'post', reason });
  });

  it.each([
    ['a repeat', { count: 7 }],
    ['an answer', { revision: 2, state: STATES.acknowledged }],
    [
      'an escalation of what somebody sees to',
      { revision: 2, escalatedTo: 10, state: STATES.muted },
    ],
    ['a better diagnosis', { revision: 2 }],
  ])('is spared %s', (_, group) => {
    expect(step(group, shown, { edits: false })).toEqual({ do: 'nothing' });
  });
});

describe('a group that has a line in the summary of a storm', () => {
  it('gets a message of its own when it grows', () => {
    const folded = aDelivery({ form: 'folded', handle: null });
    expect(step({ count: 100, escalatedTo: 100, revision: 2 }, folded)).toEqual({
      do: 'post',
      reason: 'escalated',
    });
    expect(step({ count: 7 }, folded)).toEqual({ do: 'nothing' });
  });
});

describe('while another sender is at it', () => {
  const claim = { by: 'other', until: '2026-11-25T10:06:00.000Z' };

  it('waits until the other one is done or given up', () => {
    const busy = { ...NOTHING_SHOWN, claim };
    expect(step({}, busy)).toEqual({ do: 'wait', until: claim.until });
    expect(step({}, busy, { now: Date.parse(claim.until) })).toEqual({
      do: 'post',
      reason: 'first',
    });
  });

  it('does not wait for nothing', () => {
    expect(step({}, aDelivery({ claim }))).toEqual({ do: 'nothing' });
  });
});
