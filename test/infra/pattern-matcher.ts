/**
 * Whether an event matches an EventBridge pattern, for the operators that the rules here use: exact,
 * prefix, suffix, anything-but, exists and $or. An operator that it does not know is an error.
 *
 * Follows: EventBridge User Guide, "Comparison operators for use in event patterns".
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  return Object.entries(pattern as Record<string, unknown>).every(([key, wanted]) => {
    if (key === '$or') return (wanted as unknown[]).some((branch) => matchesPattern(branch, event));
    const value = field(event, key);
    return Array.isArray(wanted)
      ? wanted.some((condition) => matchesCondition(condition, value))
      : matchesPattern(wanted, value);
  });
}

function field(event: unknown, key: string): unknown {
  return typeof event === 'object' && event !== null && Object.hasOwn(event, key)
    ? (event as Record<string, unknown>)[key]
    : undefined;
}

function matchesCondition(condition: unknown, value: unknown): boolean {
  if (typeof condition === 'string') return value === condition;
  const [[operator, operand] = ['nothing', null]] = Object.entries(condition as object);
  const matches = OPERATORS.get(operator);
  if (matches === undefined) throw new Error(`no such operator here: ${operator}`);
  return matches(operand, value);
}

const OPERATORS = new Map<string, (operand: unknown, value: unknown) => boolean>([
  ['prefix', (operand, value) => typeof value === 'string' && value.startsWith(String(operand))],
  ['suffix', (operand, value) => typeof value === 'string' && value.endsWith(String(operand))],
  ['exists', (operand, value) => (value !== undefined) === operand],
  [
    'anything-but',
    (operand, value) => value !== undefined && !(operand as unknown[]).includes(value),
  ],
]);
