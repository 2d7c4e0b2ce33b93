import { isArray, isObject, memberOf, textOf, type Json, type JsonObject } from '../record/json';
import type { CloudTrailRecord } from '../record/record';
import { classifyErrorCode } from './error-codes';
import { otherCause } from './other-causes';

/** Whether a record is a denial, and why, in words for people. */
export type Classified =
  | {
      readonly denial: true;
      readonly reason: string;
      /** As in the record; where the response holds the error, from there. */
      readonly errorCode: string;
      readonly errorMessage: string | null;
    }
  | { readonly denial: false; readonly why: string };

/** An error of a call, wherever the record has it. */
interface RecordedError {
  readonly code: string;
  readonly message: string | null;
}

/**
 * Tells denials from everything else by error code, message and event type together. Some services
 * answer with a code of denials when a service is not enabled or a token has expired, and some put a
 * refused part of a call into the response.
 *
 * Follows: CloudTrail User Guide, "CloudTrail record contents"; the table in error-codes.ts.
 */
export function classifyRecord(record: CloudTrailRecord): Classified {
  if (record.eventType === 'AwsConsoleSignIn' || record.eventSource === 'signin.amazonaws.com')
    return { denial: false, why: 'it is a sign-in to the console, which no IAM policy refuses' };
  if (record.eventType === 'AwsCloudTrailInsight')
    return { denial: false, why: 'it summarises many calls: each of them has a record of its own' };
  const { errorCode, errorMessage } = record;
  if (errorCode !== null) return classifyError({ code: errorCode, message: errorMessage });
  const inResponse = errorInResponse(record.responseElements);
  return inResponse === null
    ? { denial: false, why: 'it has no error code: the call was not refused' }
    : classifyError(inResponse);
}

function classifyError({ code, message }: RecordedError): Classified {
  const { treatment, reason } = classifyErrorCode(code);
  const why = `${code}: ${reason}`;
  if (treatment === 'other') return { denial: false, why };
  const denial = { denial: true, reason: why, errorCode: code, errorMessage: message } as const;
  if (message !== null && saysRefused(message)) return denial;
  if (treatment !== 'denial') return { denial: false, why };
  const cause = message === null ? null : otherCause(message);
  return cause === null
    ? denial
    : { denial: false, why: `${code}, but its message says that ${cause}` };
}

/** A sentence that leaves no doubt, whatever the code. Every such message has the word of `denialNeedles()`. */
function saysRefused(message: string): boolean {
  const text = message.slice(0, MAX_MESSAGE);
  return REFUSALS.some((refusal) => text.includes(refusal));
}

const MAX_MESSAGE = 4096;
const REFUSALS = ['ot authorized to perform', 'ot authorized to make this call'];

/** Looked at in a response; no service nests its errors deeper. */
const MAX_DEPTH = 6;
const MAX_VALUES = 2000;

/**
 * The first error of a denial in a response, such as `errorSet.item[].errorCode` of CreateFleet. Only a
 * member that is called error code counts: a response may tell of other people's calls.
 */
function errorInResponse(response: JsonObject | null): RecordedError | null {
  const open: { readonly value: Json; readonly depth: number }[] =
    response === null ? [] : [{ value: response, depth: 0 }];
  for (let looked = 0; looked < MAX_VALUES; looked += 1) {
    const next = open.shift();
    if (next === undefined) return null;
    const found = isObject(next.value) ? errorOf(next.value) : null;
    if (found !== null) return found;
    if (next.depth < MAX_DEPTH)
      open.push(...membersOf(next.value).map((value) => ({ value, depth: next.depth + 1 })));
  }
  return null;
}

function errorOf(object: JsonObject): RecordedError | null {
  const code = textOf(object, 'errorCode') ?? textOf(object, 'ErrorCode');
  if (code === null || classifyErrorCode(code).treatment !== 'denial') return null;
  return { code, message: textOf(object, 'errorMessage') ?? textOf(object, 'ErrorMessage') };
}

function membersOf(value: Json): readonly Json[] {
  if (isArray(value)) return value.slice(0, MAX_VALUES);
  if (!isObject(value)) return [];
  return Object.keys(value)
    .slice(0, MAX_VALUES)
    .flatMap((key) => {
      const member = memberOf(value, key);
      return typeof member === 'object' && member !== null ? [member] : [];
    });
}
