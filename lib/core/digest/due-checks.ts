import type { Group } from '../group/group';
import { lastDayOf } from '../group/last-day';

/** How many groups are checked again on a day: each costs a few calls of IAM. */
export const MOST_CHECKS = 200;

/** States in which nobody has answered. */
const OPEN: ReadonlySet<Group['state']['name']> = new Set([
  'new',
  'alerted',
  'repeated',
  'reopened',
]);

/**
 * Groups that were not denied for at least a day and are still open: somebody may have mended them
 * without saying so. Those that were not checked for the longest come first.
 */
export class DueChecks {
  private readonly day: string;
  private readonly due: { readonly id: string; readonly since: string }[] = [];

  /** @param day UTC; what occurred on it or later is not due */
  constructor(day: string) {
    this.day = day;
  }

  /** Looks at one group. */
  notice(group: Group): void {
    if (!OPEN.has(group.state.name) || group.labels === null || lastDayOf(group) >= this.day)
      return;
    this.due.push({ id: group.id, since: group.checked?.at ?? '' });
  }

  /** Ids of those that are due, at most {@link MOST_CHECKS}. */
  groups(): readonly string[] {
    return this.due
      .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
      .slice(0, MOST_CHECKS)
      .map(({ id }) => id);
  }
}
