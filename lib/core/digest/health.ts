import type { StoredDiagnosis } from '../group/store';
import { byText } from './best';
import type { Health, RecurringGap } from './digest';
import type { DigestInput } from './input';

const MOST_GAPS = 10;

/**
 * How Denywatch did, and which gap keeps the most of the diagnoses that were read incomplete.
 *
 * @param denialsOf denials of the day, by group id
 */
export function healthOf(
  counters: DigestInput['health'],
  diagnoses: readonly { readonly id: string; readonly stored: StoredDiagnosis | null }[],
  denialsOf: (id: string) => number,
): Health {
  const gaps = new Map<string, { problems: number; denials: number }>();
  let [read, incomplete] = [0, 0];
  for (const { id, stored } of diagnoses) {
    if (stored === null) continue;
    const own = stored.explained.diagnosis.gaps;
    read += 1;
    incomplete += own.length > 0 ? 1 : 0;
    for (const gap of own) {
      const { problems, denials } = gaps.get(gap) ?? { problems: 0, denials: 0 };
      gaps.set(gap, { problems: problems + 1, denials: denials + denialsOf(id) });
    }
  }
  const listed = [...gaps]
    .map(([gap, counts]): RecurringGap => ({ gap, ...counts }))
    .sort((a, b) => b.problems - a.problems || b.denials - a.denials || byText(a.gap, b.gap))
    .slice(0, MOST_GAPS);
  return { ...counters, diagnosesRead: read, incomplete, gaps: listed, advice: adviceOf(listed) };
}

function adviceOf([most]: readonly RecurringGap[]): string | null {
  if (most === undefined) return null;
  const { problems, gap } = most;
  return problems === 1
    ? `1 diagnosis is incomplete: ${gap}`
    : `${problems} diagnoses are incomplete for one reason: ${gap}`;
}

/**
 * The value below which that share of the values lies, by the nearest rank; null without values.
 *
 * @param share from 0 to 1
 */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
