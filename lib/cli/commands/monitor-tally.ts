import type { Summary, SummaryProblem } from '../../core/alert/summary';
import type { WatchOutcome } from '../../core/watch/ports';

/** What was met in one run over files, for its summary. */
export class MonitorTally {
  ordinary = 0;
  unreadable = 0;
  /** Problems that this run has shown. */
  alerted = 0;
  private hidden = 0;
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
        if (this.isFirst(outcome.denial.eventId)) this.hidden++;
        return;
      case 'repeated':
      case 'diagnosed': {
        const { id } = outcome.group;
        if (this.isFirst(outcome.denial.eventId))
          this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
      }
    }
  }

  summary(problems: readonly SummaryProblem[]): Summary {
    const { ordinary, unreadable, hidden } = this;
    return { problems, known: problems.length - this.alerted, ordinary, unreadable, hidden };
  }

  private isFirst(eventId: string | null): boolean {
    if (eventId === null) return true;
    if (this.eventIds.has(eventId)) return false;
    this.eventIds.add(eventId);
    return true;
  }
}
