import type { CodeLine } from '../fix/difference';
import type { Link } from '../look/links';
import type { Phrase } from '../text/phrase';
import { visible } from '../text/visible';

/** A run of text with one look. Teams reads no markup in it. */
export interface TextRun {
  readonly type: 'TextRun';
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly fontType?: 'Monospace';
  readonly size?: 'Small' | 'Medium';
  readonly isSubtle?: true;
}

/** A paragraph. */
export interface RichTextBlock {
  readonly type: 'RichTextBlock';
  readonly inlines: readonly TextRun[];
  readonly spacing?: 'None' | 'Small' | 'Medium';
}

/** Code that can be copied; programs that do not know it show the same as text. */
export interface CodeBlock {
  readonly type: 'CodeBlock';
  readonly codeSnippet: string;
  readonly language: 'PlainText' | 'Json' | 'TypeScript' | 'Bash';
  readonly fallback: RichTextBlock;
}

/** The elements that cards use. */
export type CardElement = RichTextBlock | CodeBlock;

/** What a reader can press. */
export type CardAction =
  | { readonly type: 'Action.OpenUrl'; readonly title: string; readonly url: string }
  | {
      readonly type: 'Action.ShowCard';
      readonly title: string;
      readonly card: { readonly type: 'AdaptiveCard'; readonly body: readonly CardElement[] };
    };

/** An Adaptive Card. */
export interface AdaptiveCard {
  readonly $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly msteams: { readonly width: 'Full' };
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardAction[];
}

/** How a paragraph looks. */
export type Look = Pick<TextRun, 'size' | 'isSubtle'>;

/** A paragraph from a phrase, after a sign or a label in bold; nothing from an empty one. */
export function paragraph(phrase: Phrase, label = '', look: Look = {}): readonly RichTextBlock[] {
  const runs = phrase.flatMap(({ kind, text }) =>
    text === '' ? [] : [run(text, { ...look, ...KINDS[kind] })],
  );
  if (runs.length === 0) return [];
  const start = label === '' ? [] : [run(`${label}  `, { ...look, weight: 'Bolder' })];
  return [{ type: 'RichTextBlock', inlines: [...start, ...runs] }];
}

const KINDS = {
  prose: {},
  code: { fontType: 'Monospace' },
  strong: { weight: 'Bolder' },
} as const;

/** Code as it can be copied; nothing from no lines. */
export function codeBlock(
  lines: readonly CodeLine[],
  language: CodeBlock['language'] = 'PlainText',
): readonly CodeBlock[] {
  const text = lines
    .map(({ sign, text: line }) => seen(sign === 'plain' ? line : `${sign} ${line}`))
    .join('\n');
  if (text.trim() === '') return [];
  const fallback = { type: 'RichTextBlock', inlines: [monospace(text)] } as const;
  return [{ type: 'CodeBlock', codeSnippet: text, language, fallback }];
}

function monospace(text: string): TextRun {
  return { type: 'TextRun', text, fontType: 'Monospace' };
}

/** A button that opens an address. */
export function openUrl({ label, url }: Link): CardAction {
  return { type: 'Action.OpenUrl', title: seen(label), url };
}

function run(text: string, look: Omit<TextRun, 'type' | 'text'>): TextRun {
  return { type: 'TextRun', text: seen(text), ...look };
}

/** Nothing is hidden, and nobody is mentioned. Follows: Microsoft Teams, "Format cards in Teams", "Mention support". */
function seen(text: string): string {
  return visible(text).replace(/<(\/?)at>/gi, '<$1at >');
}
