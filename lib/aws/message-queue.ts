import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings, type AwsAccess } from './client-settings';

/** The longest that SQS holds a message back. Whoever gets it earlier than it is due puts it off again. */
const MOST_DELAY_S = 900;

/** Makes the client of {@link MessageQueue}. */
export function sqsClient(access: AwsAccess): SQSClient {
  return new SQSClient(clientSettings(access));
}

/** Puts messages into one queue. */
export class MessageQueue {
  private readonly client: SQSClient;
  private readonly url: string;

  constructor(client: SQSClient, url: string) {
    this.client = client;
    this.url = url;
  }

  /**
   * When it resolves, the message will not be lost.
   *
   * @param afterMs how long it is held back; whole seconds, rounded up, at most 15 minutes
   */
  async put(body: string, afterMs: number): Promise<void> {
    const seconds = Math.min(MOST_DELAY_S, Math.max(0, Math.ceil(afterMs / 1000)));
    await this.client.send(
      new SendMessageCommand({ QueueUrl: this.url, MessageBody: body, DelaySeconds: seconds }),
    );
  }

  /** Has a message that was received come again after that time, in whole seconds. */
  async retryIn(receiptHandle: string, afterMs: number): Promise<void> {
    await this.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.max(0, Math.ceil(afterMs / 1000)),
      }),
    );
  }
}
