import type { Group } from '../../../lib/core/group/group';
import { jobsOfChange, type DueJob } from '../../../lib/core/send/jobs-of-change';
import { aGroup } from '../group/a-group';

const now = Date.parse('2026-11-25T12:00:00Z');
const group = aGroup({ channels: ['slack', 'sns'] });

function jobs(before: Group | null, after: Group): readonly DueJob[] {
  return jobsOfChange({ before, after, editing: new Set(['slack']), now });
}

const deliver = (channel: string, afterMs: number): DueJob => ({
  job: { do: 'deliver', group: 'a1b2c3d4', channel },
  afterMs,
});

describe('a change of a group', () => {
  it('that is to be seen goes to each channel at once', () => {
    const expected = [deliver('slack', 0), deliver('sns', 0)];
    expect(jobs(aGroup({ revision: 0, diagnosedAt: null, channels: [] }), group)).toEqual(expected);
    expect(jobs(null, group)).toEqual(expected);
    expect(jobs(group, { ...group, revision: 2 })).toEqual(expected);
  });

  it('of the counter goes to those that can edit, when it is due', () => {
    const counted = { ...group, count: 2, refreshAt: '2026-11-25T12:00:45.000Z' };
    expect(jobs(group, counted)).toEqual([deliver('slack', 45_000)]);
    expect(jobs(group, { ...counted, refreshAt: '2026-11-25T11:59:00.000Z' })).toEqual([
      deliver('slack', 0),
    ]);
  });

  it('makes one job for all that comes until then', () => {
    const counted = { ...group, count: 2, refreshAt: '2026-11-25T12:00:45.000Z' };
    expect(jobs(counted, { ...counted, count: 3 })).toEqual([]);
  });

  it.each([
    ['that is for the digest', { treatment: 'digestOnly' }],
    ['that is not diagnosed', { diagnosedAt: null }],
    ['that is only somebody’s lease', { revision: 1 }],
  ] as const)('%s makes none', (_, changes) => {
    expect(jobs(group, { ...group, revision: 2, ...changes })).toEqual([]);
  });

  it('of where it leads reaches those that it does not lead to any more', () => {
    const after = { ...group, revision: 2, channels: ['sns'] };
    expect(jobs(group, after)).toEqual([deliver('sns', 0), deliver('slack', 0)]);
  });
});
