import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSRecord } from 'aws-lambda';
import type { CloudTrailRecord } from '../lib/core/record/record';
import type { WatchOutcome } from '../lib/core/watch/ports';
import { batchHandler, type BatchHandler } from './shared/batch-handler';
import { readDenialMessage } from './shared/denial-messages';
import { readDenialWatcherEnvironment } from './shared/environment';
import { reporter } from './shared/outcome';
import { createWatcher, type Watcher } from './shared/watcher';

/**
 * `denial-watcher`: takes denials from the queue, counts them by problem and finds out why. What is
 * worth an alert is in the table's stream. Logger and metrics take their names from the environment.
 * Made once for each cold start.
 *
 * @throws Error naming each variable that is missing or wrong
 */
export function createHandler(
  variables: Readonly<Record<string, string | undefined>>,
): BatchHandler {
  const environment = readDenialWatcherEnvironment(variables);
  const region = variables['AWS_REGION'];
  if (region === undefined) throw new Error('cannot start without AWS_REGION, which Lambda sets');
  const logger = new Logger();
  const metrics = new Metrics();
  const watcher = createWatcher(environment, {
    region,
    now: () => Date.now(),
    onTrouble: (caller, error) => {
      metrics.addMetric('CallersNotSeen', MetricUnit.Count, 1);
      logger.warn('what a caller did could not be remembered; its denials are counted', {
        caller,
        error,
      });
    },
  });
  const report = reporter({ logger, metrics });
  return batchHandler({
    logger,
    metrics,
    onBatch: (messages) => workOff(messages, watcher, report),
  });
}

/** What Lambda calls. */
export const handler = createHandler(process.env);

/** The records of all messages are one batch; what fails of them goes back with its message. */
async function workOff(
  messages: readonly SQSRecord[],
  watcher: Watcher,
  report: (outcomes: readonly WatchOutcome[]) => void,
): Promise<readonly (readonly unknown[])[]> {
  const failures: unknown[][] = messages.map(() => []);
  const records: CloudTrailRecord[] = [];
  const messageOf: number[] = [];
  const rechecks: Promise<void>[] = [];
  messages.forEach(({ body }, at) => {
    const message = readDenialMessage(body);
    if (message.kind === 'recheck') {
      const failed = (error: unknown): void => void failures[at]?.push(error);
      rechecks.push(watcher.recheck(message.job).catch(failed));
      return;
    }
    failures[at]?.push(...message.unreadable.map((what) => new Error(what)));
    records.push(...message.records);
    messageOf.push(...message.records.map(() => at));
  });
  const outcomes = await watcher.watch(records);
  await Promise.all(rechecks);
  report(outcomes);
  outcomes.forEach((outcome, index) => {
    const at = messageOf[index];
    if (outcome.kind === 'failed' && at !== undefined) failures[at]?.push(outcome.error);
  });
  return failures;
}
