import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { accept } from './nag';

/** What a {@link DeliveryQueue} needs. */
export interface DeliveryQueueProps {
  readonly encryptionKey: IKey;
  /** The longest that the Lambda may work on a batch. */
  readonly senderTimeout: Duration;
}

/**
 * How often a job is tried: after 5, 10, 20 … seconds and then every 15 minutes, so that a chat that is
 * down for six hours still gets its alerts.
 */
const TRIES = 32;

/** Jobs for the channels, one message each, so that a channel that is down holds up no other. */
export class DeliveryQueue extends Construct {
  /** Jobs that wait. */
  readonly queue: Queue;
  /** Jobs that failed each time. Kept for 14 days. */
  readonly deadLetterQueue: Queue;
  /** Changes of the table of which no job could be made. Kept for 14 days. */
  readonly lostChanges: Queue;

  constructor(scope: Construct, id: string, props: DeliveryQueueProps) {
    super(scope, id);
    const shared = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
    };
    const last = { ...shared, retentionPeriod: Duration.days(14) };
    this.deadLetterQueue = new Queue(this, 'DeadLetters', last);
    this.lostChanges = new Queue(this, 'LostChanges', last);
    accept(this.lostChanges, {
      rule: 'AwsSolutions-SQS3',
      reason: 'It is itself where the stream of the table puts what failed for good.',
    });
    this.queue = new Queue(this, 'Jobs', {
      ...shared,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(props.senderTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: TRIES },
    });
  }
}
