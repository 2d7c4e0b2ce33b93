import type { Denial } from '../denial/denial';
import type { ServiceReference } from '../service-reference/service-reference';
import type { GivenContext } from './context';
import type { AuthorizationDetails, DecodedMessage } from './evidence';

/** What AWS itself said about the request; null where it was not asked or did not answer. */
export interface AwsWords {
  readonly details: AuthorizationDetails | null;
  readonly decoded: DecodedMessage | null;
}

/**
 * The denial with the action and the resource filled in where the record does not tell them and AWS
 * does. What the record tells stays: one call can need several actions, and the message names the one.
 */
export function withWhatAwsSaid(
  denial: Denial,
  words: AwsWords,
  reference: ServiceReference,
): Denial {
  const action = denial.action ?? actionSaid(words, reference);
  if (denial.resource.arn !== null || action === null) return { ...denial, action };
  const arn = resourceSaid(words, action);
  return { ...denial, action, resource: { ...denial.resource, arn } };
}

/**
 * The condition keys that AWS named. The authorization details win over the decoded message; keys of
 * the evaluation that was denied win over those that all evaluations share.
 */
export function contextSaid({ details, decoded }: AwsWords, action: string | null): GivenContext {
  const denied = details === null ? [] : deniedEvaluations(details, action);
  const own = denied.length === 1 ? denied[0]?.context : undefined;
  return lowerCase([
    ...(decoded?.context ?? []),
    ...(details?.requestContext ?? []),
    ...(own ?? []),
  ]);
}

/** Keys are case-insensitive: the last of two that differ in case only wins. */
function lowerCase(entries: readonly (readonly [string, readonly string[]])[]): GivenContext {
  return new Map(entries.map(([key, values]) => [key.toLowerCase(), values]));
}

type Evaluation = AuthorizationDetails['evaluations'][number];

/** The evaluations that were denied, of this action where it is known. */
function deniedEvaluations(
  { evaluations }: AuthorizationDetails,
  action: string | null,
): readonly Evaluation[] {
  const denied = evaluations.filter(({ effect }) => effect !== 'allow');
  const wanted = action?.toLowerCase();
  return wanted === undefined
    ? denied
    : denied.filter((evaluation) => evaluation.action.toLowerCase() === wanted);
}

function actionSaid({ details, decoded }: AwsWords, reference: ServiceReference): string | null {
  const denied = details === null ? [] : deniedEvaluations(details, null).map((e) => e.action);
  const said = onlyOne(denied) ?? decoded?.action ?? null;
  // A bare `RunInstances` has no service: which one it is of cannot be known.
  if (said?.includes(':') !== true) return null;
  return reference.action(said)?.name ?? said;
}

function resourceSaid({ details, decoded }: AwsWords, action: string): string | null {
  const denied = details === null ? [] : deniedEvaluations(details, action);
  const said = onlyOne(denied.map(({ resource }) => (resource === '' ? '*' : resource)));
  return said ?? decoded?.resource ?? null;
}

/** The value that all have in common; null when there are none, or several. */
function onlyOne(values: readonly string[]): string | null {
  const [value, ...others] = new Set(values);
  return value !== undefined && others.length === 0 ? value : null;
}
