import { lastDayOf } from '../../../lib/core/group/last-day';

describe('lastDayOf', () => {
  it.each([
    ['the last time, in UTC', '2026-11-25T23:30:00-02:00', { '2026-11-20': 1 }, '2026-11-26'],
    [
      'the newest day, also of records without a time',
      null,
      { '2026-11-24': 1, '2026-11-20': 3 },
      '2026-11-24',
    ],
    ['the later of both', '2026-11-21T10:00:00Z', { '2026-11-24': 1 }, '2026-11-24'],
    ['nothing of what is no day', 'yesterday', { zzz: 1, '': 2 }, ''],
  ])('is %s', (_, last, days, expected) => {
    expect(lastDayOf({ last, days })).toBe(expected);
  });
});
