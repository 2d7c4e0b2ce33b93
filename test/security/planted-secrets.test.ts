import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { Deployment, environment, runtimeSettings, watch } from '../lambdas/deployment';
import { captureOutput, deniedUpload, queueEvent } from '../lambdas/events';
import { startFakeDynamoDb, type FakeDynamoDb } from '../support/dynamodb/fake-dynamodb';

/** Each is in a place of its own, so that a test says which one got out. */
const PLANTED = {
  webhook: 'https://hooks.slack.com/services/T0EXAMPLE/B0EXAMPLE/planted-webhook',
  key: 'planted-secret-access-key',
  token: 'planted-session-token',
  parameter: 'planted-request-parameter',
  response: 'planted-response-element',
  additional: 'planted-additional-data',
} as const;

const original = process.env;
let output: ReturnType<typeof captureOutput>;
let fake: FakeDynamoDb;
let deployment: Deployment;

beforeAll(async () => {
  fake = await startFakeDynamoDb(() => Date.now());
});

beforeEach(() => {
  const settings = runtimeSettings({
    channels: [
      { kind: 'sns', name: 'sns' },
      { kind: 'slackWebhook', name: 'slack', secret: 'denywatch/slack-webhook' },
    ],
    defaultChannels: ['sns', 'slack'],
  });
  process.env = {
    ...original,
    ...environment(settings),
    AWS_SECRET_ACCESS_KEY: PLANTED.key,
    AWS_SESSION_TOKEN: PLANTED.token,
    POWERTOOLS_LOG_LEVEL: 'DEBUG',
  };
  output = captureOutput();
  deployment = new Deployment(fake);
  mockClient(SecretsManagerClient)
    .on(GetSecretValueCommand)
    .resolves({ SecretString: PLANTED.webhook });
});

afterAll(async () => {
  process.env = original;
  await fake.close();
});

/** A denied call whose parameters, answer and additional data hold what nobody should read. */
function callWithSecrets(): object {
  const event = deniedUpload() as { readonly detail: Readonly<Record<string, unknown>> };
  return {
    ...event,
    detail: {
      ...event.detail,
      requestParameters: {
        ...(event.detail['requestParameters'] as object),
        password: PLANTED.parameter,
        'x-amz-security-token': PLANTED.parameter,
      },
      responseElements: { secret: PLANTED.response },
      additionalEventData: { 'x-amz-server-side-encryption-customer-key': PLANTED.additional },
    },
  };
}

/** The names of planted secrets that stand in a text. */
function leaked(...texts: readonly string[]): readonly string[] {
  return Object.entries(PLANTED)
    .filter(([, secret]) => texts.some((text) => text.includes(secret)))
    .map(([name]) => name);
}

describe('planted secrets', () => {
  it('come out nowhere when all goes well: not in logs, messages or the table', async () => {
    const posted = jest
      .spyOn(globalThis, 'fetch')
      .mockImplementation(() => Promise.resolve(new Response('ok')));
    await watch(queueEvent(callWithSecrets()));
    await deployment.tell();

    const bodies = posted.mock.calls.map(([, init]) => JSON.stringify(init));
    expect(deployment.published()).toHaveLength(1);
    expect(bodies).toHaveLength(1);
    expect(JSON.stringify(output)).toContain('denywatch');
    const table = JSON.stringify([...fake.table.all()]);
    expect(table).toContain('payments-worker');
    expect(leaked(JSON.stringify(output), table, ...bodies)).toEqual([]);
    expect(leaked(JSON.stringify(deployment.published()))).toEqual([]);
  });

  it.each([
    ['refuses and says the address back', () => new Response(PLANTED.webhook, { status: 404 })],
    ['answers nothing of sense', () => new Response(PLANTED.webhook)],
    [
      'cannot be reached',
      () => {
        throw new TypeError(`fetch failed: ${PLANTED.webhook}`);
      },
    ],
  ])('stand in no log when Slack %s', async (_, answer) => {
    const posted = jest
      .spyOn(globalThis, 'fetch')
      .mockImplementation(() => Promise.resolve().then(answer));
    await watch(queueEvent(callWithSecrets()));
    await deployment.tell();

    expect(posted).toHaveBeenCalled();
    expect(JSON.stringify(output)).toContain('slack');
    expect(leaked(JSON.stringify(output))).toEqual([]);
  });

  it('stand in no log when a message is no record', async () => {
    const broken = { detail: PLANTED.parameter, more: [PLANTED.response, PLANTED.additional] };
    await watch(queueEvent(broken)).catch(() => undefined);

    expect(JSON.stringify(output)).toContain('expected a CloudTrail record');
    expect(leaked(JSON.stringify(output))).toEqual([]);
  });
});
