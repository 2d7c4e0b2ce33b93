import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { readDenialWatcherEnvironment } from './shared/environment';
import { recordHandler, type RecordHandler } from './shared/middleware';
import { reporter } from './shared/outcome';
import { createWatcher } from './shared/watcher';

/**
 * `denial-watcher`: takes denials from the queue, finds out why, and alerts once for each problem.
 * Logger and metrics take their names from the environment. Made once for each cold start.
 *
 * @throws Error naming each variable that is missing or wrong
 */
export function createHandler(
  variables: Readonly<Record<string, string | undefined>>,
): RecordHandler {
  const environment = readDenialWatcherEnvironment(variables);
  const region = variables['AWS_REGION'];
  if (region === undefined) throw new Error('cannot start without AWS_REGION, which Lambda sets');
  const now = (): number => Date.now();
  const logger = new Logger();
  const metrics = new Metrics();
  const watchRecord = createWatcher(environment, { region, now });
  const report = reporter({ logger, metrics, now });
  return recordHandler({
    logger,
    metrics,
    onRecord: async (record) => {
      report(await watchRecord(record));
    },
  });
}

/** What Lambda calls. */
export const handler = createHandler(process.env);
