import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { MessageQueue } from '../../lib/aws/message-queue';

const URL = 'https://sqs.eu-central-1.amazonaws.com/111122223333/delivery';

it.each([
  [0, 0],
  [1, 1],
  [60_000, 60],
  [3_600_000, 900],
  [-5, 0],
])('holds a message back: %i ms are %i s', async (afterMs, seconds) => {
  const sqs = mockClient(SQSClient);
  await new MessageQueue(new SQSClient({ region: 'eu-central-1' }), URL).put('{}', afterMs);
  expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).toEqual({
    QueueUrl: URL,
    MessageBody: '{}',
    DelaySeconds: seconds,
  });
});

it('fails when the message is not in the queue', async () => {
  mockClient(SQSClient).on(SendMessageCommand).rejects(new Error('no such queue'));
  const queue = new MessageQueue(new SQSClient({ region: 'eu-central-1' }), URL);
  await expect(queue.put('{}', 0)).rejects.toThrow('no such queue');
});
