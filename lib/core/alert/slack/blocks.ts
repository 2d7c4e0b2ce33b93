import type { CodeLine } from '../fix/difference';
import { cutNotice } from '../text/cut-lines';
import { cutEnd } from '../text/visible';
import { codeText } from './mrkdwn';

/** Text with Slack's markup; `verbatim` keeps Slack from making links and mentions of plain words. */
export interface SlackText {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

/** The blocks that alerts use. */
export type SlackBlock =
  | { readonly type: 'section'; readonly text: SlackText }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] };

/** Characters that a text of a section may have. Follows: Slack API, "Section block". */
export const LONGEST_SECTION = 3000;

/** Makes a block within that many characters; null when there is nothing to show or no room for it. */
export type MakeBlock = (room: number) => SlackBlock | null;

/** A paragraph. */
export function section(text: string): MakeBlock {
  return (room) => {
    const fitted = fit(text, room);
    return fitted === null ? null : { type: 'section', text: mrkdwnText(fitted) };
  };
}

/** Small print. */
export function context(text: string): MakeBlock {
  return (room) => {
    const fitted = fit(text, room);
    return fitted === null ? null : { type: 'context', elements: [mrkdwnText(fitted)] };
  };
}

/** Code under a line that says what it is. Lines that do not fit are cut, with a notice. */
export function code(label: string, lines: readonly CodeLine[], notice: string): MakeBlock {
  return (room) => {
    const start = label === '' ? '' : `${label}\n`;
    const space = Math.min(room, LONGEST_SECTION) - start.length - FENCES.length;
    const kept = lines.length === 0 || space < SMALLEST ? null : fitLines(lines, space, notice);
    if (kept === null) return null;
    return { type: 'section', text: mrkdwnText(`${start}\`\`\`\n${kept}\n\`\`\``) };
  };
}

const FENCES = '```\n\n```';

/** With less room than this, code is not worth its block. */
const SMALLEST = 120;

function mrkdwnText(text: string): SlackText {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** A cut in the middle of markup would show it: a text that is too long is cut at a space, without its markup. */
function fit(text: string, room: number): string | null {
  const limit = Math.min(room, LONGEST_SECTION);
  if (text === '' || limit < 40) return null;
  if (text.length <= limit) return text;
  const kept = text.slice(0, limit - 2);
  return `${balanced(kept.slice(0, Math.max(kept.lastIndexOf(' '), 1)))}…`;
}

/** Without a code span, an entity or a link that has lost its end. */
function balanced(text: string): string {
  const withoutLink = text.replace(/<[^>]*$/, '').replace(/&[a-z]*$/, '');
  const ticks = withoutLink.split('`').length - 1;
  return ticks % 2 === 0 ? withoutLink : withoutLink.slice(0, withoutLink.lastIndexOf('`'));
}

function fitLines(lines: readonly CodeLine[], room: number, notice: string): string {
  const written = lines.map(({ sign, text }) =>
    codeText(sign === 'plain' ? text : `${sign} ${text}`),
  );
  const whole = written.join('\n');
  if (whole.length <= room) return whole;
  const kept: string[] = [];
  let used = cutNotice(lines.length, notice).length;
  for (const line of written) {
    const next = kept.length === 0 ? cutEntity(cutEnd(line, Math.max(20, room - used - 1))) : line;
    if (used + next.length + 1 > room) break;
    kept.push(next);
    used += next.length + 1;
  }
  return [...kept, cutNotice(lines.length - kept.length, notice)].join('\n');
}

/** A cut must not leave half of `&amp;`. */
function cutEntity(text: string): string {
  return text.replace(/&[a-z]{0,3}…$/, '…');
}
