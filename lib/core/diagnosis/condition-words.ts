import type { ConditionExplanation } from '../policy/condition';
import { listed } from './words';

/** What a condition asks of a request so that it gets through. */
export type Wish =
  /** One of these values; patterns where the operator has them. */
  | { readonly wants: 'oneOf'; readonly values: readonly string[] }
  /** Any value but these. */
  | { readonly wants: 'noneOf'; readonly values: readonly string[] }
  /** The key must be there, or must not. */
  | { readonly wants: 'present' }
  | { readonly wants: 'absent' }
  /** `less than 3600`, `before 2026-12-01T00:00:00Z`. */
  | { readonly wants: 'range'; readonly words: string };

/** The comparing operators in words, and in the words of their opposite. */
const RANGES: ReadonlyMap<string, readonly [meets: string, escapes: string]> = new Map([
  ['numericlessthan', ['less than', 'at least']],
  ['numericlessthanequals', ['at most', 'more than']],
  ['numericgreaterthan', ['more than', 'at most']],
  ['numericgreaterthanequals', ['at least', 'less than']],
  ['datelessthan', ['before', 'not before']],
  ['datelessthanequals', ['not after', 'after']],
  ['dategreaterthan', ['after', 'not after']],
  ['dategreaterthanequals', ['not before', 'before']],
]);

/** The operator without `ForAllValues:` and `IfExists`, in lower case. */
export function plainOperator(operator: string): string {
  const colon = operator.indexOf(':');
  return operator
    .slice(colon + 1)
    .toLowerCase()
    .replace(/ifexists$/, '');
}

function isNegated(operator: string): boolean {
  return plainOperator(operator).includes('not');
}

/**
 * What the request must be like: to meet the condition of an Allow, or to escape that of a Deny.
 */
export function wishOf(
  { operator, expected }: Pick<ConditionExplanation, 'operator' | 'expected'>,
  effect: 'Allow' | 'Deny',
): Wish {
  const meets = effect === 'Allow';
  const plain = plainOperator(operator);
  if (plain === 'null') {
    const mustBeMissing = expected[0]?.toLowerCase() === 'true';
    return mustBeMissing === meets ? { wants: 'absent' } : { wants: 'present' };
  }
  const range = RANGES.get(plain);
  if (range !== undefined)
    return { wants: 'range', words: `${range[meets ? 0 : 1]} ${orListed(expected)}` };
  const wantsListed = meets !== isNegated(operator);
  if (plain === 'bool')
    return { wants: 'oneOf', values: wantsListed ? expected : opposite(expected) };
  return { wants: wantsListed ? 'oneOf' : 'noneOf', values: expected };
}

function opposite(values: readonly string[]): readonly string[] {
  return values.map((value) => (value.toLowerCase() === 'true' ? 'false' : 'true'));
}

/** Values shown of a long list. */
const SHOWN = 4;

/** `a`, `a or b`, `a, b, c, d or 7 others`. */
export function orListed(values: readonly string[]): string {
  const more = values.length - SHOWN;
  return more > 1
    ? listed([...values.slice(0, SHOWN), `${more} others`], 'or')
    : listed(values, 'or');
}

/** A wish in words: `aws:PrincipalOrgID o-a1b2c3d4e5`, `another aws:SourceVpc than vpc-1`. */
export function wishInWords(key: string, wish: Wish): string {
  switch (wish.wants) {
    case 'oneOf':
      return `${key} ${orListed(wish.values)}`;
    case 'noneOf':
      return `another ${key} than ${orListed(wish.values)}`;
    case 'range':
      return `${key} ${wish.words}`;
    case 'present':
      return `a ${key}`;
    case 'absent':
      return `no ${key}`;
  }
}

/** Operators whose match does not say it all: the pattern or bound is told as well. */
const TOLD = /like|arn|ip|less|greater/;

function whyAbsent(key: string): string {
  return key.toLowerCase() === 'aws:sourceip' ? ' (a request through a VPC endpoint has none)' : '';
}

/** Why a condition of a Deny was met: `aws:RequestedRegion was us-west-2, not eu-west-1 or eu-central-1`. */
export function metInWords(condition: ConditionExplanation): string {
  const { operator, key, expected, actual } = condition;
  const plain = plainOperator(operator);
  const wanted = orListed(expected);
  if (actual.state === 'unknown') return `${key} is not known (${operator} ${wanted})`;
  if (actual.state === 'absent' || actual.values.length === 0)
    return isNegated(operator) && plain !== 'null'
      ? `the request had no ${key}, which has to be ${wanted}${whyAbsent(key)}`
      : `the request had no ${key}`;
  if (plain === 'null') return `the request had a ${key}`;
  const was = `${key} was ${listed(actual.values)}`;
  if (isNegated(operator)) return `${was}, not ${wanted}`;
  return TOLD.test(plain) ? `${was} (${operator} ${wanted})` : was;
}
