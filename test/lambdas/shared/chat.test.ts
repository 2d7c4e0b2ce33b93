import { RetryLater } from '../../../lib/core/channel';
import type { ChatJob } from '../../../lib/core/act';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { createChat } from '../../../lambdas/shared/chat';
import { validChatJob } from '../../../lambdas/shared/chat-messages';
import { readDenialMessage } from '../../../lambdas/shared/denial-messages';
import { readHandle } from '../../../lib/aws/channels/slack-handle';
import { aGroup, anOccurrence } from '../../core/group/a-group';

interface World {
  readonly job: ChatJob;
  readonly replies: { readonly bot: string; readonly handle: string; readonly said: unknown }[];
  readonly delivery: { readonly body: string; readonly afterMs: number }[];
  readonly denials: { readonly body: string; readonly afterMs: number }[];
  readonly asked: string[];
  refusal: string | null;
  failure: Error | null;
  readonly chat: ReturnType<typeof createChat>;
}

async function newWorld(): Promise<World> {
  const store = new MemoryDenialStore({ now: () => 0 });
  const group = await store.record('v1|x', [anOccurrence()], (_, __, id) => aGroup({ id }));
  const world: Omit<World, 'chat'> = {
    job: {
      do: 'chatAction',
      action: { do: 'recheck', group: group.id },
      by: { name: 'alice', id: 'slack:T1/U1' },
      at: '2026-11-25T10:05:00.000Z',
      place: { channel: 'C2', ts: '1700000000.000100' },
    },
    replies: [],
    delivery: [],
    denials: [],
    asked: [],
    refusal: null,
    failure: null,
  };
  const queue = (
    messages: World['delivery'],
  ): { put: (b: string, ms: number) => Promise<void> } => ({
    put: (body, afterMs) => {
      messages.push({ body, afterMs });
      return Promise.resolve();
    },
  });
  const bot = (name: string): { reply: (h: string, s: unknown) => Promise<void> } => ({
    reply: (handle, said) => {
      if (world.failure !== null) return Promise.reject(world.failure);
      world.replies.push({ bot: name, handle, said });
      return Promise.resolve();
    },
  });
  const chat = createChat({
    store,
    bots: new Map([
      ['C1', bot('first')],
      ['C2', bot('second')],
    ]),
    userGroups: {
      refusal: (user) => {
        world.asked.push(user);
        return Promise.resolve(world.refusal);
      },
    },
    deliveryQueue: queue(world.delivery),
    denialQueue: queue(world.denials),
  });
  return Object.assign(world, { chat });
}

describe('an answer from Slack, as alert-sender does it', () => {
  it('has the watcher look again, and says so in the thread by the bot of that channel', async () => {
    const { job, chat, denials, replies, asked } = await newWorld();
    await expect(chat(job)).resolves.toEqual({ kind: 'recheck' });
    expect(asked).toEqual(['U1']);
    expect(denials.map(({ body }) => readDenialMessage(body))).toEqual([
      {
        kind: 'recheck',
        job: { group: job.action.group, reason: 'asked', attempt: 1, by: job.by },
      },
    ]);
    expect(replies).toMatchObject([{ bot: 'second', said: { group: job.action.group } }]);
    expect(readHandle(replies[0]?.handle ?? '')).toMatchObject(job.place);
    expect(JSON.stringify(replies)).toContain('Asked for by alice');
  });

  it('is said by any bot in a channel to which no alert goes any more', async () => {
    const { job, chat, replies } = await newWorld();
    await chat({ ...job, place: { ...job.place, channel: 'C9' } });
    expect(replies).toMatchObject([{ bot: 'first' }]);
  });

  it('of who may not answer does nothing', async () => {
    const world = await newWorld();
    world.refusal = 'Not you.';
    await expect(world.chat(world.job)).resolves.toEqual({ kind: 'refused', why: 'Not you.' });
    expect(world.denials).toEqual([]);
  });

  it('waits in its queue when Slack asks to, as a job that is read again', async () => {
    const world = await newWorld();
    world.failure = new RetryLater('busy', 7_000);
    await world.chat(world.job);
    expect(world.delivery).toMatchObject([{ afterMs: 7_000 }]);
    const body: unknown = JSON.parse(world.delivery[0]?.body ?? '');
    expect(validChatJob(body)).toEqual(world.job);
  });
});
