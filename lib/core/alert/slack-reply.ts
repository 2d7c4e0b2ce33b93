import type { AlertMessage } from './message';
import type { CopyForm } from './slack/actions';
import { arrange } from './slack/arrange';
import { context, section, type MakeBlock } from './slack/blocks';
import { codeText } from './slack/mrkdwn';
import { prose } from './slack/parts';
import type { SlackGroupMessage } from './slack-group';
import { renderSlackCopy, renderSlackEvidence } from './slack-thread';
import { oneLine } from './text/visible';

/** What a person gets for pressing a button. */
export type ChatReply =
  | { readonly kind: 'evidence'; readonly alert: AlertMessage }
  | { readonly kind: 'copy'; readonly alert: AlertMessage; readonly as: CopyForm }
  /** A sentence: what was begun, or why nothing was done. */
  | { readonly kind: 'note'; readonly says: string };

/** Characters of a name, which is hostile text. */
const NAME = 64;
/** Slack's own limit. */
const MOST_BLOCKS = 50;

/**
 * A reply in the thread of a message, with the name of who asked for it: all of a channel sees it.
 *
 * @param by as people read it
 */
export function renderSlackReply(reply: ChatReply, by: string): SlackGroupMessage {
  const message = contentOf(reply);
  const [name] = arrange([{ rank: 0, block: askedBy(by) }]);
  const hasRoom = name !== undefined && message.blocks.length < MOST_BLOCKS;
  return hasRoom ? { ...message, blocks: [...message.blocks, name] } : message;
}

function contentOf(reply: ChatReply): SlackGroupMessage {
  switch (reply.kind) {
    case 'evidence':
      return renderSlackEvidence(reply.alert);
    case 'copy':
      return renderSlackCopy(reply.alert, reply.as);
    case 'note':
      return {
        text: codeText(reply.says),
        blocks: arrange([{ rank: 0, block: section(prose(reply.says)) }]),
      };
  }
}

function askedBy(by: string): MakeBlock {
  return context(prose(`Asked for by ${oneLine(by, NAME)}`));
}
