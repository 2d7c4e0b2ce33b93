import type { CloudTrailRecord } from '../record/record';
import type { ServiceReference } from '../service-reference/service-reference';
import { assembleFromRecord, assembleFromText } from './assemble';
import { classifyRecord } from './classify';
import type { Denial } from './denial';
import { NOTHING_SAID, parseMessage, type ParsedMessage } from './message';
import { recogniseSetting } from './setting';

export { denialFromDecoded, type DecodedRequest } from './assemble-decoded';

/** A record that is no denial, and why, in words that complete "this is no denial: …". */
export interface NotDenial {
  readonly notDenial: string;
}

/** Tells the two results of `denialFromRecord` apart. */
export function isDenial(result: Denial | NotDenial): result is Denial {
  return !('notDenial' in result);
}

/** The denial that a CloudTrail record shows: who was refused what, on what, in which context; or why it shows none. Never throws. */
export function denialFromRecord(
  record: CloudTrailRecord,
  reference: ServiceReference,
): Denial | NotDenial {
  const classified = classifyRecord(record);
  if (!classified.denial) return { notDenial: classified.why };
  const { errorCode, errorMessage } = classified;
  const said = errorMessage === null ? NOTHING_SAID : parseMessage(errorMessage);
  const setting = recogniseSetting(errorMessage, errorCode, { eventSource: record.eventSource });
  return assembleFromRecord(record, { errorCode, errorMessage }, said, setting, reference);
}

/**
 * The denial that one message of a pasted text tells of. Never throws.
 *
 * @param text the whole text: it may name the service of an operation, or a setting; without it only what the message says is known
 */
export function denialFromMessage(
  message: ParsedMessage,
  reference: ServiceReference,
  text = '',
): Denial {
  const setting = recogniseSetting(text, message.errorCode);
  return assembleFromText(text, message, setting, reference);
}
