import type { MakeBlock, SlackBlock } from './blocks';
import { LONGEST_SECTION } from './blocks';

/** A block to be, and how readily it gives way: rank 0 never does. */
export interface Slot {
  readonly rank: number;
  readonly block: MakeBlock;
}

/** Blocks that a message may have. Follows: Slack API, "Blocks". */
const MOST_BLOCKS = 50;

/**
 * Characters of all blocks together. Slack answers `msg_blocks_too_long` somewhere beyond 13,000; what
 * is escaped may count more than once, so there is a margin.
 */
const LONGEST_MESSAGE = 11_000;

/** Room for the notice about what was left out. */
const NOTICE =
  'Some of this alert did not fit into a message: see denywatch explain --format markdown';

/**
 * Makes the blocks in the order of their ranks, as long as there is room, and puts them back into
 * reading order. Says so when one that had something to show had to be left out.
 *
 * @param notice what is said then: it must be free of Slack's own signs
 */
export function arrange(slots: readonly Slot[], notice = NOTICE): readonly SlackBlock[] {
  const made: (SlackBlock | null)[] = slots.map(() => null);
  let room = LONGEST_MESSAGE - notice.length;
  let places = MOST_BLOCKS - 1;
  let isCut = false;
  for (const { slot, index } of byRank(slots)) {
    const block = places > 0 ? slot.block(room) : null;
    if (block === null) {
      isCut ||= slot.block(LONGEST_SECTION) !== null;
      continue;
    }
    made[index] = block;
    room -= lengthOf(block);
    places -= 1;
  }
  const blocks = made.filter((block) => block !== null);
  return isCut ? [...blocks, noticeBlock(notice)] : blocks;
}

function byRank(
  slots: readonly Slot[],
): readonly { readonly slot: Slot; readonly index: number }[] {
  return slots
    .map((slot, index) => ({ slot, index }))
    .sort((a, b) => a.slot.rank - b.slot.rank || a.index - b.index);
}

function lengthOf(block: SlackBlock): number {
  return block.type === 'section'
    ? block.text.text.length
    : block.elements.reduce((sum, { text }) => sum + text.length, 0);
}

function noticeBlock(text: string): SlackBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}
