import { SlackWebhookChannel } from '../../lib/aws/slack-webhook-channel';
import { renderSlack } from '../../lib/core/alert/slack';
import { someAlert } from './support/alert';
import { loopbackServer, type LoopbackServer, type TestAnswer } from './support/loopback-server';

const SECRET = 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX';
const ALERT = someAlert();

let server: LoopbackServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

interface World {
  readonly channel: SlackWebhookChannel;
  readonly waits: number[];
  readonly url: { reads: number; forgotten: number };
}

async function world(
  answer: (index: number) => TestAnswer,
  secret = SECRET,
  timeoutMs = 1_000,
): Promise<World> {
  server = await loopbackServer((_, i) => answer(i));
  const { origin } = server;
  const waits: number[] = [];
  const url = { reads: 0, forgotten: 0 };
  const channel = new SlackWebhookChannel({
    url: {
      get: () => {
        url.reads += 1;
        return Promise.resolve(secret);
      },
      forget: () => {
        url.forgotten += 1;
      },
    },
    fetch: (input, init) =>
      fetch(origin + new URL(input instanceof Request ? input.url : input).pathname, init),
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    timeoutMs,
  });
  return { channel, waits, url };
}

describe('SlackWebhookChannel', () => {
  it('posts the rendered alert', async () => {
    const { channel } = await world(() => ({ body: 'ok' }));
    await expect(channel.send(ALERT)).resolves.toBeUndefined();
    const [seen] = server?.seen ?? [];
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/services/T00000000/B00000000/XXXXXXXXXXXX',
    });
    expect(JSON.parse(seen?.body ?? '')).toStrictEqual({
      ...renderSlack(ALERT),
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('reads the secret only when there is something to send', async () => {
    const { url, channel } = await world(() => ({ body: 'ok' }));
    expect(url.reads).toBe(0);
    await channel.send(ALERT);
    expect(url.reads).toBe(1);
  });

  it('waits as long as Slack asks', async () => {
    const { channel, waits } = await world((i) =>
      i === 0 ? { status: 429, headers: { 'retry-after': '7' } } : { body: 'ok' },
    );
    await channel.send(ALERT);
    expect(waits).toStrictEqual([7_000]);
    expect(server?.seen).toHaveLength(2);
  });

  it('gives the record back to the queue when Slack asks to wait for long', async () => {
    const { channel, waits } = await world(() => ({
      status: 429,
      headers: { 'retry-after': '300' },
    }));
    await expect(channel.send(ALERT)).rejects.toThrow('Slack answered 429, and asks to wait 300 s');
    expect(waits).toStrictEqual([]);
  });

  it('tries again after a server error, and fails after three tries', async () => {
    const recovering = await world((i) => (i < 2 ? { status: 500 } : { body: 'ok' }));
    await recovering.channel.send(ALERT);
    expect(recovering.waits).toStrictEqual([1_000, 2_000]);
    await server?.close();

    const down = await world(() => ({ status: 503, body: 'try\nlater' }));
    await expect(down.channel.send(ALERT)).rejects.toThrow('Slack answered 503: try later');
    expect(server?.seen).toHaveLength(3);
  });

  it.each([
    [400, 'invalid_payload', 0],
    [403, 'action_prohibited', 1],
    [404, 'no_service', 1],
    [410, 'channel_is_archived', 1],
  ])('fails at once on %i %s', async (status, body, forgotten) => {
    const { channel, url } = await world(() => ({ status, body }));
    await expect(channel.send(ALERT)).rejects.toThrow(`Slack answered ${status}: ${body}`);
    expect(server?.seen).toHaveLength(1);
    expect(url.forgotten).toBe(forgotten);
  });

  it('does not post again what a slow Slack may have posted', async () => {
    const { channel } = await world(() => ({ hangs: true }), SECRET, 30);
    await expect(channel.send(ALERT)).rejects.toThrow('Slack could not be reached: ');
    expect(server?.seen).toHaveLength(1);
  });

  it('follows no redirect, for it would carry the alert elsewhere', async () => {
    const { channel } = await world(() => ({
      status: 302,
      headers: { location: 'https://example.com/' },
    }));
    await expect(channel.send(ALERT)).rejects.toThrow('Slack could not be reached: ');
  });

  it.each(['http://hooks.slack.com/services/SECRETPART', 'SECRETPART', ''])(
    'never shows an address that is none (%s)',
    async (secret) => {
      const { channel } = await world(() => ({ body: 'ok' }), secret);
      await expect(channel.send(ALERT)).rejects.toThrow(
        /^the secret of the Slack webhook is no https:\/\/ address$/,
      );
      expect(server?.seen).toHaveLength(0);
    },
  );

  it('keeps the address out of every error', async () => {
    const answers: readonly TestAnswer[] = [
      { status: 404, body: 'no_service' },
      { status: 500 },
      { hangs: true },
    ];
    for (const answer of answers) {
      const { channel } = await world(() => answer, SECRET, 30);
      const error: unknown = await channel.send(ALERT).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(
        'XXXXXXXXXXXX',
      );
      await server?.close();
    }
  });

  it('sends one message at a time', async () => {
    let open = 0;
    let most = 0;
    const channel = new SlackWebhookChannel({
      url: { get: () => Promise.resolve(SECRET), forget: () => undefined },
      fetch: async () => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return new Response('ok');
      },
    });
    await Promise.all([channel.send(ALERT), channel.send(ALERT), channel.send(ALERT)]);
    expect(most).toBe(1);
  });
});
