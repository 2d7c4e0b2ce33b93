import {
  fitted,
  joined,
  LONGEST_ID,
  LONGEST_TITLE,
  prose,
  safe,
  type AmazonQMessage,
} from '../../alert/amazon-q';
import type { DigestPost } from '../../channel';
import { countWords, moreWords, summaryOf, TOP_TEN } from './summary';
import { SIGNS, verdictOf } from './verdict';

/**
 * A digest as a custom notification of Amazon Q Developer: whether to worry, the most urgent decisions,
 * the counts and where the report is; a thread of its own.
 *
 * Follows: Amazon Q Developer in chat applications Administrator Guide, "Custom notifications".
 */
export function digestAmazonQ({ id, digest, link }: DigestPost): AmazonQMessage {
  const { level, says, notes } = verdictOf(digest);
  const decisions = digest.decisions.shown.slice(0, TOP_TEN).map(summaryOf);
  return {
    version: '1.0',
    source: 'custom',
    id: safe(id, LONGEST_ID),
    content: {
      textType: 'client-markdown',
      title: fitted(`${SIGNS[level]} ${prose(says)}`, LONGEST_TITLE),
      description: joined(
        [
          prose(digest.line),
          ...notes.map(prose),
          ...decisions.map(({ severity, title }) => `• ${severity}: ${prose(title)}`),
          moreWords(digest.decisions),
          prose(countWords(digest.counts)),
        ],
        '\n',
      ),
      ...(link !== null && { nextSteps: [`The whole report: ${link}`] }),
    },
    metadata: {
      threadId: safe(id, LONGEST_ID),
      summary: safe(says, LONGEST_TITLE),
      eventType: 'denywatch.digest',
      additionalContext: { day: digest.day, denials: String(digest.counts.today) },
    },
  };
}
