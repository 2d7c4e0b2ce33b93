import { SlackWebhookChannel } from '../../../lib/aws/channels/slack-webhook';
import { renderSlackAlone } from '../../../lib/core/alert/slack-group';
import { renderSlackStorm } from '../../../lib/core/alert/slack-storm';
import { RetryLater } from '../../../lib/core/channel';
import { alertPost, STATES, stormPost } from '../../core/alert/posts';

const SECRET = 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX';

function world(
  answer: (index: number) => Response | Promise<Response>,
  secret = SECRET,
): { channel: SlackWebhookChannel; bodies: unknown[]; forgotten: () => number } {
  const bodies: unknown[] = [];
  let forgotten = 0;
  const channel = new SlackWebhookChannel({
    name: 'slack',
    url: { get: () => Promise.resolve(secret), forget: () => (forgotten += 1) },
    now: () => 0,
    fetch: (_, init) => {
      const body: unknown = init?.body;
      if (typeof body !== 'string') throw new Error('the body is no text');
      bodies.push(JSON.parse(body));
      return Promise.resolve(answer(bodies.length - 1));
    },
  });
  return { channel, bodies, forgotten: () => forgotten };
}

const ok = (): Response => new Response('ok');

describe('SlackWebhookChannel', () => {
  it('posts alerts that say why they are sent, and summaries of storms', async () => {
    const { channel, bodies } = world(ok);
    const again = alertPost({ reason: 'reopened', group: { state: STATES.reopened } });
    const storm = stormPost({ phase: 'closed' });
    await expect(channel.deliver(again)).resolves.toBeNull();
    await expect(channel.deliver(storm)).resolves.toBeNull();
    const quiet = { unfurl_links: false, unfurl_media: false };
    expect(bodies).toEqual([
      { ...renderSlackAlone(again), ...quiet },
      { ...renderSlackStorm(storm), ...quiet },
    ]);
    expect(channel.edits).toBe(false);
  });

  it.each([
    [403, 'action_prohibited', 1],
    [404, 'no_service', 1],
    [410, 'channel_is_archived', 1],
    [400, 'invalid_payload', 0],
    [500, '', 0],
  ])('says what Slack says, and what to do: %i %s', async (status, body, forgotten) => {
    const { channel, forgotten: count } = world(() => new Response(body, { status }));
    const error: unknown = await channel.deliver(alertPost()).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(`Slack answered ${status}${body === '' ? '' : `: ${body}`}`);
    expect(String(error).includes('make a new webhook')).toBe(forgotten === 1);
    expect(count()).toBe(forgotten);
  });

  it.each([
    ['9', 9_000],
    [null, 30_000],
  ])('puts off what Slack has no time for: Retry-After %s', async (header, afterMs) => {
    const headers = header === null ? {} : { 'retry-after': header };
    const { channel, bodies } = world(() => new Response('', { status: 429, headers }));
    const error: unknown = await channel.deliver(alertPost()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).toMatchObject({ afterMs });
    expect(bodies).toHaveLength(1);
  });

  it.each(['http://hooks.slack.com/services/SECRETPART', 'SECRETPART', ''])(
    'never shows an address that is none (%s)',
    async (secret) => {
      const { channel, bodies } = world(ok, secret);
      await expect(channel.deliver(alertPost())).rejects.toThrow(
        /^the secret of the Slack webhook is no https:\/\/ address$/,
      );
      expect(bodies).toEqual([]);
    },
  );

  it('sends one message at a time, and goes on after one that failed', async () => {
    let open = 0;
    let most = 0;
    const { channel, bodies } = world(async (index) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return new Response('', { status: index === 0 ? 500 : 200 });
    });
    const sent = await Promise.allSettled([1, 2, 3].map(() => channel.deliver(alertPost())));
    expect(sent.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect([most, bodies.length]).toEqual([1, 3]);
  });
});
