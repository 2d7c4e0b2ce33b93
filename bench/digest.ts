import { getHeapStatistics } from 'node:v8';
import type { Digest } from '../lib/core/digest/digest';
import { makeDigest } from '../lib/core/digest/make-digest';
import { digestCsv } from '../lib/core/digest/render/csv';
import { digestJson } from '../lib/core/digest/render/json';
import { digestSlack } from '../lib/core/digest/render/slack';
import { digestSns } from '../lib/core/digest/render/sns';
import { digestTeams } from '../lib/core/digest/render/teams';
import { digestText } from '../lib/core/digest/render/text';
import { dayAfter, zoneNamed } from '../lib/core/digest/zone';
import type { Group } from '../lib/core/group/group';
import { digestHtml } from '../lib/report/digest-html';
import { aGroup, LABELS } from '../test/core/group/a-group';
import { grants } from '../test/core/digest/a-diagnosis';

const DAY = '2026-11-25';
const GROUPS = 20_000;
const DENIALS = 5_000_000;
const CALLERS = 3_000;
const SERVICES = ['s3', 'sqs', 'dynamodb', 'kms', 'sns', 'ec2', 'iam', 'lambda', 'glue', 'athena'];
const LAYERS = ['identity', 'scp', 'resource', 'boundary', 'session'];
const MB = 1024 * 1024;

/** A group as a table gives it back: five weeks of days, 72 hours, and the names that it may keep. */
function groupOf(at: number): Group {
  const perDay = DENIALS / GROUPS;
  const first = at % 20 === 0 ? `${DAY}T01:00:00Z` : '2026-09-01T08:00:00Z';
  const days: Record<string, number> = {};
  const hours: Record<string, number> = {};
  const since = at % 20 === 0 ? 1 : 35;
  for (let ago = 0; ago < since; ago += 1) days[dayAfter(DAY, -ago)] = perDay + ((at * ago) % 50);
  for (let hour = 0; hour < Math.min(72, since * 24); hour += 1) {
    const ms = Date.parse(`${DAY}T23:00:00Z`) - hour * 3_600_000;
    hours[new Date(ms).toISOString().slice(0, 16)] = Math.round(perDay / 24);
  }
  const caller = at % CALLERS;
  const service = SERVICES[at % SERVICES.length] ?? 's3';
  return aGroup({
    id: at.toString(16).padStart(16, '0'),
    first,
    last: `${DAY}T23:59:59Z`,
    count: perDay * since,
    days,
    hours,
    sessions: names('session', at),
    resources: names(`arn:aws:${service}:::thing`, at),
    state: { name: 'repeated', at: `${DAY}T02:00:00.000Z` },
    labels: {
      ...LABELS,
      principal: `worker-${caller}`,
      principalArn: `arn:aws:iam::111122223333:role/worker-${caller}`,
      accountId: String(111122223333 + (at % 200)),
      action: `${service}:Action${at % 97}`,
      service,
      layer: LAYERS[at % LAYERS.length] ?? 'identity',
      severity: (['low', 'low', 'low', 'medium', 'high'] as const)[at % 5] ?? 'low',
      headline: `worker-${caller} was denied ${service}:Action${at % 97} on thing-${at}`,
    },
  });
}

function names(start: string, at: number): Group['sessions'] {
  return { named: Array.from({ length: 20 }, (_, n) => `${start}-${at}-${n}`), more: true };
}

/** The most of the heap that was in use when it was looked at, in MB. */
class Peak {
  private most = 0;

  look(): void {
    this.most = Math.max(this.most, getHeapStatistics().used_heap_size);
  }

  get mb(): number {
    return Math.round(this.most / MB);
  }
}

/** Groups as a page after the other of a query brings them: none is kept by the one who reads. */
function* groups(peak: Peak): Generator<Group> {
  for (let at = 0; at < GROUPS; at += 1) {
    if (at % 100 === 0) peak.look();
    yield groupOf(at);
  }
}

/** A day of five million denials in 20,000 groups: how long its digest takes, and how much memory. */
export async function benchDigest(): Promise<void> {
  const stored = grants([
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' },
  ]);
  console.log(`digest: ${DENIALS.toLocaleString('en-US')} denials in ${GROUPS} groups`);
  globalThis.gc?.();
  const peak = new Peak();
  const made = await timed('groups made, read and digested', peak, () =>
    makeDigest({
      day: DAY,
      zone: zoneNamed('Europe/Berlin'),
      groups: groups(peak),
      diagnosis: () => Promise.resolve(stored),
      hidden: new Map(),
      noise: [],
      findings: [],
      health: { events: DENIALS * 20, latencyMs: null, deadLetters: 0 },
      history: [],
      now: Date.parse('2026-11-26T06:00:00Z'),
    }),
  );
  await timed('of which making them', new Peak(), () => {
    let made = 0;
    for (const { count } of groups(new Peak())) made += count;
    return made;
  });
  const forms: Readonly<Record<string, (digest: Digest) => unknown>> = {
    text: digestText,
    Slack: digestSlack,
    Teams: digestTeams,
    SNS: digestSns,
    CSV: digestCsv,
    JSON: digestJson,
    HTML: digestHtml,
  };
  for (const [name, render] of Object.entries(forms))
    await timed(name, peak, () => {
      const form = render(made);
      const size = (typeof form === 'string' ? form : JSON.stringify(form)).length;
      return `${Math.round(size / 1024)} KB`;
    });
  const rss = Math.round((process.resourceUsage().maxRSS * 1024) / MB);
  console.log(`  peak of the heap ${peak.mb} MB, of the process ${rss} MB`);
}

async function timed<T>(name: string, peak: Peak, run: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  peak.look();
  const note = typeof result === 'string' ? `, ${result}` : '';
  console.log(`  ${name}: ${((performance.now() - start) / 1000).toFixed(2)} s${note}`);
  return result;
}
