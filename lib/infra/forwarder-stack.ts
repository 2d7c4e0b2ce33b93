import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { EventBus as EventBusTarget } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DenialRule } from './denial-rule';
import { EncryptionKey } from './encryption-key';
import { denialsRecordedIn } from './event-pattern';
import { accept } from './nag';
import { Operations, PERIOD } from './operations';

/** What a {@link ForwarderStack} needs. */
export interface ForwarderStackProps extends StackProps {
  /** The Region that this stack watches. */
  readonly region: string;
  /** The Region that it forwards to. */
  readonly homeRegion: string;
  readonly alarmsTo: readonly string[];
}

/** Sends the denials that are recorded in one Region to the default event bus of the home Region. */
export class ForwarderStack extends Stack {
  constructor(scope: Construct, id: string, props: ForwarderStackProps) {
    super(scope, id, props);
    const undelivered = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    accept(undelivered, {
      rule: 'AwsSolutions-SQS3',
      reason: 'This queue is itself the dead-letter queue, of a rule.',
    });
    const home = EventBus.fromEventBusArn(
      this,
      'Home',
      this.formatArn({
        service: 'events',
        region: props.homeRegion,
        resource: 'event-bus',
        resourceName: 'default',
      }),
    );
    new DenialRule(this, 'Rule', {
      description: `Requests that AWS denied, to Denywatch in ${props.homeRegion}`,
      eventPattern: denialsRecordedIn(props.region),
      target: new EventBusTarget(home, { deadLetterQueue: undelivered }),
    });
    // A topic of its own: what has to be told here is that the way to the home Region is broken.
    const operations = new Operations(this, 'Operations', {
      encryptionKey: new EncryptionKey(this, 'Key', {
        description: 'Encrypts the operations topic of the Denywatch forwarder',
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      emails: props.alarmsTo,
    });
    operations.alarm('DeadLetters', {
      metric: undelivered.metricApproximateNumberOfMessagesVisible({
        period: PERIOD,
        statistic: Stats.MAXIMUM,
      }),
      above: 0,
      says: `Denials of ${props.region} could not be forwarded to ${props.homeRegion}. Each message names the reason in its attribute ERROR_MESSAGE.`,
    });
  }
}
