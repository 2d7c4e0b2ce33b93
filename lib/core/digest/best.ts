import type { Listed } from './digest';

/** Keeps the best of a stream, in bounded memory, and counts all. */
export class Best<T> {
  private readonly kept: T[] = [];
  private readonly most: number;
  private readonly compare: (a: T, b: T) => number;
  private total = 0;

  /**
   * @param most how many are kept, at least one
   * @param compare negative when the first one comes before the second
   */
  constructor(most: number, compare: (a: T, b: T) => number) {
    this.most = most;
    this.compare = compare;
  }

  add(item: T): void {
    this.total += 1;
    this.kept.push(item);
    // Sorted seldom: twice as many as are kept may wait.
    if (this.kept.length >= this.most * 2) this.trim();
  }

  /** The best of what was added, the best one first. */
  listed(): Listed<T> {
    this.trim();
    return { shown: [...this.kept], total: this.total };
  }

  private trim(): void {
    this.kept.sort(this.compare);
    this.kept.length = Math.min(this.kept.length, this.most);
  }
}

/** Compares texts by their characters, the same everywhere. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
