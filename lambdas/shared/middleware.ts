import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readItems } from '../../lib/core/record/read';
import type { InputItem } from '../../lib/core/record/item';
import type { CloudTrailRecord } from '../../lib/core/record/record';

/** What a {@link recordHandler} needs. */
export interface RecordHandlerProps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The work on one record. A message is done when it is for all of its records. */
  readonly onRecord: (record: CloudTrailRecord) => Promise<void>;
}

/** A Lambda handler of an SQS queue that holds CloudTrail records. */
export type RecordHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * A handler that reads the records out of each message and works on them, all messages at once.
 * What fails goes back to the queue, and only that: a message that cannot be read does not hold up
 * the ones beside it. When all fail the invocation fails, so that Lambda counts it as an error.
 */
export function recordHandler({ logger, metrics, onRecord }: RecordHandlerProps): RecordHandler {
  const processor = new BatchProcessor(EventType.SQS);
  const onMessage = async (message: SQSRecord): Promise<void> => {
    const failures: unknown[] = [];
    for (const item of readItems(message.body)) {
      await recordIn(item, onRecord).catch((error: unknown) => failures.push(error));
    }
    metrics.addMetric('Messages', MetricUnit.Count, 1);
    metrics.addMetric('FailedMessages', MetricUnit.Count, failures.length === 0 ? 0 : 1);
    if (failures.length === 0) return;
    // The id and the errors, never the message: a record can be large, and is somebody's business.
    logger.error('message failed and goes back to the queue', {
      messageId: message.messageId,
      receiveCount: message.attributes.ApproximateReceiveCount,
      failures,
    });
    throw new AggregateError(failures, `message ${message.messageId} failed`);
  };
  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((event, context) => processPartialResponse(event, onMessage, processor, { context }));
}

/** Works on one thing that a message holds; anything but a readable record is a failure. */
async function recordIn(item: InputItem, onRecord: RecordHandlerProps['onRecord']): Promise<void> {
  switch (item.kind) {
    case 'record':
      await onRecord(item.record);
      return;
    case 'unreadable':
      throw new Error(`${item.position}: expected ${item.expected}; found ${item.found}`);
    case 'decodedMessage':
    case 'text':
      throw new Error(`${item.position}: expected a CloudTrail record; found ${item.kind}`);
  }
}
