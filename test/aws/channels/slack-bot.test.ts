import { readHandle } from '../../../lib/aws/channels/slack-handle';
import { SlackBotChannel, type SlackBotSettings } from '../../../lib/aws/channels/slack-bot';
import { RetryLater } from '../../../lib/core/channel';
import { alertPost, repeated, STATES, stormPost, updatePost } from '../../core/alert/posts';
import { startSlackReceiver, type SlackReceiver } from '../../support/receivers/slack';
import type { SlackMessage } from '../../support/receivers/slack-web-api';

const CHANNEL = 'C0000000001';
const START = Date.parse('2025-11-24T16:00:00.000Z');
const HOUR = 3_600_000;

const opened: SlackReceiver[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(opened.splice(0).map((slack) => slack.close()));
});

interface World {
  readonly slack: SlackReceiver;
  readonly channel: SlackBotChannel;
  readonly clock: { now: number };
  readonly waits: number[];
  readonly troubles: string[];
  readonly token: { value: string; reads: number; forgotten: number };
  /** Methods of the Web API that were called, since the last time that this was asked. */
  readonly calls: () => readonly string[];
}

async function world(
  options: Parameters<typeof startSlackReceiver>[0] = {},
  settings: Partial<SlackBotSettings> = {},
): Promise<World> {
  const clock = { now: START };
  const slack = await startSlackReceiver({ now: () => clock.now, ...options });
  opened.push(slack);
  const waits: number[] = [];
  const troubles: string[] = [];
  const token = { value: slack.token, reads: 0, forgotten: 0 };
  const channel = new SlackBotChannel({
    name: 'slack',
    token: {
      get: () => {
        token.reads += 1;
        return Promise.resolve(token.value);
      },
      forget: () => (token.forgotten += 1),
    },
    channelId: CHANNEL,
    offersAnswers: true,
    apiUrl: slack.apiUrl,
    now: () => clock.now,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    onTrouble: (why) => troubles.push(why),
    timeoutMs: 1_000,
    ...settings,
  });
  let seen = 0;
  const calls = (): readonly string[] => {
    const paths = slack.requests.slice(seen).map(({ path }) => path.replace('/api/', ''));
    seen = slack.requests.length;
    return paths;
  };
  return { slack, channel, clock, waits, troubles, token, calls };
}

function shown(slack: SlackReceiver): { top: SlackMessage[]; thread: SlackMessage[] } {
  const there = slack.messages.filter(({ deleted }) => !deleted);
  return {
    top: there.filter(({ threadTs }) => threadTs === null),
    thread: there.filter(({ threadTs }) => threadTs !== null),
  };
}

const grown = (count: number): ReturnType<typeof repeated> =>
  repeated('identity-near-miss', count, '2026-11-19T15:20:00Z');

describe('one message for each group', () => {
  it('is posted with its details as the first reply', async () => {
    const { slack, channel, calls } = await world();
    const handle = readHandle(await channel.deliver(alertPost()));
    expect(calls()).toEqual(['chat.postMessage', 'chat.postMessage']);
    const { top, thread } = shown(slack);
    expect(top).toMatchObject([{ channel: CHANNEL, ts: handle.ts }]);
    expect(thread).toMatchObject([{ threadTs: handle.ts, ts: handle.details, text: 'Details' }]);
    expect(top[0]?.payload).toMatchObject({
      metadata: {
        event_type: 'denywatch_group',
        event_payload: { group: '3f9c2a71d04b', id: '3f9c2a71d04b:1:first', reason: 'first' },
      },
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
    expect(slack.problems).toEqual([]);
  });

  it('is edited as its counter grows, and nothing is posted', async () => {
    const { slack, channel, calls, clock } = await world();
    const first = await channel.deliver(alertPost());
    calls();
    clock.now += 60_000;
    const next = await channel.deliver(updatePost(first, { input: grown(1_240) }));
    expect(calls()).toEqual(['chat.update']);
    expect(next).toBe(first);
    expect(shown(slack).top).toMatchObject([{ edits: 1 }]);
    expect(JSON.stringify(shown(slack).top[0]?.blocks)).toContain('1,240 times');
  });

  it('tells its thread of repeats once an hour, also when that is tried again', async () => {
    const { slack, channel, clock } = await world();
    const first = await channel.deliver(alertPost());
    clock.now += HOUR;
    const update = updatePost(first, { input: grown(1_240) });
    const second = await channel.deliver(update);
    await channel.deliver(update);
    const notes = (): unknown[] => shown(slack).thread.map(({ text }) => text);
    expect(notes()).toEqual([
      'Details',
      '1,226 more denials since 2025-11-24 16:00 UTC, 1,240 times in all.',
    ]);
    clock.now += HOUR - 1;
    const third = await channel.deliver(updatePost(second, { input: grown(1_300) }));
    expect(notes()).toHaveLength(2);
    clock.now += 1;
    await channel.deliver(updatePost(third, { input: grown(1_301) }));
    expect(notes()[2]).toBe('61 more denials since 2025-11-24 17:00 UTC, 1,301 times in all.');
  });

  it.each([
    ['escalated', { count: 104, escalatedTo: 100 }, /^⛔ Now 104 times, more than 100\. /],
    [
      'reopened',
      { state: STATES.reopened },
      /^⛔ Reopened, 2026-11-21 09:00 UTC: it occurs again\. /,
    ],
  ] as const)(
    'is answered for the channel to see, once, when it is %s',
    async (reason, group, text) => {
      const { slack, channel } = await world();
      const first = await channel.deliver(alertPost());
      const update = updatePost(first, { reason, group, revision: 2 });
      await channel.deliver(update);
      await channel.deliver(update);
      const broadcasts = shown(slack).thread.filter(
        ({ payload }) => payload['reply_broadcast'] === 'true',
      );
      expect(broadcasts).toHaveLength(1);
      expect(broadcasts[0]?.text).toMatch(text);
      expect(shown(slack).top).toHaveLength(1);
      expect(slack.problems).toEqual([]);
    },
  );

  it('says in its thread who answered, without telling the channel', async () => {
    const { slack, channel } = await world();
    const first = await channel.deliver(alertPost());
    const group = { state: STATES.muted };
    await channel.deliver(updatePost(first, { reason: 'answered', group, revision: 2 }));
    const reply = shown(slack).thread[1];
    expect(reply?.text).toMatch(/^Muted by alice until 2026-11-20 15:02 UTC/);
    expect(reply?.payload['reply_broadcast']).toBeUndefined();
  });

  it('has its details brought up to date with a better diagnosis', async () => {
    const { slack, channel } = await world();
    const first = await channel.deliver(alertPost());
    await channel.deliver(updatePost(first, { reason: 'betterDiagnosis', revision: 2 }));
    const [details, note] = shown(slack).thread;
    expect(details).toMatchObject({ text: 'Details', edits: 1 });
    expect(note?.text).toMatch(/^The diagnosis is new\. /);
  });

  it('comes back when it was deleted and there is news, not for a count', async () => {
    const { slack, channel } = await world();
    const first = await channel.deliver(alertPost());
    const { ts } = readHandle(first);
    const body = JSON.stringify({ channel: CHANNEL, ts });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${slack.token}` };
    await fetch(`${slack.apiUrl}chat.delete`, { method: 'POST', headers, body });
    await expect(channel.deliver(updatePost(first))).resolves.toBe(first);
    expect(shown(slack).top).toEqual([]);
    const group = { count: 104, escalatedTo: 100 };
    const next = await channel.deliver(updatePost(first, { reason: 'escalated', group }));
    expect(shown(slack).top).toMatchObject([{ ts: readHandle(next).ts }]);
  });

  it('comes back once, also when the first try has no known end', async () => {
    const { slack, channel } = await world();
    const gone = JSON.stringify({ channel: CHANNEL, ts: '1764000000.000009' });
    const update = updatePost(gone, { reason: 'escalated', group: { count: 10, escalatedTo: 10 } });
    slack.answerNext({ kind: 'slow', ms: 0 }, 2);
    slack.answerNext({ kind: 'doneThenDrops' });
    await expect(channel.deliver(update)).rejects.toThrow('could not be reached');
    await channel.deliver(update);
    expect(shown(slack).top).toHaveLength(1);
  });

  it('is left alone in a channel that the settings do not name any more and the app has left', async () => {
    const { slack, channel } = await world();
    const handle = JSON.stringify({ channel: 'C0000000009', ts: '1764000000.000001' });
    await expect(channel.deliver(updatePost(handle))).resolves.toContain('C0000000009');
    await channel.deliver(updatePost(handle, { reason: 'reopened' }));
    expect(shown(slack).top).toMatchObject([{ channel: CHANNEL }]);
  });

  it.each(['', '{', '{"ts":"1"}', 'null'])('wants its own handle back, not %j', async (handle) => {
    const { channel } = await world();
    await expect(channel.deliver(updatePost(handle))).rejects.toThrow(
      'what is remembered of the Slack message is not readable: expected JSON with channel and ts',
    );
  });
});

describe('a message that may be there', () => {
  it('is found by its mark and edited, with its details', async () => {
    const { slack, channel, calls } = await world();
    slack.answerNext({ kind: 'doneThenDrops' });
    await expect(channel.deliver(alertPost())).rejects.toThrow('Slack could not be reached for');
    await channel.deliver(alertPost({ group: { groupId: 'another' } }));
    calls();
    const handle = readHandle(await channel.deliver(alertPost({}, true)));
    expect(calls()).toEqual([
      'conversations.history',
      'chat.update',
      'conversations.replies',
      'chat.postMessage',
    ]);
    expect(shown(slack).top).toHaveLength(2);
    expect(shown(slack).top[0]).toMatchObject({ ts: handle.ts, edits: 1 });
    await channel.deliver(alertPost({}, true));
    expect(shown(slack).top).toHaveLength(2);
    expect(shown(slack).thread).toHaveLength(2);
  });

  it('is not mistaken for a reply that the channel sees too', async () => {
    const { slack, channel } = await world();
    const first = await channel.deliver(alertPost());
    const group = { count: 104, escalatedTo: 100 };
    await channel.deliver(updatePost(first, { reason: 'escalated', group, revision: 2 }));
    await channel.deliver(alertPost({}, true));
    const broadcast = shown(slack).thread[1];
    expect([broadcast?.edits, broadcast?.text]).toEqual([0, expect.stringContaining('Now 104')]);
    expect(shown(slack).top).toMatchObject([{ edits: 2 }]);
  });

  it('is posted when it is not there', async () => {
    const { slack, channel } = await world();
    slack.answerNext({ kind: 'drops' });
    await expect(channel.deliver(alertPost())).rejects.toThrow('Slack could not be reached for');
    await channel.deliver(alertPost({}, true));
    expect(shown(slack).top).toHaveLength(1);
  });

  it('is posted again where the app must not read the channel', async () => {
    const { slack, channel } = await world({ mayRead: false });
    await channel.deliver(alertPost());
    await channel.deliver(alertPost({}, true));
    expect(shown(slack).top).toHaveLength(2);
  });
});

describe('details that Slack does not take at once', () => {
  it('are tried again after the short wait that it asks for', async () => {
    const { slack, channel, waits } = await world();
    slack.answerNext({ kind: 'slow', ms: 0 });
    slack.answerNext({ kind: 'rateLimited', retryAfterSeconds: 3 });
    await channel.deliver(alertPost());
    expect(waits).toEqual([3_000]);
    expect(shown(slack).thread).toHaveLength(1);
  });

  it('come with the next edit, and never double the message', async () => {
    const { slack, channel, troubles, waits } = await world();
    slack.answerNext({ kind: 'slow', ms: 0 });
    slack.answerNext({ kind: 'rateLimited', retryAfterSeconds: 60 });
    const handle = await channel.deliver(alertPost());
    expect(waits).toEqual([]);
    expect(troubles).toEqual([
      'the details will come with the next edit: RetryLater: Slack asks to wait with chat.postMessage',
    ]);
    expect(readHandle(handle).details).toBeNull();
    const next = await channel.deliver(updatePost(handle));
    expect(shown(slack).thread).toMatchObject([{ ts: readHandle(next).details, text: 'Details' }]);
    expect(shown(slack).top).toHaveLength(1);
  });
});

describe('the summary of a storm', () => {
  it('is one message that is edited, and its end is told to the channel', async () => {
    const { slack, channel } = await world();
    const handle = await channel.deliver(stormPost());
    const continues = stormPost({ phase: 'continues', handle }, { folded: 50 });
    await channel.deliver(continues);
    const end = stormPost({ phase: 'closed', handle }, { folded: 51 });
    await channel.deliver(end);
    await channel.deliver(end);
    expect(shown(slack).top).toMatchObject([{ edits: 3 }]);
    expect(shown(slack).top[0]?.text).toMatch(/^⛈️ Storm over: 51 new problems/);
    expect(shown(slack).thread).toHaveLength(1);
    expect(shown(slack).thread[0]?.payload['reply_broadcast']).toBe('true');
    expect(slack.problems).toEqual([]);
  });

  it('is not posted twice when the first try was accepted and nobody knows', async () => {
    const { slack, channel } = await world();
    slack.answerNext({ kind: 'slow', ms: 0 });
    slack.answerNext({ kind: 'doneThenDrops' });
    await expect(channel.deliver(stormPost())).rejects.toThrow('Slack could not be reached for');
    await channel.deliver(stormPost());
    expect(shown(slack).top).toHaveLength(1);
  });

  it('is one closing message when it was never shown before', async () => {
    const { slack, channel } = await world();
    await channel.deliver(stormPost({ phase: 'closed' }));
    expect(slack.messages).toHaveLength(1);
  });
});

describe('what people asked for in chat', () => {
  it('is a reply, once for each id', async () => {
    const { slack, channel } = await world();
    const handle = await channel.deliver(alertPost());
    const reply = { group: '3f9c2a71d04b', id: 'action-1', message: { text: 'here', blocks: [] } };
    const message = {
      text: 'here',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x', verbatim: true } } as const],
    };
    await channel.reply(handle, { ...reply, message });
    await channel.reply(handle, { ...reply, message });
    expect(shown(slack).thread.filter(({ text }) => text === 'here')).toHaveLength(1);
  });
});

describe('what Slack refuses', () => {
  it.each([
    ['channel_not_found', 'invite the app to it'],
    ['not_in_channel', 'invite the app to it (/invite @Denywatch)'],
    ['is_archived', 'the channel is archived: name another channel in the settings'],
    ['missing_scope', 'give the app the scope chat:write and install it again'],
    ['invalid_auth', 'put the bot token of an installed app (xoxb-…) into the secret'],
  ])('%s is an error that says what to do: %s', async (error, advice) => {
    const { slack, channel } = await world();
    slack.answerNext({ kind: 'notOk', error });
    const failure: unknown = await channel.deliver(alertPost()).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      name: 'SlackRefusal',
      error,
      message: expect.stringContaining(`Slack refused chat.postMessage: ${error}: `) as string,
    });
    expect(String(failure)).toContain(advice);
  });

  it('names the scope that is missing, and what is wrong with a block', async () => {
    const { slack, channel } = await world();
    const body = {
      ok: false,
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'users:read',
    };
    slack.answerNext({ kind: 'status', status: 200, body: JSON.stringify(body) });
    await expect(channel.deliver(alertPost())).rejects.toThrow('give the app the scope chat:write');
    const details = { messages: ['[ERROR] must be less than 3001 characters'] };
    const invalid = { ok: false, error: 'invalid_blocks', response_metadata: details };
    slack.answerNext({ kind: 'status', status: 200, body: JSON.stringify(invalid) });
    await expect(channel.deliver(alertPost())).rejects.toThrow(
      'Slack refused chat.postMessage: invalid_blocks ([ERROR] must be less than 3001 characters)',
    );
  });

  it('has a revoked token read again', async () => {
    const { slack, channel, token } = await world();
    token.value = 'xoxb-old-token';
    await expect(channel.deliver(alertPost())).rejects.toThrow('invalid_auth');
    expect(token.forgotten).toBe(1);
    token.value = slack.token;
    await expect(channel.deliver(alertPost())).resolves.toContain(CHANNEL);
  });

  it.each([
    ['a 429 with a time', { kind: 'rateLimited', retryAfterSeconds: 7 }, 7_000],
    ['a 429 without', { kind: 'rateLimited' }, 30_000],
    ['ok:false, ratelimited', { kind: 'notOk', error: 'ratelimited' }, 30_000],
  ] as const)('%s is to be tried later', async (_, answer, afterMs) => {
    const { slack, channel } = await world();
    slack.answerNext(answer);
    const failure: unknown = await channel.deliver(alertPost()).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(RetryLater);
    expect(failure).toMatchObject({ afterMs });
    expect(slack.requests).toHaveLength(1);
  });

  it('writes nothing to the console', async () => {
    const lines = (['debug', 'info', 'warn', 'error'] as const).map((level) =>
      jest.spyOn(console, level).mockImplementation(() => undefined),
    );
    const { slack, channel } = await world();
    const metadata = { messages: ['[ERROR] x', '[WARN] y'] };
    const body = JSON.stringify({ ok: false, error: 'x', response_metadata: metadata });
    slack.answerNext({ kind: 'status', status: 200, body });
    slack.answerNext({ kind: 'drops' });
    await expect(channel.deliver(alertPost())).rejects.toThrow('Slack refused');
    await expect(channel.deliver(alertPost())).rejects.toThrow('could not be reached');
    for (const line of lines) expect(line).not.toHaveBeenCalled();
  });
});
