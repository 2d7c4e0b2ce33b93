import {
  admit,
  CALM,
  isFolded,
  MOST_LINES,
  stormClaimed,
  stormReleased,
  stormShown,
  stormStep,
  type Storm,
  type StormStep,
} from '../../../lib/core/group/storm';

const LIMITS = { newGroups: 3, windowMs: 300_000 };
const START = Date.parse('2026-11-25T10:00:00Z');
const second = (n: number): number => START + n * 1_000;

function line(groupId: string): Parameters<typeof admit>[1] {
  return { groupId, headline: `headline of ${groupId}`, principal: 'orders-api', severity: 'low' };
}

/** New groups g1, g2, … at these seconds. */
function groupsAt(...seconds: readonly number[]): Storm {
  return seconds.reduce(
    (storm, at, n) => admit(storm, line(`g${n + 1}`), second(at), LIMITS),
    CALM,
  );
}

function stepAt(storm: Storm, at: number, edits = true): StormStep {
  const id = storm.active?.id ?? '';
  return stormStep({ storm, id, edits, now: second(at), windowMs: LIMITS.windowMs });
}

function show(storm: Storm, at: number, phase: 'opened' | 'continues' | 'closed'): Storm {
  const folded = storm.active?.folded ?? 0;
  const mine = stormClaimed(storm, storm.active?.id ?? '', 'me', second(at + 120));
  return stormShown(mine, 'me', { phase, handle: 'C1/1', folded, at: second(at) });
}

describe('when new groups come', () => {
  it('each gets its message up to the limit, and the next one makes it a storm', () => {
    const storm = groupsAt(0, 1, 2, 3, 4);
    expect(['g1', 'g2', 'g3', 'g4', 'g5'].map((id) => isFolded(storm, id))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    expect(storm.active).toMatchObject({
      since: '2026-11-25T10:00:03.000Z',
      last: '2026-11-25T10:00:04.000Z',
      folded: 2,
      lines: [line('g4'), line('g5')],
    });
  });

  it('slowly, it is no storm', () => {
    expect(groupsAt(0, 101, 202, 303, 404, 505).active).toBeNull();
  });

  it('the same group counts once, however often it is asked', () => {
    const storm = groupsAt(0, 1, 2, 3);
    expect(admit(storm, line('g4'), second(5), LIMITS)).toBe(storm);
    expect(admit(storm, line('g1'), second(5), LIMITS)).toBe(storm);
  });

  it('a storm goes on while one comes in every window, even below the limit', () => {
    const storm = admit(groupsAt(0, 1, 2, 3), line('late'), second(302), LIMITS);
    expect(isFolded(storm, 'late')).toBe(true);
  });

  it('after a whole quiet window the next one gets its own message again', () => {
    const storm = admit(groupsAt(0, 1, 2, 3), line('late'), second(303), LIMITS);
    expect(isFolded(storm, 'late')).toBe(false);
    expect(storm.active?.folded).toBe(1);
  });

  it('a new storm before the old one was closed is the same: one closing message', () => {
    const first = groupsAt(0, 1, 2, 3);
    const again = [400, 401, 402, 403].reduce(
      (storm, at) => admit(storm, line(`h${at}`), second(at), LIMITS),
      first,
    );
    expect(again.active).toMatchObject({ id: first.active?.id, folded: 2 });
  });

  it('the summary names the first ones and counts all', () => {
    const storm = groupsAt(...Array.from({ length: 60 }, (_, n) => n));
    expect(storm.active?.lines).toHaveLength(MOST_LINES);
    expect(storm.active?.folded).toBe(57);
  });

  it('what is remembered stays small', () => {
    const storm = groupsAt(...Array.from({ length: 2_000 }, (_, n) => n / 10));
    expect(storm.recent.length).toBeLessThanOrEqual(203);
    expect(storm.active?.folded).toBe(1_997);
  });
});

describe('the summary', () => {
  const storm = groupsAt(0, 1, 2, 3);

  it('is posted at once', () => {
    expect(stepAt(storm, 3)).toEqual({ do: 'show', phase: 'opened' });
  });

  it('is edited once a minute while groups come', () => {
    const more = admit(show(storm, 3, 'opened'), line('g5'), second(10), LIMITS);
    expect(stepAt(more, 10)).toEqual({ do: 'wait', until: '2026-11-25T10:01:03.000Z' });
    expect(stepAt(more, 63)).toEqual({ do: 'show', phase: 'continues' });
  });

  it('is not posted again where it cannot be edited', () => {
    const more = admit(show(storm, 3, 'opened'), line('g5'), second(10), LIMITS);
    expect(stepAt(more, 63, false)).toEqual({ do: 'wait', until: '2026-11-25T10:05:10.000Z' });
  });

  it('is closed when none came for five minutes, and then there is no storm', () => {
    const shown = show(storm, 3, 'opened');
    expect(stepAt(shown, 302)).toEqual({ do: 'wait', until: '2026-11-25T10:05:03.000Z' });
    expect(stepAt(shown, 303)).toEqual({ do: 'show', phase: 'closed' });
    expect(show(shown, 303, 'closed').active).toBeNull();
  });

  it('is shown by one sender, and by another when that one gave up', () => {
    const taken = stormClaimed(storm, storm.active?.id ?? '', 'other', second(60));
    expect(stepAt(taken, 5)).toEqual({ do: 'wait', until: '2026-11-25T10:01:00.000Z' });
    expect(stepAt(taken, 60)).toEqual({ do: 'show', phase: 'opened' });
    expect(stepAt(stormReleased(taken, 'other'), 5)).toEqual({ do: 'show', phase: 'opened' });
    expect(stormReleased(taken, 'me')).toBe(taken);
    const late = { phase: 'opened', handle: null, folded: 1, at: second(5) } as const;
    expect(stormShown(taken, 'me', late)).toBe(taken);
  });

  it('of another storm is none of its business', () => {
    const question = { storm, id: 'an older one', edits: true, now: second(3), windowMs: 300_000 };
    expect(stormStep(question)).toEqual({ do: 'nothing' });
    expect(stormClaimed(storm, 'an older one', 'me', second(9))).toBe(storm);
  });
});
