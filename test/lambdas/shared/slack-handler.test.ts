import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { slackHandler, type SlackAnswer } from '../../../lambdas/shared/slack-handler';
import type { ChatJob } from '../../../lib/core/act';
import { MemoryDenialStore } from '../../../lib/local/denial-store/memory-store';
import { captureOutput, CONTEXT } from '../events';
import {
  formOf,
  pressPayload,
  SENT,
  SIGNING_SECRET,
  signedHeaders,
  urlEvent,
} from '../slack-requests';

interface World {
  readonly jobs: ChatJob[];
  readonly output: ReturnType<typeof captureOutput>;
  clock: number;
  secret: string;
  reads: number;
  forgotten: number;
  /** Thrown by the queue. */
  failure: Error | null;
  send(event: LambdaFunctionURLEvent): Promise<SlackAnswer>;
}

function newWorld(shared?: MemoryDenialStore): World {
  const output = captureOutput();
  const world: World = {
    jobs: [],
    output,
    clock: SENT,
    secret: SIGNING_SECRET,
    reads: 0,
    forgotten: 0,
    failure: null,
    send: (event) => handler(event, CONTEXT),
  };
  const handler = slackHandler({
    logger: new Logger(),
    metrics: new Metrics({ namespace: 'Denywatch', serviceName: 'slack-actions' }),
    signingSecret: {
      get: () => {
        world.reads++;
        return Promise.resolve(world.secret);
      },
      forget: () => {
        world.forgotten++;
      },
    },
    workspaces: new Set(['T0HOME']),
    store: shared ?? new MemoryDenialStore({ now: () => world.clock }),
    put: (job) => {
      if (world.failure !== null) return Promise.reject(world.failure);
      world.jobs.push(job);
      return Promise.resolve();
    },
    now: () => world.clock,
  });
  return world;
}

const body = formOf(pressPayload());

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a request to the address of the buttons', () => {
  it.each([false, true])('of Slack is done, its body in base64: %s', async (isBase64Encoded) => {
    const world = newWorld();
    await expect(world.send(urlEvent(body, signedHeaders(body), isBase64Encoded))).resolves.toEqual(
      {
        statusCode: 200,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body: '',
      },
    );
    expect(world.jobs).toMatchObject([
      { do: 'chatAction', action: { do: 'acknowledge' }, by: { name: 'alice' } },
    ]);
    expect(world.output).toContainEqual(expect.objectContaining({ Answers: 1, Requests: 1 }));
  });

  it('is signed as raw bytes: the same form in other words is another body', async () => {
    const world = newWorld();
    const other = body.replace('%3A', '%3a');
    expect(new URLSearchParams(other).get('payload')).toBe(
      new URLSearchParams(body).get('payload'),
    );
    await expect(world.send(urlEvent(other, signedHeaders(body)))).resolves.toMatchObject({
      statusCode: 401,
    });
    expect(world.jobs).toEqual([]);
  });

  it('is taken once: a replay is refused, however soon or late', async () => {
    const world = newWorld();
    await world.send(urlEvent(body));
    for (const later of [0, 1, 300_000]) {
      world.clock = SENT + later;
      await expect(world.send(urlEvent(body))).resolves.toMatchObject({
        statusCode: 401,
        body: 'it was received before',
      });
    }
    world.clock = SENT + 300_001;
    await expect(world.send(urlEvent(body))).resolves.toMatchObject({ statusCode: 401 });
    expect(world.jobs).toHaveLength(1);
  });

  it('that comes to several instances at the same time is taken once', async () => {
    const store = new MemoryDenialStore({ now: () => SENT });
    const worlds = [newWorld(store), newWorld(store), newWorld(store)];
    const answers = await Promise.all(worlds.map((world) => world.send(urlEvent(body))));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401]);
    expect(worlds.flatMap(({ jobs }) => jobs)).toHaveLength(1);
  });

  it('of anybody else is refused before a secret is read', async () => {
    const world = newWorld();
    for (const headers of [
      {},
      { 'x-slack-signature': 'v0=1' },
      signedHeaders(body, SENT - 301_000),
    ])
      await expect(world.send(urlEvent(body, headers))).resolves.toMatchObject({ statusCode: 401 });
    expect(world.reads).toBe(0);
    expect(world.jobs).toEqual([]);
  });

  it('of somebody who made up a signature does not have the secret read each time', async () => {
    const world = newWorld();
    const forged = signedHeaders(body, SENT, 'guess');
    for (let tries = 0; tries < 50; tries++) await world.send(urlEvent(body, forged));
    expect(world.forgotten).toBe(1);
    world.clock += 60_000;
    await world.send(urlEvent(body, forged));
    expect(world.forgotten).toBe(2);
    expect(world.jobs).toEqual([]);
  });

  it('is no burden however large it is', async () => {
    const world = newWorld();
    const large = `payload=${'x'.repeat(1_000_001)}`;
    await expect(world.send(urlEvent(large))).resolves.toMatchObject({ statusCode: 413 });
  });

  it('without a body is refused', async () => {
    const world = newWorld();
    const event = urlEvent('', signedHeaders(''));
    delete event.body;
    await expect(world.send(event)).resolves.toMatchObject({ statusCode: 400 });
  });

  it('of another workspace is refused, and that is seen', async () => {
    const world = newWorld();
    const foreign = formOf(pressPayload({ user: { id: 'U1', team_id: 'T0OTHER' } }));
    await expect(world.send(urlEvent(foreign))).resolves.toMatchObject({
      statusCode: 403,
      body: 'the settings do not name workspace T0HOME or T0OTHER',
    });
    expect(world.jobs).toEqual([]);
    expect(world.output).toContainEqual(expect.objectContaining({ RefusedRequests: 1 }));
    expect(world.output).toContainEqual(
      expect.objectContaining({ level: 'WARN', statusCode: 403 }),
    );
  });

  it('fails when the queue does, so that Slack says so to who pressed', async () => {
    const world = newWorld();
    world.failure = new Error('no queue');
    await expect(world.send(urlEvent(body))).rejects.toThrow('no queue');
  });

  it('leaves nothing of itself in the log but what was asked for', async () => {
    const world = newWorld();
    await world.send(urlEvent(body));
    await world.send(urlEvent(`payload=secret-text`, signedHeaders('payload=secret-text')));
    const log = JSON.stringify(world.output);
    expect(log).toContain('slack:T0HOME/U0ALICE');
    for (const text of [
      'secret-text',
      'hooks.slack.com',
      SIGNING_SECRET,
      'v0=',
      'old-verification',
    ])
      expect(log).not.toContain(text);
  });
});
