import type { Group } from '../group/group';
import type { CountedDay } from './compare';
import type { DaySummary, HourCount } from './digest';
import { dayAfter, type Zone } from './zone';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** With fewer days to compare with, nothing is usual. */
const LEAST_DAYS = 3;

/** Denials of each hour of a day, by layer. */
export class Hours {
  private readonly day: CountedDay;
  private readonly counts = new Map<string, Map<string, number>>();

  constructor(day: CountedDay) {
    this.day = day;
  }

  add({ hours }: Pick<Group, 'hours'>, layer: string): void {
    const { fromHour, toHour } = this.day;
    for (const [hour, count] of Object.entries(hours ?? {})) {
      if (hour < fromHour || hour >= toHour) continue;
      const byLayer = this.counts.get(hour) ?? new Map<string, number>();
      this.counts.set(hour, byLayer.set(layer, (byLayer.get(layer) ?? 0) + count));
    }
  }

  /**
   * Each hour of the day, also those without denials; nothing when no group keeps hours. Counts of an
   * hour that begins between two of the zone's belong to the one that is going on.
   */
  listed(zone: Zone, history: readonly DaySummary[]): readonly HourCount[] {
    if (this.counts.size === 0) return [];
    const alike = sameWeekdays(this.day.day, zone, history);
    const { from, to } = this.day;
    return Array.from({ length: Math.ceil((to - from) / HOUR_MS) }, (_, index) => {
      const begin = from + index * HOUR_MS;
      const byLayer = this.within(begin, begin + HOUR_MS);
      const label = hourLabel(begin, zone);
      return {
        from: new Date(begin).toISOString(),
        label,
        byLayer: Object.fromEntries(byLayer),
        total: [...byLayer.values()].reduce((a, b) => a + b, 0),
        usual: usualOf(alike, label),
      };
    });
  }

  private within(from: number, to: number): ReadonlyMap<string, number> {
    const sum = new Map<string, number>();
    for (const [hour, byLayer] of this.counts) {
      const ms = Date.parse(`${hour}Z`);
      if (ms < from || ms >= to) continue;
      for (const [layer, count] of byLayer) sum.set(layer, (sum.get(layer) ?? 0) + count);
    }
    return sum;
  }
}

function hourLabel(ms: number, zone: Zone): string {
  return new Date(ms + zone.offsetAt(ms) * MINUTE_MS).toISOString().slice(11, 13);
}

function sameWeekdays(
  day: string,
  zone: Zone,
  history: readonly DaySummary[],
): readonly DaySummary[] {
  const days = new Set([7, 14, 21, 28].map((ago) => dayAfter(day, -ago)));
  return history.filter((one) => days.has(one.day) && one.zone === zone.name);
}

function usualOf(alike: readonly DaySummary[], label: string): HourCount['usual'] {
  if (alike.length < LEAST_DAYS) return null;
  const counts = alike.map(({ hours }) => (Object.hasOwn(hours, label) ? (hours[label] ?? 0) : 0));
  return { least: Math.min(...counts), most: Math.max(...counts) };
}
