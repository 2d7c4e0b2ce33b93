import { compileGlob, matchGlob } from '../policy/glob';
import { tokenize } from '../policy/variables';
import type { GroupLabels } from './group';

/** One value, or several of which one must fit. */
export type OneOf = string | readonly string[];

/** What a denial must be for a route to apply: all that is named must hold. */
export interface RouteWhen {
  /** The caller's account. */
  readonly account?: OneOf | undefined;
  /** Id of an OU or root that the caller's account is in, at whatever depth. */
  readonly organizationalUnit?: OneOf | undefined;
  /** ARN of the user or role, with `*` and `?` as in a policy's `Resource`. */
  readonly principal?: OneOf | undefined;
  /** Tag key of the user or role -> value, with `*` and `?`. All must hold. */
  readonly principalTag?: Readonly<Record<string, OneOf>> | undefined;
  /** IAM service prefix: `s3`. */
  readonly service?: OneOf | undefined;
  /** The layer that refused; `none` where no policy did, `unknown` where that is not known. */
  readonly layer?: OneOf | undefined;
  readonly severity?: OneOf | undefined;
}

/** Where denials of one kind go. */
export interface Route {
  readonly when: RouteWhen;
  /** Names of channels. */
  readonly to: readonly string[];
}

/** The routes of a deployment. */
export interface Routing {
  /** The first one that applies decides. */
  readonly routes: readonly Route[];
  /** Channels of what no route applies to. */
  readonly defaultChannels: readonly string[];
  /** Keys of tags that name an owner, the first one before the others. Their case does not matter. */
  readonly ownerTags: readonly string[];
}

/** What the evidence tells beyond the labels; null or undefined: not known. */
export interface RouteFacts {
  readonly principalArn: string | null;
  readonly principalTags: ReadonlyMap<string, string> | null;
  readonly resourceTags: ReadonlyMap<string, string> | null;
  readonly principalOrganization: { readonly path: readonly string[] } | null | undefined;
}

/** What came of one route. */
export interface RouteStep {
  /** Position in the settings, from 0. */
  readonly route: number;
  readonly applies: boolean;
  /** One sentence part: what decided. */
  readonly why: string;
}

/** Where a denial goes, and why. */
export interface Routed {
  readonly route: number | 'default';
  readonly channels: readonly string[];
  /** From the tags of the caller, or else of the resource; null when neither is known to have one. */
  readonly owner: string | null;
  /** Why this route, or why none. */
  readonly why: string;
  /** The routes that were tried, in their order; those behind the one that applies were not. */
  readonly steps: readonly RouteStep[];
}

/** What routes look at. */
export type RouteLabels = Pick<
  GroupLabels,
  'accountId' | 'principalArn' | 'service' | 'layer' | 'severity'
>;

interface Subject {
  readonly labels: RouteLabels;
  readonly facts: RouteFacts | null;
}

/** Whether a condition holds, and what decided. */
interface Checked {
  readonly holds: boolean;
  readonly says: string;
}

/**
 * Where a denial goes: the first route whose conditions all hold. What is not known meets no condition:
 * a route by tag or OU does not apply to a caller of whom neither was found out.
 *
 * @param facts null when no policy source was asked
 */
export function routeOf(labels: RouteLabels, facts: RouteFacts | null, routing: Routing): Routed {
  const subject: Subject = { labels, facts };
  const owner = ownerOf(facts, routing.ownerTags);
  const steps: RouteStep[] = [];
  for (const [route, { when, to }] of routing.routes.entries()) {
    const step = tryRoute(route, when, subject);
    steps.push(step);
    if (step.applies) return { route, channels: to, owner, why: step.why, steps };
  }
  const why = steps.length === 0 ? 'there are no routes' : 'no route applies';
  return { route: 'default', channels: routing.defaultChannels, owner, why, steps };
}

function tryRoute(route: number, when: RouteWhen, subject: Subject): RouteStep {
  const checked = CONDITIONS.flatMap((condition) => condition(when, subject));
  const failed = checked.find(({ holds }) => !holds);
  if (failed !== undefined) return { route, applies: false, why: failed.says };
  const why = checked.map(({ says }) => says).join(', ');
  return { route, applies: true, why: why === '' ? 'it has no condition' : why };
}

/** One condition of a route: nothing when the route does not ask. */
type Condition = (when: RouteWhen, subject: Subject) => readonly Checked[];

const CONDITIONS: readonly Condition[] = [
  (when, { labels }) => check('account', when.account, known(labels.accountId), isSame),
  (when, { facts }) => check('organizational unit', when.organizationalUnit, pathOf(facts), isSame),
  (when, { labels, facts }) =>
    check('principal', when.principal, known(facts?.principalArn ?? labels.principalArn), isLike),
  (when, { facts }) =>
    Object.entries(when.principalTag ?? {}).flatMap(([key, asked]) =>
      check(`principal tag ${key}`, asked, tagOf(facts?.principalTags ?? null, key), isLike),
    ),
  (when, { labels }) => check('service', when.service, [labels.service], isSame),
  (when, { labels }) => check('layer', when.layer, [labels.layer], isSame),
  (when, { labels }) => check('severity', when.severity, [labels.severity], isSame),
];

/** @param found null when it is not known; empty when it is known that there is none */
function check(
  what: string,
  asked: OneOf | undefined,
  found: readonly string[] | null,
  fits: (value: string, asked: string) => boolean,
): readonly Checked[] {
  if (asked === undefined) return [];
  const wanted = typeof asked === 'string' ? [asked] : asked;
  if (found === null) return [{ holds: false, says: `its ${what} is not known` }];
  if (found.length === 0) return [{ holds: false, says: `it has no ${what}` }];
  const holds = found.some((value) => wanted.some((one) => fits(value, one)));
  return [{ holds, says: saysOf(what, found, wanted, holds) }];
}

function saysOf(
  what: string,
  found: readonly string[],
  wanted: readonly string[],
  holds: boolean,
): string {
  const values = found.join(' in ');
  return holds
    ? `its ${what} is ${values}`
    : `its ${what} is ${values}, not ${wanted.join(' or ')}`;
}

function known(value: string | null): readonly string[] | null {
  return value === null ? null : [value];
}

/** The OUs of the caller's account, the nearest first. An empty path is one that could not be read. */
function pathOf(facts: RouteFacts | null): readonly string[] | null {
  const place = facts?.principalOrganization;
  if (place === undefined || place?.path.length === 0) return null;
  return place === null ? [] : [...place.path].reverse();
}

function isSame(value: string, asked: string): boolean {
  return value === asked;
}

function isLike(value: string, asked: string): boolean {
  return matchGlob(compileGlob(tokenize(asked, { variables: false, wildcards: true })), value);
}

function tagOf(tags: ReadonlyMap<string, string> | null, key: string): readonly string[] | null {
  if (tags === null) return null;
  const value = tagNamed(tags, key);
  return value === null ? [] : [value];
}

/** A tag by its key, whose case does not matter to IAM and differs by habit everywhere else. */
function tagNamed(tags: ReadonlyMap<string, string>, key: string): string | null {
  const exact = tags.get(key);
  if (exact !== undefined) return exact;
  const lowered = key.toLowerCase();
  for (const [name, value] of tags) if (name.toLowerCase() === lowered) return value;
  return null;
}

function ownerOf(facts: RouteFacts | null, keys: readonly string[]): string | null {
  for (const tags of [facts?.principalTags, facts?.resourceTags]) {
    if (tags === null || tags === undefined) continue;
    for (const key of keys) {
      const value = tagNamed(tags, key)?.trim();
      if (value !== undefined && value !== '') return value;
    }
  }
  return null;
}
