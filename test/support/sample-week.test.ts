import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  LOG_FILE,
  SAMPLE_FOLDER,
  sampleWeek,
  SNAPSHOT_FILE,
  stories,
  writeSample,
} from './sample-week';
import { lookAlikes } from './sample-week/look-alikes';

function contentOf(folder: string): { readonly log: string; readonly snapshot: string } {
  return {
    log: gunzipSync(readFileSync(join(folder, LOG_FILE))).toString(),
    snapshot: readFileSync(join(folder, SNAPSHOT_FILE), 'utf8'),
  };
}

const denials = stories.flatMap((story) =>
  story.records.filter((record) => record.errorCode !== undefined),
);

describe('the bundled sample week', () => {
  it('is what its generator makes: run `npx tsx test/support/sample-week.ts` after a change', () => {
    const folder = mkdtempSync(join(tmpdir(), 'denywatch-sample-'));
    writeSample(folder);
    const made = contentOf(folder);
    rmSync(folder, { recursive: true });
    const kept = contentOf(SAMPLE_FOLDER);
    expect(kept.log === made.log).toBe(true);
    expect(kept.snapshot).toBe(made.snapshot);
  });

  it('has denials enough, of problems, services and layers enough, among ordinary calls', () => {
    const { Records } = sampleWeek().log;
    expect(denials.length).toBeGreaterThanOrEqual(60);
    expect(stories.length).toBeGreaterThanOrEqual(25);
    expect(new Set(denials.map((record) => record.eventSource)).size).toBeGreaterThanOrEqual(15);
    expect(Records.length - denials.length - lookAlikes.length).toBeGreaterThan(3500);
    expect(lookAlikes.length).toBeGreaterThanOrEqual(20);
    expect(new Set(stories.map((story) => story.intended.layer))).toEqual(
      new Set(['identity', 'boundary', 'session', 'scp', 'rcp', 'resource', 'vpcEndpoint', null]),
    );
  });

  it.each([
    'no identity-based policy allows',
    'with an explicit deny in an identity-based policy: arn:aws:iam::',
    'no permissions boundary allows',
    'with an explicit deny in a permissions boundary: arn:aws:iam::',
    'no session policy allows',
    'with an explicit deny in a session policy',
    'no service control policy allows',
    'with an explicit deny in a service control policy: arn:aws:organizations::',
    'with an explicit deny in a resource control policy: arn:aws:organizations::',
    'no resource-based policy allows',
    'with an explicit deny in a resource-based policy',
    'no role trust policy allows',
    'with an explicit deny in the role trust policy',
    'no VPC endpoint policy allows',
    'with an explicit deny in a VPC endpoint policy',
    'denied due to a VPC endpoint policy',
    'blocked by the BlockPublicPolicy block public access setting',
    'IAM user access not activated',
    'call the GetRequestAuthorizationDetails API with the following authorization id: ',
  ])('has a message that says: %s', (words) => {
    expect(denials.some((record) => (record.errorMessage ?? '').includes(words))).toBe(true);
  });

  it('has encoded messages, whole and cut, and no message over the 1 KB of CloudTrail', () => {
    const encoded = denials
      .map((record) => record.errorMessage ?? '')
      .filter((text) => text.includes('Encoded authorization failure message: '));
    expect(encoded.some((text) => text.endsWith('...') && text.length === 1026)).toBe(true);
    expect(encoded.some((text) => !text.endsWith('...') && text.length < 1024)).toBe(true);
    expect(denials.filter((record) => (record.errorMessage?.length ?? 0) > 1026)).toEqual([]);
  });

  it('is in order of time, within its week, with ids of its own for each record', () => {
    const { Records } = sampleWeek().log;
    const times = Records.map((record) => record.eventTime);
    expect(times).toEqual(times.toSorted());
    expect([times[0] ?? '', times.at(-1) ?? ''].map((time) => time.slice(0, 10))).toEqual([
      '2026-11-09',
      '2026-11-15',
    ]);
    expect(new Set(Records.map((record) => record['eventID'])).size).toBe(Records.length);
  });

  it('speaks of documentation accounts only', () => {
    const text = JSON.stringify(sampleWeek());
    const accounts = new Set(
      [...text.matchAll(/arn:aws:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):/g)].map((match) => match[1]),
    );
    expect([...accounts].sort()).toEqual([
      '111122223333',
      '123456789012',
      '444455556666',
      '999999999999',
    ]);
  });
});
