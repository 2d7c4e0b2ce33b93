import type { WatchOutcome } from '../core/watch/ports';

/**
 * Counts what noise entries hid on the days of the records. A store counts it on the day on which it
 * was met, which for files is the day of the run.
 */
export class HiddenByDay {
  /** UTC day -> noise entry -> how many it hid. */
  readonly counts = new Map<string, Map<string, number>>();
  /** A record may stand in several files. */
  private readonly eventIds = new Set<string>();

  count(outcome: WatchOutcome): void {
    if (outcome.kind !== 'hidden') return;
    const { denial, entry } = outcome;
    const ms = Date.parse(denial.time ?? '');
    if (Number.isNaN(ms) || !this.isFirst(denial.eventId)) return;
    const day = new Date(ms).toISOString().slice(0, 10);
    const counts = this.counts.get(day) ?? new Map<string, number>();
    this.counts.set(day, counts.set(entry, (counts.get(entry) ?? 0) + 1));
  }

  private isFirst(eventId: string | null): boolean {
    if (eventId === null) return true;
    if (this.eventIds.has(eventId)) return false;
    this.eventIds.add(eventId);
    return true;
  }
}
