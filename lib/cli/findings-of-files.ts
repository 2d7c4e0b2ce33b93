import { callerOf, type CallerActivity, type Observed } from '../core/findings/activity';
import type { Finding } from '../core/findings/finding';
import { observe } from '../core/findings/observe';
import { occurrenceOf } from '../core/group/occurrence';
import type { CloudTrailRecord } from '../core/record/record';
import type { WatchOutcome } from '../core/watch/ports';

/** How many denials wait to be put in order. */
const MOST_WAITING = 100_000;

/**
 * What callers do across problems, in files. Files come in any order (a trail has a folder for each
 * region), and rules look at windows of time: denials wait until all are there, or too many are, and
 * are looked at in the order in which they happened. Those that noise entries hide are left out.
 */
export class FindingsOfFiles {
  private readonly found = new Map<string, Finding>();
  private readonly activities = new Map<string, CallerActivity>();
  private waiting = new Map<string, Observed[]>();
  private waits = 0;
  private readonly most: number;

  /** @param most how many denials wait to be put in order */
  constructor(most = MOST_WAITING) {
    this.most = most;
  }

  see(record: CloudTrailRecord, outcome: WatchOutcome): void {
    if (outcome.kind !== 'repeated' && outcome.kind !== 'diagnosed') return;
    const { principal, accountId, action, readOnly, vpcEndpointId } = outcome.denial;
    const denial = { principal, accountId, action, readOnly, vpcEndpointId };
    const { id } = callerOf(denial);
    const observed = { denial, occurrence: occurrenceOf(outcome.denial, record) };
    const waiting = this.waiting.get(id);
    if (waiting === undefined) this.waiting.set(id, [observed]);
    else waiting.push(observed);
    if (++this.waits >= this.most) this.look();
  }

  /** All findings so far, each once, the first one first. */
  findings(): readonly Finding[] {
    this.look();
    return [...this.found.values()].sort((a, b) =>
      a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1,
    );
  }

  private look(): void {
    for (const [caller, denials] of this.waiting) {
      const { activity, findings } = observe(this.activities.get(caller) ?? null, denials);
      if (activity !== null) this.activities.set(caller, activity);
      for (const finding of findings)
        if (!this.found.has(finding.id)) this.found.set(finding.id, finding);
    }
    this.waiting = new Map();
    this.waits = 0;
  }
}
