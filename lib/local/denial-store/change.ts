import type { Delivery } from '../../core/group/delivery';
import type { CallerActivity } from '../../core/findings/activity';
import type { Finding } from '../../core/findings/finding';
import type { Group } from '../../core/group/group';
import type { StoredDiagnosis } from '../../core/group/store';
import type { Storm } from '../../core/group/storm';

/** Ids that count once. `shared` are those that stand in the trails of several accounts. */
export interface CountedIds {
  readonly ids: readonly string[];
  readonly shared: readonly string[];
}

/**
 * One change of what a store holds. Each one carries the whole new value, so that doing it twice is
 * doing it once; `at` is when, in milliseconds since the epoch.
 */
export type Change =
  | { readonly do: 'group'; readonly at: number; readonly group: Group }
  | ({ readonly do: 'counted'; readonly at: number; readonly group: string } & CountedIds)
  | { readonly do: 'diagnosis'; readonly group: string; readonly diagnosis: StoredDiagnosis }
  | {
      readonly do: 'delivery';
      readonly at: number;
      readonly group: string;
      readonly channel: string;
      readonly delivery: Delivery;
    }
  | {
      readonly do: 'storm';
      readonly at: number;
      readonly scope: string;
      readonly storm: Storm;
    }
  | ({ readonly do: 'hidden'; readonly at: number } & CountedIds)
  | {
      readonly do: 'hiddenCount';
      readonly day: string;
      readonly entry: string;
      /** How many the entry has hidden on that day by now. */
      readonly count: number;
    }
  | {
      readonly do: 'activity';
      readonly at: number;
      readonly caller: string;
      readonly activity: CallerActivity;
    }
  | {
      readonly do: 'finding';
      readonly at: number;
      /** See FindingKey. */
      readonly day: string;
      readonly hash: string;
      readonly finding: Finding;
    }
  /** @param until milliseconds since the epoch */
  | { readonly do: 'once'; readonly key: string; readonly until: number };
