import { matchActions, mayNameService, serviceOf } from '../action-match';
import type { PreparedStatement } from '../prepared-statement';
import { closestWord, editDistance } from '../similar';
import { isOperationOf } from './api-names';
import type { ActionFacts } from './facts';
import type { Compared, Miss } from './miss';
import { fits } from './template';

/** The distance of an action that exists and only looks related: `s3:GetObject` beside `s3:GetObjectVersion`. */
export const RELATED = 30;

/** No action's name is longer; what is longer is not compared. */
const MAX_NAME = 128;
/** Longer lists are not searched for a similar action any further. */
const MAX_LISTED = 500;

interface ActionName {
  readonly service: string;
  readonly name: string;
}

/** The requested action, read once for all statements. What was found out about a listed action is kept. */
export interface RequestedAction {
  readonly text: string;
  readonly lowered: string;
  /** Service prefix, in lower case. */
  readonly service: string;
  /** How far a listed action is from the requested one; null when it is simply another action. */
  readonly distanceTo: (listed: string) => number | null;
}

/** Listed actions whose distance is kept, for each requested action. */
const KEPT_DISTANCES = 2_000;
const READ = new WeakMap<ActionFacts, RequestedAction>();

/** Reads the requested action. What was found out is kept as long as the facts are: it depends on nothing else. */
export function readRequestedAction(text: string, facts: ActionFacts): RequestedAction {
  const kept = READ.get(facts);
  if (kept?.text === text) return kept;
  const read = readAfresh(text, facts);
  READ.set(facts, read);
  return read;
}

function readAfresh(text: string, facts: ActionFacts): RequestedAction {
  const requested = readAction(text);
  const existing = new Set(facts.actionNames.map((name) => name.toLowerCase()));
  const known = new Map<string, number | null>();
  const distanceTo = (listed: string): number | null => {
    const before = known.get(listed);
    if (before !== undefined) return before;
    const distance = distanceOf(readAction(listed), requested, facts, existing);
    if (known.size >= KEPT_DISTANCES) known.clear();
    known.set(listed, distance);
    return distance;
  };
  const lowered = text.toLowerCase();
  return { text, lowered, service: serviceOf(lowered), distanceTo };
}

/** Compares `Action` or `NotAction` with the request: the most similar of the listed actions counts. */
export function compareAction(
  { actions, written }: PreparedStatement,
  requested: RequestedAction,
): Compared {
  if (mayNameService(actions, requested.service) && matchActions(actions, requested.lowered))
    return 'matched';
  const { values } = written.action;
  const listed = values.length > MAX_LISTED ? values.slice(0, MAX_LISTED) : values;
  if (actions.negated) {
    const by = listed.find((value) => fits(value.toLowerCase(), requested.lowered));
    return miss(requested, 'excludedByNotAction', `not ${by ?? requested.text}`, 9);
  }
  let best: Miss | null = null;
  for (const value of listed) {
    const distance = requested.distanceTo(value);
    if (distance === null || (best !== null && best.distance <= distance)) continue;
    best = miss(requested, 'similarAction', value, distance);
  }
  return best;
}

function miss(
  { text }: RequestedAction,
  reason: Miss['reason'],
  expected: string,
  distance: number,
): Miss {
  return { failed: 'action', reason, expected, actual: text, distance };
}

function readAction(text: string): ActionName {
  const colon = text.indexOf(':');
  return {
    service: text.slice(0, Math.max(colon, 0)).toLowerCase(),
    name: text.slice(colon + 1, colon + 1 + MAX_NAME),
  };
}

function distanceOf(
  listed: ActionName,
  requested: ActionName,
  facts: ActionFacts,
  existing: ReadonlySet<string>,
): number | null {
  const name = listed.name.toLowerCase();
  const wanted = requested.name.toLowerCase();
  if (listed.service !== requested.service) {
    return isWrongPrefix(listed.service, name, wanted, facts) ? 6 : null;
  }
  if (isOperationOf(listed.service, name, wanted)) return 5;
  if (name.includes('*') || name.includes('?')) return null;
  return existing.has(name)
    ? relatedness(listed.name, requested.name)
    : misspelling(listed.name, requested.name, facts);
}

/**
 * The action's name under a prefix that has no such action: `cloudwatch:PutLogEvents`. A wildcard, as in
 * `cloudtrail:Describe*`, is meant for its own service, unless it covers nothing there.
 */
function isWrongPrefix(
  prefix: string,
  name: string,
  wanted: string,
  { servicesWithAction, actionNamesOf }: ActionFacts,
): boolean {
  if (name === wanted) return !servicesWithAction.includes(prefix);
  if (name.replace(/[*?]+$/, '').length < 4 || !fits(name, wanted)) return false;
  return !actionNamesOf(prefix).some((own) => fits(name, own.toLowerCase()));
}

/** The listed action does not exist: is it what the writer meant? */
function misspelling(listed: string, requested: string, facts: ActionFacts): number | null {
  const [name, wanted] = [listed.toLowerCase(), requested.toLowerCase()];
  const limit = Math.min(3, Math.floor(wanted.length / 4));
  const distance = editDistance(name, wanted, limit);
  if (distance <= limit && isClosest(name, wanted, distance, facts)) return 6 + distance;
  if (name.length >= 3 && wanted.startsWith(name)) return 9;
  const [mine, theirs] = [wordsOf(listed), wordsOf(requested)];
  if (mine[0] !== theirs[0]) return null;
  if (mine.length > 1 && isSubset(mine, theirs)) return 10;
  if (isOneWordOff(mine, theirs)) return 10;
  return isSubset(theirs, mine) ? 11 : null;
}

function isClosest(name: string, wanted: string, distance: number, facts: ActionFacts): boolean {
  const closest = closestWord(name, facts.actionNames)?.toLowerCase() ?? wanted;
  return closest === wanted || editDistance(name, closest, distance) === distance;
}

/** Two actions that exist, one of them a part or a variant of the other. */
function relatedness(listed: string, requested: string): number | null {
  const [mine, theirs] = [wordsOf(listed), wordsOf(requested)];
  const shorter = Math.min(mine.length, theirs.length);
  if (shorter < 2) return null;
  return mine.slice(0, shorter).every((word, at) => word === theirs[at]) ? RELATED : null;
}

function isSubset(some: readonly string[], all: readonly string[]): boolean {
  return some.every((word) => all.includes(word));
}

/** Word for word the same, but for one that begins alike: `GetObjectTags` for `GetObjectTagging`. */
function isOneWordOff(mine: readonly string[], theirs: readonly string[]): boolean {
  const off = mine.filter((word, at) => word !== theirs[at]);
  const [word = ''] = off;
  const other = theirs[mine.indexOf(word)] ?? '';
  return (
    mine.length === theirs.length && off.length === 1 && word.slice(0, 3) === other.slice(0, 3)
  );
}

/** `GetObjectACL` is get, object, acl. */
function wordsOf(name: string): readonly string[] {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}
