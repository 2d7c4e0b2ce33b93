/** A message is edited at most this often: chat systems limit edits, and readers lose their place. */
export const EDIT_EVERY_MS = 60_000;

/** What one channel has shown of one group. Times are ISO 8601. */
export interface Delivery {
  /**
   * How the channel knows of the group: not at all, by a message of its own, or by a line in a
   * storm's summary.
   */
  readonly form: 'none' | 'own' | 'folded';
  /** The group's revision that was shown last; 0 before the first. */
  readonly shownRevision: number;
  readonly shownCount: number;
  readonly shownEscalation: number;
  readonly shownAt: string | null;
  /** How the channel finds its own message again, in a form of its own; null where it cannot. */
  readonly handle: string | null;
  /** Who sends now; nobody else does until then. */
  readonly claim: { readonly by: string; readonly until: string } | null;
  /** True when a send was begun whose end is not known: the message may be there already. */
  readonly uncertain: boolean;
}

/** Before anything was shown. */
export const NOTHING_SHOWN: Delivery = {
  form: 'none',
  shownRevision: 0,
  shownCount: 0,
  shownEscalation: 0,
  shownAt: null,
  handle: null,
  claim: null,
  uncertain: false,
};

/**
 * Takes the right to send. A claim that has run out is that of a sender that died: whether its
 * message arrived is not known.
 */
export function claimed(delivery: Delivery, by: string, now: number, leaseMs: number): Delivery {
  return {
    ...delivery,
    claim: { by, until: iso(now + leaseMs) },
    uncertain: delivery.uncertain || delivery.claim !== null,
  };
}

/** Gives the right to send back, without having shown anything. */
export function released(delivery: Delivery, by: string, uncertain: boolean): Delivery {
  if (delivery.claim?.by !== by) return delivery;
  return { ...delivery, claim: null, uncertain };
}

/** What was shown, for {@link shown}. */
export interface Shown {
  readonly form: 'own' | 'folded';
  readonly revision: number;
  readonly count: number;
  readonly escalatedTo: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly handle: string | null;
}

/**
 * Remembers what was shown and gives the right to send back. Whoever lost it meanwhile was too slow:
 * what the other one shows is newer.
 */
export function shown(delivery: Delivery, by: string, what: Shown): Delivery {
  if (delivery.claim?.by !== by) return delivery;
  return {
    form: what.form,
    shownRevision: what.revision,
    shownCount: what.count,
    shownEscalation: what.escalatedTo,
    shownAt: iso(what.at),
    handle: what.handle,
    claim: null,
    uncertain: false,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
