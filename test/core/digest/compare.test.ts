import {
  changeOf,
  compared,
  countOn,
  countsOf,
  digestDays,
} from '../../../lib/core/digest/compare';
import type { ChangeWord } from '../../../lib/core/digest/digest';
import { UTC, zoneNamed } from '../../../lib/core/digest/zone';
import type { Group } from '../../../lib/core/group/group';
import { aGroup } from '../group/a-group';

const DAY = '2026-11-25';
const OLD = '2026-10-01T08:00:00Z';
const RESOLVED = { name: 'resolved', at: '2026-11-25T15:00:00Z', how: 'recheck' } as const;

function wordOf(changes: Partial<Group>): ChangeWord {
  const group = aGroup({ first: OLD, ...changes });
  const days = digestDays(DAY, UTC);
  return changeOf(group, compared(countsOf(group, days)), days);
}

/** Counts of the day, of yesterday, and of the same weekday of the four weeks before. */
function days(today: number, yesterday: number, week: number): Record<string, number> {
  return {
    '2026-10-28': week,
    '2026-11-04': week,
    '2026-11-11': week,
    '2026-11-18': week,
    '2026-11-24': yesterday,
    '2026-11-25': today,
  };
}

describe('the word for what became of a problem', () => {
  test.each<[ChangeWord, string, Partial<Group>]>([
    [
      'new',
      'its first denial is of the day',
      { first: '2026-11-25T00:00:00Z', days: { [DAY]: 1 } },
    ],
    ['new', 'no time, and no older day', { first: null, days: { [DAY]: 1 } }],
    [
      'steady',
      'one before midnight',
      { first: '2026-11-24T23:59:59Z', days: { '2026-11-24': 1, [DAY]: 1 } },
    ],
    ['resolved', 'resolved on the day', { state: RESOLVED, days: days(5, 5, 5) }],
    [
      'resolved',
      'also when it is of the day',
      { state: RESOLVED, first: '2026-11-25T08:00:00Z', days: { [DAY]: 3 } },
    ],
    [
      'quiet',
      'resolved the day before',
      { state: { ...RESOLVED, at: '2026-11-24T15:00:00Z' }, days: days(0, 5, 5) },
    ],
    [
      'reopened',
      'its state says so',
      {
        state: { name: 'repeated', at: '2026-11-25T09:05:00Z' },
        reopenedAt: '2026-11-25T09:00:00Z',
        days: days(1, 1, 1),
      },
    ],
    ['reopened', 'after a week without a denial', { days: { '2026-11-17': 4, [DAY]: 1 } }],
    ['steady', 'after six days without one', { days: { '2026-11-18': 4, [DAY]: 1 } }],
    ['growing', 'twice as many and ten more', { days: days(20, 10, 10) }],
    ['steady', 'twice as many, but nine more', { days: days(18, 9, 9) }],
    ['steady', 'ten more, but less than twice', { days: days(39, 20, 20) }],
    ['steady', 'twice yesterday, but as usual', { days: days(100, 40, 100) }],
    ['steady', 'twice the usual, but as yesterday', { days: days(100, 100, 40) }],
    ['shrinking', 'half and ten fewer', { days: days(10, 20, 20) }],
    ['shrinking', 'gone altogether', { days: days(0, 10, 10) }],
    ['steady', 'half of yesterday, but as usual', { days: days(10, 40, 10) }],
    ['quiet', 'nine, and then none', { days: days(0, 9, 9) }],
  ])('%s: %s', (word, _, changes) => {
    expect(wordOf(changes)).toBe(word);
  });
});

describe('what is usual', () => {
  test('is the mean of the weeks in which the problem was there', () => {
    const group = aGroup({ first: '2026-11-11T20:00:00Z', days: days(7, 8, 9) });
    expect(compared(countsOf(group, digestDays(DAY, UTC)))).toEqual({
      today: 7,
      yesterday: 8,
      usual: 9,
    });
  });

  test('is not known of a problem that is younger than a week', () => {
    const group = aGroup({ first: '2026-11-19T00:00:00Z', days: { [DAY]: 3 } });
    expect(compared(countsOf(group, digestDays(DAY, UTC))).usual).toBeNull();
  });
});

describe('the count of a day', () => {
  test.each([
    [
      'Europe/Berlin',
      '2026-10-25',
      '2026-10-24T22:00',
      '2026-10-25T22:00',
      '2026-10-24T21:00',
      '2026-10-25T23:00',
    ],
    [
      'Europe/Berlin',
      '2026-03-29',
      '2026-03-28T23:00',
      '2026-03-29T21:00',
      '2026-03-28T22:00',
      '2026-03-29T22:00',
    ],
    [
      'Asia/Kolkata',
      '2026-11-25',
      '2026-11-24T18:30',
      '2026-11-25T17:30',
      '2026-11-24T17:30',
      '2026-11-25T18:30',
    ],
  ])(
    'in %s on %s goes from its first hour to its last',
    (zone, day, first, last, before, after) => {
      const hours = { [before]: 1000, [first]: 1, [last]: 10, [after]: 100 };
      const group = { days: {}, hours };
      expect(countOn(group, digestDays(day, zoneNamed(zone)).today)).toBe(11);
    },
  );

  test('is that of the UTC day where the hours do not reach back', () => {
    const group = { days: { '2026-11-18': 70, [DAY]: 3 }, hours: { '2026-11-25T10:00': 3 } };
    const { today, weeks } = digestDays(DAY, UTC);
    expect([today, ...weeks.slice(0, 1)].map((day) => countOn(group, day))).toEqual([3, 70]);
  });

  test('is that of the UTC day in groups without hours', () => {
    expect(countOn({ days: { [DAY]: 3 } }, digestDays(DAY, UTC).today)).toBe(3);
  });
});
