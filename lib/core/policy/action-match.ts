import { matchPattern, preparePattern, type Pattern } from './pattern';
import type { RequestContext } from './request';
import type { ListElement } from './statement';

/**
 * `Action` or `NotAction`, prepared. Everything is in lower case: AWS compares actions without
 * regard to case. Actions have no variables, so a match is always certain.
 *
 * Follows: IAM User Guide, "IAM JSON policy elements: Action", "… NotAction".
 */
export interface ActionMatcher {
  readonly negated: boolean;
  /** Actions without wildcard. */
  readonly exact: ReadonlySet<string>;
  readonly patterns: readonly Pattern[];
  /** Service prefixes of all listed actions; null when the statement may match actions of any service. */
  readonly services: ReadonlySet<string> | null;
}

const NO_CONTEXT: RequestContext = new Map();

/** Prepares `Action` or `NotAction`. */
export function prepareActions(element: ListElement): ActionMatcher {
  const exact = new Set<string>();
  const patterns: Pattern[] = [];
  const services = new Set<string>();
  let anyService = element.negated;
  for (const value of element.values) {
    const action = value.toLowerCase();
    const service = serviceOf(action);
    if (hasWildcard(action)) patterns.push(preparePattern(action, { variables: false }));
    else exact.add(action);
    if (hasWildcard(service)) anyService = true;
    services.add(service);
  }
  return { negated: element.negated, exact, patterns, services: anyService ? null : services };
}

/** Whether the statement may cover actions of a service (prefix in lower case): false is certain. */
export function mayNameService({ services }: ActionMatcher, service: string): boolean {
  return services === null || services.has(service);
}

/** Whether the statement's actions cover an action (in lower case). */
export function matchActions(matcher: ActionMatcher, action: string): boolean {
  return listsAction(matcher, action) !== matcher.negated;
}

function listsAction(matcher: ActionMatcher, action: string): boolean {
  if (matcher.exact.has(action)) return true;
  return matcher.patterns.some((pattern) => matchPattern(pattern, action, NO_CONTEXT) === 'yes');
}

/** `s3` of `s3:GetObject`; the whole text when there is no colon, as in `*`. */
export function serviceOf(action: string): string {
  const colon = action.indexOf(':');
  return colon < 0 ? action : action.slice(0, colon);
}

function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}
