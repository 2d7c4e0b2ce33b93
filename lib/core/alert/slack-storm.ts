import type { SlackGroupMessage } from './slack-group';
import { arrange, type Slot } from './slack/arrange';
import { context, section } from './slack/blocks';
import { bold, codeText } from './slack/mrkdwn';
import { lines, prose } from './slack/parts';
import { moreWords, stormWords, type StormPost, type StormWords } from './storm';
import { cutEnd } from './text/visible';

/** The summary of a storm for Slack. */
export function renderSlackStorm(post: StormPost): SlackGroupMessage {
  const words = stormWords(post);
  return {
    text: codeText(cutEnd(`${words.sign} ${words.headline}`, 300)),
    blocks: arrange([
      { rank: 0, block: section(`${words.sign} ${headline(words)}`) },
      { rank: 1, block: context(prose(words.says)) },
      ...problemSlots(words),
      { rank: 0, block: context(prose(moreWords(words))) },
    ]),
  };
}

/** What the thread of a summary, and the channel, are told when the storm is over. */
export function renderSlackStormEnd(post: StormPost): SlackGroupMessage {
  const words = stormWords(post);
  return {
    text: codeText(cutEnd(`${words.sign} ${words.headline}`, 300)),
    blocks: arrange([{ rank: 0, block: section(`${headline(words)}. ${prose(words.says)}`) }]),
  };
}

/** `*Storm over*: …`, `*34 new problems* of payments-worker since …`. */
function headline({ headline: text }: StormWords): string {
  const start = /^(?:Storm over|[\d,]+ new problems?)/.exec(text)?.[0] ?? '';
  return start === '' ? prose(text) : bold(start) + prose(text.slice(start.length));
}

/** What should not wait stands first and alone. */
function problemSlots({ lines: problems }: StormWords): readonly Slot[] {
  const high = problems.filter(({ isHigh }) => isHigh);
  const other = problems.filter(({ isHigh }) => !isHigh);
  return [
    ...list(bold('High severity'), high),
    ...list(high.length === 0 ? '' : bold('The others'), other),
  ];
}

/** So many lines fit into a section, as long as they can be. */
const LINES = 10;

function list(label: string, problems: StormWords['lines']): readonly Slot[] {
  const parts = Array.from({ length: Math.ceil(problems.length / LINES) }, (_, index) =>
    problems.slice(index * LINES, (index + 1) * LINES),
  );
  return parts.map((part, index) => ({
    rank: 2,
    block: section(
      lines(index === 0 ? label : '', ...part.map(({ headline: text }) => `• ${prose(text)}`)),
    ),
  }));
}
