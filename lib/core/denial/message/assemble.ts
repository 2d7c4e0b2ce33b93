import { classifyErrorCode } from '../error-codes';
import { otherCause } from '../other-causes';
import type { Find } from './find';
import { EMPTY_LINE, isBreak, textBetween, type Flow } from './flow';
import type { ParsedMessage } from './parsed-message';

/** One message with what stands around it, and its place in the text. */
export interface Assembled {
  readonly message: ParsedMessage;
  readonly kind: 'said' | 'generic' | 'code';
  readonly start: number;
  readonly end: number;
}

/** How far behind a wrapper, or an error code, its message may begin. */
const REACH_OF_WRAPPER = 2000;
const REACH_OF_CODE = 400;

/**
 * Joins finds to messages: each gets the operation and code that the wrapper before it names, or the
 * code behind it (`(Service: …; Error Code: AccessDenied)`). What is no denial is left out: an error code
 * whose text tells of another cause.
 */
export function assemble(flow: Flow, finds: readonly Find[]): readonly Assembled[] {
  const state: State = { flow, done: [], wrapper: null, code: null };
  finds.forEach((find, index) => {
    STEPS[find.kind](state, find, finds[index + 1]?.start ?? flow.text.length);
  });
  flush(state, flow.text.length);
  return state.done;
}

interface State {
  readonly flow: Flow;
  readonly done: Assembled[];
  /** Found and not yet followed by a message. */
  wrapper: Find | null;
  code: Find | null;
}

type Step = (state: State, find: Find, next: number) => void;

const STEPS: Readonly<Record<Find['kind'], Step>> = {
  wrapper: (state, find) => {
    // `AccessDeniedException: An error occurred (AccessDeniedException) when calling …`: one and the same.
    if (state.code !== null && find.start - state.code.end < REACH_OF_CODE) state.code = null;
    flush(state, find.start);
    state.wrapper = find;
  },
  code: (state, find) => {
    if (belongsToWrapper(state, find) || belongsToLast(state, find)) return;
    if (state.code !== null && state.code.message.errorCode !== null) {
      if (find.message.errorCode === null || find.start - state.code.end < REACH_OF_CODE) return;
      flush(state, find.start);
    }
    state.code = find;
  },
  said: complete,
  generic: (state, find, next) => {
    if (otherCauseAround(state.flow, find.start, next) === null) complete(state, find);
  },
};

/** `api error AccessDenied:` behind `operation error S3: PutObject`, `Access Denied` behind a whole wrapper. */
function belongsToWrapper(state: State, find: Find): boolean {
  const { wrapper } = state;
  if (wrapper === null || find.start - wrapper.end > REACH_OF_WRAPPER) return false;
  if (wrapper.message.errorCode === null && find.message.errorCode !== null) {
    const message = { ...wrapper.message, errorCode: find.message.errorCode };
    state.wrapper = { ...wrapper, end: find.end, message };
  }
  return true;
}

/** A code behind a message that has none yet is that message's. */
function belongsToLast(state: State, find: Find): boolean {
  const last = state.done.at(-1);
  if (last === undefined || find.start - last.end > REACH_OF_CODE) return false;
  if (last.message.errorCode !== null) return isBracketed(state.flow, last.end, find.start);
  const message = { ...last.message, errorCode: find.message.errorCode };
  state.done[state.done.length - 1] = { ...last, message };
  return true;
}

/** Within `(Service: …; Error Code: …` or `HandlerErrorCode: …` behind the message, in the same line. */
function isBracketed(flow: Flow, from: number, to: number): boolean {
  for (let at = from; at <= to; at += 1) if (isBreak(flow, at)) return false;
  return /\(Service:|HandlerErrorCode/.test(flow.text.slice(from, to));
}

function complete(state: State, find: Find): void {
  const last = state.done.at(-1);
  if (last?.kind === 'generic' && follows(state, last, find)) {
    state.done[state.done.length - 1] = joined(last, find);
    return;
  }
  const wrapper = within(state.wrapper, find, REACH_OF_WRAPPER);
  const code = within(state.code, find, REACH_OF_CODE);
  const named = [wrapper, code].flatMap((around) => (around === null ? [] : [around]));
  state.done.push({
    message: {
      ...find.message,
      operation: wrapper?.message.operation ?? null,
      errorCode: named.find(({ message }) => message.errorCode !== null)?.message.errorCode ?? null,
    },
    kind: find.kind === 'said' ? 'said' : 'generic',
    start: wrapper?.start ?? find.start,
    end: find.end,
  });
  state.wrapper = null;
  state.code = null;
}

function within(before: Find | null, find: Find, reach: number): Find | null {
  return before !== null && find.start - before.end <= reach ? before : null;
}

/** `You are not authorized to perform this operation. User: …` is one message. */
function follows(state: State, last: Assembled, find: Find): boolean {
  if (find.kind !== 'said' || state.wrapper !== null || state.code !== null) return false;
  return /^(?: to (?:perform|make) th(?:is|e) [a-z ]{1,20})?[\s.]{0,8}$/.test(
    state.flow.lower.slice(last.end, find.start),
  );
}

function joined(last: Assembled, find: Find): Assembled {
  const { operation, errorCode } = last.message;
  const message = { ...find.message, operation, errorCode };
  return { message, kind: 'said', start: last.start, end: find.end };
}

/** What has no message of its own behind it is a denial by its code, unless its text says otherwise. */
function flush(state: State, next: number): void {
  const { wrapper, code } = state;
  state.wrapper = null;
  state.code = null;
  const alone = wrapper !== null && isDenialCode(wrapper.message.errorCode) ? wrapper : code;
  if (alone === null || !isDenialCode(alone.message.errorCode, alone.kind)) return;
  if (otherCauseAround(state.flow, alone.start, next) !== null) return;
  const kind = alone.kind === 'wrapper' ? 'generic' : 'code';
  state.done.push({ message: alone.message, kind, start: alone.start, end: alone.end });
}

/** S3 answers a HEAD request without a body: the status is all that an SDK can name. */
const STATUS_FORBIDDEN: ReadonlySet<string> = new Set(['403', 'Forbidden']);

function isDenialCode(code: string | null, kind: Find['kind'] = 'wrapper'): boolean {
  if (code === null) return kind === 'code';
  return STATUS_FORBIDDEN.has(code) || classifyErrorCode(code).treatment === 'denial';
}

/** How much text around a code is taken for its message: of its line, and of its paragraph behind it. */
const BEFORE = 160;
const BEHIND = 500;

function otherCauseAround(flow: Flow, start: number, next: number): string | null {
  let from = start;
  while (from > 0 && start - from < BEFORE && !isBreak(flow, from)) from -= 1;
  const limit = Math.min(flow.text.length, start + BEHIND, Math.max(next, start + 1));
  let end = start + 1;
  while (end < limit && flow.breaks[end] !== EMPTY_LINE) end += 1;
  return otherCause(textBetween(flow, from, end));
}
