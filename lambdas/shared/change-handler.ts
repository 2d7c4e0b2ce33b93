import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';
import { groupOfImage } from '../../lib/aws/denial-store/stream-image';
import { jobsOfChange } from '../../lib/core/send/jobs-of-change';
import type { Sender } from './sender';

/** What a {@link changeHandler} needs. */
export interface ChangeHandlerProps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly sender: Pick<Sender, 'put' | 'editing' | 'now'>;
}

/** A Lambda handler of the table's stream. */
export type ChangeHandler = (
  event: DynamoDBStreamEvent,
  context: Context,
) => Promise<DynamoDBBatchResponse>;

/**
 * A handler that turns changes of groups into jobs for the channels. A change that fails is handed over
 * again with those after it: a job that is made twice does no harm.
 */
export function changeHandler({ logger, metrics, sender }: ChangeHandlerProps): ChangeHandler {
  const processor = new BatchProcessor(EventType.DynamoDBStreams);
  const jobsOf = async (change: DynamoDBRecord): Promise<number> => {
    try {
      return await putJobs(change, sender);
    } catch (error) {
      logger.error('a change of a group made no jobs and is tried again', {
        key: change.dynamodb?.Keys?.['pk']?.S,
        sequenceNumber: change.dynamodb?.SequenceNumber,
        error,
      });
      throw error;
    }
  };
  return middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(async (event, context) => {
      let jobs = 0;
      const onChange = async (change: DynamoDBRecord): Promise<void> => {
        jobs += await jobsOf(change);
      };
      const result = await processPartialResponse(event, onChange, processor, { context });
      // One value for the batch: the hundredth value of a name is written at once, which leaves none.
      metrics.addMetric('Jobs', MetricUnit.Count, jobs);
      return result;
    });
}

async function putJobs(
  { dynamodb }: DynamoDBRecord,
  { put, editing, now }: ChangeHandlerProps['sender'],
): Promise<number> {
  const after = groupOfImage(dynamodb?.NewImage);
  // Gone by its time to live: there is nothing to tell.
  if (after === null) return 0;
  const before = groupOfImage(dynamodb?.OldImage);
  const jobs = jobsOfChange({ before, after, editing, now: now() });
  for (const job of jobs) await put(job);
  return jobs.length;
}
