const ISO =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[Tt](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])(\d{2}):?(\d{2}))?)?)?)?$/;
const EPOCH_SECONDS = /^\d{1,12}$/;

/**
 * A point in time in milliseconds since 1970 UTC; null when the text is no date. Reads the W3C forms
 * of ISO 8601 (from `2026` to `2026-01-31T10:00:00.5+02:00`; without a zone: UTC) and seconds since
 * 1970. Four digits alone are a year.
 *
 * Follows: IAM User Guide, "IAM JSON policy elements: Condition operators", date operators.
 */
export function parseDate(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return EPOCH_SECONDS.test(text) ? Number(text) * 1000 : null;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0'] = match;
  const date = [Number(year), Number(month), Number(day)] as const;
  const time = [Number(hour), Number(minute), Number(second)] as const;
  if (!isDate(...date) || !isTime(...time)) return null;
  const fraction = Number(`0.${match[7] ?? '0'}`) * 1000;
  return Date.UTC(date[0], date[1] - 1, date[2], ...time) + fraction - offset(match);
}

function offset(match: RegExpExecArray): number {
  const minutes = Number(match[9] ?? '0') * 60 + Number(match[10] ?? '0');
  return (match[8] === '-' ? -minutes : minutes) * 60_000;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 23:59:60 is a leap second. */
function isTime(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second <= 60;
}
