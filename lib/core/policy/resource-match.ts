import type { Tri } from './evaluation';
import { matchPattern, preparePattern, unknownVariables, type Pattern } from './pattern';
import type { RequestContext } from './request';
import type { ListElement } from './statement';
import { not } from './tri';

/**
 * `Resource` or `NotResource`, prepared.
 *
 * Follows: IAM User Guide, "IAM JSON policy elements: Resource", "… NotResource".
 */
export interface ResourceMatcher {
  readonly negated: boolean;
  /** True when the list has `*`: nothing needs to be compared. */
  readonly everything: boolean;
  readonly patterns: readonly Pattern[];
}

/** Prepares `Resource` or `NotResource`; `variables` is true for `Version` 2012-10-17. */
export function prepareResources(element: ListElement, variables: boolean): ResourceMatcher {
  return {
    negated: element.negated,
    everything: element.values.includes('*'),
    patterns: element.values.map((value) => preparePattern(value, { variables })),
  };
}

/** Whether the statement's resources cover a resource: an ARN, `*` for an action without one, null when it is not known. */
export function matchResources(
  matcher: ResourceMatcher,
  resource: string | null,
  context: RequestContext,
): Tri {
  const listed = matcher.everything ? 'yes' : listsResource(matcher.patterns, resource, context);
  return matcher.negated ? not(listed) : listed;
}

function listsResource(
  patterns: readonly Pattern[],
  resource: string | null,
  context: RequestContext,
): Tri {
  if (resource === null) return patterns.length === 0 ? 'no' : 'unknown';
  let listed: Tri = 'no';
  for (const pattern of patterns) {
    const match = matchPattern(pattern, resource, context);
    if (match === 'yes') return 'yes';
    if (match === 'unknown') listed = 'unknown';
  }
  return listed;
}

/** The policy variables whose unknown values leave it open whether the resource is covered. */
export function unknownResourceKeys(
  matcher: ResourceMatcher,
  resource: string | null,
  context: RequestContext,
): readonly string[] {
  if (resource === null) return [];
  return matcher.patterns
    .filter((pattern) => matchPattern(pattern, resource, context) === 'unknown')
    .flatMap((pattern) => unknownVariables(pattern, context));
}
