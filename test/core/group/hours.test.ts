import { counted, HOURS_KEPT } from '../../../lib/core/group/counters';
import { aGroup, anOccurrence } from './a-group';

const NOW = Date.UTC(2026, 10, 25, 12);

function hoursAfter(times: readonly (string | null)[], hourBegins?: number): unknown {
  const fresh = times.map((time, at) => anOccurrence({ id: `e${at}`, time }));
  return counted(aGroup(), fresh, NOW, hourBegins).hours;
}

describe('the hours of a group', () => {
  test('are named by their first moment, and by now for records without a time', () => {
    expect(hoursAfter(['2026-11-25T10:59:59Z', '2026-11-25T10:00:00.000Z', null])).toEqual({
      '2026-11-25T10:00': 2,
      '2026-11-25T12:00': 1,
    });
  });

  test('begin when those of the zone do', () => {
    expect(hoursAfter(['2026-11-25T18:29:59Z', '2026-11-25T18:30:00Z'], 30)).toEqual({
      '2026-11-25T17:30': 1,
      '2026-11-25T18:30': 1,
    });
  });

  test('leave out what is no time', () => {
    expect(hoursAfter(['yesterday', '2026-11-25T10:00:00Z'])).toEqual({ '2026-11-25T10:00': 1 });
  });

  test('are the newest ones', () => {
    const times = Array.from({ length: HOURS_KEPT + 2 }, (_, hour) =>
      new Date(NOW - hour * 3_600_000).toISOString(),
    );
    const hours = Object.keys(
      counted(
        aGroup(),
        times.map((time, at) => anOccurrence({ id: `e${at}`, time })),
        NOW,
      ).hours ?? {},
    );
    expect(hours).toHaveLength(HOURS_KEPT);
    expect(hours[0]).toBe('2026-11-22T13:00');
    expect(hours.at(-1)).toBe('2026-11-25T12:00');
  });
});
