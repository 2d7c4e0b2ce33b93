import fc from 'fast-check';
import {
  dayAfter,
  dayAt,
  hourBegins,
  UTC,
  zoneDay,
  zoneNamed,
} from '../../../lib/core/digest/zone';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

function hoursOf(day: string, name: string): number {
  const { from, to } = zoneDay(day, zoneNamed(name));
  return (to - from) / HOUR_MS;
}

function begins(day: string, name: string): string {
  return new Date(zoneDay(day, zoneNamed(name)).from).toISOString();
}

describe('the days of a zone', () => {
  test.each([
    ['2026-11-25', 'UTC', 24, '2026-11-25T00:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', 23, '2026-03-28T23:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', 25, '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', 24, '2026-10-25T23:00:00.000Z'],
    ['2026-03-08', 'America/New_York', 23, '2026-03-08T05:00:00.000Z'],
    ['2026-11-01', 'America/New_York', 25, '2026-11-01T04:00:00.000Z'],
    ['2026-11-25', 'Asia/Kolkata', 24, '2026-11-24T18:30:00.000Z'],
    ['2026-11-25', 'Asia/Kathmandu', 24, '2026-11-24T18:15:00.000Z'],
    ['2026-11-25', 'Pacific/Kiritimati', 24, '2026-11-24T10:00:00.000Z'],
    // Half an hour of summer time, from 2:00 to 2:30.
    ['2026-10-04', 'Australia/Lord_Howe', 23.5, '2026-10-03T13:30:00.000Z'],
    // Summer time begins at midnight: the day's first moment is 1:00.
    ['2024-04-26', 'Africa/Cairo', 23, '2024-04-25T22:00:00.000Z'],
    // Samoa went over the date line: the day never was.
    ['2011-12-30', 'Pacific/Apia', 0, '2011-12-30T10:00:00.000Z'],
  ])('%s in %s has %d hours and begins at %s', (day, zone, hours, from) => {
    expect({ hours: hoursOf(day, zone), from: begins(day, zone) }).toEqual({ hours, from });
  });

  test('every moment lies within the day that it is said to be of', () => {
    const zones = ['Europe/Berlin', 'America/St_Johns', 'Pacific/Chatham', 'Asia/Tehran', 'UTC'];
    const minutes = fc.integer({
      min: Date.UTC(2020, 0, 1) / MINUTE_MS,
      max: Date.UTC(2030, 0, 1) / MINUTE_MS,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (name, minute) => {
        const zone = zoneNamed(name);
        const ms = minute * MINUTE_MS;
        const { from, to } = zoneDay(dayAt(ms, zone), zone);
        expect(from <= ms && ms < to).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['UTC', 0],
    ['Europe/Berlin', 0],
    ['Asia/Kolkata', 30],
    ['Asia/Kathmandu', 15],
    ['America/St_Johns', 30],
    ['Pacific/Chatham', 15],
  ])('an hour of %s begins %d minutes past that of UTC', (name, minutes) => {
    expect(hourBegins(zoneNamed(name), Date.UTC(2026, 10, 25))).toBe(minutes);
  });

  test('days go on over the ends of months and years', () => {
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
    expect(dayAfter('2028-03-01', -1)).toBe('2028-02-29');
    expect(dayAt(Date.UTC(2026, 0, 1, 5), UTC)).toBe('2026-01-01');
  });

  test('what is no zone and no day is said to be none', () => {
    expect(() => zoneNamed('Mars/Olympus')).toThrow(
      '"Mars/Olympus" is no time zone: expected a name of the IANA database, such as Europe/Berlin or UTC',
    );
    expect(() => zoneDay('2026-02-30', UTC)).toThrow('"2026-02-30" is no day');
    expect(() => zoneDay('yesterday', UTC)).toThrow('"yesterday" is no day');
  });
});
