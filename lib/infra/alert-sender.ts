import { Duration, Stack } from 'aws-cdk-lib';
import { EventSourceMapping, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlertSenderVariables, LoggingVariables } from '../../lambdas/shared/environment';
import type { DeliveryQueue } from './delivery-queue';
import type { DenialTable } from './denial-table';
import { senderPermissions, type NamedSecret } from './permissions';
import { Worker, type WorkerSurroundings } from './worker';

/**
 * The longest that the sender may work on one batch: ten jobs at once, of which each waits for an answer
 * of a chat system for 8 s at most, and of AWS for four tries of 8 s.
 */
export const SENDER_TIMEOUT = Duration.minutes(1);

/** What an {@link AlertSender} needs. */
export interface AlertSenderProps extends WorkerSurroundings {
  readonly delivery: DeliveryQueue;
  readonly table: DenialTable;
  readonly alertTopic: ITopic;
  /** Set where a channel is for Amazon Q Developer in chat applications. */
  readonly amazonQTopic: ITopic | null;
  /** The secrets that the channels of the settings name. */
  readonly secrets: readonly NamedSecret[];
  /** The settings that the Lambdas follow, packed. */
  readonly runtimeSettings: string;
  /** Set where people may answer from Slack. */
  readonly answers: {
    /** What they want checked again goes there. */
    readonly denialQueue: IQueue;
    /** Ids of the Slack user groups that may answer; undefined: everybody may. */
    readonly userGroups: readonly string[] | undefined;
  } | null;
}

/** The Lambda `alert-sender`: tells the channels of what changed in the table. */
export class AlertSender extends Worker {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: AlertSenderProps) {
    const { delivery, table, alertTopic, amazonQTopic, answers } = props;
    const streamArn = streamOf(table);
    super(scope, id, {
      ...props,
      service: 'alert-sender',
      description: 'Tells people of denials, once for each problem',
      roleDescription: 'Sends alerts; can read nothing but its own table',
      permissions: senderPermissions({
        streamArn,
        tableArn: table.tableArn,
        deliveryQueueArn: delivery.queue.queueArn,
        lostChangesArn: delivery.lostChanges.queueArn,
        topicArns: [alertTopic, ...(amazonQTopic === null ? [] : [amazonQTopic])].map(
          ({ topicArn }) => topicArn,
        ),
        secrets: props.secrets,
        denialQueueArn: answers?.denialQueue.queueArn ?? null,
      }),
      timeout: SENDER_TIMEOUT,
      // With less memory comes less CPU, and people wait for its start.
      memorySize: 512,
    });
    const variables: Omit<AlertSenderVariables, keyof LoggingVariables> = {
      TABLE_NAME: table.tableName,
      DELIVERY_QUEUE_URL: delivery.queue.queueUrl,
      RUNTIME_SETTINGS: props.runtimeSettings,
      ALERT_TOPIC_ARN: alertTopic.topicArn,
      ...(amazonQTopic !== null && { AMAZON_Q_TOPIC_ARN: amazonQTopic.topicArn }),
      ...(answers !== null && { DENIAL_QUEUE_URL: answers.denialQueue.queueUrl }),
      ...(answers?.userGroups !== undefined && { SLACK_USER_GROUPS: answers.userGroups.join(',') }),
    };
    this.function = this.functionWith(variables);
    this.#readChanges(streamArn, delivery);
    this.#workOffJobs(delivery);
  }

  #readChanges(streamArn: string, delivery: DeliveryQueue): void {
    const mapping = new EventSourceMapping(this, 'Changes', {
      target: this.function,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      // Groups alone: what a channel has shown is no news.
      filters: [{ pattern: JSON.stringify({ dynamodb: { Keys: { sk: { S: ['STATE'] } } } }) }],
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // With Lambda's growing pauses about half an hour.
      retryAttempts: 20,
      onFailure: new SqsDlq(delivery.lostChanges),
    });
    mapping.node.addDependency(this.policy);
  }

  #workOffJobs(delivery: DeliveryQueue): void {
    const mapping = new EventSourceMapping(this, 'Jobs', {
      target: this.function,
      eventSourceArn: delivery.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
      // Chat systems limit how much is posted at one time.
      maxConcurrency: 5,
    });
    mapping.node.addDependency(this.policy);
  }
}

/** @throws Error when the table has none: it would never tell anybody anything */
function streamOf(table: DenialTable): string {
  if (table.tableStreamArn === undefined)
    throw new Error(`table ${Stack.of(table).stackName} must have a stream; it has none`);
  return table.tableStreamArn;
}
