import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { lookAlikes } from './sample-week/look-alikes';
import { ordinaryRecords } from './sample-week/ordinary';
import type { SampleRecord } from './sample-week/record';
import { snapshot } from './sample-week/snapshot';
import { guardrailStories } from './sample-week/stories/guardrails';
import { identityStories } from './sample-week/stories/identity';
import { resourceStories } from './sample-week/stories/resources';
import { strangerStories } from './sample-week/stories/strangers';
import type { Story } from './sample-week/story';

/** Where the sample is kept. */
export const SAMPLE_FOLDER = resolve(__dirname, '../../samples/one-week');
export const LOG_FILE = 'cloudtrail.json.gz';
export const SNAPSHOT_FILE = 'snapshot.json';

/** Every problem of the week. */
export const stories: readonly Story[] = [
  ...identityStories,
  ...guardrailStories,
  ...resourceStories,
  ...strangerStories,
];

/**
 * One week in the account of a small company, Fernwood Cycles: its CloudTrail log and the policies
 * behind it. Written for this project in the record shapes and error messages that AWS documents,
 * with documentation account ids; the same each time it is made.
 */
export function sampleWeek(): {
  readonly log: { readonly Records: readonly SampleRecord[] };
  readonly snapshot: object;
} {
  const records = [
    ...stories.flatMap((story) => story.records),
    ...lookAlikes,
    ...ordinaryRecords(),
  ];
  const sorted = records.toSorted((a, b) =>
    a.eventTime === b.eventTime ? 0 : a.eventTime < b.eventTime ? -1 : 1,
  );
  return { log: { Records: sorted }, snapshot };
}

/** The two files of the sample, as they are committed. The archive's bytes depend on zlib, its content does not. */
export function writeSample(folder: string): void {
  const week = sampleWeek();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, LOG_FILE), gzipSync(JSON.stringify(week.log), { level: 9 }));
  writeFileSync(join(folder, SNAPSHOT_FILE), `${JSON.stringify(week.snapshot, null, 2)}\n`);
}

// `npx tsx test/support/sample-week.ts` writes the sample anew.
if (process.argv[1] === __filename) writeSample(SAMPLE_FOLDER);
