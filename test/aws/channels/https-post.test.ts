import { httpsPost, retryAfterMs } from '../../../lib/aws/channels/https-post';
import { httpsAddress, withoutSecrets } from '../../../lib/aws/channels/secret';
import { RetryLater } from '../../../lib/core/channel';

const NOW = Date.parse('2026-11-26T10:00:00Z');
const ADDRESS = 'https://flows.example.com/triggers/manual/run?sig=s3cr3t-value&api-version=1';

function answered(response: Response | Error): Promise<unknown> {
  return httpsPost(
    { what: 'the receiver', address: ADDRESS, body: '{}' },
    {
      now: () => NOW,
      fetch: () =>
        response instanceof Error ? Promise.reject(response) : Promise.resolve(response),
    },
  ).catch((error: unknown) => error);
}

describe('httpsPost', () => {
  it.each([200, 202, 204])('is content with %i', async (status) => {
    await expect(answered(new Response(null, { status }))).resolves.toBeUndefined();
  });

  it('says what the receiver said, in one line, without the address', async () => {
    const body = `no\n  such workflow: ${ADDRESS} s3cr3t-value /triggers/manual/run`;
    const error = await answered(new Response(body, { status: 400 }));
    expect(error).toMatchObject({
      status: 400,
      message: 'the receiver answered 400: no such workflow: [secret] [secret] [secret]',
    });
  });

  it('reads no more than the beginning of an answer without an end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new TextEncoder().encode('x'.repeat(1_000)));
      },
    });
    const error = await answered(new Response(endless, { status: 500 }));
    expect(String(error)).toMatch(/answered 500: x{300}$/);
    expect(pulled).toBeLessThan(10);
  });

  it('gives the reason that fetch hides in the cause', async () => {
    const failed = new TypeError('fetch failed', {
      cause: new Error(`connect ${ADDRESS} refused`),
    });
    await expect(answered(failed)).resolves.toMatchObject({
      message: 'the receiver could not be reached: connect [secret] refused',
    });
    const all = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });
    await expect(answered(new TypeError('fetch failed', { cause: all }))).resolves.toMatchObject({
      message: 'the receiver could not be reached: ECONNREFUSED',
    });
    await expect(answered(new Error('no cause'))).resolves.toMatchObject({
      message: 'the receiver could not be reached: no cause',
    });
  });

  it.each([
    [429, '12', 12_000],
    [429, 'Thu, 26 Nov 2026 10:01:30 GMT', 90_000],
    [429, null, 30_000],
    [429, 'soon', 30_000],
    [503, '5', 5_000],
  ])('waits after %i with Retry-After %s: %i ms', async (status, header, afterMs) => {
    const headers = header === null ? {} : { 'retry-after': header };
    const error = await answered(new Response('', { status, headers }));
    expect(error).toBeInstanceOf(RetryLater);
    expect(error).toMatchObject({ afterMs, message: 'the receiver asks to wait' });
  });

  it('takes a 503 without a time for what it is', async () => {
    const error = await answered(new Response('', { status: 503 }));
    expect(error).not.toBeInstanceOf(RetryLater);
    expect(error).toMatchObject({ status: 503, message: 'the receiver answered 503' });
  });
});

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['1.5', 1_500],
    [' 7 ', 7_000],
    ['999999999', 900_000],
    ['Thu, 26 Nov 2026 09:00:00 GMT', 0],
    ['Thu, 26 Nov 2027 10:00:00 GMT', 900_000],
    ['-1', null],
    ['1e9', null],
    ['', null],
    [null, null],
    ['2026-11-26', null],
    ['Xxx, 99 Xxx 2026 99:99:99 GMT', null],
  ])('reads %j as %s', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});

describe('httpsAddress', () => {
  it.each(['http://hooks.example.com/x', 'ftp://x', 'x', '', 'http://127.0.0.1.example.com/'])(
    'refuses %j without showing it',
    (text) => {
      for (const allowLoopback of [false, true])
        expect(() => httpsAddress(text, 'the secret', allowLoopback)).toThrow(
          /^the secret is no https:\/\/ address$/,
        );
    },
  );

  it('takes this machine without TLS only where it is told to', () => {
    for (const host of ['127.0.0.1:8080', 'localhost', '[::1]:1']) {
      const text = `http://${host}/hook`;
      expect(() => httpsAddress(text, 'it')).toThrow('it is no https:// address');
      expect(httpsAddress(text, 'it', true)).toBe(text);
    }
    expect(httpsAddress('https://example.com/a', 'it')).toBe('https://example.com/a');
  });
});

describe('withoutSecrets', () => {
  it('leaves ordinary text alone, and short words that happen to be in an address', () => {
    const text = 'invalid_payload in version 1 of 2016';
    expect(withoutSecrets(text, [ADDRESS, '', 'abc'])).toBe(text);
  });

  it('hides the whole before its parts', () => {
    expect(withoutSecrets('a long-secret b', ['long', 'long-secret'])).toBe('a [secret] b');
  });
});
