/**
 * A time in ISO 8601 and UTC: as CloudTrail writes it where it does, else converted. Null for what is no time.
 */
export function isoTime(text: string | null): string | null {
  if (text === null || text.length > MAX_TIME_LENGTH) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

const MAX_TIME_LENGTH = 64;
