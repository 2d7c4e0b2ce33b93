import { isObject, parsed, startReceiver, type Receiver, type ReceiverOptions } from './receiver';
import { cardProblems } from './teams-card';

/** Microsoft Teams' Workflows webhook on the loopback interface. */
export interface TeamsReceiver extends Receiver {
  /** Address as Teams hands it out: whoever has its `sig` can post. */
  readonly url: string;
  /** The cards that would be shown, in order. */
  readonly cards: readonly Readonly<Record<string, unknown>>[];
}

const PATH = '/workflows/00000000000000000000000000000001/triggers/manual/paths/invoke';
const QUERY = '?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=test-signature';
/** Bytes of one message. */
const LARGEST = 28 * 1024;

/**
 * Starts a Workflows webhook that checks the card.
 *
 * Follows: Microsoft Teams, "Create incoming webhooks with Workflows", "Rate limiting" and "Cards
 * reference"; Adaptive Cards schema 1.5.
 */
export async function startTeamsReceiver(options: ReceiverOptions = {}): Promise<TeamsReceiver> {
  const cards: Readonly<Record<string, unknown>>[] = [];
  const receiver = await startReceiver(
    {
      handle: (request, say) => {
        if (request.path !== PATH + QUERY) {
          say(`${request.path}: no such workflow, or a wrong signature`);
          return { status: 401, body: '{"error":{"code":"DirectApiAuthorizationRequired"}}' };
        }
        const message = parsed(request.body);
        const problems = [
          ...(request.method === 'POST' ? [] : [`method ${request.method}`]),
          ...sizeProblems(request.body),
          ...messageProblems(message),
        ];
        for (const problem of problems) say(`teams: ${problem}`);
        if (problems.length > 0) {
          return { status: 400, body: '{"error":{"code":"TriggerInputSchemaMismatch"}}' };
        }
        cards.push(...contents(message));
        return { status: 202 };
      },
      refuse: (error) => ({ status: 400, body: JSON.stringify({ error: { code: error } }) }),
      rateLimitedBody: { body: '{"error":{"code":"TooManyRequests"}}' },
    },
    options,
  );
  return { ...receiver, url: receiver.origin + PATH + QUERY, cards };
}

function sizeProblems(body: string): readonly string[] {
  const bytes = Buffer.byteLength(body);
  return bytes > LARGEST ? [`has ${bytes} bytes, ${LARGEST} are allowed`] : [];
}

function messageProblems(message: unknown): readonly string[] {
  if (!isObject(message)) return ['the payload is no JSON object'];
  if (message['type'] !== 'message') return [`type is ${String(message['type'])}, not message`];
  const attachments = message['attachments'];
  if (!Array.isArray(attachments) || attachments.length !== 1) return ['needs one attachment'];
  const [attachment] = attachments as readonly unknown[];
  if (!isObject(attachment)) return ['the attachment is no object'];
  const type = attachment['contentType'];
  if (type !== 'application/vnd.microsoft.card.adaptive') {
    return [`contentType is ${String(type)}`];
  }
  return cardProblems(attachment['content']);
}

function contents(message: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isObject(message) || !Array.isArray(message['attachments'])) return [];
  return message['attachments'].map((attachment: unknown) => {
    const content = isObject(attachment) ? attachment['content'] : null;
    return isObject(content) ? content : {};
  });
}
