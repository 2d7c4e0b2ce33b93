import type { AwsAccess } from '../../aws/client-settings';
import type { RedriveProgress } from '../../aws/redrive';
import { EXIT, UsageError } from '../exit-code';
import type { CommandIo } from '../io';

/** The dead-letter queues of a deployment, by the names that the command has for them. */
export const REDRIVE_QUEUES = ['delivery', 'denials'] as const;

/** See {@link REDRIVE_QUEUES}. */
export type RedriveQueue = (typeof REDRIVE_QUEUES)[number];

/** Options of `denywatch redrive`. */
export interface RedriveOptions {
  readonly stack: string;
  /** Absent: both. */
  readonly queue?: RedriveQueue;
  readonly profile?: string;
  readonly region?: string;
}

/** The outputs of the stack that name a dead-letter queue and the queue that its messages go back to. */
const OUTPUTS: Readonly<
  Record<RedriveQueue, { readonly from: string; readonly to: string | null }>
> = {
  delivery: { from: 'DeliveryDeadLetterQueueArn', to: null },
  // EventBridge puts into it too what it cannot hand over: SQS knows of no queue where that came from.
  denials: { from: 'DeadLetterQueueArn', to: 'QueueArn' },
};

/** Waits for that many milliseconds. */
type Sleep = (ms: number) => Promise<void>;

/**
 * `denywatch redrive`: has SQS move what could not be worked off back into its queue, to be tried again.
 *
 * @returns 0, or 1 when a queue's messages were not all moved
 * @throws UsageError when the stack cannot be found or asked
 */
export async function redriveCommand(
  options: RedriveOptions,
  io: CommandIo,
  sleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<number> {
  const { defaultCredentials } = await import('../../aws/client-settings');
  const { sqsClient } = await import('../../aws/message-queue');
  const { redrive } = await import('../../aws/redrive');
  const region = regionOf(options, io);
  const access = { region, credentials: defaultCredentials(options.profile) };
  const outputs = await outputsOf(access, options.stack);
  const queues = options.queue === undefined ? REDRIVE_QUEUES : [options.queue];
  const moves = queues.map((queue) => {
    const { from, to } = OUTPUTS[queue];
    return { queue, from: outputs(from), to: to === null ? null : outputs(to) };
  });
  const client = sqsClient(access);
  let isWhole = true;
  for (const { queue, from, to } of moves) {
    for await (const looked of redrive({ client, from, to, sleep })) {
      if (looked.status !== 'found') throw new UsageError(looked.gap);
      await tell(queue, looked.value, io);
      isWhole &&= looked.value.state === 'running' || looked.value.state === 'done';
    }
  }
  return isWhole ? EXIT.explained : EXIT.partly;
}

/** Results are the command's output; how far it is by now is not. */
async function tell(queue: RedriveQueue, progress: RedriveProgress, io: CommandIo): Promise<void> {
  const text = said(queue, progress);
  if (progress.state === 'running') io.err(`denywatch: ${text}\n`);
  else await io.out(`${text}\n`);
}

function regionOf({ region }: RedriveOptions, { env }: CommandIo): string {
  const found = region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (found === undefined)
    throw new UsageError('redrive needs the home Region of the deployment: --region or AWS_REGION');
  return found;
}

/** The stack's outputs, each by its name. */
async function outputsOf(access: AwsAccess, stack: string): Promise<(name: string) => string> {
  const { stackOutputs } = await import('../../aws/stack-outputs');
  const looked = await stackOutputs(access, stack);
  if (looked.status !== 'found') throw new UsageError(looked.gap);
  const outputs = looked.value;
  if (outputs === null)
    throw new UsageError(
      `there is no stack ${stack} in ${access.region}: --stack, --region or --profile names another one`,
    );
  return (name) => {
    const value = outputs.get(name);
    if (value !== undefined) return value;
    throw new UsageError(
      `stack ${stack} has no output ${name}: it is none of Denywatch, or an older one that is to be deployed again`,
    );
  };
}

function said(queue: RedriveQueue, { state, moved, of, why }: RedriveProgress): string {
  const reason = why === null ? '' : `: ${why}`;
  switch (state) {
    case 'running':
      return `${queue}: ${moved} of ${of === null ? 'the' : `about ${of}`} messages moved so far`;
    case 'done':
      return `${queue}: ${moved === 1 ? '1 message' : `${moved} messages`} moved, to be tried again`;
    case 'stopped':
      return `${queue}: stopped after ${moved} messages`;
    case 'failed':
      return `${queue}: SQS failed after ${moved} messages${reason}`;
  }
}
