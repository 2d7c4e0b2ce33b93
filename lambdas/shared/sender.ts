import { randomUUID } from 'node:crypto';
import type { Logger } from '@aws-lambda-powertools/logger';
import { defaultCredentials, type AwsAccess } from '../../lib/aws/client-settings';
import { dynamoDbClient } from '../../lib/aws/denial-store/client';
import { DynamoDbDenialStore } from '../../lib/aws/denial-store/denial-store';
import { MessageQueue, sqsClient } from '../../lib/aws/message-queue';
import type { ActOutcome, ChatJob } from '../../lib/core/act';
import { send } from '../../lib/core/send';
import type { SendJob, SendOutcome, SendPorts } from '../../lib/core/send/job';
import type { DueJob } from '../../lib/core/send/jobs-of-change';
import { createAnswers } from './answers';
import { createChannels } from './channels';
import type { AlertSenderEnvironment } from './environment';
import { stormLimits } from './limits';
import { readRuntimeSettings } from './runtime-settings';
import type { Surroundings } from './watcher';

/** The stories of the sender over AWS. */
export interface Sender {
  /** Does one job. */
  send(job: SendJob): Promise<SendOutcome>;
  /** Does what a person asked for from chat. */
  answer(job: ChatJob): Promise<ActOutcome>;
  /** Puts a job into the queue. */
  put(due: DueJob): Promise<void>;
  /** Has a message come again after so many milliseconds instead of the queue's own time. */
  retryIn(receiptHandle: string, afterMs: number): Promise<void>;
  /** Names of the channels that can edit what they posted. */
  readonly editing: ReadonlySet<string>;
  readonly now: () => number;
}

/** Makes a sender. Make it once: clients and caches are shared by all jobs. */
export function createSender(
  environment: AlertSenderEnvironment,
  { region, now, logger }: Surroundings & { readonly logger: Logger },
): Sender {
  const access: AwsAccess = { region, credentials: defaultCredentials() };
  const settings = readRuntimeSettings(environment.RUNTIME_SETTINGS);
  const queue = new MessageQueue(sqsClient(access), environment.DELIVERY_QUEUE_URL);
  const later = (job: SendJob, afterMs: number): Promise<void> =>
    queue.put(JSON.stringify(job), afterMs);
  const channels = createChannels(settings.channels, {
    access,
    alertTopicArn: environment.ALERT_TOPIC_ARN,
    amazonQTopicArn: environment.AMAZON_Q_TOPIC_ARN,
    offersAnswers: environment.DENIAL_QUEUE_URL !== undefined,
    now,
    onTrouble: (why) => {
      logger.warn('a message is there, but not all that belongs to it', { why });
    },
  });
  const store = new DynamoDbDenialStore({
    client: dynamoDbClient(access),
    tableName: environment.TABLE_NAME,
    retentionDays: settings.retentionDays,
    now,
    random: Math.random,
  });
  const ports: SendPorts = {
    store,
    channels,
    now,
    uniqueId: randomUUID,
    later,
    storm: stormLimits(settings),
  };
  const answer = createAnswers(environment, { access, settings, channels, now }, { queue, store });
  return {
    send: (job) => send(job, ports),
    answer,
    put: ({ job, afterMs }) => later(job, afterMs),
    retryIn: (receiptHandle, afterMs) => queue.retryIn(receiptHandle, afterMs),
    editing: new Set([...channels.values()].flatMap(({ name, edits }) => (edits ? [name] : []))),
    now,
  };
}
