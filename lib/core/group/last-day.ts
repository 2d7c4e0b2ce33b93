import type { Group } from './group';

/**
 * The newest UTC day, `2026-11-25`, on which the group occurred: by its days, which also count
 * records without a time, and by its last time. Empty when neither says one.
 */
export function lastDayOf({ days, last }: Pick<Group, 'days' | 'last'>): string {
  return [...Object.keys(days), dayOf(last)]
    .filter((day) => DAY.test(day))
    .reduce((newest, day) => (day > newest ? day : newest), '');
}

const DAY = /^\d{4}-\d\d-\d\d$/;

function dayOf(time: string | null): string {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10);
}
