import type { Denial } from '../denial/denial';
import type { Occurrence } from './group';

/** Longest text that is kept of one field of a record. */
const MOST_TEXT = 256;

/**
 * What a group keeps of one denial.
 *
 * @param raw the record as it was read: a record without an event id is known by its whole text
 */
export function occurrenceOf(denial: Denial, { raw }: { readonly raw: unknown }): Occurrence {
  const { principal, resource } = denial;
  return {
    id: idOf(denial.eventId, raw),
    sharedId: denial.sharedEventId,
    time: denial.time,
    session: short(principal.sessionName),
    resource: short(resource.arn ?? resource.named?.name ?? null),
    region: short(denial.region),
    sourceIpAddress: short(denial.sourceIpAddress),
    userAgent: short(denial.userAgent),
    accessKeyId: short(principal.accessKeyId),
  };
}

/** An event id is 36 characters; whatever is longer is no id. */
const LONGEST_ID = 64;

function idOf(eventId: string | null, raw: unknown): string {
  if (eventId !== null && eventId.length <= LONGEST_ID) return eventId;
  const text = JSON.stringify(raw);
  return `text:${text.length}:${hash(text, 0x811c9dc5)}${hash(text, 0x01000193)}`;
}

/**
 * FNV-1a, 32 bits: two of them with different beginnings tell apart the few records that have no id.
 * Nothing secret depends on it.
 */
function hash(text: string, beginning: number): string {
  let value = beginning;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return value.toString(16).padStart(8, '0');
}

function short(text: string | null): string | null {
  return text === null ? null : text.slice(0, MOST_TEXT);
}
