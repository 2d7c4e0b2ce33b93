import { parseArn, splitArn, type Arn } from '../arn';
import { matchGlob } from '../glob';
import type { MissReason } from '../near-miss';
import {
  isUnresolvable,
  matchPattern,
  showPattern,
  unknownVariables,
  type Pattern,
} from '../pattern';
import type { PreparedStatement } from '../prepared-statement';
import type { AuthorizationRequest, RequestContext } from '../request';
import { matchResources } from '../resource-match';
import type { ActionFacts } from './facts';
import { CLOSE, UNRELATED, type Compared, type Miss } from './miss';
import { comparePart } from './resource-part';
import { fits, shapeOf, type ResourceShape } from './template';

/** The requested resource, read once for all statements. */
export interface RequestedResource {
  readonly text: string;
  readonly arn: Arn | null;
  /** The text up to the fifth colon: what the ARNs of one kind have in common. */
  readonly head: string;
  readonly shape: ResourceShape;
  /** True when the action takes no resource, so that only `*` grants it. */
  readonly needsStar: boolean;
}

/** Longer lists are not searched for the closest resource any further. */
const MAX_PATTERNS = 300;

/** Reads the requested resource; null when it is not known. */
export function readRequested(
  request: AuthorizationRequest,
  facts: ActionFacts,
): RequestedResource | null {
  const text = request.resource;
  if (text === null) return null;
  const arn = parseArn(text);
  const name = request.action.slice(request.action.indexOf(':') + 1).toLowerCase();
  const known = facts.actionNames.some((other) => other.toLowerCase() === name);
  return {
    text,
    arn,
    head: text.slice(0, text.length - (arn?.resource.length ?? 0)),
    shape: shapeOf(arn?.resource ?? text, facts),
    needsStar: text === '*' || (known && facts.resourceTypes.length === 0),
  };
}

/**
 * Compares `Resource` or `NotResource` with the request: the closest of the listed resources counts.
 * Of a resource that is not known nothing can be said: then what else does not match is told.
 */
export function compareResource(
  statement: PreparedStatement,
  context: RequestContext,
  requested: RequestedResource | null,
): Compared {
  const { resources } = statement;
  if (resources === null || requested === null) return 'matched';
  const matched = matchResources(resources, requested.text, context);
  if (matched === 'yes') return 'matched';
  const patterns = resources.patterns.slice(0, MAX_PATTERNS);
  if (resources.negated) return excluded(patterns, requested, context);
  if (matched === 'unknown') return openVariable(patterns, requested, context);
  if (requested.needsStar) {
    return miss(requested, 'needsStar', statement.written.resource?.values[0] ?? '', 4);
  }
  return closest(patterns, requested, context);
}

function closest(
  patterns: readonly Pattern[],
  requested: RequestedResource,
  context: RequestContext,
): Miss | null {
  let best: Miss | null = null;
  for (const pattern of patterns) {
    const one = comparePattern(pattern, context, requested);
    if (one !== null && (best === null || one.distance < best.distance)) best = one;
  }
  return best;
}

function miss(
  requested: RequestedResource,
  reason: MissReason,
  expected: string,
  distance: number,
): Miss {
  return { failed: 'resource', reason, expected, actual: requested.text, distance };
}

function excluded(
  patterns: readonly Pattern[],
  requested: RequestedResource,
  context: RequestContext,
): Compared {
  const { text } = requested;
  const by = patterns.find((pattern) => matchPattern(pattern, text, context) === 'yes');
  if (by === undefined) return openVariable(patterns, requested, context);
  return {
    failed: 'resource',
    reason: 'excludedByNotResource',
    expected: `not ${showPattern(by, context)}`,
    actual: text,
    distance: 9,
  };
}

/** Whether the resource is covered depends on a variable whose value is not known. */
function openVariable(
  patterns: readonly Pattern[],
  { text }: RequestedResource,
  context: RequestContext,
): Compared {
  const by = patterns.find((pattern) => matchPattern(pattern, text, context) === 'unknown');
  const name = by === undefined ? undefined : unknownVariables(by, context)[0];
  if (by === undefined || name === undefined) return null;
  return {
    failed: 'resource',
    reason: 'keyUnknown',
    expected: showPattern(by, context),
    actual: null,
    conditionKey: name,
    distance: 10,
    open: true,
  };
}

function comparePattern(
  pattern: Pattern,
  context: RequestContext,
  requested: RequestedResource,
): Miss | null {
  const expected = showPattern(pattern, context);
  if (isUnresolvable(pattern, context) === 'yes') {
    if (!matchGlob(pattern.glob, requested.text)) return null;
    const name = pattern.variables[0] ?? '';
    return {
      ...miss(requested, 'keyMissing', pattern.text, 8),
      actual: null,
      conditionKey: name,
    };
  }
  const differences = differencesOf(expected, requested);
  if (differences === null) {
    const distance = fits(expected.toLowerCase(), requested.text.toLowerCase()) ? 3 : 24;
    return miss(requested, distance === 3 ? 'caseDiffers' : 'nameDiffers', expected, distance);
  }
  const [worst] = differences;
  if (worst === undefined) return miss(requested, 'nameDiffers', expected, CLOSE - 1);
  const otherService = differences.some(({ reason }) => reason === 'serviceDiffers');
  const other = otherService && worst.reason === 'nameDiffers' ? UNRELATED : 0;
  const distance = differences.reduce((sum, difference) => sum + difference.distance, other);
  return miss(requested, worst.reason, expected, distance);
}

interface Difference {
  readonly reason: MissReason;
  readonly distance: number;
}

/** How a listed ARN differs from the requested one, the greatest difference first; null when one of them is no ARN. */
function differencesOf(
  expected: string,
  { arn, head, shape }: RequestedResource,
): readonly Difference[] | null {
  if (arn === null) return null;
  // Most are of the kind that was requested: then only the resource part can differ.
  if (expected.startsWith(head)) return comparedPart(expected.slice(head.length), arn, shape);
  const parts = readPattern(expected);
  if (parts === null) return null;
  return [...compareHead(parts, arn), ...comparedPart(parts.resource, arn, shape)].sort(
    (a, b) => b.distance - a.distance,
  );
}

function comparedPart(pattern: string, arn: Arn, shape: ResourceShape): readonly Difference[] {
  const difference = comparePart({
    service: arn.service,
    pattern,
    requested: arn.resource,
    shape,
  });
  return difference === null ? [] : [difference];
}

/** The parts before the resource. Another partition has other Regions: then the Region says nothing more. */
function compareHead(wanted: Arn, asked: Arn): readonly Difference[] {
  const differences: Difference[] = [];
  const compare = (part: keyof Arn, reason: MissReason, distance: number): void => {
    if (fits(wanted[part], asked[part])) return;
    const sameButCase = fits(wanted[part].toLowerCase(), asked[part].toLowerCase());
    differences.push(sameButCase ? { reason: 'caseDiffers', distance: 3 } : { reason, distance });
  };
  compare('partition', 'partitionDiffers', 5);
  const otherPartition = differences.length > 0;
  compare('service', 'serviceDiffers', 6);
  if (asked.service === 's3' && asked.region === '' && asked.account === '') {
    const named = wanted.region !== '' || wanted.account !== '';
    if (named) differences.push({ reason: 's3ArnHasRegionOrAccount', distance: 4 });
    return differences;
  }
  compare('region', 'regionDiffers', otherPartition ? 1 : 6);
  compare('account', 'accountDiffers', 7);
  return differences;
}

/** The six parts of a listed ARN; one that leaves parts out is read as if they were empty. */
function readPattern(text: string): Arn | null {
  const parts = splitArn(text);
  if (parts[0] !== 'arn' || parts.length < 4) return null;
  const resource = parts.at(-1) ?? '';
  const [, partition = '', service = '', region = '', account = ''] = parts.slice(0, -1);
  return { partition, service, region, account, resource };
}
