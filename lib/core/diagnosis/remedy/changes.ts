import { mendStatement, type NearMiss } from '../../policy/near-miss';
import type { ServiceReference } from '../../service-reference/service-reference';
import type { Evaluated } from '../blockers';
import type { Blocker, Change, Remedy } from '../diagnosis';
import { grantIn } from './grant';
import { prove, type Proof } from './prove';

/** A set of changes with what evaluating them showed. */
export interface Proposal {
  readonly changes: readonly Change[];
  readonly kind: Extract<Remedy['kind'], 'grant' | 'editStatement'>;
  readonly proof: Proof;
}

/**
 * The smallest changes that let the request through every layer of `blockers`: near misses put right
 * where that widens nothing, else new statements. Each proposal is tried on a copy of the policies;
 * the first that holds is taken. Null when some layer has no change that could be written.
 */
export function proposeChanges(
  blockers: readonly Blocker[],
  nearMisses: readonly NearMiss[],
  evaluated: Evaluated,
  reference: ServiceReference,
): Proposal | null {
  const grants = blockers.map(({ layer }) => grantIn(layer, evaluated.request, evaluated.policies));
  const mended = blockers.map(
    ({ layer }, index) => mendIn(layer, nearMisses, evaluated) ?? grants[index] ?? null,
  );
  const hasMends = mended.some((change, index) => change !== grants[index]);
  let last: Proposal | null = null;
  for (const changes of hasMends ? [mended, grants] : [grants]) {
    if (!isComplete(changes)) continue;
    last = propose(changes, evaluated, reference);
    if (last.proof.kind === 'proven') return last;
  }
  return last;
}

function isComplete(changes: readonly (Change | null)[]): changes is readonly Change[] {
  return changes.every((change) => change !== null);
}

function propose(
  changes: readonly Change[],
  evaluated: Evaluated,
  reference: ServiceReference,
): Proposal {
  const edits = changes.some((change) => change.do === 'replaceStatement');
  return {
    changes,
    kind: edits ? 'editStatement' : 'grant',
    proof: prove(changes, evaluated, reference),
  };
}

/** The best near miss of a layer, put right; null when none can be without widening. */
function mendIn(
  layer: Blocker['layer'],
  nearMisses: readonly NearMiss[],
  { request }: Evaluated,
): Change | null {
  const best = nearMisses.find(({ statement }) => statement.layer === layer);
  if (best === undefined || !isEditable(best)) return null;
  const { layer: kind, arn, name, attachedTo, statementIndex } = best.statement;
  const policy = { layer: kind, arn, name, attachedTo };
  const statement = mendStatement(best, request);
  return statement === null || statementIndex === null
    ? null
    : { do: 'replaceStatement', policy, statementIndex, statement };
}

/** Nobody but AWS edits a managed policy of AWS. */
function isEditable({ statement }: NearMiss): boolean {
  return statement.arn?.includes(':iam::aws:policy/') !== true;
}
