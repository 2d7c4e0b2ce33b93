import { snsBodies, snsSubject, type SnsMessage } from '../../alert/sns';
import { oneLine } from '../../alert/text/visible';
import type { Digest } from '../digest';
import { summaryOf, TOP_TEN } from './summary';
import { digestText } from './text';
import { SIGNS, verdictOf } from './verdict';

/** SNS takes 262,144 bytes in all: two copies for people and five of a few kilobytes for programs stay below. */
const PEOPLE_BYTES = 60_000;
const ENTRY = 256;

/**
 * A digest for all subscribers of a topic. People get the text; programs the verdict, the counts, the
 * ten most urgent decisions and where the rest is.
 *
 * Follows: SNS Developer Guide, "Publish", "Message attributes".
 */
export function digestSns(digest: Digest, link: string | null = null): SnsMessage {
  const { level, says } = verdictOf(digest);
  const json = digestNotice(digest, link);
  return {
    subject: snsSubject(`Denials of ${digest.day}: ${says}`),
    bodies: snsBodies({
      text: digestText(digest, { link, mostBytes: PEOPLE_BYTES }),
      sms: `${SIGNS[level]} ${says} ${digest.line}`,
      json,
    }),
    attributes: {
      severity: { now: 'high', today: 'medium', none: 'low' }[level],
      reason: 'digest',
      alertId: `digest-${digest.day}`,
    },
  };
}

/** A digest for programs that are told of it, as JSON of a few kilobytes: the whole of it is in the report. */
export function digestNotice(digest: Digest, link: string | null): string {
  const { level, says, notes } = verdictOf(digest);
  return JSON.stringify({
    schemaVersion: 1,
    kind: 'digest',
    day: digest.day,
    zone: oneLine(digest.zone, ENTRY),
    verdict: { level, says, notes: notes.slice(0, TOP_TEN).map((note) => oneLine(note, ENTRY)) },
    line: digest.line,
    counts: digest.counts,
    decisions: {
      total: digest.decisions.total,
      first: digest.decisions.shown.slice(0, TOP_TEN).map(summaryOf),
    },
    report: link,
  });
}
