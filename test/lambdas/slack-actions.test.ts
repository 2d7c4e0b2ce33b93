import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { SlackHandler } from '../../lambdas/shared/slack-handler';
import { captureOutput, CONTEXT } from './events';
import { formOf, pressPayload, SIGNING_SECRET, signedHeaders, urlEvent } from './slack-requests';

const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE000000002',
  AWS_SECRET_ACCESS_KEY: 'not-a-key',
  TABLE_NAME: 'denials',
  DELIVERY_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/delivery',
  SIGNING_SECRET: 'slack/signing',
  SLACK_WORKSPACES: 'T0OTHER,T0HOME',
  POWERTOOLS_SERVICE_NAME: 'slack-actions',
  POWERTOOLS_METRICS_NAMESPACE: 'Denywatch',
  POWERTOOLS_LOG_LEVEL: 'INFO',
};
const original = process.env;

beforeEach(() => {
  process.env = { ...original, ...ENVIRONMENT };
  captureOutput();
});

afterEach(() => {
  process.env = original;
  jest.restoreAllMocks();
});

async function load(): Promise<(variables: object) => SlackHandler> {
  const { createHandler } = await import('../../lambdas/slack-actions');
  return createHandler as (variables: object) => SlackHandler;
}

describe('slack-actions', () => {
  it('proves a request with the secret, remembers it, and hands it on', async () => {
    const secrets = mockClient(SecretsManagerClient);
    secrets.on(GetSecretValueCommand).resolves({ SecretString: SIGNING_SECRET });
    const table = mockClient(DynamoDBClient);
    table.on(GetItemCommand).resolves({});
    table.on(PutItemCommand).resolves({});
    const queue = mockClient(SQSClient);
    queue.on(SendMessageCommand).resolves({ MessageId: 'm' });
    const handler = (await load())(ENVIRONMENT);
    const body = formOf(pressPayload());
    await expect(
      handler(urlEvent(body, signedHeaders(body, Date.now()), true), CONTEXT),
    ).resolves.toMatchObject({ statusCode: 200 });
    expect(secrets.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({
      SecretId: 'slack/signing',
    });
    expect(table.commandCalls(PutItemCommand)).toHaveLength(1);
    const [sent] = queue.commandCalls(SendMessageCommand);
    expect(sent?.args[0].input.QueueUrl).toBe(ENVIRONMENT.DELIVERY_QUEUE_URL);
    expect(JSON.parse(sent?.args[0].input.MessageBody ?? '')).toMatchObject({
      do: 'chatAction',
      action: { do: 'acknowledge' },
    });
  });

  it('does not start without what it needs', async () => {
    const create = await load();
    expect(() => create({ ...ENVIRONMENT, SIGNING_SECRET: '' })).toThrow(
      'cannot start with this environment: SIGNING_SECRET',
    );
    expect(() => create({ ...ENVIRONMENT, AWS_REGION: undefined })).toThrow('AWS_REGION');
  });
});
