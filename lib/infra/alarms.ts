import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { AlertSender } from './alert-sender';
import type { DeliveryQueue } from './delivery-queue';
import type { DenialQueue } from './denial-queue';
import type { DenialRule } from './denial-rule';
import type { DenialWatcher } from './denial-watcher';
import type { EncryptedTopic } from './encrypted-topic';
import { PERIOD, type Operations } from './operations';
import type { OwnDenials } from './own-denials';
import type { SlackActions } from './slack-actions';

/** The parts that have alarms. */
export interface Watched {
  readonly denials: DenialQueue;
  readonly delivery: DeliveryQueue;
  readonly watcher: DenialWatcher;
  readonly sender: AlertSender;
  readonly slackActions: readonly SlackActions[];
  readonly rule: DenialRule;
  readonly alertTopic: EncryptedTopic;
  readonly ownDenials: OwnDenials;
}

/** Adds the alarms of a deployment: whatever is late, lost or refused tells somebody. */
export function addAlarms(operations: Operations, watched: Watched): void {
  const { denials, delivery, watcher, sender, slackActions, rule, alertTopic, ownDenials } =
    watched;
  const sum = { period: PERIOD, statistic: Stats.SUM };
  const waiting = (queue: IQueue): Metric =>
    queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: Stats.MAXIMUM });
  operations.alarm('DeadLetters', {
    metric: waiting(denials.deadLetterQueue),
    above: 0,
    says: 'Denials that could not be worked off lie in the dead-letter queue. Read the log of denial-watcher, mend the cause, then redrive the queue.',
  });
  operations.alarm('UndeliveredMessages', {
    metric: waiting(delivery.deadLetterQueue),
    above: 0,
    says: 'Messages that a channel did not take for six hours lie in the dead-letter queue. Read the log of alert-sender, mend the channel, then redrive the queue.',
  });
  operations.alarm('LostChanges', {
    metric: waiting(delivery.lostChanges),
    above: 0,
    says: 'Groups changed and alert-sender could make no message of it. Its log says why; the next change of such a group is told again.',
  });
  latenessAlarms(operations, watched);
  lambdaAlarms(operations, 'Watcher', watcher.function, 'denial-watcher');
  lambdaAlarms(operations, 'Sender', sender.function, 'alert-sender');
  for (const { function: lambda } of slackActions)
    lambdaAlarms(operations, 'SlackActions', lambda, 'slack-actions');
  operations.alarm('OwnDenials', {
    metric: ownDenials.count,
    above: 0,
    says: 'AWS denied Denywatch itself, so its answers have gaps. The log group of own denials names the action; an SCP is the usual reason.',
  });
  operations.alarm('LostEvents', {
    metric: new Metric({
      namespace: 'AWS/Events',
      metricName: 'FailedInvocations',
      dimensionsMap: { RuleName: rule.ruleName },
      ...sum,
    }),
    above: 0,
    says: 'EventBridge could not put denials into the queue. They are in the dead-letter queue if that could be reached.',
  });
  operations.alarm('UndeliveredAlerts', {
    metric: alertTopic.metricNumberOfNotificationsFailed(sum),
    above: 0,
    says: 'SNS could not deliver alerts to a subscriber. Look at the subscriptions of the alert topic.',
  });
}

function latenessAlarms(operations: Operations, { denials, sender }: Watched): void {
  operations.alarm('OldestMessage', {
    metric: denials.queue.metricApproximateAgeOfOldestMessage({
      period: PERIOD,
      statistic: Stats.MAXIMUM,
    }),
    above: 900,
    periods: 2,
    says: 'Denials have waited for more than 15 minutes: a storm, a throttled API or a failing watcher. Alerts are late, none is lost.',
  });
  operations.alarm('SendFailures', {
    metric: sender.metric('SendFailures'),
    above: 0,
    periods: 3,
    says: 'A channel has refused messages for 15 minutes. The log of alert-sender says which and why; they are tried again for six hours.',
  });
  operations.alarm('ChangesLate', {
    metric: sender.function.metric('IteratorAge', { period: PERIOD, statistic: Stats.MAXIMUM }),
    above: 900_000,
    says: 'Changes of the table have waited for more than 15 minutes for alert-sender: alerts are late, none is lost.',
  });
}

function lambdaAlarms(operations: Operations, id: string, lambda: IFunction, name: string): void {
  const sum = { period: PERIOD, statistic: Stats.SUM };
  operations.alarm(`${id}Errors`, {
    metric: lambda.metricErrors(sum),
    above: 0,
    periods: 2,
    says: `${name} fails. Its log says why; what it could not do is tried again.`,
  });
  operations.alarm(`${id}Throttles`, {
    metric: lambda.metricThrottles(sum),
    above: 0,
    periods: 3,
    says: `Lambda has no concurrency left for ${name}: the account is at its limit.`,
  });
}
