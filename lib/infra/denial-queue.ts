import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** What a {@link DenialQueue} needs. */
export interface DenialQueueProps {
  readonly encryptionKey: IKey;
  /** The longest that the Lambda may work on a batch. */
  readonly watcherTimeout: Duration;
}

/** How often a message is tried before it goes to the dead-letter queue. */
const TRIES = 5;

/** Denials on their way to the watcher, and the ones that it could not work off. */
export class DenialQueue extends Construct {
  /** Denials that wait. */
  readonly queue: Queue;
  /** Denials that failed each time, or that EventBridge could not hand over. Kept for 14 days. */
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: DenialQueueProps) {
    super(scope, id);
    const shared = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      // SQS asks KMS once an hour, not every five minutes: idle polling would cost more than the queue.
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
    };
    this.deadLetterQueue = new Queue(this, 'DeadLetters', {
      ...shared,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Denials', {
      ...shared,
      retentionPeriod: Duration.days(4),
      // Lambda's own advice: six times the timeout, or a message is handed out while it is worked on.
      visibilityTimeout: Duration.seconds(props.watcherTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: TRIES },
    });
  }
}
