import type { CodeLine } from './fix/difference';
import { countCodePoints, paint, type Line, type Measure, type Style } from './layout/line';
import { wrap, wrapItems } from './layout/wrap';
import { MARK_SIGNS } from './mark';
import type { AlertMessage } from './message';
import { look, story, type Part, type Section } from './story';
import { toAscii } from './text/ascii';
import { toPhrase, type Phrase } from './text/phrase';

/** What the terminal can show. */
export interface Screen {
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
  /** False: ASCII only. */
  readonly unicode: boolean;
  /** Columns of a text; without it, one for each code point. */
  readonly measure?: Measure;
}

/** Columns of the labels at the left. */
const LABEL = 6;

/** Columns of the sign before the headline; what belongs to it is indented by them. */
const SIGN = 3;

/** Nothing can be laid out in less. */
const NARROWEST = 24;

/** An alert as lines of a terminal, ending with a line break. What is there to be copied is never wrapped. */
export function renderTerminal(message: AlertMessage, screen: Screen): string {
  return laidOut(message, [...story(message), ...look(message)], screen);
}

/** The same in plain text without commands and links, for a field of JSON or a log. 100 columns. */
export function renderText(message: AlertMessage): string {
  const screen = { width: 100, colour: false, unicode: true };
  return laidOut(message, story(message), screen).trimEnd();
}

function laidOut(message: AlertMessage, sections: readonly Section[], screen: Screen): string {
  const page = new Page(screen);
  const lines = [...page.head(message)];
  let group = '';
  for (const section of sections) {
    if (section.group !== group) lines.push([]);
    group = section.group;
    lines.push(...page.section(section));
  }
  const written = lines.map((line) => `${paint(line, screen.colour)}\n`).join('');
  return screen.unicode ? written : toAscii(written);
}

/** Lays parts of an alert out for one screen. */
class Page {
  private readonly unicode: boolean;
  private readonly width: number;
  private readonly measure: Measure;
  private readonly colour: boolean;

  constructor({ width, colour, unicode, measure }: Screen) {
    this.colour = colour;
    this.unicode = unicode;
    this.width = Math.max(NARROWEST, Math.trunc(width));
    this.measure = measure ?? countCodePoints;
  }

  head({ mark, headline, facts }: AlertMessage): readonly Line[] {
    const { symbol, word } = MARK_SIGNS[mark];
    const start = this.unicode ? `${symbol} ` : `[${word}] `;
    const inner = this.width - SIGN;
    const room = this.unicode ? inner : this.width - start.length;
    const [first = [], ...rest] = wrap(headline, room, this.measure);
    const under = [...rest, ...wrapItems(facts, ' · ', inner, this.measure)];
    return [
      [{ text: start, style: 'strong' }, ...first],
      ...under.map((line) => indented(line, SIGN)),
    ];
  }

  section({ label, parts }: Section): readonly Line[] {
    const lines = parts.flatMap((part) => this.part(part));
    const start = { text: label.padEnd(LABEL), style: 'label' } as const;
    return lines.map((line, index) => (index === 0 ? [start, ...line] : indented(line, LABEL)));
  }

  private part(part: Part): readonly Line[] {
    if (part.kind === 'code') return part.lines.map(codeLine);
    // Without colour nobody sees which pieces are code.
    const phrase: Phrase = this.colour ? toPhrase(part.text) : [{ kind: 'prose', text: part.text }];
    return wrap(phrase, this.width - LABEL, this.measure);
  }
}

const STYLE_OF_SIGN: Readonly<Record<CodeLine['sign'], Style>> = {
  '-': 'removed',
  '+': 'added',
  ' ': 'plain',
  plain: 'plain',
};

function codeLine({ sign, text }: CodeLine): Line {
  return [{ text: sign === 'plain' ? text : `${sign} ${text}`, style: STYLE_OF_SIGN[sign] }];
}

function indented(line: Line, columns: number): Line {
  return [{ text: ' '.repeat(columns), style: 'plain' }, ...line];
}
