import { DueChecks, MOST_CHECKS } from '../../../lib/core/digest/due-checks';
import type { Group } from '../../../lib/core/group/group';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { FINGERPRINT, folds, occurrence } from '../../support/occurrences';

const NOW = Date.parse('2026-11-28T07:00:00Z');
const labels = { owner: null, ownerTag: null } as unknown as Group['labels'];

/** A group that was last denied on 2026-11-25, with some of it otherwise. */
async function group(changes: Partial<Group> = {}): Promise<Group> {
  const store = new MemoryDenialStore({ now: () => NOW });
  const stored = await store.record(FINGERPRINT, [occurrence('one')], folds());
  return { ...stored, labels, ...changes };
}

const due = (day: string, groups: readonly Group[]): readonly string[] => {
  const checks = new DueChecks(day);
  groups.forEach((one) => {
    checks.notice(one);
  });
  return checks.groups();
};

describe('checks that are due', () => {
  it('are of what was quiet for a day, is open and was diagnosed', async () => {
    const open = await group({ id: 'open' });
    const muted = await group({
      id: 'muted',
      state: { ...open.state, name: 'resolved' } as unknown as Group['state'],
    });
    const undiagnosed = await group({ id: 'undiagnosed', labels: null });
    expect(due('2026-11-26', [open, muted, undiagnosed])).toEqual(['open']);
    expect(due('2026-11-25', [open])).toEqual([]);
  });

  it('are at most so many, what was not checked for the longest first', async () => {
    const one = await group();
    const checked = (id: string, at: string): Group => ({
      ...one,
      id,
      checked: { at } as unknown as NonNullable<Group['checked']>,
    });
    const many = Array.from({ length: MOST_CHECKS }, (_, at) =>
      checked(`late ${at}`, '2026-11-27T07:00:00.000Z'),
    );
    const found = due('2026-11-26', [...many, checked('early', '2026-11-26T07:00:00.000Z')]);
    expect(found).toHaveLength(MOST_CHECKS);
    expect(found[0]).toBe('early');
  });
});
