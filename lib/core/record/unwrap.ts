import { CONTAINER_NAMES } from './containers';
import { describe } from './describe';
import type { InputItem } from './item';
import { arrayOf, isArray, isObject, memberOf, type Json, type JsonObject } from './json';
import { isRecord, parseRecord } from './parse';

/** Reads a text that stood in a JSON string. */
export type ReadNested = (text: string, position: string, level: number) => Iterable<InputItem>;

/** Wrappers around one record: a queue message in a topic's message in a bus event is three. */
export const MAX_LEVEL = 12;
/** Strings of an unknown object that are looked at for error messages. */
const MAX_TEXTS = 1000;

/**
 * Members that carry a record or message, as JSON or as a string with JSON in it: EventBridge,
 * `lookup-events`, `decode-authorization-message`, SQS (event and `receive-message`), Lambda's SNS
 * records, SNS notifications, CloudWatch Logs events.
 */
const CARRIERS = [
  'detail',
  'CloudTrailEvent',
  'DecodedMessage',
  'body',
  'Body',
  'Sns',
  'Message',
  'message',
] as const;

/** Whether a text may be an error message about authorization, or what is left of a decoded one. Only decides how something that is no record is reported. */
export function mayTellOfDenial(text: string): boolean {
  return /authorized|denied|not allowed|UnauthorizedOperation|explicitDeny|DecodedMessage/i.test(
    text,
  );
}

/** Whether a text that is no JSON looks like a part of a CloudTrail record. */
export function isRecordLike(text: string): boolean {
  return text.includes('"userIdentity"') || text.includes('"eventVersion"');
}

/** The position of a part of what stands at a position. */
export function within(position: string, part: string): string {
  if (part === '' || part === 'line 1') return position;
  if (part.startsWith('line 1, ')) return within(position, part.slice('line 1, '.length));
  const isLine = /^lines? \d/.test(part) || /^line \d+$/.test(position);
  if (isLine) return `${position}, ${part}`;
  return part.startsWith('[') ? position + part : `${position}.${part}`;
}

/** The items that one JSON value holds, whatever wraps them. Never throws. */
export function* unwrap(
  value: Json,
  position: string,
  level: number,
  readNested: ReadNested,
): Generator<InputItem> {
  if (level > MAX_LEVEL) {
    yield tooManyWrappers(position);
  } else if (isArray(value)) {
    for (const [index, element] of value.entries()) {
      yield* unwrap(element, within(position, `[${index}]`), level + 1, readNested);
    }
  } else if (isObject(value)) {
    yield* unwrapObject(value, position, level, readNested);
  } else if (typeof value === 'string') {
    yield* readNested(value, position, level + 1);
  } else {
    yield refuse(value, position);
  }
}

/** What is said of a value that is wrapped too often to be followed. */
export function tooManyWrappers(position: string): InputItem {
  const expected = `a CloudTrail record in at most ${MAX_LEVEL} wrappers`;
  return { kind: 'unreadable', position, expected, found: 'more wrappers' };
}

function* unwrapObject(
  object: JsonObject,
  position: string,
  level: number,
  readNested: ReadNested,
): Generator<InputItem> {
  const containers = CONTAINER_NAMES.filter((name) => arrayOf(object, name) !== null);
  if (containers.length > 0) {
    for (const name of containers) {
      for (const [index, element] of (arrayOf(object, name) ?? []).entries()) {
        yield* unwrap(element, within(position, `${name}[${index}]`), level + 1, readNested);
      }
    }
    return;
  }
  if (isDecodedMessage(object)) {
    yield { kind: 'decodedMessage', json: object, position };
    return;
  }
  const carrier = isRecord(object) ? undefined : CARRIERS.find((key) => carries(object, key));
  if (carrier === undefined) {
    yield recordOrText(object, position);
    return;
  }
  yield* unwrap(
    memberOf(object, carrier) ?? null,
    within(position, carrier),
    level + 1,
    readNested,
  );
}

/**
 * Whether it is a decoded authorization message.
 *
 * Follows: AWS CLI reference, `sts decode-authorization-message`.
 */
function isDecodedMessage(object: JsonObject): boolean {
  const decides = Object.hasOwn(object, 'allowed') || Object.hasOwn(object, 'explicitDeny');
  return (
    decides && (Object.hasOwn(object, 'context') || Object.hasOwn(object, 'matchedStatements'))
  );
}

function carries(object: JsonObject, key: (typeof CARRIERS)[number]): boolean {
  const value = memberOf(object, key);
  if (typeof value === 'string') return startsLikeJson(value) || mayTellOfDenial(value);
  if (!isObject(value)) return false;
  if (key !== 'detail') return true;
  return isRecord(value) || CARRIERS.some((inner) => carries(value, inner));
}

/** Whether the first character that is no white space can start JSON that wraps something. */
export function startsLikeJson(text: string): boolean {
  return /^\s*["[{]/.test(text);
}

function recordOrText(object: JsonObject, position: string): InputItem {
  const parsed = parseRecord(object);
  if (parsed.ok) return { kind: 'record', record: parsed.record, position };
  const text = messagesOf(object);
  if (text !== '') return { kind: 'text', text, position };
  return { kind: 'unreadable', position, expected: parsed.expected, found: parsed.found };
}

/** The strings of an error body (`{"__type": …, "message": …}` and the like) that may tell of a denial. */
function messagesOf(object: JsonObject): string {
  const found: string[] = [];
  const open: Json[] = [object];
  for (let looked = 0; open.length > 0 && looked < MAX_TEXTS; looked += 1) {
    const value = open.pop();
    if (typeof value === 'string' && mayTellOfDenial(value)) found.push(value);
    else if (isArray(value)) open.push(...value.slice(0, MAX_TEXTS));
    else if (isObject(value)) {
      for (const member of Object.values(value).slice(0, MAX_TEXTS)) {
        if (member !== undefined) open.push(member);
      }
    }
  }
  return found.reverse().join('\n');
}

function refuse(value: Json, position: string): InputItem {
  const expected = 'a CloudTrail record, or what wraps one';
  return { kind: 'unreadable', position, expected, found: describe(value) };
}
