import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { DenywatchDashboard } from './dashboard';
import { DenialQueue } from './denial-queue';
import { DenialRule } from './denial-rule';
import { DenialTable } from './denial-table';
import { DenialWatcher, WATCHER_TIMEOUT } from './denial-watcher';
import { EncryptedTopic } from './encrypted-topic';
import { EncryptionKey } from './encryption-key';
import { denialsOfOthers } from './event-pattern';
import { Operations, PERIOD } from './operations';
import { OwnDenials } from './own-denials';
import type { PlacedSettings } from './settings/settings';

/** What a {@link DenywatchStack} needs. */
export interface DenywatchStackProps extends StackProps {
  readonly settings: PlacedSettings;
}

/** Denywatch in its home Region: rule, queue, watcher, table, topic, and what watches over them. */
export class DenywatchStack extends Stack {
  constructor(scope: Construct, id: string, props: DenywatchStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const removalPolicy =
      settings.onDelete === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      description: `Encrypts the queues, the table, the topics and the logs of ${settings.stackName}`,
      removalPolicy,
    });
    encryptionKey.allowLogs();
    const shared = {
      encryptionKey,
      removalPolicy,
      logRetention: settings.retention.logDays,
      metricNamespace: settings.stackName,
    };
    const denials = new DenialQueue(this, 'Queue', {
      encryptionKey,
      watcherTimeout: WATCHER_TIMEOUT,
    });
    const alertTopic = new EncryptedTopic(this, 'Alerts', {
      displayName: 'Denywatch',
      encryptionKey,
      emails: settings.alerts.emails,
    });
    const watcher = new DenialWatcher(this, 'DenialWatcher', {
      ...shared,
      queue: denials.queue,
      table: new DenialTable(this, 'Table', { encryptionKey, removalPolicy }),
      alertTopic,
      slack: slackOf(settings),
      alertWindowHours: settings.alerts.windowHours,
      readOrganizationPolicies: settings.readOrganizationPolicies,
    });
    const roleArns = [watcher.role.roleArn];
    const rule = new DenialRule(this, 'Rule', {
      description: 'Requests that AWS denied, to Denywatch',
      eventPattern: denialsOfOthers(roleArns),
      target: new SqsQueue(denials.queue, { deadLetterQueue: denials.deadLetterQueue }),
    });
    const ownDenials = new OwnDenials(this, 'OwnDenials', { ...shared, roleArns });
    const operations = new Operations(this, 'Operations', {
      encryptionKey,
      emails: settings.alarmsTo,
    });
    addAlarms(operations, { denials, watcher, rule, alertTopic, ownDenials });
    new DenywatchDashboard(this, 'Overview', { denials, watcher, operations });
    this.#output('AlertTopicArn', alertTopic.topicArn, 'Subscribe here to get alerts');
    this.#output(
      'OperationsTopicArn',
      operations.topic.topicArn,
      'Subscribe here to be told when Denywatch itself is in trouble',
    );
    this.#output('QueueArn', denials.queue.queueArn, 'Denials that wait');
    this.#output(
      'DeadLetterQueueArn',
      denials.deadLetterQueue.queueArn,
      'Denials that could not be worked off; move them to the queue to try again',
    );
  }

  #output(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}

function slackOf(settings: PlacedSettings): DenialWatcherSlack {
  const slack = settings.alerts.slack;
  return slack === undefined
    ? null
    : { secret: slack.webhookSecret, keyArn: slack.webhookSecretKey };
}

type DenialWatcherSlack = ConstructorParameters<typeof DenialWatcher>[2]['slack'];

/** The parts that have alarms. */
interface Watched {
  readonly denials: DenialQueue;
  readonly watcher: DenialWatcher;
  readonly rule: DenialRule;
  readonly alertTopic: EncryptedTopic;
  readonly ownDenials: OwnDenials;
}

function addAlarms(operations: Operations, watched: Watched): void {
  const { denials, watcher, rule, alertTopic, ownDenials } = watched;
  const sum = { period: PERIOD, statistic: Stats.SUM };
  operations.alarm('DeadLetters', {
    metric: denials.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
      period: PERIOD,
      statistic: Stats.MAXIMUM,
    }),
    above: 0,
    says: 'Denials that could not be worked off lie in the dead-letter queue. Read the log of denial-watcher, mend the cause, then redrive the queue.',
  });
  operations.alarm('OldestMessage', {
    metric: denials.queue.metricApproximateAgeOfOldestMessage({
      period: PERIOD,
      statistic: Stats.MAXIMUM,
    }),
    above: 900,
    periods: 2,
    says: 'Denials have waited for more than 15 minutes: a storm, a throttled API or a failing watcher. Alerts are late, none is lost.',
  });
  operations.alarm('WatcherErrors', {
    metric: watcher.function.metricErrors(sum),
    above: 0,
    periods: 2,
    says: 'denial-watcher fails. Its log says why; the denials are tried again.',
  });
  operations.alarm('WatcherThrottles', {
    metric: watcher.function.metricThrottles(sum),
    above: 0,
    periods: 3,
    says: 'Lambda has no concurrency left for denial-watcher: the account is at its limit.',
  });
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
