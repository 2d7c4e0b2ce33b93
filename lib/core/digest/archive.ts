import type { DaySummary } from './digest';
import { dayAfter } from './zone';

/** Port: where reports lie. */
export interface ReportShelf {
  /** Writes a file; one of the same name is replaced. */
  put(name: string, type: string, text: string): Promise<void>;
  /** @returns null when there is no such file */
  get(name: string): Promise<string | null>;
  /** @returns an address under which the file can be read for a while; null when none is to be given */
  link(name: string): Promise<string | null>;
}

/** Folder of the digests that people read. */
export const FORMS_FOLDER = 'digests';
const SUMMARIES = 'summaries';
const VERSION = 1;

/** As far back as a digest compares: the same weekday of four weeks, and the trend. */
const DAYS_BACK = 35;

/** A day's figures as a file, for the digests of later days. */
export function summaryFile(summary: DaySummary): { readonly file: string; readonly text: string } {
  return { file: nameOf(summary.day), text: JSON.stringify({ version: VERSION, summary }) };
}

/** The figures of the days before, as far as their digests were made. */
export async function earlierSummaries(
  day: string,
  reports: Pick<ReportShelf, 'get'>,
): Promise<readonly DaySummary[]> {
  const days = Array.from({ length: DAYS_BACK }, (_, ago) => dayAfter(day, -1 - ago));
  const texts = await Promise.all(days.map((one) => reports.get(nameOf(one))));
  return texts.flatMap((text, at) => (text === null ? [] : (summaryOf(text, days[at]) ?? [])));
}

function nameOf(day: string): string {
  return `${SUMMARIES}/${day}.json`;
}

/** Null for a file of another version, or of something else: that day is compared with nothing. */
function summaryOf(text: string, day: string | undefined): DaySummary | null {
  const read = parsed(text);
  if (typeof read !== 'object' || read === null || !('version' in read) || !('summary' in read))
    return null;
  const { version, summary } = read;
  return version === VERSION && isSummaryOf(summary, day) ? summary : null;
}

/** Written by this very file, under a name that only its version has. */
function isSummaryOf(value: unknown, day: string | undefined): value is DaySummary {
  return typeof value === 'object' && value !== null && 'day' in value && value.day === day;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
