import { act, type ActOutcome, type ActPorts, type ChatJob } from '../../../lib/core/act';
import type { ChatReply } from '../../../lib/core/alert/slack-reply';
import { parseSlackAction, type SlackAction } from '../../../lib/core/alert/slack/actions';
import { RetryLater } from '../../../lib/core/channel';
import type { Actor, Group } from '../../../lib/core/group/group';
import { answered } from '../../../lib/core/group/lifecycle';
import type { DenialStore } from '../../../lib/core/group/store';
import { watchBatch } from '../../../lib/core/watch';
import type { RecheckJob } from '../../../lib/core/watch/ports';
import { denied, watchWorld } from './watch-world';

const alice: Actor = { name: 'alice', id: 'slack:T1/U1' };
const bob: Actor = { name: 'bob', id: 'slack:T1/U2' };
const AT = '2026-11-25T10:05:00.000Z';

/** What is asked, without the group. */
type Wish = SlackAction extends infer A
  ? A extends SlackAction
    ? Omit<A, 'group'>
    : never
  : never;

interface World {
  readonly id: string;
  readonly store: DenialStore;
  readonly ports: ActPorts;
  readonly replies: { readonly reply: ChatReply; readonly id: string }[];
  readonly rechecks: RecheckJob[];
  readonly putOff: { readonly job: ChatJob; readonly afterMs: number }[];
  /** Thrown by the next reply. */
  failure: Error | null;
  refusal: string | null;
  press(wish: Wish, changes?: Partial<ChatJob>): Promise<ActOutcome>;
  group(): Promise<Group | null>;
}

async function newWorld(): Promise<World> {
  const watcher = watchWorld();
  const [outcome] = await watchBatch([denied('e1')], watcher.ports);
  if (outcome?.kind !== 'diagnosed') throw new Error('expected a group');
  const { store } = watcher;
  const { id } = outcome.group;
  const world: World = {
    id,
    store,
    replies: [],
    rechecks: [],
    putOff: [],
    failure: null,
    refusal: null,
    ports: {
      store,
      refusal: () => Promise.resolve(world.refusal),
      reply: (_, reply, replyId) => {
        const { failure } = world;
        world.failure = null;
        if (failure !== null) return Promise.reject(failure);
        world.replies.push({ reply, id: replyId });
        return Promise.resolve();
      },
      recheck: (job) => {
        world.rechecks.push(job);
        return Promise.resolve();
      },
      later: (job, afterMs) => {
        world.putOff.push({ job, afterMs });
        return Promise.resolve();
      },
    },
    press: (wish, changes = {}) =>
      act(
        {
          do: 'chatAction',
          action: { ...wish, group: id },
          by: alice,
          at: AT,
          place: { channel: 'C1', ts: '1700000000.000100' },
          ...changes,
        },
        world.ports,
      ),
    group: () => store.group(id),
  };
  return world;
}

function notes({ replies }: World): readonly string[] {
  return replies.map(({ reply }) => (reply.kind === 'note' ? reply.says : reply.kind));
}

describe('an answer from chat', () => {
  it('acknowledges: who did it is kept, and the messages are due', async () => {
    const world = await newWorld();
    const before = await world.group();
    await expect(world.press({ do: 'acknowledge' })).resolves.toMatchObject({ kind: 'answered' });
    await expect(world.group()).resolves.toMatchObject({
      state: { name: 'acknowledged', by: alice, at: AT },
      revision: (before?.revision ?? 0) + 1,
    });
    expect(world.replies).toEqual([]);
  });

  it.each([
    ['1h', '2026-11-25T11:05:00.000Z'],
    ['1d', '2026-11-26T10:05:00.000Z'],
    ['7d', '2026-12-02T10:05:00.000Z'],
    ['fixed', null],
  ] as const)(
    'mutes for %s from when it was pressed, however late it is done',
    async (muteFor, until) => {
      const world = await newWorld();
      await world.press({ do: 'mute', for: muteFor });
      await expect(world.group()).resolves.toMatchObject({
        state: { name: 'muted', by: alice, until },
      });
    },
  );

  it('unmutes, and says who', async () => {
    const world = await newWorld();
    await world.press({ do: 'mute', for: '7d' });
    await world.press({ do: 'unmute' }, { by: bob, at: '2026-11-25T10:06:00.000Z' });
    await expect(world.group()).resolves.toMatchObject({ state: { name: 'repeated' } });
    expect(notes(world)).toEqual(['Not muted any more.']);
  });

  it('is given once, however often the job comes', async () => {
    const world = await newWorld();
    await world.press({ do: 'mute', for: '1d' });
    const once = await world.group();
    await expect(world.press({ do: 'mute', for: '1d' })).resolves.toMatchObject({
      kind: 'nothing',
    });
    await expect(world.group()).resolves.toEqual(once);
  });

  it('undoes no newer one when it comes again late', async () => {
    const world = await newWorld();
    await world.press({ do: 'acknowledge' });
    await world.press({ do: 'mute', for: '7d' }, { by: bob, at: '2026-11-25T10:06:00.000Z' });
    await expect(world.press({ do: 'acknowledge' })).resolves.toMatchObject({ kind: 'nothing' });
    await expect(world.group()).resolves.toMatchObject({ state: { name: 'muted', by: bob } });
  });

  it('that means nothing any more is refused in words, and changes nothing', async () => {
    const world = await newWorld();
    await world.store.updateGroup(
      world.id,
      (group) => answered(group, { name: 'resolve', at: AT, how: 'succeeded' }) ?? group,
    );
    const resolved = await world.group();
    const later = { at: '2026-11-25T10:09:00.000Z' };
    await world.press({ do: 'acknowledge' }, later);
    await world.press({ do: 'mute', for: '1h' }, later);
    await world.press({ do: 'unmute' }, later);
    expect(notes(world)).toEqual([
      'There is nothing to acknowledge: the problem is resolved.',
      'There is nothing to mute: the problem is resolved.',
      'There is nothing to unmute: the problem is resolved.',
    ]);
    await expect(world.group()).resolves.toEqual(resolved);
  });

  it('of a stranger is refused in words and does nothing', async () => {
    const world = await newWorld();
    const before = await world.group();
    world.refusal = 'alice may not.';
    for (const wish of [
      { do: 'mute', for: 'fixed' },
      { do: 'recheck' },
      { do: 'evidence' },
    ] as const)
      await expect(world.press(wish)).resolves.toMatchObject({ kind: 'refused' });
    await expect(world.group()).resolves.toEqual(before);
    expect(world.rechecks).toEqual([]);
    expect(notes(world)).toEqual(['alice may not.', 'alice may not.', 'alice may not.']);
  });
});

describe('a wish from chat', () => {
  it('to check again is handed on with who asked', async () => {
    const world = await newWorld();
    await expect(world.press({ do: 'recheck' })).resolves.toEqual({ kind: 'recheck' });
    expect(world.rechecks).toEqual([{ group: world.id, reason: 'asked', attempt: 1, by: alice }]);
    expect(notes(world)).toEqual(['It is checked again now; the message shows what comes of it.']);
  });

  it('to see the evidence, or the fix in a form, is answered in the thread', async () => {
    const world = await newWorld();
    await world.press({ do: 'evidence' });
    await world.press({ do: 'copy', as: 'terraform' });
    expect(world.replies).toMatchObject([
      { reply: { kind: 'evidence', alert: { principal: 'orders-api' } } },
      { reply: { kind: 'copy', as: 'terraform', alert: { principal: 'orders-api' } } },
    ]);
  });

  it('has one id for all its tries, and another one for every press', async () => {
    const world = await newWorld();
    await world.press({ do: 'evidence' });
    await world.press({ do: 'evidence' });
    await world.press({ do: 'copy', as: 'json' });
    await world.press({ do: 'copy', as: 'cdk' });
    await world.press({ do: 'evidence' }, { by: bob });
    await world.press({ do: 'evidence' }, { at: '2026-11-25T10:05:00.001Z' });
    const ids = world.replies.map(({ id }) => id);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(5);
  });

  it('about what is not kept any more says so', async () => {
    const world = await newWorld();
    const gone = 'This problem is not kept any more, so nothing was done.';
    for (const name of ['acknowledge', 'recheck', 'evidence'] as const)
      await expect(
        world.press({ do: name }, { action: { do: name, group: 'ffff' } }),
      ).resolves.toEqual({ kind: 'refused', why: gone });
    expect(notes(world)).toEqual([gone, gone, gone]);
    expect(world.rechecks).toEqual([]);
  });

  it('waits when the chat system asks to, and fails when it fails', async () => {
    const world = await newWorld();
    world.failure = new RetryLater('busy', 30_000);
    await expect(world.press({ do: 'evidence' })).resolves.toEqual({
      kind: 'later',
      afterMs: 30_000,
    });
    expect(world.putOff).toMatchObject([
      { job: { action: { do: 'evidence' }, at: AT }, afterMs: 30_000 },
    ]);
    world.failure = new Error('down');
    await expect(world.press({ do: 'evidence' })).rejects.toThrow('down');
  });
});

describe('the button to unmute', () => {
  it('is read as it is written', () => {
    expect(parseSlackAction({ action_id: 'denywatch_unmute', value: 'a1b2' })).toEqual({
      do: 'unmute',
      group: 'a1b2',
    });
  });
});
