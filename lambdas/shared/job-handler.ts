import { MetricUnit, type Metrics } from '@aws-lambda-powertools/metrics';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { SQSRecord } from 'aws-lambda';
import type { SendOutcome } from '../../lib/core/send/job';
import { batchHandler, type BatchHandler } from './batch-handler';
import { readChatJob } from './chat-messages';
import { readSendJob } from './send-messages';
import type { Sender } from './sender';

/** What a {@link jobHandler} needs. */
export interface JobHandlerProps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly sender: Pick<Sender, 'send' | 'answer' | 'retryIn' | 'now'>;
}

/**
 * A handler of the delivery queue: each message is a job for one channel. One that fails comes again,
 * soon at first and then less often, until the queue gives it to its dead-letter queue.
 */
export function jobHandler({ logger, metrics, sender }: JobHandlerProps): BatchHandler {
  const onMessage = async (message: SQSRecord): Promise<readonly unknown[]> => {
    try {
      const asked = readChatJob(message.body);
      if (asked !== null) {
        const { kind } = await sender.answer(asked);
        metrics.addMetric('Answers', MetricUnit.Count, 1);
        logger.info('asked from chat', { ...asked.action, by: asked.by.id, outcome: kind });
        return [];
      }
      const outcome = await sender.send(readSendJob(message.body));
      report(outcome, { logger, metrics, now: sender.now });
      return [];
    } catch (error) {
      metrics.addMetric('SendFailures', MetricUnit.Count, 1);
      return [error, ...(await comeAgain(message, sender))];
    }
  };
  return batchHandler({
    logger,
    metrics,
    onBatch: (messages) => Promise.all(messages.map(onMessage)),
  });
}

/** Waits before a failed job is tried again, by how often it was received. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** @returns what kept the wait from being set: then the queue's own time counts */
async function comeAgain(
  { receiptHandle, attributes }: SQSRecord,
  { retryIn }: Pick<Sender, 'retryIn'>,
): Promise<readonly unknown[]> {
  const received = Math.max(1, Number(attributes.ApproximateReceiveCount));
  try {
    await retryIn(
      receiptHandle,
      Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, received - 1)),
    );
    return [];
  } catch (error) {
    return [error];
  }
}

interface Reporting {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly now: () => number;
}

function report(outcome: SendOutcome, { logger, metrics, now }: Reporting): void {
  switch (outcome.kind) {
    case 'nothing':
      return;
    case 'later':
      metrics.addMetric('PutOff', MetricUnit.Count, 1);
      return;
    case 'folded':
      metrics.addMetric('FoldedIntoStorm', MetricUnit.Count, 1);
      return;
    case 'sent': {
      const { channel, reason, first } = outcome;
      metrics.addMetric('Posts', MetricUnit.Count, 1);
      logger.info('sent', { channel, reason, ...(first !== null && { group: first.id }) });
      if (first === null) return;
      metrics.addMetric('Alerts', MetricUnit.Count, 1);
      const at = Date.parse(first.first ?? '');
      if (!Number.isNaN(at))
        metrics.addMetric('AlertLatency', MetricUnit.Milliseconds, Math.max(0, now() - at));
    }
  }
}
