import { evaluateConditions, explainConditions, type ConditionExplanation } from '../condition';
import type { PreparedStatement } from '../prepared-statement';
import type { RequestContext } from '../request';
import type { Compared, Miss } from './miss';

/** Values shown of a long list. */
const SHOWN = 5;

/**
 * Compares the `Condition` block with the request. The first key that certainly fails is named;
 * where none does, the first that is not known.
 */
export function compareConditions(
  { conditions }: PreparedStatement,
  context: RequestContext,
): Compared {
  if (evaluateConditions(conditions, context) === 'yes') return 'matched';
  const explained = explainConditions(conditions, context);
  const failed = explained.filter(({ result }) => result === 'no');
  const [first] = failed;
  if (first !== undefined) return { ...missOf(first), distance: 6 + 4 * failed.length };
  const open = explained.filter(({ result }) => result === 'unknown');
  const [unknown] = open;
  return unknown === undefined
    ? 'matched'
    : {
        failed: 'condition',
        reason: 'keyUnknown',
        expected: wanted(unknown),
        actual: null,
        conditionKey: unknown.unknownKeys[0] ?? unknown.key,
        distance: 6 + 4 * open.length,
        open: true,
      };
}

function missOf(explained: ConditionExplanation): Omit<Miss, 'distance'> {
  const { actual, key, problem } = explained;
  const expected = wanted(explained);
  if (problem?.kind === 'unresolvedVariables') {
    const conditionKey = problem.names[0] ?? key;
    return { failed: 'condition', reason: 'keyMissing', expected, actual: null, conditionKey };
  }
  const known = actual.state === 'known' && actual.values.length > 0 ? actual.values : null;
  return {
    failed: 'condition',
    reason: known === null && actual.state !== 'unknown' ? 'keyMissing' : 'valueDiffers',
    expected,
    actual: known === null ? null : list(known, ', '),
    conditionKey: key,
  };
}

function wanted({ key, operator, expected }: ConditionExplanation): string {
  return `${key} ${operator} ${list(expected, ' or ')}`;
}

function list(values: readonly string[], joint: string): string {
  const more = values.length - SHOWN;
  const shown = values.slice(0, SHOWN).join(joint);
  return more > 0 ? `${shown}${joint}${more} more` : shown;
}
