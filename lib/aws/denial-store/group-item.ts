import type { Group } from '../../core/group/group';
import { lastDayOf } from '../../core/group/last-day';
import { groupFromText, groupText } from '../../core/group/stored-text';
import { number, numberOf, seconds, text, textOf, type Attributes } from './attributes';
import { seenKey } from './keys';

/** What the store itself remembers with a group. */
export interface Bookkeeping {
  /** The minute of the clock, `2026-11-25T21:33`, in which `detailed` occurrences were stored with details. */
  readonly minute: string;
  readonly detailed: number;
  /** Until when the items beside the group are kept at least, in milliseconds since the epoch. */
  readonly besideUntil: number;
}

/** The group in its item; null when there is no item. */
export function groupOf(item: Attributes | undefined): Group | null {
  const json = textOf(item, 'group');
  return json === null ? null : groupFromText(json);
}

/** What is stored of a group. */
export interface GroupItem {
  readonly group: Group;
  readonly books: Bookkeeping;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly retentionMs: number;
}

/** The attributes of a group's item, without key and version. */
export function groupItem({ group, books, now, retentionMs }: GroupItem): Attributes {
  return {
    group: text(groupText(group)),
    seen: text(seenKey(seenDay(group, now, retentionMs), group.id.slice(0, 1))),
    detailMinute: text(books.minute),
    detailCount: number(books.detailed),
    besideUntil: number(books.besideUntil),
    expiresAt: seconds(now + retentionMs),
  };
}

/** The bookkeeping of an item, at that time: nothing was detailed yet when the item's minute is over. */
export function booksOf(
  item: Attributes | undefined,
  { now, retentionMs }: { readonly now: number; readonly retentionMs: number },
): Bookkeeping {
  const minute = iso(now).slice(0, 16);
  return {
    minute,
    detailed: textOf(item, 'detailMinute') === minute ? numberOf(item, 'detailCount') : 0,
    besideUntil: item === undefined ? now + retentionMs : numberOf(item, 'besideUntil'),
  };
}

/**
 * The day under which the index has the group: that of its last occurrence, but never after today
 * and never before what is kept, so that a reader knows where to look.
 */
function seenDay(group: Group, now: number, retentionMs: number): string {
  const today = iso(now).slice(0, 10);
  const first = iso(now - retentionMs).slice(0, 10);
  const last = lastDayOf(group);
  if (last > today) return today;
  return last < first ? first : last;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
