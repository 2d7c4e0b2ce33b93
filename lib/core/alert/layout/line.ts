import { visible } from '../text/visible';

/** How a piece of a line looks. Never the only sign: what it says is in the text too. */
export type Style = 'plain' | 'strong' | 'code' | 'label' | 'added' | 'removed' | 'quiet';

/** A piece of a line. */
export interface Segment {
  readonly text: string;
  readonly style: Style;
}

/** One line of a terminal. */
export type Line = readonly Segment[];

/** Columns that a text takes in a terminal. */
export type Measure = (text: string) => number;

/** One column for each code point: right for most text; the command line passes a better one. */
export const countCodePoints: Measure = (text) => {
  let units = text.length;
  for (let at = 1; at < text.length; at += 1)
    if (isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))) units -= 1;
  return units;
};

/** The first and the second half of a surrogate pair: two UTF-16 units, one code point. */
function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** Start and end of each style, as SGR parameters. Follows: ECMA-48, "SGR - Select Graphic Rendition". */
const SGR: Readonly<Record<Style, readonly [number, number] | null>> = {
  plain: null,
  strong: [1, 22],
  code: [36, 39],
  label: [1, 22],
  added: [32, 39],
  removed: [31, 39],
  quiet: [2, 22],
};

/** A line as text, with colours if they are wanted. Whatever is invisible is made visible here, too. */
export function paint(line: Line, colour: boolean): string {
  return line
    .map((segment) => painted(segment, colour))
    .join('')
    .trimEnd();
}

function painted({ text, style }: Segment, colour: boolean): string {
  const safe = visible(text);
  const codes = SGR[style];
  if (!colour || codes === null || safe.trim() === '') return safe;
  return `\u001b[${codes[0]}m${safe}\u001b[${codes[1]}m`;
}
