import type { Group } from '../../../lib/core/group/group';
import { recheck } from '../../../lib/core/watch/recheck';
import type { WatchOutcome } from '../../../lib/core/watch/ports';
import { watchBatch } from '../../../lib/core/watch';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { roleSession } from '../denial/record-of';
import { denied, deniedQueue, deniedWithDetails, watchWorld } from './watch-world';

const kinds = (outcomes: readonly WatchOutcome[]): readonly string[] =>
  outcomes.map(({ kind }) => kind);

function groupOf(outcome: WatchOutcome | undefined): Group {
  if (outcome?.kind !== 'diagnosed' && outcome?.kind !== 'repeated')
    throw new Error(`no group: ${outcome?.kind}`);
  return outcome.group;
}

describe('a batch of records', () => {
  it('is counted by problem, and each problem is diagnosed once', async () => {
    const world = watchWorld();
    const batch = [denied('e1'), deniedQueue('e2'), denied('e3'), deniedQueue('e4'), denied('e5')];
    const outcomes = await watchBatch(batch, world.ports);
    expect(kinds(outcomes)).toEqual(Array(5).fill('diagnosed'));
    expect(outcomes.map((outcome) => groupOf(outcome).count)).toEqual([3, 2, 3, 2, 3]);
    expect(world.asked).toBe(2);
    expect(groupOf(outcomes[0])).toMatchObject({
      state: { name: 'new' },
      revision: 1,
      channels: ['slack', 'sns'],
      diagnosing: null,
      labels: {
        principal: 'orders-api',
        action: 's3:PutObject',
        layer: 'identity',
        verdict: 'implicitDeny',
        service: 's3',
      },
    });
  });

  it('counts nothing twice, however often it is delivered', async () => {
    const world = watchWorld();
    await watchBatch([denied('e1'), denied('e1'), denied('e2')], world.ports);
    const [again] = await watchBatch([denied('e2'), denied('e1')], world.ports);
    expect(again).toMatchObject({ kind: 'repeated', group: { count: 2 } });
    expect(world.asked).toBe(1);
  });

  it('asks AWS nothing about a problem with a fresh diagnosis, and again when it is old', async () => {
    const world = watchWorld();
    await watchBatch([denied('e1')], world.ports);
    world.clock += 23 * 3_600_000;
    const many = Array.from({ length: 50 }, (_, at) => denied(`f${at}`));
    expect(kinds(await watchBatch(many, world.ports))).toEqual(Array(50).fill('repeated'));
    expect(world.asked).toBe(1);
    world.clock += 3_600_000;
    await watchBatch([denied('e2', { eventTime: '2026-11-26T10:00:00Z' })], world.ports);
    expect(world.asked).toBe(2);
  });

  it('alerts a problem unless noise keeps all of its denials for the digest', async () => {
    for (const quiet of ['e1', 'e2', 'e3']) {
      const world = watchWorld({
        noise: ({ eventId }) => ({ treatment: eventId === quiet ? 'digestOnly' : 'alert' }),
      });
      const outcomes = await watchBatch([denied('e1'), denied('e2'), denied('e3')], world.ports);
      expect(groupOf(outcomes[0])).toMatchObject({ treatment: 'alert', count: 3 });
    }
  });

  it('sorts out what is no denial, its own, and noise', async () => {
    const world = watchWorld({
      noise: ({ eventName }) =>
        eventName === 'SendMessage'
          ? { treatment: 'hide', entry: 'queues' }
          : { treatment: 'digestOnly' },
    });
    const own = roleSession('arn:aws:iam::111122223333:role/service/denywatch-watcher', 'watcher');
    const outcomes = await watchBatch(
      [
        denied('e1', { errorCode: 'NoSuchBucket', errorMessage: 'no such bucket' }),
        denied('e2', { userIdentity: own }),
        deniedQueue('e3'),
        deniedQueue('e3'),
        denied('e4'),
      ],
      world.ports,
    );
    expect(kinds(outcomes)).toEqual(['noDenial', 'ownDenial', 'hidden', 'hidden', 'diagnosed']);
    expect(await world.store.hidden('2026-11-25')).toEqual(new Map([['queues', 1]]));
    expect(groupOf(outcomes[4]).treatment).toBe('digestOnly');
  });

  it('does look into a denial of a user or a role that only sounds like its own', async () => {
    const world = watchWorld();
    const user = {
      type: 'IAMUser',
      arn: 'arn:aws:iam::111122223333:user/denywatch-watcher',
      accountId: '111122223333',
      userName: 'denywatch-watcher',
    };
    const role = roleSession('arn:aws:iam::111122223333:role/denywatch-watcher2', 's');
    const records = [user, role].map((userIdentity, at) => denied(`e${at}`, { userIdentity }));
    expect(kinds(await watchBatch(records, world.ports))).toEqual(['diagnosed', 'diagnosed']);
  });

  it('counts a record without an event id by its text', async () => {
    const world = watchWorld();
    const nameless = denied(null);
    const other = denied(null, { requestID: 'another' });
    await watchBatch([nameless, nameless, other], world.ports);
    const [again] = await watchBatch([nameless], world.ports);
    expect(groupOf(again).count).toBe(2);
  });
});

describe('when something fails', () => {
  it('only the records of that problem come again', async () => {
    class Breaking extends MemoryDenialStore {
      override record(
        ...args: Parameters<MemoryDenialStore['record']>
      ): ReturnType<MemoryDenialStore['record']> {
        const [fingerprint] = args;
        return fingerprint.includes('sqs:')
          ? Promise.reject(new Error('the table is gone'))
          : super.record(...args);
      }
    }
    const world = watchWorld({ store: new Breaking({ now: () => 0 }) });
    const outcomes = await watchBatch([denied('e1'), deniedQueue('e2')], world.ports);
    expect(outcomes).toMatchObject([
      { kind: 'diagnosed' },
      { kind: 'failed', error: { message: 'the table is gone' } },
    ]);
  });

  it('in a diagnosis, its record comes again and diagnoses, others of the problem are done', async () => {
    const world = watchWorld();
    world.bug = new Error('killed in between');
    const [failed] = await watchBatch([denied('e1')], world.ports);
    expect(failed).toMatchObject({ kind: 'failed', error: { message: 'killed in between' } });
    // Another record of the problem need not wait for it.
    const [beside] = await watchBatch([denied('e2')], world.ports);
    expect(beside).toMatchObject({ kind: 'repeated', group: { diagnosedAt: null, count: 2 } });
    world.bug = null;
    const [again] = await watchBatch([denied('e1')], world.ports);
    expect(again).toMatchObject({ kind: 'diagnosed', group: { count: 2, revision: 1 } });
    expect(world.asked).toBe(2);
  });

  it('for good, whoever comes later than the lease takes the diagnosis over', async () => {
    const world = watchWorld();
    world.bug = new Error('killed in between');
    await watchBatch([denied('e1')], world.ports);
    world.bug = null;
    world.clock += 120_000;
    const [later] = await watchBatch([denied('e2')], world.ports);
    expect(later).toMatchObject({ kind: 'diagnosed', group: { count: 2, revision: 1 } });
  });
});

describe('a diagnosis that can get better', () => {
  it('is asked for again, three times at most', async () => {
    const world = watchWorld();
    const [outcome] = await watchBatch([deniedWithDetails('e1')], world.ports);
    const { id } = groupOf(outcome);
    // Each one that is handled may add the next.
    for (const { job } of world.rechecks) await recheck(job, world.ports);
    expect(world.rechecks).toEqual(
      [60_000, 120_000, 240_000].map((afterMs, at) => ({
        job: { group: id, reason: 'incomplete', attempt: at + 1, by: null },
        afterMs,
      })),
    );
    expect((await world.store.group(id))?.revision).toBe(1);
  });

  it('is shown when it is there, once', async () => {
    const world = watchWorld();
    const [outcome] = await watchBatch([deniedWithDetails('e1')], world.ports);
    const { id } = groupOf(outcome);
    const job = { group: id, reason: 'incomplete', attempt: 1, by: null } as const;
    world.detailsThere = true;
    expect(await recheck(job, world.ports)).toMatchObject({ revision: 2, state: { name: 'new' } });
    expect(await recheck(job, world.ports)).toMatchObject({ revision: 2 });
    expect(world.rechecks).toHaveLength(1);
  });
});

describe('a person who asks whether it is allowed now', () => {
  const alice = { name: 'alice', id: 'slack:T1/U1' };

  it.each([
    ['implicitDeny', false, 'new'],
    ['allowed', true, 'resolved'],
  ] as const)('is told: the simulator says %s', async (decision, allowed, state) => {
    const world = watchWorld();
    const [outcome] = await watchBatch([denied('e1')], world.ports);
    const { id } = groupOf(outcome);
    world.decision = decision;
    const job = { group: id, reason: 'asked', attempt: 1, by: alice } as const;
    expect(await recheck(job, world.ports)).toMatchObject({
      state: { name: state },
      checked: { by: alice, allowed },
      revision: 2,
    });
  });

  it('is not told so by a simulator that had never denied it', async () => {
    const world = watchWorld();
    world.decision = 'allowed';
    const [outcome] = await watchBatch([denied('e1')], world.ports);
    const { id } = groupOf(outcome);
    const job = { group: id, reason: 'asked', attempt: 1, by: alice } as const;
    expect(await recheck(job, world.ports)).toMatchObject({ checked: { allowed: false } });
  });

  it('of a group that is not kept any more gets nothing', async () => {
    const job = { group: 'gone', reason: 'asked', attempt: 1, by: alice } as const;
    expect(await recheck(job, watchWorld().ports)).toBeNull();
  });
});
