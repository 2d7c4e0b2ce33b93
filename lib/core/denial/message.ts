import { assemble, type Assembled } from './message/assemble';
import { flowOf, type Flow } from './message/flow';
import { NOTHING_SAID, type ParsedMessage } from './message/parsed-message';
import { scan } from './message/scan';

export {
  NOTHING_SAID,
  type EncodedMessage,
  type ParsedMessage,
  type PolicyType,
} from './message/parsed-message';

/** CloudTrail cuts `errorMessage` at 1 KB, mostly with three dots behind. */
const CLOUDTRAIL_LIMIT = 1024;

/**
 * What one message says, as it stands in `errorMessage` of a CloudTrail record. Never throws; linear
 * in the length of the text. Where the text is no known message, every field is null.
 *
 * Follows: IAM User Guide, "Troubleshoot access denied error messages"; S3 User Guide, "Troubleshoot
 * access denied (403 Forbidden) errors in Amazon S3"; CloudTrail User Guide, "CloudTrail record contents".
 */
export function parseMessage(text: string): ParsedMessage {
  const messages = messagesIn(flowOf(text, false));
  const { message } = messages.find(({ kind }) => kind === 'said') ??
    messages[0] ?? { message: NOTHING_SAID };
  const { encodedMessage } = message;
  if (encodedMessage === null || text.length < CLOUDTRAIL_LIMIT) return message;
  return { ...message, encodedMessage: { ...encodedMessage, cut: true } };
}

/** Every message in a text, in order, with its place. */
export function messagesIn(flow: Flow): readonly Assembled[] {
  return assemble(flow, scan(flow));
}
