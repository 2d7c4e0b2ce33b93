import type { Denial } from '../denial/denial';
import { callerOf, type Observed } from '../findings/activity';
import { observe } from '../findings/observe';
import type { FindingThresholds } from '../findings/rule';
import type { FindingStore } from '../findings/store';

/** What is needed to look at callers across their problems. */
export interface CallerPorts {
  readonly store: FindingStore;
  readonly thresholds: FindingThresholds;
  /** Told when what a caller did could not be remembered. Its denials are counted all the same. */
  readonly onTrouble: (caller: string, error: unknown) => void;
}

/**
 * Adds denials that were counted to what is known of their callers, and stores the findings that come of
 * it: one read and one write for each caller. It never throws: a batch that is given back because of a
 * rule would hold up the counts and alerts of everybody in it.
 */
export async function seeCallers(
  denials: readonly Observed[],
  { store, thresholds, onTrouble }: CallerPorts,
): Promise<void> {
  const callers = new Map<string, Observed[]>();
  for (const one of denials) {
    if (isOfAws(one)) continue;
    const { id } = callerOf(one.denial);
    const of = callers.get(id);
    if (of === undefined) callers.set(id, [one]);
    else of.push(one);
  }
  await Promise.all(
    [...callers].map(async ([caller, of]) => {
      try {
        await store.observeCaller(caller, (activity) => observe(activity, of, thresholds));
      } catch (error) {
        onTrouble(caller, error);
      }
    }),
  );
}

/** Services of AWS, and the roles that only they use: no rule is about them. */
function isOfAws({ denial }: { readonly denial: Pick<Denial, 'principal'> }): boolean {
  return denial.principal.type === 'service' || denial.principal.serviceLinked;
}
