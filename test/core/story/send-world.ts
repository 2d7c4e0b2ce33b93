import { RetryLater, type AlertChannel, type Post } from '../../../lib/core/channel';
import type { DenialStore } from '../../../lib/core/group/store';
import { send } from '../../../lib/core/send';
import type { SendJob, SendOutcome, SendPorts } from '../../../lib/core/send/job';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';

/** What a channel does with the next post. */
export type Mood =
  'accepts' | 'refuses' | 'asksToWait' | { readonly acceptsAnd: (() => void) | Error };

/** A channel that keeps what it was given. */
export interface FakeChannel extends AlertChannel {
  readonly posts: Post[];
  /** Taken from the front; it accepts when there is none. */
  readonly moods: Mood[];
}

/** Senders over a store in memory, a clock that is set by hand and a queue that is worked off by hand. */
export interface SendWorld {
  readonly ports: SendPorts;
  readonly store: DenialStore;
  readonly slack: FakeChannel;
  readonly sns: FakeChannel;
  clock: number;
  readonly waiting: { readonly job: SendJob; readonly due: number }[];
  deliver(group: string, channel?: string): Promise<SendOutcome>;
  /** Works off what is due until the given time, as the queue would. */
  until(time: number): Promise<void>;
}

export function sendWorld(
  store: DenialStore = new MemoryDenialStore({ now: () => 0 }),
  start = Date.parse('2026-11-25T10:00:06Z'),
): SendWorld {
  const slack = fakeChannel('slack', true);
  const sns = fakeChannel('sns', false);
  let ids = 0;
  const waiting: SendWorld['waiting'] = [];
  const world: SendWorld = {
    store,
    slack,
    sns,
    clock: start,
    waiting,
    ports: {
      store,
      channels: new Map([slack, sns].map((channel) => [channel.name, channel])),
      now: () => world.clock,
      uniqueId: () => `sender ${++ids}`,
      later: (job, afterMs) => {
        waiting.push({ job, due: world.clock + afterMs });
        return Promise.resolve();
      },
      storm: {
        all: { newGroups: 4, windowMs: 300_000 },
        perCaller: { newGroups: 2, windowMs: 300_000 },
      },
    },
    deliver: (group, channel = 'slack') => send({ do: 'deliver', group, channel }, world.ports),
    until: async (time) => {
      for (;;) {
        waiting.sort((a, b) => a.due - b.due);
        const [next] = waiting;
        if (next === undefined || next.due > time) break;
        waiting.shift();
        world.clock = Math.max(world.clock, next.due);
        await send(next.job, world.ports);
      }
      world.clock = Math.max(world.clock, time);
    },
  };
  return world;
}

function fakeChannel(name: string, edits: boolean): FakeChannel {
  const posts: Post[] = [];
  const moods: Mood[] = [];
  return {
    name,
    edits,
    posts,
    moods,
    deliver: (post) => {
      const mood = moods.shift() ?? 'accepts';
      if (mood === 'refuses') return Promise.reject(new Error(`${name} is down`));
      if (mood === 'asksToWait') return Promise.reject(new RetryLater(`${name} is busy`, 30_000));
      posts.push(post);
      if (mood !== 'accepts') {
        if (mood.acceptsAnd instanceof Error) return Promise.reject(mood.acceptsAnd);
        mood.acceptsAnd();
      }
      const known = post.kind === 'alert' ? null : post.handle;
      return Promise.resolve(edits ? (known ?? `handle ${posts.length}`) : null);
    },
  };
}
