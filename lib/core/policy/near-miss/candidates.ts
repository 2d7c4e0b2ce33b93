import type { PreparedPolicy } from '../prepare';
import { compareAction, type RequestedAction } from './action';
import type { Miss } from './miss';

/** An Allow statement of which `Action` has to do with the requested one. */
export interface Candidate {
  /** Its place in the policy's statements. */
  readonly at: number;
  /** How its `Action` compares. */
  readonly action: 'matched' | Miss;
}

/** Actions remembered for one document: enough for what its callers do. */
const REMEMBERED = 64;
const NONE: readonly never[] = [];
const KNOWN = new WeakMap<object, Map<RequestedAction, readonly Candidate[]>>();

/**
 * The candidates of a policy, in its order. They depend on nothing but the document and the action,
 * so they are remembered by document: a managed policy is searched once for all who have it.
 */
export function candidatesOf(
  { document, statements }: PreparedPolicy,
  action: RequestedAction,
): readonly Candidate[] {
  const known = KNOWN.get(document) ?? new Map<RequestedAction, readonly Candidate[]>();
  const before = known.get(action);
  if (before !== undefined) return before;
  const found: Candidate[] = [];
  for (const [at, statement] of statements.entries()) {
    const compared = statement.effect === 'Allow' ? compareAction(statement, action) : null;
    if (compared !== null) found.push({ at, action: compared });
  }
  const candidates = found.length === 0 ? NONE : found;
  if (known.size >= REMEMBERED) known.clear();
  KNOWN.set(document, known.set(action, candidates));
  return candidates;
}
