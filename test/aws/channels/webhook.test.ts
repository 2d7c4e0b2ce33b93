import { createHmac } from 'node:crypto';
import { WebhookChannel } from '../../../lib/aws/channels/webhook';
import { alertPost, repeated, STATES, updatePost } from '../../core/alert/posts';
import {
  standardWebhookCheck,
  startWebhookReceiver,
  type WebhookReceiver,
} from '../../support/receivers/webhook';

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = 'a-new-secret-of-some-length';

let receiver: WebhookReceiver | null = null;

afterEach(async () => {
  await receiver?.close();
  receiver = null;
});

async function world(
  known: string,
  given: string,
  now = Date.now(),
): Promise<{ channel: WebhookChannel; receiver: WebhookReceiver }> {
  receiver = await startWebhookReceiver({ secret: known });
  const channel = new WebhookChannel({
    name: 'tickets',
    url: receiver.url,
    signingSecret: { get: () => Promise.resolve(given), forget: () => undefined },
    now: () => now,
    allowLoopback: true,
  });
  return { channel, receiver };
}

describe('WebhookChannel', () => {
  it.each([
    ['base64', OLD, OLD],
    ['text', NEW, NEW],
    ['two, of which the receiver knows the old one', OLD, `${NEW} ${OLD}`],
    ['two, of which the receiver knows the new one', NEW, `${NEW} ${OLD}\n`],
  ])('signs so that the receiver can check it: %s', async (_, known, given) => {
    const { channel, receiver: to } = await world(known, given);
    await channel.deliver(alertPost());
    expect(to.problems).toEqual([]);
    expect(to.messages).toMatchObject([{ type: 'denial.first', data: { kind: 'denial' } }]);
  });

  it('signs id, time and body: each of them changed is found out', async () => {
    const { channel, receiver: to } = await world(OLD, OLD);
    await channel.deliver(alertPost());
    const [request] = to.requests;
    if (request === undefined) throw new Error('nothing was sent');
    const check = standardWebhookCheck(OLD);
    expect(check(request)).toBeNull();
    const { headers, body, at } = request;
    const second = String(Number(headers['webhook-timestamp']) + 1);
    for (const changed of [
      { ...request, body: body.replace('denial.first', 'denial.other') },
      { ...request, headers: { ...headers, 'webhook-id': 'other' } },
      { ...request, headers: { ...headers, 'webhook-timestamp': second } },
    ])
      expect(check(changed)).toBe('the signature is wrong');
    expect(check({ ...request, at: at + 600_000 })).toContain('not within five minutes of now');
  });

  it('signs in the way that the documentation shows', async () => {
    const { channel, receiver: to } = await world(NEW, NEW, 1_764_000_000_999);
    to.answerNext({ kind: 'status', status: 204 });
    await channel.deliver(alertPost());
    const { headers, body } = to.requests[0] ?? { headers: {}, body: '' };
    const signed = createHmac('sha256', NEW).update(`3f9c2a71d04b:1:first.1764000000.${body}`);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'denywatch',
      'webhook-id': '3f9c2a71d04b:1:first',
      'webhook-timestamp': '1764000000',
      'webhook-signature': `v1,${signed.digest('base64')}`,
    });
  });

  it('tells of every change, in order, each once', async () => {
    const { channel, receiver: to } = await world(OLD, OLD);
    const handle = await channel.deliver(alertPost());
    expect(handle).toBe('3f9c2a71d04b');
    for (const count of [15, 16, 16]) {
      const input = repeated('identity-near-miss', count, '2026-11-19T15:20:00Z');
      await channel.deliver(updatePost(handle, { input }));
    }
    const group = { state: STATES.resolved };
    await channel.deliver(updatePost(handle, { reason: 'answered', revision: 2, group }));
    expect(to.messages).toMatchObject([
      { type: 'denial.first' },
      { type: 'denial.repeats', data: { group: { count: 15 } } },
      { type: 'denial.repeats', data: { group: { count: 16 } } },
      { type: 'denial.answered', data: { group: { state: { name: 'resolved' } } } },
    ]);
    expect(to.repeated).toEqual(['3f9c2a71d04b:1:repeats:16']);
  });

  it.each(['', '   ', 'short', 'whsec_', 'whsec_c2hvcnQ=', `${NEW} short`])(
    'does not sign with %j, and does not show it',
    async (secret) => {
      const { channel, receiver: to } = await world(OLD, secret);
      await expect(channel.deliver(alertPost())).rejects.toThrow(
        /^the signing secret of a webhook needs at least 16 bytes: make one with "openssl rand -base64 32" and put whsec_ before it$/,
      );
      expect(to.requests).toEqual([]);
    },
  );

  it('does not post to an address without TLS', async () => {
    const channel = new WebhookChannel({
      name: 'tickets',
      url: 'http://hooks.example.com/secret-path',
      signingSecret: { get: () => Promise.resolve(OLD), forget: () => undefined },
      now: () => 0,
    });
    await expect(channel.deliver(alertPost())).rejects.toThrow(
      /^the address of webhook tickets is no https:\/\/ address$/,
    );
  });
});
