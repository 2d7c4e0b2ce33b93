import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand } from '@aws-sdk/client-sns';
import { ChangeMessageVisibilityCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import type {
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { startFakeDynamoDb, type FakeDynamoDb } from '../support/dynamodb/fake-dynamodb';
import { Deployment, environment, JOBS_URL, runtimeSettings, watch } from './deployment';
import { captureOutput, CONTEXT, deniedUpload, queueEvent } from './events';

const SLACK_URL = 'https://hooks.slack.com/services/T0EXAMPLE/B0EXAMPLE/abcdefgh';
const WITH_SLACK = runtimeSettings({
  channels: [
    { kind: 'sns', name: 'sns' },
    { kind: 'slackWebhook', name: 'slack', secret: 'denywatch/slack-webhook' },
  ],
  defaultChannels: ['sns', 'slack'],
});

const original = process.env;
let output: ReturnType<typeof captureOutput>;
let fake: FakeDynamoDb;
let deployment: Deployment;

beforeAll(async () => {
  process.env = { ...original, ...environment() };
  fake = await startFakeDynamoDb(() => Date.now());
});

beforeEach(() => {
  process.env = { ...original, ...environment() };
  output = captureOutput();
  deployment = new Deployment(fake);
});

afterAll(async () => {
  process.env = original;
  await fake.close();
});

/** Runs the sender as Lambda does after a cold start. */
async function sender(
  event: SQSEvent | DynamoDBStreamEvent,
): Promise<SQSBatchResponse | DynamoDBBatchResponse> {
  const { createHandler } = await import('../../lambdas/alert-sender');
  return createHandler(process.env)(event, CONTEXT);
}

const DONE = { batchItemFailures: [] };

describe('alert-sender', () => {
  it('makes one job for each channel of a change, however often it is handed over', async () => {
    process.env['RUNTIME_SETTINGS'] = environment(WITH_SLACK)['RUNTIME_SETTINGS'];
    await watch(queueEvent(deniedUpload()));
    const Records = [...deployment.changes()];
    await expect(sender({ Records })).resolves.toEqual(DONE);
    await sender({ Records });
    const jobs = deployment.sent(JOBS_URL).map(({ body }) => JSON.parse(body) as unknown);
    expect(jobs).toEqual([
      { do: 'deliver', group: expect.any(String) as unknown, channel: 'sns' },
      { do: 'deliver', group: expect.any(String) as unknown, channel: 'slack' },
      { do: 'deliver', group: expect.any(String) as unknown, channel: 'sns' },
      { do: 'deliver', group: expect.any(String) as unknown, channel: 'slack' },
    ]);
  });

  it('tells once, and again when the count has passed a threshold', async () => {
    await watch(queueEvent(deniedUpload('e1')));
    await deployment.tell();
    await deployment.tell();
    await watch(queueEvent(deniedUpload('e2')));
    await deployment.tell();
    expect(deployment.published()).toHaveLength(1);
    await watch(queueEvent(deniedUpload('e3'), deniedUpload('e4')));
    await deployment.tell();
    await deployment.tell();
    const [, escalated, ...more] = deployment.published();
    expect(more).toEqual([]);
    expect(escalated?.email).toContain('4 times');
  });

  it('gives back a change of which it could make no job, and all after it', async () => {
    await watch(queueEvent(deniedUpload()));
    const Records = [...deployment.changes()];
    deployment.sqs.on(SendMessageCommand).rejectsOnce(new Error('no queue'));
    await expect(sender({ Records })).rejects.toThrow();
    expect(JSON.stringify(output)).toContain('no queue');
    await expect(sender({ Records })).resolves.toEqual(DONE);
  });

  it('gives a job back when SNS does not take it, soon to come again, and then sends it', async () => {
    deployment.sns.on(PublishCommand).rejectsOnce(new Error('no network'));
    await watch(queueEvent(deniedUpload()));
    await sender({ Records: [...deployment.changes()] });
    const [job] = deployment.sent(JOBS_URL);
    const event = queueEvent('{"do":"dance"}', job?.body ?? '', 'hello');
    await expect(sender(event)).rejects.toThrow();
    expect(JSON.stringify(output)).toContain('no network');
    expect(JSON.stringify(output)).toContain('expected a job of the delivery queue');
    const [first] = deployment.sqs.commandCalls(ChangeMessageVisibilityCommand);
    expect(first?.args[0].input).toEqual({
      QueueUrl: JOBS_URL,
      ReceiptHandle: 'receipt-m0',
      VisibilityTimeout: 5,
    });
    await expect(sender(event)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }],
    });
    await sender(event);
    expect(deployment.published()).toHaveLength(2);
  });

  it('waits longer with each try, a quarter of an hour at most', async () => {
    const event = queueEvent('hello');
    const waits: (number | undefined)[] = [];
    for (const count of [1, 2, 5, 30]) {
      for (const record of event.Records) record.attributes.ApproximateReceiveCount = String(count);
      await sender(event).catch(() => undefined);
      const call = deployment.sqs.commandCalls(ChangeMessageVisibilityCommand).at(-1);
      waits.push(call?.args[0].input.VisibilityTimeout);
    }
    expect(waits).toEqual([5, 10, 80, 900]);
  });

  it('posts to Slack where a secret is named, holds up no other channel, and shows the URL nowhere', async () => {
    process.env['RUNTIME_SETTINGS'] = environment(WITH_SLACK)['RUNTIME_SETTINGS'];
    const secrets = mockClient(SecretsManagerClient);
    secrets.on(GetSecretValueCommand).resolves({ SecretString: SLACK_URL });
    const fetchMock = jest
      .spyOn(globalThis, 'fetch')
      .mockImplementation(() => Promise.resolve(new Response('no_service', { status: 404 })));
    await watch(queueEvent(deniedUpload()));
    await sender({ Records: [...deployment.changes()] });
    expect(secrets.commandCalls(GetSecretValueCommand)).toEqual([]);
    const jobs = queueEvent(...deployment.sent(JOBS_URL).map(({ body }) => body));
    await expect(sender(jobs)).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(deployment.published()).toHaveLength(1);
    fetchMock.mockImplementation(() => Promise.resolve(new Response('ok')));
    await expect(sender(jobs)).resolves.toEqual(DONE);
    const [url, init] = fetchMock.mock.calls.at(-1) ?? [];
    expect(url).toBe(SLACK_URL);
    expect(JSON.stringify(init)).toContain('payments-worker');
    expect(JSON.stringify(output)).not.toContain('hooks.slack.com');
    // SNS had taken the alert at the first try: it is not told twice.
    expect(deployment.published()).toHaveLength(1);
  });

  it('does not start without its environment, and says what is missing', async () => {
    delete process.env['ALERT_TOPIC_ARN'];
    await expect(sender(queueEvent())).rejects.toThrow(/ALERT_TOPIC_ARN: expected a text/);
  });
});
