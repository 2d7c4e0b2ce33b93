/** What one channel has shown of one group. */
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
  /** ISO 8601: when it was shown last. */
  readonly shownAt: string | null;
  /** How the channel finds its own message again, in a form of its own; null where it cannot. */
  readonly handle: string | null;
  /**
   * Who sends now, and until when. One that has run out means that a send was begun and its end is
   * not known: the channel is told, so that it can look for the message.
   */
  readonly claim: { readonly by: string; readonly until: string } | null;
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
};
