import { setTimeout as wait } from 'node:timers/promises';
import { tryPoison } from './fault-poison';
import { denials, deniedMessage } from './fault-records';
import { FaultTrial } from './fault-trial';
import type { Deployed, Run } from './deployment';
import { waitFor } from './processes';
import { expectEqual } from './report';

/**
 * Makes things go wrong while denials come in. After each fault nothing is lost, nothing is told twice,
 * and the counts are exact; docs/reliability.md has the table.
 */
export async function tryFaults(run: Run, deployed: Deployed): Promise<void> {
  run.report.heading('Faults: nothing lost, nothing doubled, counts exact');
  const trial = await FaultTrial.begin(run, deployed);
  await watcherKilled(trial);
  await iamThrottles(trial);
  await evidenceMissingAndSlackDown(trial);
  await tableThrottles(trial);
  await tryPoison(trial);
  await trial.end();
}

/** Number of queues that get messages, and how many each in one fault; below the first escalation. */
const PROBLEMS = 3;
const EACH = 8;

function queues(name: string): readonly string[] {
  return Array.from({ length: PROBLEMS }, (_, at) => `fault-${name}-${at}`);
}

/** The process of the watcher ends twice: before a write is done, and after one, before it knows. */
async function watcherKilled(trial: FaultTrial): Promise<void> {
  const names = queues('killed');
  let writes = 0;
  let deaths = 0;
  trial.deployed.recorder.meet(({ roleArn, operation }) => {
    if (!trial.isWatcher(roleArn) || operation !== 'TransactWriteItems') return null;
    writes += 1;
    if (writes !== 2 && writes !== 5) return null;
    deaths += 1;
    return writes === 2 ? 'diesBefore' : 'diesAfter';
  });
  await trial.put(names.flatMap((queue) => denials(queue, EACH)));
  await trial.settled('the watcher is killed twice in the middle of a batch', names, EACH);
  trial.deployed.recorder.meet(null);
  trial.check('the watcher was killed twice', () => {
    expectEqual(deaths, 2, 'deaths');
  });
}

/** Every other call of IAM, STS and Organizations is throttled; the denials come twice and in any order. */
async function iamThrottles(trial: FaultTrial): Promise<void> {
  const { fake } = trial.deployed;
  const names = queues('iam');
  const records = names.flatMap((queue, at) => denials(queue, EACH, { caller: at + 1 }));
  const seen = fake.calls.length;
  fake.faults.throttledShare = 0.5;
  await trial.put(inAnyOrder([...records, ...records]));
  await trial.settled(
    'IAM throttles every other call; records come twice, in any order',
    names,
    EACH,
  );
  fake.faults.throttledShare = 0;
  const throttled = fake.calls.slice(seen).filter(({ error }) => error?.startsWith('Thr') === true);
  trial.check('the alerts are as complete as without throttling', () => {
    if (throttled.length < PROBLEMS)
      throw new Error(`only ${throttled.length} calls were throttled`);
    expectEqual(
      names.flatMap((queue) =>
        trial.gapsOf(queue).filter((gap) => /iam:|organizations:/.test(gap)),
      ),
      [],
      'gaps',
    );
  });
}

/** Nothing may be decoded or simulated, AWS's own account comes late, and Slack is down. */
async function evidenceMissingAndSlackDown(trial: FaultTrial): Promise<void> {
  const { fake, chats, recorder } = trial.deployed;
  const [encoded = '', simulated = '', late = ''] = queues('evidence');
  const id = 'faults0late0details00000';
  fake.faults.denied.add('sts:DecodeAuthorizationMessage');
  fake.faults.denied.add('iam:SimulatePrincipalPolicy');
  chats.slack.answerAll({ kind: 'status', status: 503 });
  const shown = chats.slack.messages.length;
  await trial.put([
    deniedMessage(encoded, 0, {
      adds: `. Encoded authorization failure message: ${'a1B2'.repeat(40)}`,
    }),
    deniedMessage(simulated, 0, { caller: 1 }),
    deniedMessage(late, 0, {
      adds: `. Go to https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/${id} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${id}`,
      fields: { eventTime: new Date().toISOString().replace(/\.\d+Z/, 'Z') },
    }),
  ]);
  await waitFor('Slack refuses three messages', 60_000, async () => {
    await trial.listener.poll();
    return chats.slack.requests.length > shown && trial.alertsOf(late).length > 0 ? true : null;
  });
  trial.check('subscribers of the topic have their alerts while Slack is down', () => {
    const counts = [encoded, simulated, late].map((queue) => trial.alertsOf(queue).length);
    expectEqual(counts, [1, 1, 1], 'alerts');
    expectEqual(chats.slack.messages.length, shown, 'messages in Slack');
  });
  // A job comes again after 5, 10, 20 … seconds: this is a minute, on a shorter clock.
  await wait(4_000);
  chats.slack.answerAll(null);
  await trial.settled(
    'decoding and simulating are denied; Slack is down, then back',
    [encoded, simulated, late],
    1,
  );
  fake.faults.denied.clear();
  trial.check('alerts name what could not be looked at, and the permission', () => {
    expectEqual(
      trial.gapsOf(encoded).filter((gap) => gap.includes('sts:DecodeAuthorizationMessage')).length,
      1,
      'gaps about decoding',
    );
    expectEqual(
      trial.gapsOf(simulated).filter((gap) => gap.includes('iam:SimulatePrincipalPolicy')).length,
      1,
      'gaps about simulating',
    );
  });
  trial.check('what AWS has not recorded yet is asked for again later', () => {
    const later = recorder.calls.filter(
      ({ roleArn, action }) => trial.isWatcher(roleArn) && action === 'sqs:SendMessage',
    );
    expectEqual(later.length > 0, true, 'a message of the watcher to itself');
  });
}

/**
 * The table throttles all that the watcher wants for a while, and then every third call. (A sender that
 * cannot give back its right to send goes on after two minutes: too long to wait for here.)
 */
async function tableThrottles(trial: FaultTrial): Promise<void> {
  const names = queues('table');
  let calls = 0;
  let throttled = 0;
  trial.deployed.recorder.meet(({ service, roleArn }) => {
    if (service !== 'dynamodb' || !trial.isWatcher(roleArn)) return null;
    calls += 1;
    if (calls > 12 && calls % 3 !== 0) return null;
    throttled += 1;
    return 'throttled';
  });
  await trial.put(names.flatMap((queue) => denials(queue, EACH)));
  await trial.settled('the table throttles', names, EACH);
  trial.deployed.recorder.meet(null);
  trial.check('the table throttled more than the retries of one call can wait for', () => {
    if (throttled < 12) throw new Error(`only ${throttled} calls were throttled`);
  });
}

/** The same order in each run, and none that makes sense. */
function inAnyOrder<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item, at) => ({ item, key: ((at * 7_919) % 104_729) % items.length }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
