import type { GroupFacts, Post } from '../channel';
import { groupWords, newsWords, stateWords } from './group-facts';
import { MARK_SIGNS } from './mark';
import type { AlertMessage } from './message';
import { stormWords, moreWords, type StormPost } from './storm';
import { REVIEW, sureText } from './story';
import { cutLines, FIX_NOTICE } from './text/cut-lines';
import { plain, toPhrase, type Phrase } from './text/phrase';
import { cutEnd, oneLine, visible } from './text/visible';

/** A custom notification, as a topic of Amazon Q Developer in chat applications takes it. */
export interface AmazonQMessage {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    /** Absent where there is nothing to do. */
    readonly nextSteps?: readonly string[];
  };
  readonly metadata: {
    /** Messages with the same one are one thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources?: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** Nobody documents limits; a section of Slack takes 3,000 characters, of which some are Amazon Q's own. */
const LONGEST_DESCRIPTION = 2_600;
/** Characters of a title. */
export const LONGEST_TITLE = 240;
const LONGEST_STEP = 500;
/** Characters of an id. */
export const LONGEST_ID = 200;

/**
 * A post as a custom notification: one thread for each problem, and for each storm. The text is
 * rendered by Slack or by Teams, and which of the two is not known: it has only what both read in one
 * way, and angle brackets, which Slack reads as mentions, are shown as `‹` and `›`.
 *
 * Follows: Amazon Q Developer in chat applications Administrator Guide, "Custom notifications".
 */
export function renderAmazonQ(post: Post): AmazonQMessage {
  return post.kind === 'storm' ? stormMessage(post) : alertMessage(post);
}

function alertMessage({ id, alert, group, reason }: Exclude<Post, StormPost>): AmazonQMessage {
  const { labels, source } = alert;
  const title = `${MARK_SIGNS[alert.mark].emoji} ${markdown(alert.headline)}`;
  const steps = nextSteps(alert);
  const { arn } = source.denial.resource;
  return {
    version: '1.0',
    source: 'custom',
    id: safe(id, LONGEST_ID),
    content: {
      textType: 'client-markdown',
      title: fitted(title, LONGEST_TITLE),
      description: joined(description(alert, group, newsWords(group, reason))),
      ...(steps.length > 0 && { nextSteps: steps }),
    },
    metadata: {
      threadId: safe(group.groupId, LONGEST_ID),
      summary: safe(plain(alert.headline), LONGEST_TITLE),
      eventType: `denywatch.${reason}`,
      ...(arn !== null && { relatedResources: [safe(arn, LONGEST_STEP)] }),
      additionalContext: {
        account: safe(labels.account, LONGEST_ID),
        layer: labels.layer,
        severity: labels.severity,
        count: String(group.count),
      },
    },
  };
}

function description(
  alert: AlertMessage,
  group: GroupFacts,
  news: string | null,
): readonly string[] {
  const { fix, why, since, owner } = alert;
  const facts = [...alert.facts, ...groupWords(group, 'first').facts];
  const state = news === null ? stateWords(group.state) : null;
  return [
    prose(facts.join(' · ')),
    prose(news ?? state ?? ''),
    prose(why),
    ...since.map((change) => labelled('Since', change)),
    ...(fix?.changes ?? []).flatMap(({ where, lines }) => [
      labelled('Fix', where),
      fence(
        cutLines(lines, 40, FIX_NOTICE).map(({ sign, text }) =>
          sign === 'plain' ? text : `${sign} ${text}`,
        ),
      ),
    ]),
    labelled('Sure?', sureText(alert)),
    owner === '' ? '' : labelled('Owner', owner),
  ];
}

function nextSteps({ fix, advice, links }: AlertMessage): readonly string[] {
  const [link] = links;
  const steps = [
    fix === null ? '' : prose(fix.proof),
    fix?.needsSecurityReview === true ? prose(REVIEW) : '',
    prose(advice),
    link === undefined
      ? ''
      : `${prose(link.label)}: ${link.url.replace(/[<>|`\s]/g, encodeURIComponent)}`,
  ];
  return steps.filter((step) => step !== '').map((step) => fitted(step, LONGEST_STEP));
}

function stormMessage(post: StormPost): AmazonQMessage {
  const { sign, headline, says, lines } = stormWords(post);
  const { storm, phase } = post;
  const items = lines.map(({ isHigh, headline: text }) => {
    return `• ${isHigh ? 'High: ' : ''}${prose(text)}`;
  });
  return {
    version: '1.0',
    source: 'custom',
    id: safe(post.id, LONGEST_ID),
    content: {
      textType: 'client-markdown',
      title: fitted(`${sign} ${prose(headline)}`, LONGEST_TITLE),
      description: joined([prose(says), ...items, moreWords(stormWords(post))], '\n'),
    },
    metadata: {
      threadId: safe(storm.id, LONGEST_ID),
      summary: safe(headline, LONGEST_TITLE),
      eventType: `denywatch.storm.${phase}`,
      additionalContext: { problems: String(storm.folded) },
    },
  };
}

/** The first paragraphs that fit, whole; never empty. */
export function joined(paragraphs: readonly string[], between = '\n\n'): string {
  let text = '';
  for (const paragraph of paragraphs) {
    if (paragraph === '') continue;
    const next = text === '' ? paragraph : text + between + paragraph;
    if (next.length > LONGEST_DESCRIPTION) {
      const rest = `${between}${CUT}`;
      return text === '' ? fitted(paragraph, LONGEST_DESCRIPTION) : text + rest;
    }
    text = next;
  }
  return text === '' ? '-' : text;
}

const CUT = 'Some of it did not fit: see denywatch explain';

function labelled(label: string, text: string): string {
  return `${label.endsWith('?') ? label : `${label}:`} ${prose(text)}`;
}

/** A text as both programs read it: what could mean something is code. */
export function prose(text: string): string {
  return markdown(toPhrase(text));
}

/** Plain words as they are, everything else as code: `*` and `_` mean something in both programs. */
function markdown(phrase: Phrase): string {
  return phrase
    .filter(({ text }) => text !== '')
    .map(({ kind, text }) => {
      const isPlain = kind === 'prose' || (kind === 'strong' && /^[\p{L}\p{N} -]+$/u.test(text));
      return isPlain ? signs(text) : `\`${signs(text)}\``;
    })
    .join('');
}

function fence(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\`\`\`\n${lines.map(signs).join('\n')}\n\`\`\``;
}

/** There is no escape that both programs know: what could mean something is shown by its like. */
function signs(text: string): string {
  return visible(text).replaceAll('<', '‹').replaceAll('>', '›').replaceAll('`', "'");
}

/** Plain text that is not rendered, or by nobody knows whom. */
export function safe(text: string, limit: number): string {
  return signs(oneLine(text, limit)).slice(0, limit * 6);
}

/** Cut between words, without a code span that has lost its end. */
export function fitted(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const kept = cutEnd(text, limit);
  const ticks = kept.split('`').length - 1;
  return ticks % 2 === 0 ? kept : `${kept.slice(0, kept.lastIndexOf('`')).trimEnd()}…`;
}
