import { readAction } from './action';
import { readClause, withClause } from './clause';
import { kindOf, type Find } from './find';
import { findWithin, oneOfAt, phraseAt, phraseBefore, skipBlanks, type Flow } from './flow';
import { NOTHING_SAID, type ParsedMessage } from './parsed-message';
import { readResource, readValue } from './resource';
import { subjectBefore } from './subject';
import { readTail } from './tail';

const TO_PERFORM = [
  ' to perform the action',
  ' to perform action',
  ' to perform',
  ' perform',
  ' to execute',
];

/**
 * Reads the sentence around the word `authorized`:
 * `[User: X is ]not authorized to perform: ACTION[ on resource: R][ because … | with …][ tail]`.
 * The action is the one behind `to perform:`: the clause's repetition may be misspelled. Null when the
 * word stands in no denial.
 *
 * Follows: IAM User Guide, "Troubleshoot access denied error messages".
 */
export function readSentence(flow: Flow, word: number, from: number): Find | null {
  const not = startOfNot(flow, word);
  if (not < from) return null;
  const end = word + 'authorized'.length;
  const perform = oneOfAt(flow, end, TO_PERFORM);
  if (perform === null) return readOther(flow, not, end, from);
  const subject = subjectBefore(flow, not, from);
  const what = readWhat(flow, pastColon(flow, perform.end));
  const clause = readClause(flow, what.end);
  const tail = readTail(flow, clause?.end ?? what.end);
  const message: ParsedMessage = {
    ...withClause(NOTHING_SAID, clause),
    principal: subject.principal,
    action: what.action,
    resource: what.resource,
    ...tail.says,
  };
  return { kind: kindOf(message), start: subject.start, end: tail.end, message };
}

/** `not authorized`, `isn't authorized`, `unauthorized`; -1 when it is not negated. */
function startOfNot(flow: Flow, word: number): number {
  for (const negation of ['not ', "n't ", 'un']) {
    const start = phraseBefore(flow, word, negation);
    if (start >= 0) return start;
  }
  return -1;
}

function pastColon(flow: Flow, at: number): number {
  const next = skipBlanks(flow, at);
  return flow.text.charAt(next) === ':' ? next + 1 : next;
}

interface What {
  readonly action: string | null;
  readonly resource: string | null;
  readonly end: number;
}

function readWhat(flow: Flow, at: number): What {
  const action = readAction(flow, at);
  const after = action?.end ?? skipPlaceholder(flow, at);
  const resource = readResource(flow, skipElision(flow, after));
  return {
    action: action?.text ?? null,
    resource: resource?.text ?? null,
    end: resource?.end ?? after,
  };
}

/** What stands in place of an action (`null`, `<ACTION>`, `Kinesis Analytics:GetWidget`) up to the resource or clause. */
function skipPlaceholder(flow: Flow, at: number): number {
  const general = oneOfAt(flow, skipBlanks(flow, at), [
    'this operation',
    'this action',
    'the operation',
  ]);
  if (general !== null) return general.end;
  const ends = ['on resource', 'because no', 'with an explicit', '. user:']
    .map((mark) => findWithin(flow, mark, at, at + MAX_PLACEHOLDER))
    .filter((end) => end >= 0);
  return ends.length === 0 ? at : Math.min(...ends);
}

const MAX_PLACEHOLDER = 80;

function skipElision(flow: Flow, at: number): number {
  const next = skipBlanks(flow, at);
  return flow.text.startsWith('...', next) ? next + '...'.length : next;
}

const TO_USE = [' to access resource ', ' to access the resource ', ' to use launch template'];

/** `not authorized to access this resource`, `to make this call`, `for images`: no action is named. */
function readOther(flow: Flow, not: number, end: number, from: number): Find | null {
  if (oneOfAt(flow, end, [' to ', ' for ', '.']) === null) return null;
  // "Unauthorized to …" is prose, not AWS's: only "not authorized" is.
  if (flow.lower.charAt(not) === 'u') return null;
  const subject = subjectBefore(flow, not, from);
  const value = readUsed(flow, end);
  const clause = readClause(flow, value.end);
  const tail = readTail(flow, clause?.end ?? value.end);
  const message: ParsedMessage = {
    ...withClause(NOTHING_SAID, clause),
    principal: subject.principal,
    resource: value.text,
    ...tail.says,
  };
  return { kind: kindOf(message), start: subject.start, end: tail.end, message };
}

function readUsed(flow: Flow, at: number): { readonly text: string | null; readonly end: number } {
  const use = oneOfAt(flow, at, TO_USE);
  if (use !== null) return readValue(flow, pastColon(flow, use.end));
  const unnamed = phraseAt(flow, at, ' to access this resource');
  return { text: null, end: unnamed < 0 ? at : unnamed };
}
