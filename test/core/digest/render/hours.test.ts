import type { Digest } from '../../../../lib/core/digest/digest';
import { makeDigest } from '../../../../lib/core/digest/make-digest';
import { clockOf } from '../../../../lib/core/digest/render/clock';
import { digestCsv } from '../../../../lib/core/digest/render/csv';
import { digestText } from '../../../../lib/core/digest/render/text';
import { zoneNamed } from '../../../../lib/core/digest/zone';
import { aGroup } from '../../group/a-group';
import { readCsv } from './read-csv';

function digestOf(
  day: string,
  zone: string,
  hours: Readonly<Record<string, number>>,
): Promise<Digest> {
  const count = Object.values(hours).reduce((a, b) => a + b, 0);
  const days: Record<string, number> = {};
  for (const [hour, denials] of Object.entries(hours)) {
    const utc = hour.slice(0, 10);
    days[utc] = (days[utc] ?? 0) + denials;
  }
  return makeDigest({
    day,
    zone: zoneNamed(zone),
    groups: [aGroup({ first: '2026-01-01T00:00:00Z', count, days, hours })],
    diagnosis: () => Promise.resolve(null),
    hidden: new Map(),
    noise: [],
    findings: [],
    health: { events: null, latencyMs: null, deadLetters: null },
    history: [],
    now: Date.parse('2026-11-26T06:00:00Z'),
  });
}

const hoursOf = (digest: Digest): readonly (readonly [string, string])[] =>
  readCsv(digestCsv(digest))
    .filter(([row]) => row === 'hour')
    .map((row) => [row[34] ?? '', row[7] ?? ''] as const);

test('a day of 25 hours has the hour from 2 to 3 twice, told apart by its offset', async () => {
  const digest = await digestOf('2026-10-25', 'Europe/Berlin', {
    '2026-10-24T21:00': 9,
    '2026-10-24T22:00': 1,
    '2026-10-25T00:00': 2,
    '2026-10-25T01:00': 5,
    '2026-10-25T22:00': 4,
    '2026-10-25T23:00': 9,
  });
  const hours = hoursOf(digest);
  expect(hours).toHaveLength(25);
  expect(hours.filter(([, count]) => count !== '0')).toEqual([
    ['2026-10-25T00:00+02:00', '1'],
    ['2026-10-25T02:00+02:00', '2'],
    ['2026-10-25T02:00+01:00', '5'],
    ['2026-10-25T23:00+01:00', '4'],
  ]);
  const text = digestText(digest);
  expect(text).toContain('The clocks changed: the day had 25 hours.');
  expect(text).toContain('The most in an hour: 5 from 02:00+01:00.');
});

test('a day of 23 hours has no hour from 2 to 3', async () => {
  const digest = await digestOf('2026-03-29', 'Europe/Berlin', {
    '2026-03-28T23:00': 1,
    '2026-03-29T00:00': 2,
    '2026-03-29T01:00': 3,
    '2026-03-29T22:00': 9,
  });
  const hours = hoursOf(digest);
  expect(hours).toHaveLength(23);
  expect(hours.slice(0, 3)).toEqual([
    ['2026-03-29T00:00+01:00', '1'],
    ['2026-03-29T01:00+01:00', '2'],
    ['2026-03-29T03:00+02:00', '3'],
  ]);
  expect(digest.counts.today).toBe(6);
  expect(digestText(digest)).toContain('The clocks changed: the day had 23 hours.');
});

test('times are those of the zone; west of UTC, too; and of a zone that is not known, UTC', () => {
  const at = '2026-07-01T02:30:00Z';
  const clock = (zone: string, day = '2026-07-01') => clockOf({ zone, day, hoursInDay: 24 });
  expect(clock('Asia/Kolkata').time(at)).toBe('08:00');
  expect(clock('America/St_Johns').time(at)).toBe('00:00');
  expect(clock('America/New_York').time(at)).toBe('2026-06-30 22:30');
  expect(clock('America/St_Johns').exact(at)).toBe('2026-07-01T00:00-02:30');
  expect(clock('Mars/Olympus').time(at)).toBe('02:30 UTC');
  expect(clock('UTC').time('no time')).toBe('no time');
});
