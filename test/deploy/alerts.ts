import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Aws } from './aws';
import { sleep } from './processes';

/** An alert as a program gets it that listens to the topic. */
export interface ReceivedAlert {
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What SNS writes into a queue. Follows: SNS Developer Guide, "Parsing Amazon SNS messages". */
interface Notification {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

/** A subscriber of the alert topic. */
export class AlertListener {
  readonly received: ReceivedAlert[] = [];
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;

  private constructor(sqs: SQSClient, queueUrl: string) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
  }

  /** Makes a queue and subscribes it. */
  static async subscribe(
    aws: Aws,
    topicArn: string,
    queueName = 'alerts-of-the-test',
  ): Promise<AlertListener> {
    const { QueueUrl = '' } = await aws.sqs.send(new CreateQueueCommand({ QueueName: queueName }));
    const { Attributes } = await aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    const Endpoint = Attributes?.QueueArn;
    await aws.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint }));
    return new AlertListener(aws.sqs, QueueUrl);
  }

  /** Takes what is there. @returns how many */
  async poll(): Promise<number> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({ QueueUrl: this.#queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return 0;
    for (const { Body = '' } of Messages) this.received.push(alertIn(Body));
    const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#queueUrl, Entries }));
    return Messages.length;
  }
}

function alertIn(body: string): ReceivedAlert {
  const { Subject, Message, MessageAttributes = {} } = JSON.parse(body) as Notification;
  const attributes = Object.entries(MessageAttributes)
    .map(([name, { Value }]) => [name, Value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    subject: Subject,
    attributes: Object.fromEntries(attributes),
    body: JSON.parse(Message) as ReceivedAlert['body'],
  };
}

/** How long nothing must come before it is believed that nothing will. */
const QUIET_MS = 3_000;

/**
 * Takes alerts until the queues of the stack are empty and nothing has come for a while.
 *
 * @throws Error when that does not happen in time
 */
export async function untilQuiet(
  sqs: SQSClient,
  queueUrls: readonly string[],
  listener: AlertListener,
  timeoutMs: number,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  let lastSeen = Date.now();
  while (Date.now() - lastSeen < QUIET_MS) {
    const waiting = await Promise.all(queueUrls.map((url) => messagesIn(sqs, url)));
    if (Date.now() > until) {
      const left = queueUrls.map((url, at) => `${waiting[at]} in ${url.split('/').at(-1)}`);
      throw new Error(
        `not quiet within ${timeoutMs / 1000} s: ${listener.received.length} alerts came; waiting: ${left.join(', ')}`,
      );
    }
    const came = await listener.poll();
    if (came > 0 || waiting.some((count) => count > 0)) lastSeen = Date.now();
    else await sleep(100);
  }
}

/**
 * Messages that wait or are worked on. Those that are put off on purpose are not counted: the counter of
 * a message in chat is brought up to date once a minute.
 */
export async function messagesIn(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
}
