import { SharedLookups } from '../../lib/aws/shared-lookups';

interface Clock {
  now: number;
}

function lookups(clock: Clock, maxSize = 10): SharedLookups<string> {
  return new SharedLookups({
    maxSize,
    keepMs: (value) => (value === 'failed' ? 10 : 100),
    now: () => clock.now,
  });
}

/** Counts its calls and answers with their number, or with a fixed text. */
function loader(fixed?: string): { calls: number; load: () => Promise<string> } {
  const state = {
    calls: 0,
    load: (): Promise<string> => {
      state.calls += 1;
      return Promise.resolve(fixed ?? String(state.calls));
    },
  };
  return state;
}

describe('SharedLookups', () => {
  it('makes one call of concurrent lookups of one key', async () => {
    const { load } = loader();
    const cache = lookups({ now: 0 });
    await expect(
      Promise.all([cache.get('a', load), cache.get('a', load), cache.get('b', load)]),
    ).resolves.toStrictEqual(['1', '1', '2']);
  });

  it('keeps an answer as long as it deserves, counted from when it came', async () => {
    const clock = { now: 0 };
    const cache = lookups(clock);
    const good = loader();
    const failed = loader('failed');
    await cache.get('good', good.load);
    await cache.get('failed', failed.load);
    clock.now = 9;
    await cache.get('failed', failed.load);
    clock.now = 99;
    await cache.get('good', good.load);
    await cache.get('failed', failed.load);
    expect([good.calls, failed.calls]).toStrictEqual([1, 2]);
    clock.now = 100;
    await expect(cache.get('good', good.load)).resolves.toBe('2');
  });

  it('does not keep what threw, and every reader sees the error', async () => {
    const cache = lookups({ now: 0 });
    const broken = (): Promise<string> => Promise.reject(new Error('broken'));
    const both = [cache.get('a', broken), cache.get('a', broken)];
    await expect(Promise.allSettled(both)).resolves.toMatchObject([
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    await expect(cache.get('a', loader('fine').load)).resolves.toBe('fine');
  });

  it('asks again when the kept answer was asked for too early', async () => {
    const clock = { now: 50 };
    const cache = lookups(clock);
    const { load } = loader();
    await cache.get('a', load);
    clock.now = 60;
    await expect(cache.get('a', load, 50)).resolves.toBe('1');
    await expect(cache.get('a', load, 51)).resolves.toBe('2');
  });

  it('holds a bounded number of answers', async () => {
    const cache = lookups({ now: 0 }, 2);
    const first = loader();
    await cache.get('first', first.load);
    for (let i = 0; i < 10; i++) await cache.get(`other ${i}`, loader().load);
    await cache.get('first', first.load);
    expect(first.calls).toBe(2);
  });
});
