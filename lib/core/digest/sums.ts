import { Best, byText } from './best';
import { compared } from './compare';
import type { Listed, Problem, TopEntry } from './digest';
import type { Met } from './problem';

interface Sum {
  readonly name: string;
  today: number;
  yesterday: number;
  readonly weeks: number[];
  problems: number;
  most: Problem;
}

/** So many keys are summed one by one; what comes after is in the totals only. */
const MOST_KEYS = 50_000;

/** Sums of the problems that share a key: a caller, an action, … */
export class Sums {
  private readonly sums = new Map<string, Sum>();
  private beyond = 0;

  add(key: string, name: string, { problem, counts }: Met): void {
    const sum = this.sums.get(key);
    if (sum !== undefined) {
      sum.today += counts.today;
      sum.yesterday += counts.yesterday;
      counts.weeks.forEach((count, week) => (sum.weeks[week] = (sum.weeks[week] ?? 0) + count));
      sum.problems += problem.today > 0 ? 1 : 0;
      if (problem.today > sum.most.today) sum.most = problem;
    } else if (this.sums.size < MOST_KEYS) {
      this.sums.set(key, {
        name,
        today: counts.today,
        yesterday: counts.yesterday,
        weeks: [...counts.weeks],
        problems: problem.today > 0 ? 1 : 0,
        most: problem,
      });
    } else {
      this.beyond += 1;
    }
  }

  /** Those that occurred on the day, the most denials first. */
  top(most: number): Listed<TopEntry> {
    const best = new Best<TopEntry>(
      most,
      (a, b) => b.today - a.today || b.problems - a.problems || byText(a.key, b.key),
    );
    for (const [key, { name, today, yesterday, weeks, problems, most: problem }] of this.sums) {
      if (today === 0) continue;
      best.add({
        key,
        name,
        ...compared({ today, yesterday, weeks }),
        problems,
        most: problem,
      });
    }
    const { shown, total } = best.listed();
    return { shown, total: total + this.beyond };
  }
}
