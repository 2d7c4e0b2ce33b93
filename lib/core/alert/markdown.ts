import type { CodeLine } from './fix/difference';
import { plainLine } from './fix/difference';
import type { FixChange } from './fix/fix';
import { commandLines } from './look/shell';
import { MARK_SIGNS } from './mark';
import type { AlertMessage } from './message';
import { gapTexts, REVIEW, sureText } from './story';
import { cutLines, QUOTE_NOTICE } from './text/cut-lines';
import { toPhrase, type Phrase, type Piece } from './text/phrase';
import { visible } from './text/visible';

/** Lines of one code block. No policy has more; what has is cut, with a notice. */
const MOST_LINES = 1000;

/**
 * An alert as Markdown (CommonMark, as GitHub and GitLab show it), ending with a line break, with the
 * fix in all its forms.
 */
export function renderMarkdown(message: AlertMessage): string {
  const blocks = [
    `### ${MARK_SIGNS[message.mark].emoji} ${inline(message.headline)}`,
    paragraph(message.facts.map(prose).join(' · ')),
    labelled('Why', message.why),
    fence('json', message.quote.map(plainLine)),
    ...message.since.map((change) => labelled('Since', change)),
    ...fixBlocks(message),
    labelled(message.fix === null ? 'Do' : 'Mind', message.advice),
    labelled('Owner', message.owner),
    labelled('Sure?', sureText(message)),
    list('Gaps', gapTexts(message)),
    ...checkBlocks(message),
    linkText(message),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function fixBlocks({ fix }: AlertMessage): readonly string[] {
  if (fix === null) return [];
  return [
    ...fix.changes.flatMap((change, index) => changeBlocks(change, index === 0)),
    prose(fix.proof),
    fix.needsSecurityReview ? `**${REVIEW}**` : '',
  ];
}

function changeBlocks(
  { where, lines, json, cdk, terraform }: FixChange,
  isFirst: boolean,
): readonly string[] {
  const isNew = lines.every(({ sign }) => sign === 'plain');
  return [
    isFirst ? labelled('Fix', where) : prose(where),
    isNew ? '' : fence('diff', lines),
    ...form('JSON', 'json', json),
    ...form('CDK', 'ts', cdk),
    ...form('Terraform', 'hcl', terraform),
  ];
}

function form(name: string, language: string, text: string): readonly string[] {
  return [`${name}:`, fence(language, text.trimEnd().split('\n').map(plainLine))];
}

function checkBlocks({ check }: AlertMessage): readonly string[] {
  return check === null ? [] : ['**Check**', fence('sh', commandLines(check).map(plainLine))];
}

function linkText({ links }: AlertMessage): string {
  const all = links.map(
    ({ label, url }) => `[${prose(label)}](<${url.replace(/[<>\s\\]/g, encodeURIComponent)}>)`,
  );
  return all.length === 0 ? '' : `**Open** ${all.join(' · ')}`;
}

function labelled(label: string, text: string): string {
  return text === '' ? '' : `**${label}** ${prose(text)}`;
}

function list(label: string, texts: readonly string[]): string {
  return texts.length === 0
    ? ''
    : [`**${label}**`, '', ...texts.map((text) => `- ${paragraph(prose(text))}`)].join('\n');
}

function prose(text: string): string {
  return inline(toPhrase(text));
}

function inline(phrase: Phrase): string {
  return phrase
    .filter(({ text }) => text !== '')
    .map(pieceText)
    .join('');
}

function pieceText({ kind, text }: Piece): string {
  if (kind === 'prose') return escaped(text);
  return kind === 'strong' && /^[\p{L}\p{N} .-]+$/u.test(text) ? `**${text}**` : span(text);
}

/** Signs that mean something anywhere in a line. */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** A line that starts like a list, a heading or a rule is none. */
function paragraph(text: string): string {
  return text.replace(/^(\d{0,9})([-+=.)#]+)(?=\s|$)/, '$1\\$2');
}

/** Code in a line: between more backticks than it has in a row. */
function span(text: string): string {
  const safe = visible(text);
  const ticks = '`'.repeat(longestRun(safe) + 1);
  const needsSpace = safe.startsWith('`') || safe.endsWith('`') || safe.trim() === '';
  return needsSpace ? `${ticks} ${safe} ${ticks}` : `${ticks}${safe}${ticks}`;
}

function fence(language: string, lines: readonly CodeLine[]): string {
  if (lines.length === 0) return '';
  const written = cutLines(lines, MOST_LINES, QUOTE_NOTICE).map(({ sign, text }) =>
    visible(sign === 'plain' ? text : `${sign} ${text}`),
  );
  const ticks = '`'.repeat(Math.max(3, longestRun(written.join('\n')) + 1));
  return [`${ticks}${language}`, ...written, ticks].join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
