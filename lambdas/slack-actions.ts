import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { defaultCredentials, type AwsAccess } from '../lib/aws/client-settings';
import { dynamoDbClient } from '../lib/aws/denial-store/client';
import { DynamoDbDenialStore } from '../lib/aws/denial-store/denial-store';
import { MessageQueue, sqsClient } from '../lib/aws/message-queue';
import { secretsManagerClient, SecretString } from '../lib/aws/secret-string';
import { readSlackActionsEnvironment } from './shared/environment';
import { slackHandler, type SlackHandler } from './shared/slack-handler';

/** What is remembered here is of minutes; nothing is counted. */
const RETENTION_DAYS = 1;

/**
 * `slack-actions`: takes what people answer to Slack messages, proves that it comes from Slack, and has
 * `alert-sender` do it. Made once for each cold start.
 *
 * @throws Error naming each variable that is missing or wrong
 */
export function createHandler(
  variables: Readonly<Record<string, string | undefined>>,
): SlackHandler {
  const environment = readSlackActionsEnvironment(variables);
  const region = variables['AWS_REGION'];
  if (region === undefined) throw new Error('cannot start without AWS_REGION, which Lambda sets');
  const now = (): number => Date.now();
  const access: AwsAccess = { region, credentials: defaultCredentials() };
  const queue = new MessageQueue(sqsClient(access), environment.DELIVERY_QUEUE_URL);
  return slackHandler({
    logger: new Logger(),
    metrics: new Metrics(),
    signingSecret: new SecretString(secretsManagerClient(access), environment.SIGNING_SECRET, now),
    workspaces: new Set(environment.SLACK_WORKSPACES),
    store: new DynamoDbDenialStore({
      client: dynamoDbClient(access),
      tableName: environment.TABLE_NAME,
      retentionDays: RETENTION_DAYS,
      now,
      random: Math.random,
    }),
    put: (job) => queue.put(JSON.stringify(job), 0),
    now,
  });
}

/** What Lambda calls. */
export const handler = createHandler(process.env);
