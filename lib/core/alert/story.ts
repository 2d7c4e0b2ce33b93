import { plainLine, type CodeLine } from './fix/difference';
import { commandLines } from './look/shell';
import type { AlertMessage, Fix } from './message';
import { cutLines, FIX_NOTICE, QUOTE_NOTICE } from './text/cut-lines';

/** What a section is made of. Code and commands are for copying: channels neither wrap nor decorate them. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly lines: readonly CodeLine[] };

/** A part of an alert under its label. Sections of one group belong together. */
export interface Section {
  readonly group: 'why' | 'fix' | 'sure' | 'look';
  readonly label: string;
  readonly parts: readonly Part[];
}

/** Said of changes that can raise privileges. */
export const REVIEW = 'Have security look at it first: this permission can be used to gain others.';

/** Lines of code shown in a plain text. */
const MOST_FIX_LINES = 60;
const MOST_QUOTE_LINES = 30;

/** What is to be said about the denial, in the order of a reader's questions: why, what to do, how sure. */
export function story(message: AlertMessage): readonly Section[] {
  const { why, quote, since, fix, advice, owner } = message;
  return withoutEmpty([
    { group: 'why', label: 'Why', parts: [text(why)] },
    { group: 'why', label: 'Deny', parts: quoteParts(quote) },
    { group: 'why', label: 'Since', parts: since.map(text) },
    { group: 'fix', label: 'Fix', parts: fix === null ? [] : fixParts(fix) },
    { group: 'fix', label: fix === null ? 'Do' : 'Mind', parts: [text(advice)] },
    { group: 'fix', label: 'Owner', parts: [text(owner)] },
    { group: 'sure', label: 'Sure?', parts: [text(sureText(message))] },
    { group: 'sure', label: 'Gaps', parts: gapTexts(message).map(text) },
  ]);
}

/** Where to look next: a command and the links. */
export function look({ check, links }: AlertMessage): readonly Section[] {
  const addresses = links.map(({ label, url }) => plainLine(`${label}  ${url}`));
  return withoutEmpty([
    {
      group: 'look',
      label: 'Check',
      parts: check === null ? [] : [code(commandLines(check).map(plainLine))],
    },
    { group: 'look', label: 'Open', parts: [code(addresses)] },
  ]);
}

/** Confidence with its evidence. */
export function sureText({ sure }: AlertMessage): string {
  return `${sure.word}: ${sure.says.join(' ')}`;
}

/** What could not be looked at, and how many are left out. */
export function gapTexts({ sure }: AlertMessage): readonly string[] {
  return sure.moreGaps === 0 ? sure.gaps : [...sure.gaps, `and ${sure.moreGaps} more`];
}

function quoteParts(quote: readonly string[]): readonly Part[] {
  return [code(cutLines(quote.map(plainLine), MOST_QUOTE_LINES, QUOTE_NOTICE))];
}

function fixParts(fix: Fix): readonly Part[] {
  return [
    ...fix.changes.flatMap(({ where, lines }) => [
      text(where),
      code(cutLines(lines, MOST_FIX_LINES, FIX_NOTICE)),
    ]),
    text(fix.proof),
    text(fix.needsSecurityReview ? REVIEW : ''),
  ];
}

function withoutEmpty(sections: readonly Section[]): readonly Section[] {
  return sections.flatMap((section) => {
    const parts = section.parts.filter((part) =>
      part.kind === 'text' ? part.text !== '' : part.lines.length > 0,
    );
    return parts.length === 0 ? [] : [{ ...section, parts }];
  });
}

function text(value: string): Part {
  return { kind: 'text', text: value };
}

function code(lines: readonly CodeLine[]): Part {
  return { kind: 'code', lines };
}
