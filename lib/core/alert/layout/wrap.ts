import type { Phrase } from '../text/phrase';
import type { Line, Measure, Segment, Style } from './line';

const STYLE_OF_PIECE: Readonly<Record<Phrase[number]['kind'], Style>> = {
  prose: 'plain',
  code: 'code',
  strong: 'strong',
};

/**
 * Breaks a phrase into lines at its spaces. A word that is longer than a line stays whole: ARNs and
 * commands are there to be copied, and a terminal wraps them without breaking the copy.
 */
export function wrap(phrase: Phrase, width: number, measure: Measure): readonly Line[] {
  return fill(wordsOf(phrase), width, measure, { text: ' ', style: 'plain' });
}

/** Puts items on lines, with ` · ` between those on one line; an item is broken only when it is longer than a line. */
export function wrapItems(
  items: readonly string[],
  separator: string,
  width: number,
  measure: Measure,
): readonly Line[] {
  const words = items.map((text): Line => [{ text, style: 'plain' }]);
  return fill(words, width, measure, { text: separator, style: 'quiet' });
}

function fill(
  words: readonly Line[],
  width: number,
  measure: Measure,
  between: Segment,
): readonly Line[] {
  const lines: Segment[][] = [];
  let used = 0;
  const gap = measure(between.text);
  for (const word of words) {
    const columns = word.reduce((sum, { text }) => sum + measure(text), 0);
    const last = lines.at(-1);
    if (last !== undefined && used + gap + columns <= width) {
      append(last, between, word);
      used += gap + columns;
    } else {
      lines.push([...word]);
      used = columns;
    }
  }
  return lines;
}

/** Plain text stays one segment: it is looked through and painted once, not word by word. */
function append(line: Segment[], between: Segment, word: Line): void {
  const last = line.at(-1);
  const [first, ...rest] = word;
  const isPlain = [last, between, first].every((segment) => segment?.style === 'plain');
  if (!isPlain || last === undefined || first === undefined) line.push(between, ...word);
  else {
    const text = last.text + between.text + first.text;
    line.splice(-1, 1, { text, style: 'plain' }, ...rest);
  }
}

/** The words of a phrase. A word may be of several pieces: a bracket and the code in it. */
function wordsOf(phrase: Phrase): readonly Line[] {
  const words: Segment[][] = [];
  let isOpen = false;
  for (const { kind, text } of phrase) {
    for (const part of text.split(/(\s+)/u)) {
      if (part === '') continue;
      if (/^\s/u.test(part)) isOpen = false;
      else {
        const segment = { text: part, style: STYLE_OF_PIECE[kind] };
        const last = words.at(-1);
        if (isOpen && last !== undefined) last.push(segment);
        else words.push([segment]);
        isOpen = true;
      }
    }
  }
  return words;
}
