import { SNSClient } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { AmazonQChannel } from '../../../lib/aws/channels/amazon-q';
import { SlackBotChannel } from '../../../lib/aws/channels/slack-bot';
import { SlackWebhookChannel } from '../../../lib/aws/channels/slack-webhook';
import { SnsChannel } from '../../../lib/aws/channels/sns';
import { TeamsChannel } from '../../../lib/aws/channels/teams';
import { WebhookChannel } from '../../../lib/aws/channels/webhook';
import type { Secret } from '../../../lib/aws/channels/secret';
import { RetryLater, type AlertChannel } from '../../../lib/core/channel';
import { hostileInput, hostileText } from '../../core/alert/hostile';
import { alertPost, STATES, stormPost, updatePost } from '../../core/alert/posts';
import type { Receiver, ScriptedAnswer } from '../../support/receivers/receiver';
import { startSlackReceiver } from '../../support/receivers/slack';
import { startSnsReceiver } from '../../support/receivers/sns';
import { startTeamsReceiver } from '../../support/receivers/teams';
import { startWebhookReceiver } from '../../support/receivers/webhook';

/** A channel and where it sends to. */
interface Connected {
  readonly channel: AlertChannel;
  readonly receiver: Receiver;
  /** Messages as their reader can tell them apart. */
  readonly shown: () => number;
  /** What must be in no error. */
  readonly secrets: readonly string[];
  /** How often a secret was given up as refused. */
  readonly forgotten: () => number;
}

/** What is known of a channel before anything is sent. */
interface Kind {
  readonly connect: () => Promise<Connected>;
  /** Whether its reader can tell that a message came twice. */
  readonly tellsApart: boolean;
  /** Whether it says how long to wait. */
  readonly saysWhen: boolean;
  /** How it refuses the channel's secret; null where there is none to be refused. */
  readonly refusesSecret: ScriptedAnswer | null;
}

const NO_TOKEN: ScriptedAnswer = { kind: 'notOk', error: 'token_revoked' };
const NOT_ALLOWED: ScriptedAnswer = { kind: 'status', status: 401 };
const FORBIDDEN: ScriptedAnswer = { kind: 'status', status: 403, body: 'no_service' };

const TIMEOUT_MS = 150;
const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** Errors of `fetch` are of another realm than the tests, where Slack's clients do not know them as errors. */
const fetchHere: typeof fetch = (input, init) =>
  fetch(input, init).catch((error: unknown) => {
    const { message, cause } = error as Error;
    throw new TypeError(message, { cause });
  });

const SHARED = {
  fetch: fetchHere,
  now: () => Date.now(),
  timeoutMs: TIMEOUT_MS,
  allowLoopback: true,
} as const;

function secretOf(value: string): { readonly secret: Secret; readonly forgotten: () => number } {
  let forgotten = 0;
  return {
    secret: { get: () => Promise.resolve(value), forget: () => (forgotten += 1) },
    forgotten: () => forgotten,
  };
}

function snsClient(endpoint: string): SNSClient {
  return new SNSClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true },
  });
}

const KINDS: Readonly<Record<string, Kind>> = {
  'Slack by bot token': {
    tellsApart: true,
    saysWhen: true,
    refusesSecret: NO_TOKEN,
    connect: async () => {
      const receiver = await startSlackReceiver();
      const { secret, forgotten } = secretOf(receiver.token);
      const channel = new SlackBotChannel({
        ...SHARED,
        name: 'channel',
        token: secret,
        channelId: 'C0000000001',
        offersAnswers: true,
        apiUrl: receiver.apiUrl,
      });
      const top = (): number =>
        receiver.messages.filter(({ threadTs }) => threadTs === null).length;
      return { channel, receiver, shown: top, secrets: [receiver.token], forgotten };
    },
  },
  'Slack by webhook': {
    tellsApart: false,
    saysWhen: true,
    refusesSecret: FORBIDDEN,
    connect: async () => {
      const receiver = await startSlackReceiver();
      const { secret, forgotten } = secretOf(receiver.url);
      const channel = new SlackWebhookChannel({ ...SHARED, name: 'channel', url: secret });
      const secrets = [receiver.url, new URL(receiver.url).pathname];
      return { channel, receiver, shown: () => receiver.messages.length, secrets, forgotten };
    },
  },
  'Microsoft Teams': {
    tellsApart: false,
    saysWhen: true,
    refusesSecret: NOT_ALLOWED,
    connect: async () => {
      const receiver = await startTeamsReceiver();
      const { secret, forgotten } = secretOf(receiver.url);
      const channel = new TeamsChannel({ ...SHARED, name: 'channel', url: secret });
      const secrets = [receiver.url, 'test-signature'];
      return { channel, receiver, shown: () => receiver.cards.length, secrets, forgotten };
    },
  },
  'a signed webhook': {
    tellsApart: true,
    saysWhen: true,
    refusesSecret: NOT_ALLOWED,
    connect: async () => {
      const receiver = await startWebhookReceiver({ secret: SIGNING_SECRET });
      const { secret, forgotten } = secretOf(SIGNING_SECRET);
      const url = `${receiver.url}?token=query-token`;
      const channel = new WebhookChannel({
        ...SHARED,
        name: 'channel',
        url,
        signingSecret: secret,
      });
      const secrets = [SIGNING_SECRET, SIGNING_SECRET.slice(6), 'query-token'];
      return { channel, receiver, shown: () => receiver.messages.length, secrets, forgotten };
    },
  },
  SNS: {
    tellsApart: true,
    saysWhen: false,
    refusesSecret: null,
    connect: async () => {
      const receiver = await startSnsReceiver();
      const { topicArn, published, origin } = receiver;
      const channel = new SnsChannel({ name: 'channel', client: snsClient(origin), topicArn });
      const ids = (): number =>
        new Set(published.map(({ attributes }) => attributes['alertId'])).size;
      return { channel, receiver, shown: ids, secrets: [], forgotten: () => 0 };
    },
  },
  'Amazon Q Developer': {
    tellsApart: true,
    saysWhen: false,
    refusesSecret: null,
    connect: async () => {
      const receiver = await startSnsReceiver();
      const { topicArn, published, origin } = receiver;
      const channel = new AmazonQChannel({ name: 'channel', client: snsClient(origin), topicArn });
      const ids = (): number =>
        new Set(
          published.map(({ bodies }) => (JSON.parse(bodies['default'] ?? '') as { id: string }).id),
        ).size;
      return { channel, receiver, shown: ids, secrets: [], forgotten: () => 0 };
    },
  },
};

const opened: Receiver[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((receiver) => receiver.close()));
});

/** Everything that a log could show of an error. */
function allOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = JSON.stringify(error, Object.getOwnPropertyNames(error));
  return [String(error), error.stack, own, allOf(error.cause ?? '')].join('\n');
}

describe.each(Object.entries(KINDS))(
  '%s',
  (_, { connect, tellsApart, saysWhen, refusesSecret }) => {
    const connected = async (): Promise<Connected> => {
      const all = await connect();
      opened.push(all.receiver);
      return all;
    };
    const failure = (sent: Promise<unknown>): Promise<unknown> =>
      sent.then(
        () => 'it was sent',
        (error: unknown) => error,
      );

    it('takes a first alert, an escalation, a reopening and a storm', async () => {
      const { channel, receiver, shown } = await connected();
      const first = await channel.deliver(alertPost());
      expect(shown()).toBe(1);
      const escalated = {
        reason: 'escalated',
        revision: 2,
        group: { count: 104, escalatedTo: 100 },
      } as const;
      const reopened = {
        reason: 'reopened',
        revision: 3,
        group: { state: STATES.reopened },
      } as const;
      for (const news of [escalated, reopened]) {
        await channel.deliver(first === null ? alertPost(news) : updatePost(first, news));
      }
      const storm = await channel.deliver(stormPost());
      await channel.deliver(stormPost({ phase: 'closed', handle: storm }, { folded: 40 }));
      expect(receiver.problems).toEqual([]);
      expect(shown()).toBeGreaterThan(1);
      expect(channel.name).toBe('channel');
    });

    it(`${tellsApart ? 'lets its reader tell' : 'cannot help'} that the same post came twice`, async () => {
      const { channel, receiver, shown } = await connected();
      await channel.deliver(alertPost());
      await channel.deliver(alertPost({}, true));
      expect(shown()).toBe(tellsApart ? 1 : 2);
      expect(receiver.problems).toEqual([]);
    });

    it('asks for patience when it is told to wait, and does not try itself', async () => {
      const { channel, receiver, shown } = await connected();
      receiver.answerNext({ kind: 'rateLimited', retryAfterSeconds: 7 });
      const error = await failure(channel.deliver(alertPost()));
      expect(error).toBeInstanceOf(RetryLater);
      expect(error).toMatchObject({ afterMs: saysWhen ? 7_000 : 30_000 });
      expect(receiver.requests).toHaveLength(1);
      await channel.deliver(alertPost());
      expect(shown()).toBe(1);
    });

    it.each([
      ['500', { kind: 'status', status: 500, body: 'oops' }],
      ['an answer that never comes', { kind: 'hangs' }],
      ['a connection that is cut', { kind: 'drops' }],
      ['a connection that is cut when it is done', { kind: 'doneThenDrops' }],
      ['a redirect', { kind: 'status', status: 307, headers: { location: '/elsewhere' } }],
      ['a refusal', { kind: 'status', status: 404, body: 'no such address' }],
      ['a refused secret', { kind: 'status', status: 403 }],
    ] as const)('fails on %s, says so, and shows no secret', async (__, answer) => {
      const { channel, receiver, secrets } = await connected();
      receiver.answerNext(answer);
      const error = await failure(channel.deliver(alertPost()));
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(RetryLater);
      expect((error as Error).message.length).toBeGreaterThan(20);
      for (const secret of secrets) expect(allOf(error)).not.toContain(secret);
      expect(receiver.requests).toHaveLength(1);
    });

    it('has a secret that is refused read again, and one that is not kept', async () => {
      const { channel, receiver, forgotten } = await connected();
      receiver.answerNext({ kind: 'status', status: 500 });
      await failure(channel.deliver(alertPost()));
      expect(forgotten()).toBe(0);
      receiver.answerNext(refusesSecret ?? { kind: 'status', status: 500 });
      await failure(channel.deliver(alertPost()));
      expect(forgotten()).toBe(refusesSecret === null ? 0 : 1);
    });

    it('says why nothing answered', async () => {
      const { channel, receiver } = await connected();
      await receiver.close();
      const error = await failure(channel.deliver(alertPost()));
      expect(String(error)).toMatch(/ECONNREFUSED|bad port/);
    });

    it('shows no secret when the receiver says it back', async () => {
      const { channel, receiver, secrets } = await connected();
      receiver.answerNext({ kind: 'status', status: 400, body: secrets.join(' and ') });
      const error = await failure(channel.deliver(alertPost()));
      for (const secret of secrets) expect(allOf(error)).not.toContain(secret);
    });

    it('makes nothing of what a record, a tag or a person says', async () => {
      const { channel, receiver } = await connected();
      const texts = fc.array(hostileText(), { minLength: 3, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(hostileInput(), texts, fc.nat(), async (input, said, n) => {
          const [a = '', b = '', c = ''] = said;
          const by = { name: a, id: b };
          const group = {
            groupId: `g${n}`,
            owner: c,
            state: { name: 'muted', at: b, by, until: c, why: a },
          } as const;
          await channel.deliver(alertPost({ input, group }));
          const line = { groupId: a, headline: b, principal: c, severity: a };
          const lines = Array.from({ length: 20 }, () => line);
          await channel.deliver(
            stormPost({ caller: c }, { lines, id: `s${n}`, since: a, last: b }),
          );
          expect(receiver.problems).toEqual([]);
        }),
        { numRuns: 12 },
      );
    });
  },
);
