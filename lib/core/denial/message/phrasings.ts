import { actionBefore, readAction } from './action';
import { isTelling, messageOfClause, readClause } from './clause';
import { kindOf, type Find } from './find';
import { oneOfAt, phraseAt, phraseBefore, skipBlanks, type Flow } from './flow';
import { NOTHING_SAID, type ParsedMessage } from './parsed-message';
import { readSentence } from './sentence';
import { readEncoded, readTail } from './tail';
import { readName } from './token';

/** How one phrasing is found: by a word in lower case, then read from its place. */
export interface Phrasing {
  readonly word: string;
  /** Null when the word stands there for something else. `from` is the end of what was read before. */
  readonly read: (flow: Flow, at: number, from: number) => Find | null;
}

/** `Access to the resource https://sqs… is denied.`: SQS, and no other service. */
function readDeniedResource(flow: Flow, at: number): Find | null {
  const start = phraseAt(flow, at, 'access to the resource ');
  if (start < 0) return null;
  const { text, end } = readName(flow, start);
  const denied = flow.lower.slice(end, end + MAX_GAP).indexOf('denied');
  if (denied < 0 || text === '' || text === 'is') return null;
  return found(at, end + denied + 'denied'.length, { resource: text });
}

/** `> denied.` may stand behind a line that was quoted within. */
const MAX_GAP = 16;

/** `Principal [X] is not allowed to execute [Y] on the resource`. */
function readNotAllowed(flow: Flow, at: number): Find | null {
  const start = phraseAt(flow, at, 'principal ');
  if (start < 0) return null;
  const principal = readName(flow, start);
  const verb = phraseAt(flow, principal.end, ' is not allowed to execute ');
  if (verb < 0) return null;
  const action = readAction(flow, verb);
  return found(at, action?.end ?? verb, {
    principal: principal.text.replace(/^\[|\]$/g, ''),
    action: action?.text ?? null,
  });
}

/** `ec2:RunInstances [...] explicit deny in a service control policy`: abridged by its author. */
function readBareClause(flow: Flow, at: number): Find | null {
  const clause = readClause(flow, at);
  if (clause === null || !isTelling(clause)) return null;
  const before = actionBefore(flow, startOfClause(flow, at));
  const message = {
    ...messageOfClause(clause),
    action: before?.text ?? asAction(clause.repeated),
  };
  const tail = readTail(flow, clause.end);
  const all = { ...message, ...tail.says };
  return { kind: kindOf(all), start: before?.start ?? at, end: tail.end, message: all };
}

function startOfClause(flow: Flow, at: number): number {
  const withAn = phraseBefore(flow, at, 'with an ');
  return withAn < 0 ? at : withAn;
}

function asAction(text: string | null): string | null {
  return text !== null && /^[A-Za-z0-9-]+:[A-Za-z0-9*]+$/.test(text) ? text : null;
}

function readEncodedAlone(flow: Flow, at: number): Find | null {
  const tail = readEncoded(flow, at);
  return tail === null ? null : found(at, tail.end, tail.says);
}

/** KMS gives three causes at once. */
function readCiphertext(flow: Flow, at: number): Find | null {
  const end = phraseAt(flow, at, 'ciphertext refers to a customer ma');
  return end < 0 ? null : found(at, end, { ambiguous: true });
}

/** Network activity events, and services that do not write the clause. */
function readDueTo(flow: Flow, at: number): Find | null {
  const end = phraseAt(flow, at, 'denied due to a vpc endpoint policy');
  return end < 0 ? null : found(at, end, { policyType: 'vpcEndpoint' });
}

/** `does not have permissions to perform s3:GetObject`, `don't have permission to use this`. */
function readPermission(flow: Flow, at: number): Find | null {
  const none = ['not have ', "n't have ", 'not have the ', 'lacks '].map((words) =>
    phraseBefore(flow, at, words),
  );
  const start = none.find((before) => before >= 0);
  const to = oneOfAt(flow, at, ['permissions to ', 'permission to ']);
  if (start === undefined || to === null) return null;
  const perform = phraseAt(flow, to.end, 'perform ');
  const action = readAction(flow, perform < 0 ? to.end : perform);
  return found(start, action?.end ?? to.end, { action: action?.text ?? null });
}

function found(start: number, end: number, says: Partial<ParsedMessage>): Find {
  const message = { ...NOTHING_SAID, ...says };
  return { kind: kindOf(message), start, end, message };
}

/** A fixed text that says no more than that a request was refused. */
function fixed(text: string): Phrasing {
  const [word = text] = text.split(' ');
  return {
    word,
    read: (flow, at) => {
      const end = phraseAt(flow, at, text);
      return end < 0 ? null : found(at, end, {});
    },
  };
}

/** The words `Access Denied`, unless another program says them. */
function readAccessDenied(flow: Flow, at: number): Find | null {
  const ends = ['access denied', 'access is denied'].map((text) => phraseAt(flow, at, text));
  const end = ends.find((after) => after >= 0);
  if (end === undefined || phraseBefore(flow, at, 'pull ') >= 0) return null;
  if (phraseAt(flow, end, ' for user') >= 0) return null;
  return { kind: 'code', start: at, end, message: NOTHING_SAID };
}

/** `Forbidden` as an answer of AWS: by itself, or with the status 403. */
function readForbidden(flow: Flow, at: number): Find | null {
  const end = at + 'forbidden'.length;
  const before = flow.lower.slice(Math.max(0, at - MAX_GAP), at);
  const after = flow.text.slice(skipBlanks(flow, end), end + MAX_GAP);
  const answers = /(?:403\)?|message"? ?: ?"?|operation:|exception:|api error) ?$/.test(before);
  if (!answers && !after.startsWith('(Service:')) return null;
  const message = { ...NOTHING_SAID, errorCode: flow.text.slice(at, end) };
  return { kind: 'code', start: at, end, message };
}

/** `User is not an authorized …`, `not authorized to …`: see sentence.ts. */
function spelled(word: string): Phrasing {
  return { word, read: readSentence };
}

/**
 * Every phrasing but the codes. Sources: IAM User Guide; S3 User Guide; the patterns of
 * tenable/access-undenied-aws; published captures.
 */
export const PHRASINGS: readonly Phrasing[] = [
  spelled('authorized'),
  spelled('authorised'),
  { word: 'access', read: readDeniedResource },
  { word: 'principal', read: readNotAllowed },
  { word: 'explicit', read: readBareClause },
  { word: 'because', read: readBareClause },
  { word: 'encoded', read: readEncodedAlone },
  { word: 'ciphertext', read: readCiphertext },
  { word: 'denied', read: readDueTo },
  { word: 'access', read: readAccessDenied },
  { word: 'permission', read: readPermission },
  { word: 'forbidden', read: readForbidden },
  fixed('no access to any requested resource'),
  fixed('not whitelisted for accessing'),
  fixed('insufficient lake formation permission'),
  fixed('insufficient permissions'),
  fixed('access to kms is not allowed'),
  fixed('cross-account pass role is not allowed'),
  fixed('iam user access not activated'),
  fixed('callervalidation check failed'),
  fixed("don't have the iam role and permissions"),
  fixed('denied due to an organizational policy'),
  fixed('authorization exception'),
];
