/** `once`, `2 times`. */
export function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`;
}

/** `1 denial`, `2 denials`. The plural is the singular with an s unless given. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(count)} ${count === 1 ? singular : plural}`;
}

/** `12,345`. */
export function grouped(count: number): string {
  const digits = String(Math.trunc(count));
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** An account id in groups that can be read aloud, `1111-2222-3333`; anything else as it is. */
export function accountNumber(id: string): string {
  return /^\d{12}$/.test(id) ? `${id.slice(0, 4)}-${id.slice(4, 8)}-${id.slice(8)}` : id;
}

/** The text with a full stop, unless it ends a sentence already. */
export function sentence(text: string): string {
  return text === '' || /[.!?…:]["')\]]?$/.test(text) ? text : `${text}.`;
}

/** The text with its first letter in upper case, unless it starts with a name in code: `kms:ViaService`. */
export function capitalized(text: string): string {
  return /^[a-z]+[\s,.]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Day and time of an ISO 8601 instant in UTC, to the minute; null when the text is none. */
export function utc(iso: string | null): { readonly day: string; readonly time: string } | null {
  // Other formats are read in the local time zone of whoever reads, or not at all.
  const isIso = iso !== null && /^\d{4}-\d{2}-\d{2}T[\d:.]{1,20}(?:Z|[+-]\d{2}:\d{2})$/.test(iso);
  const instant = isIso ? Date.parse(iso) : NaN;
  if (Number.isNaN(instant)) return null;
  const text = new Date(instant).toISOString();
  return { day: text.slice(0, 10), time: text.slice(11, 16) };
}

/**
 * How often and when: `once, 2026-11-19 08:02 UTC`, `14 times, 2026-11-19 14:02 to 14:41 UTC`. Days are
 * always named: an alert is read at any later time, and nothing here knows what day it is.
 */
export function howOften(count: number, first: string | null, last: string | null): string {
  const start = utc(first ?? last);
  const end = utc(last ?? first);
  if (start === null || end === null) return times(count);
  const from = `${start.day} ${start.time}`;
  const to = start.day === end.day ? end.time : `${end.day} ${end.time}`;
  const single = start.day === end.day && start.time === end.time;
  return `${times(count)}, ${from}${single ? '' : ` to ${to}`} UTC`;
}
