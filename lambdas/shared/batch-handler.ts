import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

/** What a {@link batchHandler} needs. */
export interface BatchHandlerProps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /**
   * The work on all messages together.
   *
   * @returns for each message, in their order, what failed of it; nothing when it is done
   */
  readonly onBatch: (
    messages: readonly SQSRecord[],
  ) => Promise<readonly (readonly unknown[] | undefined)[]>;
}

/** A Lambda handler of an SQS queue. */
export type BatchHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * A handler that works on the messages of a batch together. What fails goes back to the queue, and
 * only that. When all fail the invocation fails, so that Lambda counts it as an error.
 */
export function batchHandler({ logger, metrics, onBatch }: BatchHandlerProps): BatchHandler {
  const processor = new BatchProcessor(EventType.SQS);
  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(async (event, context) => {
      const failures = await onBatch(event.Records);
      const failed = new Map(
        event.Records.map(({ messageId }, at) => [messageId, failures[at] ?? []]),
      );
      const settle = (message: SQSRecord): Promise<void> =>
        settled(message, failed.get(message.messageId) ?? [], logger);
      const count = [...failed.values()].filter(({ length }) => length > 0).length;
      metrics.addMetric('Messages', MetricUnit.Count, event.Records.length);
      metrics.addMetric('FailedMessages', MetricUnit.Count, count);
      return processPartialResponse(event, settle, processor, { context });
    });
}

function settled(
  { messageId, attributes }: SQSRecord,
  failures: readonly unknown[],
  logger: Logger,
): Promise<void> {
  if (failures.length === 0) return Promise.resolve();
  // The id and the errors, never the message: a record can be large, and is somebody's business.
  logger.error('message failed and goes back to the queue', {
    messageId,
    receiveCount: attributes.ApproximateReceiveCount,
    failures,
  });
  return Promise.reject(new AggregateError(failures, `message ${messageId} failed`));
}
