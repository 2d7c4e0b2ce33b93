import { SNSServiceException, type PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { RetryLater } from '../../core/channel';
import { DEFAULT_WAIT_MS } from './https-post';
import { withoutSecrets } from './secret';

/**
 * Publishes one message.
 *
 * @throws RetryLater when SNS throttles beyond what the client waits for itself; else Error that names
 *   the topic and what SNS says
 */
export async function publish(client: SNSClient, command: PublishCommand): Promise<void> {
  try {
    await client.send(command);
  } catch (error) {
    const topic = command.input.TopicArn ?? '';
    if (isThrottled(error))
      throw new RetryLater(`SNS topic ${topic} is throttled`, DEFAULT_WAIT_MS);
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Error(`SNS did not take the message for ${topic}: ${withoutSecrets(what, [])}`, {
      cause: error,
    });
  }
}

/** Follows: SNS API Reference, Publish, "Errors" and "Common errors". */
function isThrottled(error: unknown): boolean {
  if (!(error instanceof SNSServiceException)) return false;
  return error.$metadata.httpStatusCode === 429 || error.name.startsWith('Throttl');
}
