import { createHmac } from 'node:crypto';
import { startSlackReceiver, type SlackReceiver } from './slack';
import { startTeamsReceiver } from './teams';
import { standardWebhookCheck, startWebhookReceiver } from './webhook';
import type { ReceivedRequest, Receiver } from './receiver';

const opened: Receiver[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((receiver) => receiver.close()));
});

function kept<R extends Receiver>(receiver: R): R {
  opened.push(receiver);
  return receiver;
}

async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const section = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text } });
const SHORT = { text: 'denied', blocks: [section('*denied*')] };

describe('startSlackReceiver', () => {
  const api = async (
    slack: SlackReceiver,
    method: string,
    body: object,
    token = slack.token,
  ): Promise<Record<string, unknown>> => {
    const { text } = await post(slack.apiUrl + method, body, { authorization: `Bearer ${token}` });
    return JSON.parse(text) as Record<string, unknown>;
  };
  const channel = 'C0000000001';

  it('takes a message by webhook and keeps it', async () => {
    const slack = kept(await startSlackReceiver());
    await expect(post(slack.url, SHORT)).resolves.toMatchObject({ status: 200, text: 'ok' });
    expect(slack.messages).toMatchObject([SHORT]);
    expect(slack.problems).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['no blocks', { text: 'denied' }],
    ['a section that is too long', { text: 'denied', blocks: [section('x'.repeat(3001))] }],
    ['a mention', { text: 'denied', blocks: [section('<!channel>')] }],
    ['a button without a text', { text: 'denied', blocks: [{ type: 'actions', elements: [{}] }] }],
  ])('refuses %s', async (_, body) => {
    const slack = kept(await startSlackReceiver());
    await expect(post(slack.url, body)).resolves.toMatchObject({ status: 400 });
    expect(slack.messages).toEqual([]);
    expect(slack.problems).not.toEqual([]);
  });

  it('takes buttons', async () => {
    const slack = kept(await startSlackReceiver());
    const text = { type: 'plain_text', text: 'Acknowledge' };
    const button = { type: 'button', text, action_id: 'acknowledge', value: 'group' };
    const blocks = [section('denied'), { type: 'actions', elements: [button] }];
    await expect(post(slack.url, { text: 'denied', blocks })).resolves.toMatchObject({
      status: 200,
    });
    expect(slack.problems).toEqual([]);
  });

  it('posts, edits and answers in a thread', async () => {
    const slack = kept(await startSlackReceiver());
    const { ts } = await api(slack, 'chat.postMessage', { channel, ...SHORT });
    await expect(api(slack, 'chat.update', { channel, ts, text: 'twice' })).resolves.toMatchObject({
      ok: true,
      ts,
    });
    await api(slack, 'chat.postMessage', { channel, thread_ts: ts, text: 'more' });
    expect(slack.messages).toMatchObject([
      { ts, text: 'twice', edits: 1, threadTs: null },
      { text: 'more', threadTs: ts },
    ]);
    expect(slack.problems).toEqual([]);
  });

  it('reads a form as @slack/web-api sends it', async () => {
    const slack = kept(await startSlackReceiver());
    const form = new URLSearchParams({
      channel,
      text: 'denied',
      blocks: JSON.stringify(SHORT.blocks),
    });
    const { text } = await post(slack.apiUrl + 'chat.postMessage', form.toString(), {
      authorization: `Bearer ${slack.token}`,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(JSON.parse(text)).toMatchObject({ ok: true, channel });
    expect(slack.messages).toMatchObject([SHORT]);
  });

  it.each([
    ['chat.postMessage', { channel, text: 'denied' }, 'xoxb-wrong', 'invalid_auth'],
    [
      'chat.postMessage',
      { channel: 'C0000000009', text: 'denied' },
      undefined,
      'channel_not_found',
    ],
    ['chat.postMessage', { channel }, undefined, 'no_text'],
    ['chat.postMessage', { channel, text: 'x', thread_ts: '1.1' }, undefined, 'thread_not_found'],
    ['chat.update', { channel, ts: '1.1', text: 'denied' }, undefined, 'message_not_found'],
    ['chat.explode', {}, undefined, 'unknown_method'],
  ])('%s of %j with token %s: %s', async (method, body, token, error) => {
    const slack = kept(await startSlackReceiver());
    await expect(api(slack, method, body, token)).resolves.toEqual({ ok: false, error });
    expect(slack.problems).toEqual([`${method}: ${error}`]);
  });

  it('meets requests as told, in order, then as usual', async () => {
    const slack = kept(await startSlackReceiver());
    slack.answerNext({ kind: 'rateLimited', retryAfterSeconds: 7 });
    slack.answerNext({ kind: 'status', status: 500 }, 2);
    slack.answerNext({ kind: 'drops' });
    slack.answerNext({ kind: 'doneThenDrops' });
    slack.answerNext({ kind: 'slow', ms: 1 });
    const limited = await post(slack.url, SHORT);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    await expect(post(slack.url, SHORT)).resolves.toMatchObject({ status: 500 });
    await expect(post(slack.url, SHORT)).resolves.toMatchObject({ status: 500 });
    await expect(post(slack.url, SHORT)).rejects.toThrow('fetch failed');
    expect(slack.messages).toHaveLength(0);
    await expect(post(slack.url, SHORT)).rejects.toThrow('fetch failed');
    expect(slack.messages).toHaveLength(1);
    await expect(post(slack.url, SHORT)).resolves.toMatchObject({ status: 200 });
    expect(slack.requests).toHaveLength(6);
  });

  it('is down until told otherwise', async () => {
    const slack = kept(await startSlackReceiver());
    slack.answerAll({ kind: 'notOk', error: 'fatal_error' });
    const message = { channel, text: 'denied' };
    await expect(api(slack, 'chat.postMessage', message)).resolves.toMatchObject({ ok: false });
    await expect(api(slack, 'chat.postMessage', message)).resolves.toMatchObject({ ok: false });
    slack.answerAll(null);
    await expect(api(slack, 'chat.postMessage', message)).resolves.toMatchObject({ ok: true });
  });
});

describe('startTeamsReceiver', () => {
  const card = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body: [{ type: 'TextBlock', text: 'denied', wrap: true }],
    actions: [{ type: 'Action.OpenUrl', title: 'Open', url: 'https://console.aws.amazon.com/' }],
  };
  const message = (content: object): object => ({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  });

  it('takes a card', async () => {
    const teams = kept(await startTeamsReceiver());
    await expect(post(teams.url, message(card))).resolves.toMatchObject({ status: 202, text: '' });
    expect(teams.cards).toEqual([card]);
    expect(teams.problems).toEqual([]);
  });

  it.each([
    ['a bare card', card],
    ['a version that Teams does not take', message({ ...card, version: '1.6' })],
    ['an action that needs a bot', message({ ...card, actions: [{ type: 'Action.Submit' }] })],
    ['an element of no kind', message({ ...card, body: [{ type: 'Blink' }] })],
    ['an empty text', message({ ...card, body: [{ type: 'TextBlock', text: '' }] })],
    [
      'a link without TLS',
      message({ ...card, actions: [{ type: 'Action.OpenUrl', url: 'http://a' }] }),
    ],
    [
      'more than 28 KB',
      message({ ...card, body: [{ type: 'TextBlock', text: 'x'.repeat(29_000) }] }),
    ],
  ])('refuses %s', async (_, body) => {
    const teams = kept(await startTeamsReceiver());
    await expect(post(teams.url, body)).resolves.toMatchObject({ status: 400 });
    expect(teams.problems).not.toEqual([]);
  });

  it('knows its signature', async () => {
    const teams = kept(await startTeamsReceiver());
    const url = teams.url.replace('test-signature', 'other');
    await expect(post(url, message(card))).resolves.toMatchObject({ status: 401 });
  });
});

describe('startWebhookReceiver', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signed = (body: string, at: number, key = secret): Record<string, string> => {
    const timestamp = String(Math.floor(at / 1000));
    const signature = createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
      .update(`msg_1.${timestamp}.${body}`)
      .digest('base64');
    return {
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
  };
  const body = '{"type":"alert"}';

  it('takes what is signed, once', async () => {
    const webhook = kept(await startWebhookReceiver({ secret }));
    await post(webhook.url, body, signed(body, Date.now()));
    await post(webhook.url, body, signed(body, Date.now()));
    expect(webhook.messages).toEqual([{ type: 'alert' }]);
    expect(webhook.repeated).toEqual(['msg_1']);
    expect(webhook.problems).toEqual([]);
  });

  it('finds the signature of the published example right', () => {
    const request = (body: string): ReceivedRequest => ({
      at: 1_614_265_330_000,
      method: 'POST',
      path: '/',
      headers: {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
      body,
    });
    const check = standardWebhookCheck(secret);
    expect(check(request('{"test": 2432232314}'))).toBeNull();
    expect(check(request('{"test": 2432232315}'))).toBe('the signature is wrong');
  });

  it.each([
    ['another secret', signed(body, Date.now(), 'whsec_AAAAAAAAAAAAAAAAAAAAAAAA')],
    ['another body', signed('{"type":"other"}', Date.now())],
    ['six minutes ago', signed(body, Date.now() - 360_000)],
    ['no signature', {}],
  ])('refuses %s', async (_, headers) => {
    const webhook = kept(await startWebhookReceiver({ secret }));
    await expect(post(webhook.url, body, headers)).resolves.toMatchObject({ status: 401 });
    expect(webhook.messages).toEqual([]);
  });
});
