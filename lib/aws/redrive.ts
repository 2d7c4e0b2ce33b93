import {
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
  type ListMessageMoveTasksResultEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Looked } from '../core/evidence/evidence';
import { lookUp } from './lookup';

/** How far the messages of a dead-letter queue are on their way back. */
export interface RedriveProgress {
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** About how many were moved. */
  readonly moved: number;
  /** About how many there were at first; null while SQS does not say. */
  readonly of: number | null;
  /** What SQS says of a failure. */
  readonly why: string | null;
  /** Milliseconds since the epoch; null when nothing was ever moved. */
  readonly startedAt: number | null;
}

/** What {@link redrive} works with. */
export interface RedriveSettings {
  readonly client: SQSClient;
  /** ARN of the dead-letter queue. */
  readonly from: string;
  /**
   * ARN of the queue that gets them; null: each message goes where it came from. What EventBridge put
   * into the dead-letter queue came from no queue: then it must be named.
   */
  readonly to: string | null;
  readonly sleep: (ms: number) => Promise<void>;
}

const LOOK_EVERY_MS = 2_000;

/**
 * Moves the messages of a dead-letter queue back and tells how far it is, until it is over. SQS does the
 * work: it goes on when the caller stops looking. A move that is running already is joined.
 *
 * Follows: SQS API Reference, StartMessageMoveTask, ListMessageMoveTasks.
 */
export async function* redrive(settings: RedriveSettings): AsyncIterable<Looked<RedriveProgress>> {
  const before = await lastTask(settings);
  if (before.status !== 'found') {
    yield before;
    return;
  }
  const joins = before.value.state === 'running';
  if (!joins) {
    const started = await start(settings);
    if (started.status !== 'found') {
      yield started;
      return;
    }
  }
  for (;;) {
    const task = await lastTask(settings);
    // The list may not have the new one yet: what an older one came to is no news.
    const isOld =
      task.status === 'found' && !joins && task.value.startedAt === before.value.startedAt;
    if (!isOld) yield task;
    if (task.status !== 'found' || (!isOld && task.value.state !== 'running')) return;
    await settings.sleep(LOOK_EVERY_MS);
  }
}

function start({ client, from, to }: RedriveSettings): Promise<Looked<unknown>> {
  const purpose = { what: `dead-letter queue ${from}`, permission: 'sqs:StartMessageMoveTask' };
  const destination = to === null ? {} : { DestinationArn: to };
  return lookUp(purpose, () =>
    client.send(new StartMessageMoveTaskCommand({ SourceArn: from, ...destination })),
  );
}

function lastTask({ client, from }: RedriveSettings): Promise<Looked<RedriveProgress>> {
  const purpose = { what: `dead-letter queue ${from}`, permission: 'sqs:ListMessageMoveTasks' };
  return lookUp(purpose, async () => {
    const command = new ListMessageMoveTasksCommand({ SourceArn: from, MaxResults: 1 });
    const { Results } = await client.send(command);
    return progressOf(Results?.[0] ?? {});
  });
}

function progressOf(task: ListMessageMoveTasksResultEntry): RedriveProgress {
  return {
    state: STATES.get(task.Status ?? '') ?? 'done',
    moved: task.ApproximateNumberOfMessagesMoved ?? 0,
    of: task.ApproximateNumberOfMessagesToMove ?? null,
    why: task.FailureReason ?? null,
    startedAt: task.StartedTimestamp ?? null,
  };
}

const STATES: ReadonlyMap<string, RedriveProgress['state']> = new Map([
  ['RUNNING', 'running'],
  ['CANCELLING', 'running'],
  ['COMPLETED', 'done'],
  ['CANCELLED', 'stopped'],
  ['FAILED', 'failed'],
]);
