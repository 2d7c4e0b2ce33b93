import { messagesIn, type ParsedMessage } from './message';
import type { Assembled } from './message/assemble';
import { flowOf, textBetween } from './message/flow';
import { plainText } from './message/plain-text';

/** A message and the words that tell it, without colours, escapes and line breaks. */
export interface Passage {
  readonly message: ParsedMessage;
  /** From the wrapper that names the operation to shortly behind the message: enough for `recogniseSetting`. */
  readonly text: string;
}

/**
 * Every denial in a pasted text, in order: what boto3, the AWS CLI, Terraform, CDK, CloudFormation,
 * the SDKs, PowerShell, or a log printed. The same message twice is one. A text without a denial
 * (expired token, throttling, dry run, missing subscription) gives none. Never throws; linear in the
 * length of the text.
 */
export function findPassages(text: string): Passage[] {
  const flow = flowOf(plainText(text), true);
  const found = messagesIn(flow);
  return distinct(withoutWeaker(found)).map(({ message, start, end }) => ({
    message,
    text: textBetween(flow, start, Math.min(end + BEHIND, nextStart(found, end))),
  }));
}

/** The same without the words. */
export function findMessages(text: string): ParsedMessage[] {
  return findPassages(text).map(({ message }) => message);
}

/** What AWS explains behind the part that was parsed is not longer. */
const BEHIND = 400;

function nextStart(found: readonly Assembled[], end: number): number {
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found[middle]?.start ?? Infinity) >= end) high = middle;
    else low = middle + 1;
  }
  return found[low]?.start ?? Infinity;
}

/** Whether a pasted text tells of at least one denial. */
export function isDenialText(text: string): boolean {
  return findMessages(text).length > 0;
}

/**
 * A code alone says nothing beside a message; a message that names no more than its operation is
 * kept when no other has that operation.
 */
function withoutWeaker(found: readonly Assembled[]): readonly Assembled[] {
  const told = found.filter(({ kind }) => kind !== 'code');
  if (told.length === 0) return found.slice(0, 1);
  const said = told.filter(({ kind }) => kind === 'said');
  if (said.length === 0) return withOperation(told);
  const operations = new Set(said.map(({ message }) => message.operation));
  return told.filter(
    ({ kind, message }) =>
      kind === 'said' || (message.operation !== null && !operations.has(message.operation)),
  );
}

function withOperation(told: readonly Assembled[]): readonly Assembled[] {
  const named = told.filter(({ message }) => message.operation !== null);
  return named.length === 0 ? told.slice(0, 1) : named;
}

function distinct(found: readonly Assembled[]): readonly Assembled[] {
  const kept = new Map<string, Assembled>();
  for (const one of found) {
    const key = keyOf(one.message);
    const before = kept.get(key);
    kept.set(key, before === undefined ? one : moreComplete(before, one));
  }
  return withoutBeginnings([...kept.values()]);
}

/** Encoded text, authorization id, operation and code differ from copy to copy, or are in one only. */
function keyOf(message: ParsedMessage): string {
  const { principal, action, resource, effect, policyType, via, policyArn, ambiguous } = message;
  const operation = principal === null && action === null ? message.operation : null;
  return JSON.stringify([
    principal,
    action,
    resource,
    effect,
    policyType,
    via,
    policyArn,
    ambiguous,
    operation,
  ]);
}

function moreComplete(first: Assembled, second: Assembled): Assembled {
  const { message: a } = first;
  const { message: b } = second;
  const whole = [a, b].find(({ encodedMessage }) => encodedMessage?.cut === false);
  const message = {
    ...a,
    authorizationId: a.authorizationId ?? b.authorizationId,
    encodedMessage: whole?.encodedMessage ?? a.encodedMessage ?? b.encodedMessage,
    operation: a.operation ?? b.operation,
    errorCode: a.errorCode ?? b.errorCode,
  };
  return { ...first, message };
}

/** A copy that was cut says the same as the whole one beside it, and less. */
function withoutBeginnings(found: readonly Assembled[]): readonly Assembled[] {
  return found.filter(({ message }, index) => {
    const others = [found[index - 1], found[index + 1]];
    return !others.some((other) => other !== undefined && isBeginningOf(message, other.message));
  });
}

function isBeginningOf(part: ParsedMessage, whole: ParsedMessage): boolean {
  if (part.principal === null || part.principal !== whole.principal) return false;
  const parts = [part.action, part.resource, part.effect, part.policyType, part.policyArn];
  const wholes = [whole.action, whole.resource, whole.effect, whole.policyType, whole.policyArn];
  const known = parts.findLastIndex((value) => value !== null);
  return known < LAST && parts.every((value, index) => value === null || value === wholes[index]);
}

const LAST = 4;
