import { quote } from './describe';
import type { InputItem } from './item';
import { ItemReader } from './item-reader';
import { MAX_LEVEL, mayTellOfDenial, startsLikeJson, tooManyWrappers, within } from './unwrap';

/** Bytes that are scanned before what they hold is handed on. */
const CHUNK_BYTES = 64 * 1024;
const WHOLE = 'the input';

/**
 * Reads everything that a text holds, in order: CloudTrail records in any wrapper of the explain
 * contract, decoded authorization messages, and plain text. What cannot be read becomes an item of
 * its own and the rest goes on. Never throws; time is linear in the text.
 *
 * @param text The whole input. A text that is no JSON and holds no record is one `text` item.
 */
export function* readItems(text: string): Generator<InputItem> {
  if (text.trim() === '') {
    const expected = 'a CloudTrail record, a log file or an error message';
    yield { kind: 'unreadable', position: WHOLE, expected, found: 'nothing: it is empty' };
    return;
  }
  yield* readText(text, 0);
}

function* readText(text: string, level: number): Generator<InputItem> {
  const reader = new ItemReader({ level, readNested });
  const bytes = new TextEncoder().encode(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const held: InputItem[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    held.push(...reader.push(bytes.subarray(start, start + CHUNK_BYTES)));
    if (reader.beganWithJson || reader.recognised) yield* held.splice(0);
  }
  held.push(...reader.end());
  if (reader.beganWithJson || reader.recognised) yield* held;
  else yield { kind: 'text', text, position: WHOLE };
}

/** Reads a text that stood in a JSON string: more JSON, an error message, or nothing that can be read. */
export function* readNested(text: string, position: string, level: number): Generator<InputItem> {
  if (level > MAX_LEVEL) {
    yield tooManyWrappers(position);
  } else if (startsLikeJson(text)) {
    for (const item of readText(text, level)) {
      yield { ...item, position: within(position, item.position === WHOLE ? '' : item.position) };
    }
  } else if (mayTellOfDenial(text)) {
    yield { kind: 'text', text, position };
  } else {
    const expected = 'a CloudTrail record, or what wraps one';
    yield { kind: 'unreadable', position, expected, found: `the text ${quote(text)}` };
  }
}
