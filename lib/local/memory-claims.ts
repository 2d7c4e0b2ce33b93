import type { Claim, DenialClaims, Occurrence } from '../core/group/claims';

interface Group {
  count: number;
  first: string | null;
  last: string | null;
  readonly seen: Set<string>;
  readonly claimedBy: string;
  readonly deliveredTo: Set<string>;
}

/**
 * Claims in memory, for one run over files: every problem alerts once, each event id counts once.
 * Nothing is kept after the run.
 */
export class MemoryClaims implements DenialClaims {
  private readonly groups = new Map<string, Group>();

  claim({ fingerprint, id, time }: Occurrence): Promise<Claim> {
    const group = this.groups.get(fingerprint) ?? this.create(fingerprint, id);
    if (!group.seen.has(id)) {
      group.seen.add(id);
      group.count++;
      group.first = earlier(group.first, time);
      group.last = later(group.last, time);
    }
    if (group.claimedBy !== id) return Promise.resolve({ status: 'repeated' });
    const { count, first, last, deliveredTo } = group;
    return Promise.resolve({ status: 'alert', occurrences: { count, first, last }, deliveredTo });
  }

  delivered({ fingerprint }: Occurrence, channel: string): Promise<void> {
    this.groups.get(fingerprint)?.deliveredTo.add(channel);
    return Promise.resolve();
  }

  private create(fingerprint: string, id: string): Group {
    const group: Group = {
      count: 0,
      first: null,
      last: null,
      seen: new Set(),
      claimedBy: id,
      deliveredTo: new Set(),
    };
    this.groups.set(fingerprint, group);
    return group;
  }
}

/** ISO 8601 times of one format order as text. */
function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return b < a ? b : a;
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return b > a ? b : a;
}
