import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { packRuntimeSettings } from '../../lambdas/shared/runtime-settings';
import { addAlarms } from './alarms';
import { AlertSender, SENDER_TIMEOUT } from './alert-sender';
import { channelSecrets, secretArns } from './channel-secrets';
import { DenywatchDashboard } from './dashboard';
import { DeliveryQueue } from './delivery-queue';
import { DenialQueue } from './denial-queue';
import { DenialRule } from './denial-rule';
import { DenialTable } from './denial-table';
import { DenialWatcher, WATCHER_TIMEOUT } from './denial-watcher';
import { EncryptedTopic } from './encrypted-topic';
import { EncryptionKey } from './encryption-key';
import { denialsOfOthers } from './event-pattern';
import { Operations } from './operations';
import { OwnDenials } from './own-denials';
import { runtimeSettingsOf } from './settings/runtime';
import type { PlacedSettings } from './settings/settings';
import { SlackActions } from './slack-actions';
import type { WorkerSurroundings } from './worker';

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
    const { delivery, sender, watcher, slackActions } = this.#workers(settings, {
      ...shared,
      denials,
      alertTopic,
    });
    const roleArns = [watcher, sender, ...slackActions].map(({ role }) => role.roleArn);
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
    const watched = {
      denials,
      delivery,
      watcher,
      sender,
      slackActions,
      rule,
      alertTopic,
      ownDenials,
    };
    addAlarms(operations, watched);
    new DenywatchDashboard(this, 'Overview', { denials, delivery, watcher, sender, operations });
    this.#outputs({ denials, delivery, alertTopic, operations });
  }

  #workers(settings: PlacedSettings, parts: Parts): Workers {
    const table = new DenialTable(this, 'Table', parts);
    const delivery = new DeliveryQueue(this, 'Delivery', {
      encryptionKey: parts.encryptionKey,
      senderTimeout: SENDER_TIMEOUT,
    });
    const runtimeSettings = packRuntimeSettings(runtimeSettingsOf(settings));
    const sender = new AlertSender(this, 'AlertSender', {
      ...parts,
      delivery,
      table,
      amazonQTopic: this.#amazonQTopic(settings, parts),
      secrets: channelSecrets(settings, this),
      runtimeSettings,
      answers:
        settings.chat === undefined
          ? null
          : { denialQueue: parts.denials.queue, userGroups: settings.chat.userGroups },
    });
    const slackActions = this.#slackActions(settings, { ...parts, table, delivery });
    const watcher = new DenialWatcher(this, 'DenialWatcher', {
      ...parts,
      queue: parts.denials.queue,
      table,
      runtimeSettings,
      readOrganizationPolicies: settings.readOrganizationPolicies,
      otherRoles: [sender, ...slackActions].map(({ role }) => role.roleName),
    });
    return { delivery, sender, watcher, slackActions };
  }

  /** Made where the settings let people answer from Slack. */
  #slackActions(
    { chat }: PlacedSettings,
    parts: Parts & { readonly table: DenialTable; readonly delivery: DeliveryQueue },
  ): readonly SlackActions[] {
    if (chat === undefined) return [];
    const made = new SlackActions(this, 'SlackActions', {
      ...parts,
      deliveryQueue: parts.delivery.queue,
      signingSecret: chat.signingSecret,
      secret: {
        label: 'SlackSigningSecret',
        arnPatterns: secretArns(this, chat.signingSecret),
        keyArn: chat.signingSecretKey,
      },
      workspaces: chat.workspaces,
    });
    this.#output(
      'SlackRequestUrl',
      made.url.url,
      'Paste this into the Slack app: Interactivity & Shortcuts, Request URL',
    );
    return [made];
  }

  /** Made where a channel asks for it: Amazon Q Developer reads everything that its topic gets. */
  #amazonQTopic({ channels }: PlacedSettings, { encryptionKey }: Parts): EncryptedTopic | null {
    if (!Object.values(channels).some(({ kind }) => kind === 'amazonQ')) return null;
    const topic = new EncryptedTopic(this, 'AmazonQTopic', {
      displayName: 'Denywatch for Amazon Q',
      encryptionKey,
      emails: [],
    });
    this.#output(
      'AmazonQTopicArn',
      topic.topicArn,
      'Choose this topic in Amazon Q Developer in chat applications',
    );
    return topic;
  }

  #outputs({ denials, delivery, alertTopic, operations }: Shown): void {
    this.#output('AlertTopicArn', alertTopic.topicArn, 'Subscribe here to get alerts');
    this.#output(
      'OperationsTopicArn',
      operations.topic.topicArn,
      'Subscribe here to be told when Denywatch itself is in trouble',
    );
    this.#output('QueueArn', denials.queue.queueArn, 'Denials that wait');
    this.#output('DeliveryQueueArn', delivery.queue.queueArn, 'Messages to channels that wait');
    this.#output(
      'DeliveryDeadLetterQueueArn',
      delivery.deadLetterQueue.queueArn,
      'Messages that no channel took; move them to the delivery queue to try again',
    );
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

/** What the Lambdas work with. */
interface Parts extends WorkerSurroundings {
  readonly encryptionKey: EncryptionKey;
  readonly denials: DenialQueue;
  readonly alertTopic: EncryptedTopic;
}

interface Workers {
  readonly delivery: DeliveryQueue;
  readonly sender: AlertSender;
  readonly watcher: DenialWatcher;
  /** One where people may answer from Slack, else none. */
  readonly slackActions: readonly SlackActions[];
}

/** What the owner of a deployment is shown. */
interface Shown extends Pick<Parts, 'denials' | 'alertTopic'>, Pick<Workers, 'delivery'> {
  readonly operations: Operations;
}
