import type { Group } from '../../../lib/core/group/group';
import type { DenialStore } from '../../../lib/core/group/store';
import type { CloudTrailRecord } from '../../../lib/core/record/record';
import { send } from '../../../lib/core/send';
import type { SendJob } from '../../../lib/core/send/job';
import { jobsOfChange } from '../../../lib/core/send/jobs-of-change';
import { watchBatch } from '../../../lib/core/watch';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { Random } from '../../support/sample-week/random';
import { sendWorld } from './send-world';
import { deniedQueue, watchWorld } from './watch-world';

const PROBLEMS = 20;
const DENIALS = 50_000;
const DUPLICATES = DENIALS / 10;
const BATCH = 100;

/** What a stream hands over: a group before and after. */
interface Change {
  readonly before: Group | null;
  readonly after: Group;
}

/**
 * A store whose caller dies around every so many calls: before anything was done, or after it was done
 * and before the caller knew. What was done is in the stream either way.
 */
function mortal(store: MemoryDenialStore, random: Random, stream: Change[]): DenialStore {
  const last = new Map<string, Group>();
  const around = async <T>(call: () => Promise<T>): Promise<T> => {
    const fate = random.next();
    if (fate < 0.01) throw new Error('killed before');
    const result = await call();
    if (fate > 0.99) throw new Error('killed after');
    return result;
  };
  const noted = async (call: () => Promise<Group | null>): Promise<Group | null> => {
    const after = await call();
    const before = after === null ? null : (last.get(after.id) ?? null);
    if (after !== null && after !== before) {
      last.set(after.id, after);
      stream.push({ before, after });
    }
    return after;
  };
  return {
    record: (fingerprint, occurrences, fold) =>
      around(async () => {
        const group = await noted(() => store.record(fingerprint, occurrences, fold));
        if (group === null) throw new Error('no group');
        return group;
      }),
    group: (id) => around(() => store.group(id)),
    updateGroup: (id, change) => around(() => noted(() => store.updateGroup(id, change))),
    diagnosis: (id) => around(() => store.diagnosis(id)),
    saveDiagnosis: (id, diagnosis, change) =>
      around(() => noted(() => store.saveDiagnosis(id, diagnosis, change))),
    countHidden: (entry, occurrences) => around(() => store.countHidden(entry, occurrences)),
    hidden: (day) => store.hidden(day),
    updateDelivery: (id, channel, change) =>
      around(() => store.updateDelivery(id, channel, change)),
    updateStorm: (scope, change) => around(() => store.updateStorm(scope, change)),
    once: (key, keepMs) => around(() => store.once(key, keepMs)),
    groupsSince: (day) => store.groupsSince(day),
  };
}

it(`${DENIALS} denials of ${PROBLEMS} problems, delivered in any order and again, with callers that die: exact counts, ${PROBLEMS} alerts`, async () => {
  const random = new Random('a storm');
  const clock = { now: Date.parse('2026-11-25T10:00:05Z') };
  const stream: Change[] = [];
  const remembered = new MemoryDenialStore({ now: () => clock.now });
  const store = mortal(remembered, random, stream);
  const watcher = watchWorld({ store });
  const sender = sendWorld(store, clock.now);
  const ports = {
    ...sender.ports,
    storm: {
      all: { newGroups: 1_000, windowMs: 300_000 },
      perCaller: { newGroups: 1_000, windowMs: 300_000 },
    },
  };
  sender.slack.moods.push(...Array.from({ length: 10 }, () => 'refuses' as const));
  const tick = (ms: number): void => {
    clock.now += ms;
    watcher.clock = clock.now;
    sender.clock = clock.now;
  };

  const waiting = traffic(random);
  const jobs: { readonly job: SendJob; readonly due: number }[] = [];
  while (waiting.length > 0 || stream.length > 0 || jobs.length > 0 || sender.waiting.length > 0) {
    tick(2_000);
    const batch = waiting.splice(0, BATCH);
    const outcomes = await watchBatch(batch, watcher.ports);
    outcomes.forEach(({ kind }, at) => {
      const record = batch[at];
      // What failed is delivered again, some time later.
      if (kind === 'failed' && record !== undefined)
        waiting.splice(Math.floor(random.next() * waiting.length), 0, record);
    });
    for (const change of stream.splice(0)) {
      const editing = new Set(['slack']);
      for (const { job, afterMs } of jobsOfChange({ ...change, editing, now: clock.now }))
        jobs.push({ job, due: clock.now + afterMs });
    }
    jobs.push(...sender.waiting.splice(0));
    for (const entry of jobs.splice(0)) {
      if (entry.due > clock.now) jobs.push(entry);
      else
        await send(entry.job, ports).catch(() => {
          jobs.push({ job: entry.job, due: clock.now + 5_000 });
        });
    }
  }

  const counts: number[] = [];
  for await (const { count } of remembered.groupsSince('')) counts.push(count);
  expect(counts).toEqual(Array(PROBLEMS).fill(DENIALS / PROBLEMS));
  for (const channel of [sender.slack, sender.sns]) {
    const first = channel.posts.flatMap((post) =>
      post.kind === 'alert' && post.reason === 'first' ? [post] : [],
    );
    expect(new Set(first.map(({ id }) => id)).size).toBe(PROBLEMS);
    // One that may be there already says so, and the channel looks: no id is posted twice without.
    const unsaid = first.filter(({ mayBeThere }) => !mayBeThere).map(({ id }) => id);
    expect(unsaid).toEqual([...new Set(unsaid)]);
  }
  // In the end each message shows the last count.
  const shown = new Map(
    sender.slack.posts.flatMap((post): [string, number][] =>
      post.kind === 'storm' ? [] : [[post.group.groupId, post.group.count]],
    ),
  );
  expect([...shown.values()]).toEqual(Array(PROBLEMS).fill(DENIALS / PROBLEMS));
}, 120_000);

/** Every denial once and one in ten twice, in any order. */
function traffic(random: Random): CloudTrailRecord[] {
  const templates = Array.from({ length: PROBLEMS }, (_, at) => deniedQueue('e', `queue-${at}`));
  const once = Array.from({ length: DENIALS }, (_, at): CloudTrailRecord[] => {
    const template = templates[at % PROBLEMS];
    return template === undefined ? [] : [{ ...template, eventId: `e${at}` }];
  }).flat();
  const all = [...once, ...once.slice(0, DUPLICATES)];
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random.next() * (at + 1));
    const [a, b] = [all[at], all[other]];
    if (a !== undefined && b !== undefined) [all[at], all[other]] = [b, a];
  }
  return all;
}
