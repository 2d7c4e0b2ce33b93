import path from 'node:path';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { messagesIn, untilQuiet } from './alerts';
import { ACCOUNT, HOME, STACK } from './deployment';
import { denials, deniedMessage } from './fault-records';
import type { FaultTrial } from './fault-trial';
import { waitFor } from './processes';
import { expectEqual } from './report';
import { ROOT } from './tools';

const GOOD = ['fault-good-0', 'fault-good-1', 'fault-good-2'];
const POISON = 'fault-poison';
/** Below the first escalation there is one alert for each problem. */
const GOOD_EACH = 9;

/**
 * One message of many can never be stored, until the fault is mended: it alone ends in the dead-letter
 * queue, and `denywatch redrive` brings it back.
 */
export async function tryPoison(trial: FaultTrial): Promise<void> {
  const { deployed, run } = trial;
  const { sqs } = deployed.home;
  const url = queueUrl(trial, 'DeadLetterQueueArn');
  deployed.recorder.meet(({ service, input }) =>
    service === 'dynamodb' && JSON.stringify(input).includes(POISON) ? 'refused' : null,
  );
  const good = GOOD.flatMap((queue) => denials(queue, GOOD_EACH));
  const half = good.length / 2;
  await trial.put([...good.slice(0, half), deniedMessage(POISON, 0), ...good.slice(half)]);
  await run.report.step('the poisonous message is in the dead-letter queue', () =>
    waitFor('a message in the dead-letter queue', 90_000, async () => {
      await trial.listener.poll();
      return (await messagesIn(sqs, url)) > 0 ? true : null;
    }),
  );
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  trial.check('it is the only one there', () => {
    const about = Messages.map(({ Body = '' }) => Body.includes(POISON));
    expectEqual(about, [true], 'messages in the dead-letter queue');
  });
  const others = deployed.stack.ids('AWS::SQS::Queue').filter((one) => one !== url);
  await untilQuiet(sqs, others, trial.listener, 60_000);
  await trial.counted('those beside it are told and counted', GOOD, GOOD_EACH);
  deployed.recorder.meet(null);
  await run.report.step('denywatch redrive moves it back', async () => {
    const output = await redrive(trial);
    if (!output.includes('denials: 1 message moved')) throw new Error(output);
  });
  await trial.settled('after the fault is mended it is told and counted', [POISON], 1);
}

function queueUrl({ deployed }: FaultTrial, output: string): string {
  const name = deployed.outputs[STACK]?.[output]?.split(':').at(-1) ?? '';
  const found = deployed.stack.ids('AWS::SQS::Queue').find((url) => url.endsWith(`/${name}`));
  if (found === undefined) throw new Error(`there is no queue ${name}`);
  return found;
}

/** The command as people run it. */
function redrive({ run, deployed }: FaultTrial): Promise<string> {
  const tsx = path.join(ROOT, 'node_modules/.bin/tsx');
  const program = path.join(ROOT, 'bin/denywatch.ts');
  const args = ['redrive', '--stack', STACK, '--queue', 'denials', '--region', HOME];
  return run.processes.succeed(tsx, [program, ...args], {
    cwd: run.folder,
    env: {
      PATH: process.env['PATH'],
      HOME: run.folder,
      AWS_ENDPOINT_URL: deployed.emulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    timeoutMs: 60_000,
  });
}
