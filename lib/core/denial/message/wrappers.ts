import { classifyErrorCode, ERROR_CODES } from '../error-codes';
import type { Find } from './find';
import { isBreak, phraseAt, phraseBefore, skipBlanks, type Flow } from './flow';
import { NOTHING_SAID } from './parsed-message';
import type { Phrasing } from './phrasings';

const MAX_NAME = 128;

/**
 * `An error occurred (CODE) when calling the NAME operation` of boto3 and the AWS CLI, and the old
 * CLI's `A client error (CODE) occurred when calling the NAME operation`.
 */
function readWhenCalling(flow: Flow, at: number): Find | null {
  const when = phraseBefore(flow, at, 'when ');
  const name = phraseAt(flow, at, 'calling the ');
  if (when < 0 || name < 0) return null;
  const operation = identifierAt(flow, name);
  const end = phraseAt(flow, name + operation.length, ' operation');
  if (operation === '' || end < 0) return null;
  const before = flow.text.slice(Math.max(0, when - MAX_NAME), when);
  const code = /\(([\w.]{1,100})\)[*_`]{0,3}\s{0,4}(?:occurred)?\s{0,4}$/.exec(before);
  const start = code === null ? when : when - (before.length - code.index);
  return wrapper(start, end, operation, code?.[1] ?? null);
}

/** `operation error S3: PutObject, https response error StatusCode: 403, …, api error AccessDenied:` of the Go SDK. */
function readOperationError(flow: Flow, at: number): Find | null {
  const name = phraseAt(flow, at, 'operation error ');
  if (name < 0) return null;
  const match = /^[A-Za-z0-9 -]{1,60}: ?([A-Za-z0-9]{1,80})/.exec(
    flow.text.slice(name, name + MAX_NAME),
  );
  return match?.[1] === undefined ? null : wrapper(at, name + match[0].length, match[1], null);
}

/** `API: ec2:CreateSecurityGroup You are not authorized …` of CloudFormation. */
function readApi(flow: Flow, at: number): Find | null {
  const match = /^API: ?[a-z0-9-]{1,40}:([A-Za-z0-9]{1,80})/.exec(
    flow.text.slice(at, at + MAX_NAME),
  );
  return match?.[1] === undefined ? null : wrapper(at, at + match[0].length, match[1], null);
}

/** `Error executing "AssumeRole" on "https://…"` of the PHP SDK. */
function readExecuting(flow: Flow, at: number): Find | null {
  const match = /^executing "([A-Za-z0-9]{1,80})" on/.exec(flow.text.slice(at, at + MAX_NAME));
  return match?.[1] === undefined ? null : wrapper(at, at + match[0].length, match[1], null);
}

function wrapper(start: number, end: number, operation: string, errorCode: string | null): Find {
  return { kind: 'wrapper', start, end, message: { ...NOTHING_SAID, operation, errorCode } };
}

function identifierAt(flow: Flow, at: number): string {
  const match = /^[*`'"]{0,2}([A-Za-z0-9]{1,100})/.exec(
    flow.text.slice(skipBlanks(flow, at), at + MAX_NAME),
  );
  return match?.[1] ?? '';
}

/** An identifier with a code of the table in it: it is the whole name that counts. */
function readCode(flow: Flow, at: number): Find | null {
  let start = at;
  while (at - start < MAX_NAME && isWithinWord(flow, start - 1) && !isBreak(flow, start))
    start -= 1;
  let end = at + 1;
  while (end - at < MAX_NAME && isWithinWord(flow, end) && !isBreak(flow, end)) end += 1;
  const errorCode = flow.text.slice(start, end);
  const { treatment } = classifyErrorCode(errorCode);
  if (treatment !== 'denial' && treatment !== 'byMessage') return null;
  return { kind: 'code', start, end, message: { ...NOTHING_SAID, errorCode } };
}

function isWithinWord({ lower }: Flow, at: number): boolean {
  const code = lower.charCodeAt(at);
  return (code >= LETTER_A && code <= LETTER_Z) || (code >= DIGIT_0 && code <= DIGIT_9);
}

const [LETTER_A, LETTER_Z, DIGIT_0, DIGIT_9] = [0x61, 0x7a, 0x30, 0x39];

/** What is in every code of a denial; one word is enough where it is part of another. */
const CODE_WORDS = ERROR_CODES.filter(({ treatment }) => treatment !== 'other')
  .map(({ code }) => code.slice(code.lastIndexOf('.') + 1).toLowerCase())
  .filter((word, index, all) => !all.some((part, at) => word.includes(part) && at < index));

/** What SDKs and tools put around a message, and error codes wherever they stand. */
export const WRAPPERS: readonly Phrasing[] = [
  { word: 'calling', read: readWhenCalling },
  { word: 'operation', read: readOperationError },
  { word: 'api:', read: readApi },
  { word: 'executing', read: readExecuting },
  ...CODE_WORDS.map((word): Phrasing => ({ word, read: readCode })),
];
