import { byText } from './best';
import { compared, isGrowing } from './compare';
import type { Hidden, HiddenEntry } from './digest';
import type { DigestInput, DigestLimits } from './input';
import { dayAfter } from './zone';

const IDLE_DAYS = 30;
const WEEKS = [7, 14, 21, 28];

/**
 * What noise entries hid on a day, UTC, against the days before. An entry is idle only when each of 30
 * days was looked at.
 */
export function hiddenOn(
  { day, hidden, noise }: Pick<DigestInput, 'day' | 'hidden' | 'noise'>,
  { endingDays }: Pick<DigestLimits, 'endingDays'>,
): Hidden {
  const count = (entry: string, ago: number): number =>
    hidden.get(dayAfter(day, -ago))?.get(entry) ?? 0;
  const why = new Map(noise.map((entry) => [entry.id, entry.why]));
  const names = new Set([...hidden.values()].flatMap((counts) => [...counts.keys()]));
  const weeks = WEEKS.filter((ago) => hidden.has(dayAfter(day, -ago)));
  const isFirst = ![...hidden].some(([past, counts]) => past < day && counts.size > 0);
  const entries = [...names].map((entry): HiddenEntry => {
    const counts = compared({
      today: count(entry, 0),
      yesterday: count(entry, 1),
      weeks: weeks.map((ago) => count(entry, ago)),
    });
    return {
      entry,
      why: why.get(entry) ?? null,
      ...counts,
      usual: counts.usual ?? 0,
      // On the first day of a deployment everything is more than before.
      growing: !isFirst && isGrowing(counts),
    };
  });
  return {
    entries: entries
      .filter(({ today }) => today > 0)
      .sort((a, b) => b.today - a.today || byText(a.entry, b.entry)),
    today: entries.reduce((sum, { today }) => sum + today, 0),
    idle: idle(day, hidden, noise),
    ending: noise.flatMap(({ id, expires }) =>
      expires !== undefined && expires >= day && expires <= dayAfter(day, endingDays)
        ? [{ entry: id, expires }]
        : [],
    ),
  };
}

function idle(
  day: string,
  hidden: DigestInput['hidden'],
  noise: DigestInput['noise'],
): readonly string[] {
  const days = Array.from({ length: IDLE_DAYS }, (_, ago) => hidden.get(dayAfter(day, -ago)));
  if (days.includes(undefined)) return [];
  return noise
    .filter(
      ({ id, treatment }) =>
        treatment === 'hide' && !days.some((counts) => counts?.has(id) === true),
    )
    .map(({ id }) => id);
}
