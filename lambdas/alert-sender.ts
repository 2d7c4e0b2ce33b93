import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { readAlertSenderEnvironment } from './shared/environment';
import { changeHandler } from './shared/change-handler';
import { jobHandler } from './shared/job-handler';
import { createSender } from './shared/sender';

/** What Lambda hands over: changes of the table, or jobs of the delivery queue. */
type AlertSenderEvent = DynamoDBStreamEvent | SQSEvent;

/**
 * `alert-sender`: turns changes of groups into jobs, one for each channel, and does the jobs. Made once
 * for each cold start.
 *
 * @throws Error naming each variable that is missing or wrong
 */
export function createHandler(
  variables: Readonly<Record<string, string | undefined>>,
): (
  event: AlertSenderEvent,
  context: Context,
) => Promise<SQSBatchResponse | DynamoDBBatchResponse> {
  const environment = readAlertSenderEnvironment(variables);
  const region = variables['AWS_REGION'];
  if (region === undefined) throw new Error('cannot start without AWS_REGION, which Lambda sets');
  const logger = new Logger();
  const metrics = new Metrics();
  const sender = createSender(environment, { region, now: () => Date.now(), logger });
  const onChanges = changeHandler({ logger, metrics, sender });
  const onJobs = jobHandler({ logger, metrics, sender });
  return (event, context) =>
    isOfQueue(event) ? onJobs(event, context) : onChanges(event, context);
}

/** What Lambda calls. */
export const handler = createHandler(process.env);

function isOfQueue(event: AlertSenderEvent): event is SQSEvent {
  const [first] = event.Records;
  return first !== undefined && 'messageId' in first;
}
