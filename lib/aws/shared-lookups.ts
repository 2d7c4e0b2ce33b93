import QuickLRU from 'quick-lru';

/** How long answers are kept, and by which clock. */
export interface CacheSettings<T> {
  /** Most entries kept; the least recently used go first. */
  readonly maxSize: number;
  /** Milliseconds for which this answer is kept. A failed lookup deserves a short time or none. */
  readonly keepMs: (value: T) => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

interface Entry<T> {
  readonly startedAt: number;
  readonly answer: Promise<T>;
  /** Set once the answer is there. */
  until: number;
}

/**
 * A cache in which concurrent lookups of one thing are one call. Answers are shared between their
 * readers: they must be immutable. A lookup that throws is forgotten at once.
 */
export class SharedLookups<T> {
  private readonly entries: QuickLRU<string, Entry<T>>;
  private readonly settings: CacheSettings<T>;

  constructor(settings: CacheSettings<T>) {
    this.settings = settings;
    this.entries = new QuickLRU({ maxSize: settings.maxSize });
  }

  /**
   * The kept answer, or a new one.
   *
   * @param notBefore milliseconds since the epoch: an answer that was asked for earlier is too old
   */
  get(key: string, load: () => Promise<T>, notBefore = 0): Promise<T> {
    const kept = this.entries.get(key);
    const now = this.settings.now();
    if (kept !== undefined && kept.until > now && kept.startedAt >= notBefore) return kept.answer;
    const entry: Entry<T> = { startedAt: now, answer: load(), until: Number.POSITIVE_INFINITY };
    this.entries.set(key, entry);
    entry.answer.then(
      (value) => {
        entry.until = this.settings.now() + this.settings.keepMs(value);
      },
      () => {
        if (this.entries.peek(key) === entry) this.entries.delete(key);
      },
    );
    return entry.answer;
  }
}
