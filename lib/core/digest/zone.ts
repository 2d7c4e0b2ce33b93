/** A time zone: its offset at every moment. */
export interface Zone {
  /** IANA name: `Europe/Berlin`. */
  readonly name: string;
  /** Minutes east of UTC at that moment (milliseconds since the epoch). */
  readonly offsetAt: (ms: number) => number;
}

/** One day of a zone: from its first moment to that of the next day. 23, 24 or 25 hours, rarely others. */
export interface ZoneDay {
  /** `2026-11-25`. */
  readonly day: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  /** The first moment that is not in it. */
  readonly to: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** UTC. */
export const UTC: Zone = { name: 'UTC', offsetAt: () => 0 };

/**
 * A zone of the IANA database, as the runtime has it.
 *
 * @throws RangeError for a name that it does not know, with what was expected
 */
export function zoneNamed(name: string): Zone {
  const format = formatFor(name);
  return {
    name,
    offsetAt: (ms) => {
      const minute = Math.floor(ms / MINUTE_MS) * MINUTE_MS;
      const parts = format.formatToParts(minute);
      const part = (type: Intl.DateTimeFormatPartTypes): number =>
        Number(parts.find((one) => one.type === type)?.value);
      const local = Date.UTC(
        part('year'),
        part('month') - 1,
        part('day'),
        part('hour'),
        part('minute'),
      );
      return Math.round((local - minute) / MINUTE_MS);
    },
  };
}

function formatFor(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  } catch {
    throw new RangeError(
      `${JSON.stringify(name)} is no time zone: expected a name of the IANA database, such as Europe/Berlin or UTC`,
    );
  }
}

/** The day of a zone on which a moment lies: `2026-11-25`. */
export function dayAt(ms: number, zone: Zone): string {
  return new Date(ms + zone.offsetAt(ms) * MINUTE_MS).toISOString().slice(0, 10);
}

/** The day that lies so many days after (or before) another: days of the calendar, whatever their length. */
export function dayAfter(day: string, days: number): string {
  return new Date(midnight(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/**
 * A day of a zone. It begins with the first moment that the zone's clocks call by its name: where
 * summer time begins at midnight, that is one o'clock.
 *
 * @throws RangeError when it is no day of the calendar
 */
export function zoneDay(day: string, zone: Zone): ZoneDay {
  return { day, from: beginOf(day, zone), to: beginOf(dayAfter(day, 1), zone) };
}

/** No zone is farther from UTC than 14 hours. */
const FARTHEST_MINUTES = 15 * 60;

/** Halves the span in which the day must begin: days only go forward. */
function beginOf(day: string, zone: Zone): number {
  let before = midnight(day) / MINUTE_MS - FARTHEST_MINUTES;
  let within = before + 2 * FARTHEST_MINUTES;
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dayAt(middle * MINUTE_MS, zone) < day) before = middle;
    else within = middle;
  }
  return within * MINUTE_MS;
}

/** Minutes past the hour of UTC at which an hour of the zone begins: 30 for India, 15 for Nepal, 0 for most. */
export function hourBegins(zone: Zone, ms: number): number {
  return (60 - (((zone.offsetAt(ms) % 60) + 60) % 60)) % 60;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Of UTC. */
function midnight(day: string): number {
  const ms = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day)
    throw new RangeError(
      `${JSON.stringify(day)} is no day: expected one of the calendar, as 2026-11-25`,
    );
  return ms;
}
