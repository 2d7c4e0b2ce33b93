import { isBreak, skipBlanks, type Flow } from './flow';
import { goesOnBehindBreak, type Token } from './token';

/** Markdown, quotes and brackets that people put around an action. */
const DECORATION = '*`\'"[_';
const CLOSING = '*`\'"]_';

/** The longest action has fewer than 128 characters. */
const MAX_ACTION = 200;

/** An action as messages write it: a prefix and a name, without variables or blanks. */
const ACTION = /^[A-Za-z0-9-]+:[A-Za-z0-9*]+$/;

/** Reads an action such as `s3:GetObject`; null when what stands there is none (`null`, a placeholder). */
export function readAction(flow: Flow, at: number): Token | null {
  let start = skipBlanks(flow, at);
  while (start < flow.text.length && DECORATION.includes(flow.text.charAt(start))) start += 1;
  const limit = Math.min(flow.text.length, start + MAX_ACTION);
  let end = start;
  while (end < limit && /[A-Za-z0-9*:-]/.test(flow.text.charAt(end))) {
    if (end > start && isBreak(flow, end) && !goesOn(flow, start, end)) break;
    end += 1;
  }
  const written = flow.text.slice(start, end);
  const decorated = start > at && flow.text.charAt(start - 1) === '*';
  const text = decorated ? written.replace(/\*{1,3}$/, '') : written.replace(/[:-]$/, '');
  return ACTION.test(text) ? { text, end: pastClosing(flow, end) } : null;
}

function goesOn(flow: Flow, start: number, at: number): boolean {
  const before = flow.text.slice(start, at);
  return !/:[A-Za-z0-9*]/.test(before) || goesOnBehindBreak(flow, at, start);
}

function pastClosing(flow: Flow, at: number): number {
  let end = at;
  while (CLOSING.includes(flow.text.charAt(end)) && end < flow.text.length) end += 1;
  return end;
}

/** The action that ends before a position, blanks and elisions between passed over; null when there is none. */
export function actionBefore(
  flow: Flow,
  at: number,
): { readonly text: string; readonly start: number } | null {
  const window = flow.text.slice(Math.max(0, at - MAX_ACTION), at);
  const written = /([A-Za-z0-9-]{1,64}:[A-Za-z0-9*]{1,128})[*`'"\]]{0,4}[\s.…[\]]{0,16}$/.exec(
    window,
  );
  if (written?.[1] === undefined) return null;
  return { text: written[1], start: at - (window.length - written.index) };
}
