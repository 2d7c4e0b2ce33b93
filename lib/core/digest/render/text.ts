import { cutBytes, utf8Length } from '../../alert/text/utf8';
import { visible } from '../../alert/text/visible';
import type { Digest } from '../digest';
import { clockOf, longDay } from './clock';
import { decisionLines } from './decisions-text';
import { layoutOf, type Layout } from './lines';
import {
  changeSection,
  countSection,
  healthSection,
  lastingSection,
  noiseSection,
  proposalSection,
  type TextSection,
} from './sections-text';
import { verdictOf } from './verdict';

/** How a digest is written as text. */
export interface TextOptions {
  /** Columns; absent: lines are not wrapped, which mail programs do themselves. */
  readonly width?: number;
  /** Where the whole report is. */
  readonly link?: string | null;
  /** Bytes of UTF-8 that it may have. */
  readonly mostBytes?: number;
}

/** SNS takes 262,144 bytes of a message. Follows: SNS API Reference, "Publish". */
const MOST_BYTES = 256 * 1024;

/**
 * A digest for a plain mail reader or a terminal: first whether to worry, then what needs a decision,
 * what changed, the counts. Ends with a line break. Nothing in it is invisible, and no text from a
 * record has a line of its own.
 */
export function digestText(digest: Digest, options: TextOptions = {}): string {
  const { width, link = null, mostBytes = MOST_BYTES } = options;
  const layout = layoutOf(width);
  const clock = clockOf(digest);
  const sections: readonly TextSection[] = [
    {
      title: `NEEDS A DECISION (${digest.decisions.total})`,
      lines: digest.decisions.total === 0 ? [] : decisionLines(digest, layout, clock),
    },
    changeSection(digest, layout),
    countSection(digest, layout, clock),
    proposalSection(digest, layout),
    lastingSection(digest, layout, clock),
    noiseSection(digest, layout, clock),
    healthSection(digest, layout),
  ];
  const parts = [headLines(digest, layout, link), ...sections.flatMap(sectionLines)];
  const text = `${parts.map((lines) => lines.join('\n').trimEnd()).join('\n\n')}\n`;
  return utf8Length(text) <= mostBytes
    ? text
    : `${cutBytes(text, mostBytes - 1, (lines) => `... cut, ${lines} more lines: see the report`)}\n`;
}

function headLines(digest: Digest, layout: Layout, link: string | null): readonly string[] {
  const { level, says, notes } = verdictOf(digest);
  const title = `Denywatch digest of ${longDay(digest.day)} (${digest.zone})`;
  return [
    ...layout.line(level === 'now' ? says.replace('Look now', 'LOOK NOW') : says),
    ...layout.line(digest.line),
    ...notes.flatMap((note) => layout.line(note, '! ')),
    '',
    ...layout.line(title),
    ...(link === null ? [] : [`The whole report: ${visible(link)}`]),
  ];
}

function sectionLines({ title, lines }: TextSection): readonly (readonly string[])[] {
  return lines.length === 0 ? [] : [[title, '', ...lines]];
}
