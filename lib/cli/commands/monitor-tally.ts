import type { Summary, SummaryProblem } from '../../core/alert/summary';
import type { WatchOutcome } from '../../core/watch/ports';

/** What was met in one run over files, for its summary. */
export class MonitorTally {
  ordinary = 0;
  unreadable = 0;
  /** Problems that this run has shown. */
  alerted = 0;
  /** Group ids of problems that noise entries keep for the digest. */
  private readonly digestOnly = new Set<string>();
  /** Noise entry -> denials that it hid. */
  private readonly hidden = new Map<string, number>();
  private readonly counts = new Map<string, number>();
  /** A record may stand in several files: two trails, or a copy of a folder. */
  private readonly eventIds = new Set<string>();

  /** Group id -> denials of it in this run. */
  get problems(): ReadonlyMap<string, number> {
    return this.counts;
  }

  count(outcome: WatchOutcome): void {
    switch (outcome.kind) {
      case 'failed':
      case 'ownDenial':
        return;
      case 'noDenial':
        this.ordinary++;
        return;
      case 'hidden':
        if (this.isFirst(outcome.denial.eventId))
          this.hidden.set(outcome.entry, (this.hidden.get(outcome.entry) ?? 0) + 1);
        return;
      case 'repeated':
      case 'diagnosed': {
        const { id, treatment } = outcome.group;
        if (treatment === 'digestOnly') this.digestOnly.add(id);
        else this.digestOnly.delete(id);
        if (this.isFirst(outcome.denial.eventId))
          this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
      }
    }
  }

  summary(problems: readonly SummaryProblem[]): Summary {
    const { ordinary, unreadable, hidden } = this;
    const digestOnly = this.digestOnly.size;
    const known = problems.length - digestOnly - this.alerted;
    return { problems, known, digestOnly, ordinary, unreadable, hidden };
  }

  private isFirst(eventId: string | null): boolean {
    if (eventId === null) return true;
    if (this.eventIds.has(eventId)) return false;
    this.eventIds.add(eventId);
    return true;
  }
}
