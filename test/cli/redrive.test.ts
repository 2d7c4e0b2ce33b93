import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  ListMessageMoveTasksCommand,
  SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { redriveCommand, type RedriveOptions } from '../../lib/cli/commands/redrive';
import { run } from '../../lib/cli/program';
import { commandIo, type Printed } from '../support/command-io';

const cloudFormation = mockClient(CloudFormationClient);
const sqs = mockClient(SQSClient);

const ARN = 'arn:aws:sqs:eu-central-1:111122223333:';
const OUTPUTS = {
  QueueArn: `${ARN}denials`,
  DeadLetterQueueArn: `${ARN}denials-dead`,
  DeliveryDeadLetterQueueArn: `${ARN}delivery-dead`,
};

/** The move tasks that SQS tells of, newest first, by dead-letter queue; taken from the front. */
let told: Map<string, object[]>;

beforeEach(() => {
  cloudFormation.reset();
  sqs.reset();
  told = new Map();
  hasOutputs(OUTPUTS);
  sqs.on(StartMessageMoveTaskCommand).resolves({ TaskHandle: 'task' });
  sqs.on(ListMessageMoveTasksCommand).callsFake(({ SourceArn }: { SourceArn: string }) => {
    const [task = {}] = told.get(SourceArn)?.splice(0, 1) ?? [];
    return { Results: [task] };
  });
});

function hasOutputs(outputs: Readonly<Record<string, string>>): void {
  cloudFormation.on(DescribeStacksCommand, { StackName: 'Denywatch' }).resolves({
    Stacks: [
      {
        StackName: 'Denywatch',
        CreationTime: new Date(0),
        StackStatus: 'CREATE_COMPLETE',
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
          OutputKey,
          OutputValue,
        })),
      },
    ],
  });
}

function task(Status: string, moved: number, StartedTimestamp = 2): object {
  return {
    Status,
    StartedTimestamp,
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: 40,
  };
}

function redrive(changes: Partial<RedriveOptions> = {}, printed = commandIo()): Promise<Outcome> {
  const sleep = (): Promise<void> => Promise.resolve();
  const options = { stack: 'Denywatch', region: 'eu-central-1', ...changes };
  return redriveCommand(options, printed.io, sleep).then((code) => ({ code, printed }));
}

interface Outcome {
  readonly code: number;
  readonly printed: Printed;
}

function started(): readonly object[] {
  return sqs.commandCalls(StartMessageMoveTaskCommand).map(({ args }) => args[0].input);
}

describe('denywatch redrive', () => {
  it('moves both dead-letter queues, tells how far it is, and what came of it', async () => {
    told.set(`${ARN}delivery-dead`, [{}, task('RUNNING', 12), task('COMPLETED', 40)]);
    told.set(`${ARN}denials-dead`, [{}, task('COMPLETED', 1)]);
    const { code, printed } = await redrive();
    expect(code).toBe(0);
    expect(printed.out()).toBe(
      'delivery: 40 messages moved, to be tried again\ndenials: 1 message moved, to be tried again\n',
    );
    expect(printed.err()).toBe('denywatch: delivery: 12 of about 40 messages moved so far\n');
  });

  it('names the queue for what EventBridge left: SQS knows of none', async () => {
    told.set(`${ARN}denials-dead`, [{}, task('COMPLETED', 1)]);
    told.set(`${ARN}delivery-dead`, [{}, task('COMPLETED', 1)]);
    await redrive();
    expect(started()).toEqual([
      { SourceArn: `${ARN}delivery-dead` },
      { SourceArn: `${ARN}denials-dead`, DestinationArn: `${ARN}denials` },
    ]);
  });

  it('moves one when it is asked for one', async () => {
    told.set(`${ARN}delivery-dead`, [{}, task('COMPLETED', 3)]);
    await redrive({ queue: 'delivery' });
    expect(started()).toEqual([{ SourceArn: `${ARN}delivery-dead` }]);
  });

  it('joins a move that is running, for there can be one only', async () => {
    told.set(`${ARN}delivery-dead`, [
      task('RUNNING', 5),
      task('RUNNING', 9),
      task('COMPLETED', 40),
    ]);
    const { printed } = await redrive({ queue: 'delivery' });
    expect(started()).toEqual([]);
    expect(printed.err()).toBe('denywatch: delivery: 9 of about 40 messages moved so far\n');
    expect(printed.out()).toBe('delivery: 40 messages moved, to be tried again\n');
  });

  it('does not take an older move for its own', async () => {
    const old = task('FAILED', 0, 1);
    told.set(`${ARN}delivery-dead`, [old, old, old, task('COMPLETED', 2)]);
    const { code, printed } = await redrive({ queue: 'delivery' });
    expect(code).toBe(0);
    expect(printed.out()).toBe('delivery: 2 messages moved, to be tried again\n');
  });

  it.each([
    [
      { ...task('FAILED', 7), FailureReason: 'AccessDenied' },
      'delivery: SQS failed after 7 messages: AccessDenied\n',
    ],
    [task('CANCELLED', 7), 'delivery: stopped after 7 messages\n'],
  ])('says when not all were moved', async (last, says) => {
    told.set(`${ARN}delivery-dead`, [{}, last]);
    const { code, printed } = await redrive({ queue: 'delivery' });
    expect(code).toBe(1);
    expect(printed.out()).toBe(says);
  });
});

describe('denywatch redrive that cannot begin', () => {
  it('says that there is no such stack', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(
      new CloudFormationServiceException({
        name: 'ValidationError',
        message: 'Stack with id Other does not exist',
        $fault: 'client',
        $metadata: {},
      }),
    );
    await expect(redrive({ stack: 'Other' })).rejects.toThrow(
      'there is no stack Other in eu-central-1: --stack, --region or --profile names another one',
    );
  });

  it('says that the stack is an older one, before it moves anything', async () => {
    hasOutputs({ QueueArn: OUTPUTS.QueueArn, DeadLetterQueueArn: OUTPUTS.DeadLetterQueueArn });
    await expect(redrive()).rejects.toThrow(
      'stack Denywatch has no output DeliveryDeadLetterQueueArn',
    );
    expect(started()).toEqual([]);
  });

  it.each([ListMessageMoveTasksCommand, StartMessageMoveTaskCommand])(
    'names the permission that is missing: %p',
    async (command) => {
      sqs
        .on(command)
        .rejects(
          new SQSServiceException({ name: 'AccessDenied', $fault: 'client', $metadata: {} }),
        );
      await expect(redrive({ queue: 'delivery' })).rejects.toThrow(
        `it takes the permission sqs:${command.name.replace('Command', '')}`,
      );
    },
  );

  it('asks for the Region, and refuses another queue, on the command line', async () => {
    const region = commandIo();
    await expect(run(['redrive'], region.io)).resolves.toBe(2);
    expect(region.err()).toBe(
      'denywatch: redrive needs the home Region of the deployment: --region or AWS_REGION\n',
    );
    const queue = commandIo();
    await expect(run(['redrive', '--queue', 'other'], queue.io)).resolves.toBe(2);
    expect(queue.err()).toContain('delivery, denials');
  });
});
