import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { recordHandler, type RecordHandler } from '../../../lambdas/shared/middleware';
import type { CloudTrailRecord } from '../../../lib/core/record/record';
import { captureOutput, CONTEXT, deniedUpload, logFile, queueEvent } from '../events';

const SECRET_LOOKING = 'uploads/8812.pdf';

let output: ReturnType<typeof captureOutput>;

beforeEach(() => {
  output = captureOutput();
});

function handlerOf(onRecord: (record: CloudTrailRecord) => Promise<void>): RecordHandler {
  const metrics = new Metrics({ namespace: 'test', serviceName: 'test' });
  return recordHandler({ logger: new Logger({ serviceName: 'test' }), metrics, onRecord });
}

/** What was logged as an error. */
const errors = (): typeof output => output.filter(({ level }) => level === 'ERROR');

const done = (): Promise<void> => Promise.resolve();

describe('the handler of a queue of records', () => {
  it('works on each record of each message, whatever wraps it', async () => {
    const seen: (string | null)[] = [];
    const handler = handlerOf((record) => {
      seen.push(record.eventId);
      return done();
    });
    const file = logFile(deniedUpload('a'), deniedUpload('b'));
    await expect(handler(queueEvent(deniedUpload('c'), file), CONTEXT)).resolves.toEqual({
      batchItemFailures: [],
    });
    expect(seen.sort()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['text that is no JSON', 'hello', /expected a CloudTrail record; found text/],
    ['nothing', ' ', /found nothing/],
    ['JSON that is cut off', '{"detail": {"eventVersion": "1.', /expected/],
    ['another event', { source: 'aws.ec2', detail: { state: 'running' } }, /expected/],
    ['hostile JSON', '{"__proto__": {"errorCode": "AccessDenied"}}', /expected/],
  ])('gives back a message with %s, and only that', async (_, body, reason) => {
    const handler = handlerOf(done);
    await expect(
      handler(queueEvent(deniedUpload(), body, deniedUpload()), CONTEXT),
    ).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(errors()).toEqual([expect.objectContaining({ messageId: 'm1', receiveCount: '1' })]);
    expect(JSON.stringify(errors()[0]?.['failures'])).toMatch(reason);
    expect(output).toContainEqual(
      expect.objectContaining({ Messages: [1, 1, 1], FailedMessages: [1, 0, 0] }),
    );
  });

  it('gives back a message whose work fails, and does the other records of the same message', async () => {
    const seen: (string | null)[] = [];
    const handler = handlerOf((record) => {
      seen.push(record.eventId);
      return record.eventId === 'bad' ? Promise.reject(new Error('throttled')) : done();
    });
    const file = logFile(deniedUpload('bad'), deniedUpload('good'));
    await expect(handler(queueEvent(file, deniedUpload()), CONTEXT)).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
    expect(seen).toContain('good');
    expect(JSON.stringify(errors())).toContain('throttled');
    expect(JSON.stringify(output)).not.toContain(SECRET_LOOKING);
  });

  it('fails as a whole when every message fails, so that Lambda counts an error', async () => {
    const handler = handlerOf(() => Promise.reject(new Error('no network')));
    await expect(handler(queueEvent(deniedUpload(), deniedUpload()), CONTEXT)).rejects.toThrow(
      /failed/i,
    );
  });
});
