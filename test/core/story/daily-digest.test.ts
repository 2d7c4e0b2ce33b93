import { RetryLater, type DigestChannel, type DigestPost } from '../../../lib/core/channel';
import { dailyDigest, type DigestPorts } from '../../../lib/core/daily-digest';
import { zoneNamed } from '../../../lib/core/digest/zone';
import { observe } from '../../../lib/core/findings/observe';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { observed, START } from '../findings/observed';
import { FINGERPRINT, folds, occurrence } from '../../support/occurrences';

const DAY = '2026-11-25';
const NOW = Date.parse('2026-11-26T07:00:00Z');

interface World {
  readonly ports: DigestPorts;
  readonly files: Map<string, string>;
  readonly slack: { readonly posts: DigestPost[]; fails: Error | null };
  readonly sns: { readonly posts: DigestPost[]; fails: Error | null };
  readonly rechecked: string[];
}

async function world(): Promise<World> {
  const store = new MemoryDenialStore({ now: () => NOW });
  await store.record(FINGERPRINT, [occurrence('one'), occurrence('two')], folds());
  const files = new Map<string, string>();
  const slack: World['slack'] = { posts: [], fails: null };
  const sns: World['sns'] = { posts: [], fails: null };
  const rechecked: string[] = [];
  let ids = 0;
  const channel = (name: string, state: World['slack']): DigestChannel => ({
    name,
    deliver: (post) => {
      if (state.fails !== null) return Promise.reject(state.fails);
      state.posts.push(post);
      return Promise.resolve('handle');
    },
  });
  const ports: DigestPorts = {
    store,
    zone: zoneNamed('Europe/Berlin'),
    noise: [],
    reports: {
      put: (name, _type, text) => {
        files.set(name, text);
        return Promise.resolve();
      },
      get: (name) => Promise.resolve(files.get(name) ?? null),
      link: (name) => Promise.resolve(`https://reports.example.com/${name}`),
    },
    forms: [
      { extension: 'csv', type: 'text/csv', render: ({ line }) => line, isForPeople: false },
      { extension: 'html', type: 'text/html', render: ({ day }) => day, isForPeople: true },
    ],
    channels: [channel('slack', slack), channel('sns', sns)],
    health: () => Promise.resolve({ events: null, latencyMs: null, deadLetters: null }),
    recheck: ({ group }) => {
      rechecked.push(group);
      return Promise.resolve();
    },
    now: () => NOW,
    uniqueId: () => `writer ${++ids}`,
  };
  return { ports, files, slack, sns, rechecked };
}

describe('the digest of a day', () => {
  it('is kept in its forms, with what later digests compare with, and told with a link', async () => {
    const { ports, files, slack, sns } = await world();
    const { digest, told } = await dailyDigest(DAY, ports);
    expect(digest.counts.today).toBe(2);
    expect([...files.keys()]).toEqual([
      'digests/2026-11-25/denywatch-2026-11-25.csv',
      'digests/2026-11-25/denywatch-2026-11-25.html',
      'summaries/2026-11-25.json',
    ]);
    expect(told).toEqual(['slack', 'sns']);
    const link = 'https://reports.example.com/digests/2026-11-25/denywatch-2026-11-25.html';
    for (const { posts } of [slack, sns])
      expect(posts).toEqual([
        { kind: 'digest', id: 'digest-2026-11-25', digest, link, mayBeThere: false },
      ]);
  });

  it('has the findings of the day on the clock of its zone, and no others', async () => {
    const { ports } = await world();
    const store = new MemoryDenialStore({ now: () => NOW });
    const at = [
      '2026-11-24T22:59:59Z',
      '2026-11-24T23:00:00Z',
      '2026-11-25T22:59:59Z',
      '2026-11-25T23:00:00Z',
    ];
    for (const [n, time] of at.entries()) {
      const action = 'cloudtrail:StopLogging';
      const denial = observed({ id: `e${n}`, after: Date.parse(time) - START, action });
      // Each is a caller of its own: a caller makes one finding of a kind in a UTC day.
      await store.observeCaller(`caller ${n}`, () => {
        const { activity, findings } = observe(null, [denial]);
        return { activity, findings: findings.map((one) => ({ ...one, id: `${n}|${one.id}` })) };
      });
    }
    const { digest } = await dailyDigest(DAY, { ...ports, store });
    expect(digest.findings.map(({ at: time }) => time)).toEqual([
      '2026-11-24T23:00:00.000Z',
      '2026-11-25T22:59:59.000Z',
    ]);
    expect(digest.quiet).toBe(false);
  });

  it('is told once when the schedule fires again', async () => {
    const { ports, slack, sns } = await world();
    await dailyDigest(DAY, ports);
    await dailyDigest(DAY, ports);
    expect([slack.posts.length, sns.posts.length]).toEqual([1, 1]);
  });

  it('reaches the other channels when one fails, and that one when it is tried again', async () => {
    const { ports, slack, sns } = await world();
    slack.fails = new Error('slack is down');
    await expect(dailyDigest(DAY, ports)).rejects.toThrow('did not reach every channel');
    expect(sns.posts).toHaveLength(1);
    slack.fails = null;
    await dailyDigest(DAY, ports);
    expect(sns.posts).toHaveLength(1);
    // The first try may have been accepted: the channel looks for it.
    expect(slack.posts.map(({ mayBeThere }) => mayBeThere)).toEqual([true]);
  });

  it('was surely not accepted by a channel that asked to wait', async () => {
    const { ports, slack } = await world();
    slack.fails = new RetryLater('slack is busy', 1_000);
    await expect(dailyDigest(DAY, ports)).rejects.toThrow('did not reach every channel');
    slack.fails = null;
    await dailyDigest(DAY, ports);
    expect(slack.posts.map(({ mayBeThere }) => mayBeThere)).toEqual([false]);
  });

  it('is not told while another run tells it', async () => {
    const { ports, slack, sns } = await world();
    const both = await Promise.allSettled([dailyDigest(DAY, ports), dailyDigest(DAY, ports)]);
    expect(both.map(({ status }) => status)).toContain('rejected');
    await dailyDigest(DAY, ports);
    expect([slack.posts.length, sns.posts.length]).toEqual([1, 1]);
  });

  it('compares with the digests of the days before', async () => {
    const { ports, files } = await world();
    await dailyDigest('2026-11-24', ports);
    files.set('summaries/2026-11-23.json', '{"version":2,"summary":{"day":"2026-11-23"}}');
    files.set('summaries/2026-11-22.json', 'broken');
    const { digest } = await dailyDigest(DAY, ports);
    expect(digest.charts.openTrend.map(({ day }) => day)).toEqual(['2026-11-24', DAY]);
  });
});
