import type { Phrase, Piece } from '../text/phrase';
import { visible } from '../text/visible';

/**
 * Escapes what Slack reads as a mention, a link or an entity. Nothing else may be escaped.
 *
 * Follows: Slack API, "Formatting text for app surfaces", "Escaping text".
 */
export function escapeText(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A phrase in Slack's markup. Only plain words are outside of code, so that none of them means something. */
export function mrkdwn(phrase: Phrase): string {
  return phrase
    .filter(({ text }) => text !== '')
    .map(piece)
    .join('');
}

function piece({ kind, text }: Piece): string {
  if (kind === 'prose') return escapeText(text);
  return kind === 'strong' && isPlain(text) ? bold(text) : span(text);
}

/** Text in bold. It must be free of Slack's own signs. */
export function bold(text: string): string {
  return `*${escapeText(text)}*`;
}

/** Text as code. There is no way to write a backtick inside: an apostrophe takes its place. */
function span(text: string): string {
  return `\`${codeText(text)}\``;
}

/** Text for inside of code, in a line or a block. */
export function codeText(text: string): string {
  return escapeText(text.replaceAll('`', "'"));
}

/** A link that shows its label. */
export function linkTo(url: string, label: string): string {
  return `<${escapeText(url).replaceAll('|', '%7C')}|${escapeText(label).replaceAll('|', '/')}>`;
}

function isPlain(text: string): boolean {
  return /^[\p{L}\p{N} .-]+$/u.test(text) && text.trim() === text;
}
