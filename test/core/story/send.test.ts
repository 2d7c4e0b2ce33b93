import type { Post } from '../../../lib/core/channel';
import type { Actor } from '../../../lib/core/group/group';
import { answered } from '../../../lib/core/group/lifecycle';
import { watchBatch } from '../../../lib/core/watch';
import { send } from '../../../lib/core/send';
import { denied, deniedQueue, watchWorld, type WatchWorld } from './watch-world';
import { sendWorld, type SendWorld } from './send-world';

const alice: Actor = { name: 'alice', id: 'slack:T1/U1' };
const MINUTE = 60_000;

interface World extends SendWorld {
  readonly watcher: WatchWorld;
  /** The id of the group of denied uploads, of which that many have occurred by now. */
  upload(count: number): Promise<string>;
}

function newWorld(): World {
  const watcher = watchWorld();
  const sender = sendWorld(watcher.store);
  let met = 0;
  return Object.assign(sender, {
    watcher,
    upload: async (count: number) => {
      watcher.clock = sender.clock;
      const records = Array.from({ length: count - met }, (_, at) => denied(`e${met + at}`));
      met = count;
      const [outcome] = await watchBatch(records, watcher.ports);
      if (outcome?.kind !== 'diagnosed' && outcome?.kind !== 'repeated')
        throw new Error('no group');
      return outcome.group.id;
    },
  });
}

/** A post in short. */
function short(post: Post): object {
  return post.kind === 'storm'
    ? { kind: post.kind, phase: post.phase, folded: post.storm.folded, handle: post.handle }
    : { kind: post.kind, reason: post.reason, count: post.group.count };
}

describe('a new problem', () => {
  it('is told once in each channel, whatever is delivered how often', async () => {
    const world = newWorld();
    const id = await world.upload(1);
    await world.deliver(id, 'slack');
    await world.deliver(id, 'sns');
    await world.deliver(id, 'slack');
    await world.deliver(id, 'sns');
    for (const { posts } of [world.slack, world.sns])
      expect(posts).toMatchObject([
        {
          kind: 'alert',
          reason: 'first',
          id: `${id}:1:first`,
          mayBeThere: false,
          group: { groupId: id, count: 1 },
          alert: { principal: 'orders-api' },
        },
      ]);
    expect(await world.store.group(id)).toMatchObject({ state: { name: 'alerted' } });
  });

  it('is not told to a channel that is gone from the settings', async () => {
    const world = newWorld();
    await expect(world.deliver(await world.upload(1), 'teams')).resolves.toEqual({
      kind: 'nothing',
      why: 'there is no channel teams in the settings any more',
    });
  });
});

describe('repeats', () => {
  it('are counted in the message, at most once a minute, the last count always', async () => {
    const world = newWorld();
    const start = world.clock;
    const id = await world.upload(1);
    await world.deliver(id);
    for (let at = 1; at <= 9; at++) {
      world.clock = start + at * 10_000;
      if (at < 9) await world.upload(at + 1);
      await world.deliver(id);
    }
    await world.until(start + 5 * MINUTE);
    expect(world.slack.posts.map(short)).toEqual([
      { kind: 'alert', reason: 'first', count: 1 },
      { kind: 'update', reason: 'repeats', count: 7 },
      { kind: 'update', reason: 'repeats', count: 9 },
    ]);
    expect(world.slack.posts[1]).toMatchObject({ handle: 'handle 1' });
    expect(world.waiting).toEqual([]);
  });

  it('are not told where a message cannot be edited, an escalation is', async () => {
    const world = newWorld();
    const id = await world.upload(1);
    await world.deliver(id, 'sns');
    await world.upload(9);
    await world.deliver(id, 'sns');
    await world.upload(10);
    await world.deliver(id, 'sns');
    await world.deliver(id, 'sns');
    expect(world.sns.posts.map(short)).toEqual([
      { kind: 'alert', reason: 'first', count: 1 },
      { kind: 'alert', reason: 'escalated', count: 10 },
    ]);
    expect(world.sns.posts[1]).toMatchObject({ id: `${id}:2:escalated` });
  });
});

describe('an answer', () => {
  it('is shown at once, and no escalation is told after it', async () => {
    const world = newWorld();
    const id = await world.upload(1);
    await world.deliver(id);
    const at = '2026-11-25T10:00:20.000Z';
    await world.store.updateGroup(
      id,
      (group) => answered(group, { name: 'acknowledge', at, by: alice }) ?? group,
    );
    await world.deliver(id);
    await world.upload(10);
    world.clock += 2 * MINUTE;
    await world.deliver(id);
    expect(world.slack.posts.map(short)).toEqual([
      { kind: 'alert', reason: 'first', count: 1 },
      { kind: 'update', reason: 'answered', count: 1 },
      { kind: 'update', reason: 'repeats', count: 10 },
    ]);
    expect(world.slack.posts[1]).toMatchObject({
      group: { state: { name: 'acknowledged', by: alice } },
    });
  });
});

describe('a channel in trouble', () => {
  it('gets the alert when it is back; the other one has it long since', async () => {
    const world = newWorld();
    const id = await world.upload(1);
    world.slack.moods.push('refuses', 'refuses');
    await expect(world.deliver(id, 'slack')).rejects.toThrow('slack is down');
    await world.deliver(id, 'sns');
    await expect(world.deliver(id, 'slack')).rejects.toThrow('slack is down');
    await world.deliver(id, 'slack');
    expect(world.sns.posts).toHaveLength(1);
    // It may have accepted what it said it had not.
    expect(world.slack.posts).toMatchObject([{ id: `${id}:1:first`, mayBeThere: true }]);
  });

  it('that asks to wait is left alone for that long', async () => {
    const world = newWorld();
    const id = await world.upload(1);
    world.slack.moods.push('asksToWait');
    await expect(world.deliver(id)).resolves.toEqual({
      kind: 'later',
      channel: 'slack',
      afterMs: 30_000,
    });
    const before = world.clock;
    await world.until(before + 29_999);
    expect(world.slack.posts).toEqual([]);
    await world.until(before + 30_000);
    expect(world.slack.posts).toMatchObject([{ mayBeThere: false }]);
  });
});

describe('a sender that is killed', () => {
  it('after the channel accepted: the next one sends the same again, and says that it may be there', async () => {
    const world = newWorld();
    const id = await world.upload(1);
    const update = world.store.updateDelivery.bind(world.store);
    const broken = jest.spyOn(world.store, 'updateDelivery');
    broken
      .mockImplementationOnce(update)
      .mockImplementationOnce(killed)
      .mockImplementationOnce(killed);
    await expect(world.deliver(id)).rejects.toThrow('killed');
    // Its claim still holds: whoever comes at once waits for its end.
    await expect(world.deliver(id)).resolves.toMatchObject({ kind: 'later' });
    await world.until(world.clock + 3 * MINUTE);
    expect(world.slack.posts).toMatchObject([
      { id: `${id}:1:first`, mayBeThere: false },
      { id: `${id}:1:first`, mayBeThere: true },
    ]);
    await world.deliver(id);
    expect(world.slack.posts).toHaveLength(2);
  });

  it('never is two at a time: the slow one does not overwrite what the next one remembered', async () => {
    const world = newWorld();
    const id = await world.upload(1);
    world.slack.moods.push({
      acceptsAnd: () => {
        world.clock += 3 * MINUTE;
      },
    });
    await world.deliver(id);
    await world.deliver(id);
    expect(world.slack.posts).toHaveLength(1);
  });
});

describe('a storm of new problems', () => {
  async function problems(world: World, queues: readonly string[]): Promise<void> {
    world.watcher.clock = world.clock;
    for (const queue of queues) {
      const [outcome] = await watchBatch([deniedQueue(`q ${queue}`, queue)], world.watcher.ports);
      if (outcome?.kind === 'diagnosed') await world.deliver(outcome.group.id);
    }
  }

  it('of one caller is one summary, edited as it grows and closed when it is over', async () => {
    const world = newWorld();
    const start = world.clock;
    await problems(world, ['a', 'b', 'c']);
    await world.until(start + 1_000);
    await problems(world, ['d', 'e']);
    await world.until(start + 20 * MINUTE);
    expect(world.slack.posts.map(short)).toEqual([
      { kind: 'alert', reason: 'first', count: 1 },
      { kind: 'alert', reason: 'first', count: 1 },
      { kind: 'storm', phase: 'opened', folded: 1, handle: null },
      { kind: 'storm', phase: 'continues', folded: 3, handle: 'handle 3' },
      { kind: 'storm', phase: 'closed', folded: 3, handle: 'handle 3' },
    ]);
    expect(world.slack.posts[2]).toMatchObject({
      caller: 'orders-api',
      storm: {
        lines: [
          { principal: 'orders-api', headline: expect.stringContaining('SendMessage') as unknown },
        ],
      },
    });
    expect(world.waiting).toEqual([]);
    await problems(world, ['f']);
    expect(world.slack.posts.slice(5).map(short)).toEqual([
      { kind: 'alert', reason: 'first', count: 1 },
    ]);
  });

  it('is not told twice when its job is delivered again', async () => {
    const world = newWorld();
    await problems(world, ['a', 'b', 'c']);
    const job = world.waiting[0]?.job;
    if (job === undefined) throw new Error('no job');
    await send(job, world.ports);
    await send(job, world.ports);
    expect(world.slack.posts.slice(2).map(short)).toEqual([
      { kind: 'storm', phase: 'opened', folded: 1, handle: null },
    ]);
  });

  it('is told when the channel is back', async () => {
    const world = newWorld();
    await problems(world, ['a', 'b', 'c']);
    const job = world.waiting[0]?.job;
    if (job === undefined) throw new Error('no job');
    world.slack.moods.push('refuses', 'asksToWait');
    await expect(send(job, world.ports)).rejects.toThrow('slack is down');
    await expect(send(job, world.ports)).resolves.toMatchObject({ kind: 'later' });
    await world.until(world.clock + MINUTE);
    expect(world.slack.posts.slice(2).map(short)).toEqual([
      { kind: 'storm', phase: 'opened', folded: 1, handle: null },
    ]);
  });
});

function killed(): never {
  throw new Error('killed');
}
