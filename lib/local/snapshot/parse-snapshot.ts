import type { z } from 'zod';
import { cutEnd, visible } from '../../core/alert/text/visible';
import { findJsonError } from './json-error';
import { snapshotSchema, type Snapshot } from './schema';

/** Thrown for a snapshot that cannot be used; the message says what is wrong and where. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** At most this many problems are listed; the rest are counted. */
const LISTED_PROBLEMS = 5;

/**
 * Parses and validates a snapshot. Fields that are not known are left alone: the AWS CLI prints more
 * than is needed, and grows.
 *
 * @throws SnapshotError naming each place that is wrong, what was expected there and what was found.
 */
export function parseSnapshot(text: string): Snapshot {
  const json = parseJson(text);
  const result = snapshotSchema.safeParse(json);
  if (result.success) return result.data;
  const { issues } = result.error;
  const listed = issues.slice(0, LISTED_PROBLEMS).map((issue) => problem(issue, json));
  const more = issues.length - listed.length;
  throw new SnapshotError(
    `the snapshot is not of the expected shape: ${listed.join('; ')}` +
      (more > 0 ? `; and ${more} more` : ''),
  );
}

function parseJson(text: string): unknown {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch (cause) {
    const { line, column, expected, found } = findJsonError(plain);
    throw new SnapshotError(
      `the snapshot is not JSON: line ${line}, column ${column}: expected ${expected}, found ${found}`,
      { cause },
    );
  }
}

type Issue = z.core.$ZodIssue;

function problem(issue: Issue, json: unknown): string {
  return `${placeOf(issue.path)}: expected ${expectedBy(issue)}, found ${foundAt(issue.path, json)}`;
}

/** `accounts["111122223333"].authorizationDetails.RoleDetailList[3].Arn`, as jq writes it but for the first dot. */
function placeOf(path: Issue['path']): string {
  const place = path.map(stepOf).join('').replace(/^\./, '');
  return place === '' ? 'the top level' : place;
}

function stepOf(key: PropertyKey): string {
  if (typeof key === 'number') return `[${key}]`;
  const name = String(key);
  return /^[A-Za-z]\w{0,63}$/.test(name) ? `.${name}` : `[${shown(name)}]`;
}

/** How a user knows the types of JSON. */
const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
  ['boolean', 'true or false'],
]);

function expectedBy(issue: Issue): string {
  if (issue.code === 'invalid_type') return TYPE_WORDS.get(issue.expected) ?? issue.expected;
  if (issue.code === 'invalid_value')
    return `${issue.values.map(String).join(' or ')} (this version of denywatch reads no other)`;
  return issue.message;
}

function foundAt(path: Issue['path'], json: unknown): string {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return 'nothing';
    value = Reflect.get(value, key);
  }
  return inWords(value);
}

function inWords(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `the text ${shown(value)}` : JSON.stringify(value);
}

const SHOWN = 60;

/** Text from the file, cut, with everything unusual escaped. */
function shown(text: string): string {
  return visible(JSON.stringify(cutEnd(text, SHOWN)));
}
