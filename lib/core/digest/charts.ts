import { byText } from './best';
import type { Charts, DaySummary, Digest } from './digest';
import type { DigestInput, DigestLimits } from './input';
import type { Tally } from './tally';

/** Days before the day itself that the trend has. */
const TREND_DAYS = 34;

/** Numbers for the charts, and what later digests compare with. */
export function chartsOf(
  { history, day }: Pick<DigestInput, 'history' | 'day'>,
  { tally, limits }: { readonly tally: Tally; readonly limits: Pick<DigestLimits, 'top'> },
  { today, openProblems, changes }: Digest['counts'],
): { readonly charts: Charts; readonly summary: DaySummary } {
  const hours = tally.hours.listed(tally.days.zone, history);
  const services = tally.services.top(limits.top).shown.map(({ key }) => key);
  const callers = tally.top.caller.top(limits.top).shown;
  const byLabel = new Map<string, number>();
  for (const { label, total } of hours) byLabel.set(label, (byLabel.get(label) ?? 0) + total);
  const before = history
    .filter((one) => one.day < day)
    .sort((a, b) => byText(a.day, b.day))
    .slice(-TREND_DAYS);
  return {
    charts: {
      hours,
      heat: {
        callers: callers.map(({ name }) => name),
        services,
        cells: callers.map(({ key }) =>
          services.map((service) => tally.callers.get(key)?.services.get(service) ?? 0),
        ),
      },
      openTrend: [
        ...before.map((one) => ({ day: one.day, open: one.openProblems, denials: one.denials })),
        { day, open: openProblems, denials: today },
      ],
    },
    summary: {
      day,
      zone: tally.days.zone.name,
      denials: today,
      openProblems,
      newProblems: changes.new,
      hours: Object.fromEntries(byLabel),
    },
  };
}
