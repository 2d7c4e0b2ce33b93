import stringWidth from 'string-width';
import { alertMessage, type AlertMessage } from '../core/alert/message';
import { renderMarkdown } from '../core/alert/markdown';
import { renderTerminal, renderText, type Screen } from '../core/alert/terminal';
import {
  toErrorLine,
  toExplanation,
  type ExplainedDenial,
  type UnreadableRecord,
} from './explanation';
import type { CommandIo } from './io';

/** The values of `--format`. */
export const OUTPUT_FORMATS = ['text', 'json', 'markdown'] as const;

/** See {@link OUTPUT_FORMATS}. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** Where a command puts its results. */
export interface Output {
  readonly denial: (explained: ExplainedDenial) => Promise<void>;
  /** A record that could not be read: the run goes on. */
  readonly unreadable: (problem: UnreadableRecord) => Promise<void>;
}

/** The output of one format: JSON lines for programs, text or Markdown for people. */
export function outputFor(format: OutputFormat, io: CommandIo): Output {
  switch (format) {
    case 'json':
      return jsonLines(io);
    case 'text':
      return forPeople(io, (message) => renderTerminal(message, screenOf(io)));
    case 'markdown':
      return forPeople(io, (message) => renderMarkdown(message));
  }
}

/** The alert about one denial, seen once. */
export function messageOf({ denial, explained }: ExplainedDenial): AlertMessage {
  const occurrences = { count: 1, first: denial.time, last: denial.time };
  return alertMessage({ denial, explained, occurrences });
}

/** The terminal as the renderer sees it. */
export function screenOf({ terminal }: CommandIo): Screen {
  return {
    width: Math.min(terminal.columns, WIDEST),
    colour: terminal.colour,
    unicode: terminal.unicode,
    measure: stringWidth,
  };
}

/** Longer lines are hard to read. */
const WIDEST = 110;

function jsonLines(io: CommandIo): Output {
  const line = (value: object): Promise<void> => io.out(`${JSON.stringify(value)}\n`);
  return {
    denial: (explained) => line(toExplanation(explained, renderText(messageOf(explained)))),
    unreadable: (problem) => line(toErrorLine(problem)),
  };
}

/** Results are parted by an empty line; problems go to standard error, so that a pipe gets results only. */
function forPeople(io: CommandIo, render: (message: AlertMessage) => string): Output {
  let isFirst = true;
  return {
    denial: async (explained) => {
      await io.out(`${isFirst ? '' : '\n'}${render(messageOf(explained))}`);
      isFirst = false;
    },
    unreadable: ({ position, expected, found }) => {
      io.err(`denywatch: ${position}: expected ${expected}, found ${found}\n`);
      return Promise.resolve();
    },
  };
}
