import { UTC, zoneNamed, type Zone } from '../zone';
import type { Digest } from '../digest';

/** Tells times on the clock of a digest's zone. */
export interface Clock {
  /** `03:13`; with its day when that is another than the digest's. What is no time stays as it is. */
  readonly time: (iso: string) => string;
  /** `2026-11-18 03:13`. */
  readonly dayAndTime: (iso: string) => string;
  /** `2026-10-25T02:00+02:00`: local time that says which of two it is. */
  readonly exact: (iso: string) => string;
  /** `02:00`; `02:00+02:00` on a day that is not of 24 hours, when an hour may come twice. */
  readonly hour: (iso: string) => string;
}

const MINUTE_MS = 60_000;

/** The clock of a digest. In a zone that the runtime does not know, every time is UTC and says so. */
export function clockOf({
  zone: name,
  day,
  hoursInDay,
}: Pick<Digest, 'zone' | 'day' | 'hoursInDay'>): Clock {
  const known = zoneOf(name);
  const zone = known ?? UTC;
  const mark = known === null ? ' UTC' : '';
  const local = (iso: string): { readonly text: string; readonly offset: number } | null => {
    const ms = Date.parse(iso);
    if (Number.isNaN(ms)) return null;
    const offset = zone.offsetAt(ms);
    return { text: new Date(ms + offset * MINUTE_MS).toISOString(), offset };
  };
  const told =
    (tell: (text: string, offset: number) => string) =>
    (iso: string): string => {
      const at = local(iso);
      return at === null ? iso : tell(at.text, at.offset);
    };
  const clockTime = (text: string, offset: number): string =>
    text.slice(11, 16) + (hoursInDay === 24 ? mark : offsetText(offset));
  return {
    time: told((text, offset) => {
      const time = clockTime(text, offset);
      return text.startsWith(day) ? time : `${text.slice(0, 10)} ${time}`;
    }),
    dayAndTime: told((text) => `${text.slice(0, 10)} ${text.slice(11, 16)}${mark}`),
    exact: told((text, offset) => text.slice(0, 16) + offsetText(offset)),
    hour: told(clockTime),
  };
}

function zoneOf(name: string): Zone | null {
  try {
    return zoneNamed(name);
  } catch {
    return null;
  }
}

/** `+05:30`. */
function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${part(Math.floor(size / 60))}:${part(size % 60)}`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `Wednesday, 18 November 2026`. */
export function longDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const [weekday, month] = [WEEKDAYS[date.getUTCDay()], MONTHS[date.getUTCMonth()]];
  if (weekday === undefined || month === undefined) return day;
  return `${weekday}, ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}
