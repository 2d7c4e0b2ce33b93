import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { SampleRecord } from '../support/sample-week/record';
import { AlertListener, untilQuiet, type ReceivedAlert } from './alerts';
import { STACK, type Deployed, type Run } from './deployment';
import { putOnBus } from './event-bus';
import { expectEqual } from './report';

/** A clock of seconds: a message that failed comes again after so many of them, not twelve minutes. */
const VISIBILITY_S = 3;

/** What the trials of faults have in common. */
export class FaultTrial {
  readonly run: Run;
  readonly deployed: Deployed;
  readonly listener: AlertListener;
  readonly #queues: readonly string[];
  readonly #timeouts: ReadonlyMap<string, string>;

  private constructor(
    run: Run,
    deployed: Deployed,
    listener: AlertListener,
    timeouts: ReadonlyMap<string, string>,
  ) {
    this.run = run;
    this.deployed = deployed;
    this.listener = listener;
    this.#timeouts = timeouts;
    this.#queues = deployed.stack.ids('AWS::SQS::Queue');
  }

  /** Shortens the clock of the queues. */
  static async begin(run: Run, deployed: Deployed): Promise<FaultTrial> {
    const topic = deployed.outputs[STACK]?.['AlertTopicArn'] ?? '';
    const listener = await AlertListener.subscribe(deployed.home, topic, 'alerts-of-the-faults');
    const timeouts = new Map<string, string>();
    for (const url of deployed.stack.ids('AWS::SQS::Queue')) {
      const { Attributes = {} } = await deployed.home.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['VisibilityTimeout'] }),
      );
      timeouts.set(url, Attributes.VisibilityTimeout ?? '30');
    }
    const trial = new FaultTrial(run, deployed, listener, timeouts);
    await trial.#comeAgainAfter(() => String(VISIBILITY_S));
    return trial;
  }

  /** Puts the clock back. */
  async end(): Promise<void> {
    await this.#comeAgainAfter((url) => this.#timeouts.get(url) ?? '30');
  }

  isWatcher(roleArn: string): boolean {
    const watcher = this.deployed.functions.find(
      ({ variables }) => variables['POWERTOOLS_SERVICE_NAME'] === 'denial-watcher',
    );
    return watcher?.roleArn === roleArn;
  }

  put(records: readonly SampleRecord[]): Promise<void> {
    return putOnBus(this.deployed.home.events, records);
  }

  check(name: string, work: () => void): void {
    this.run.report.check(name, work);
  }

  /** Waits until all is done, and looks at {@link counted}. */
  async settled(name: string, queues: readonly string[], each: number): Promise<void> {
    await this.run.report.step(name, async () => {
      await untilQuiet(this.deployed.home.sqs, this.#queues, this.listener, 120_000);
      await this.#expectCounted(queues, each);
    });
  }

  /** Each problem was told once by the topic and once by Slack, and its denials are counted exactly. */
  async counted(name: string, queues: readonly string[], each: number): Promise<void> {
    await this.run.report.step(name, () => this.#expectCounted(queues, each));
  }

  async #expectCounted(queues: readonly string[], each: number): Promise<void> {
    const counts = await this.counts();
    const is = queues.map((queue) => ({
      queue,
      counted: counts.get(queue) ?? 0,
      alerts: this.alertsOf(queue).length,
      slack: this.slackOf(queue),
    }));
    const should = queues.map((queue) => ({ queue, counted: each, alerts: 1, slack: 1 }));
    expectEqual(is, should, 'what became of the problems');
  }

  /** The alerts about a queue. */
  alertsOf(queue: string): readonly ReceivedAlert[] {
    return this.listener.received.filter(({ body }) => {
      const { resource } = body['denial'] as { readonly resource: string | null };
      return resource?.endsWith(`:${queue}`) === true;
    });
  }

  /** How many messages in Slack are about a queue. */
  slackOf(queue: string): number {
    return this.deployed.chats.slack.messages.filter(({ text }) =>
      String(text).endsWith(`queue ${queue}`),
    ).length;
  }

  /** What the alert about a queue says could not be looked at. */
  gapsOf(queue: string): readonly string[] {
    return this.alertsOf(queue).flatMap(({ body }) => {
      const { gaps } = body['diagnosis'] as { readonly gaps: readonly string[] };
      return gaps;
    });
  }

  /** Queue -> how many denials about it the table has counted. */
  async counts(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const TableName of this.deployed.stack.ids('AWS::DynamoDB::Table')) {
      let ExclusiveStartKey: Record<string, never> | undefined;
      do {
        const page = await this.deployed.home.dynamoDb.send(
          new ScanCommand({
            TableName,
            FilterExpression: 'sk = :state',
            ExpressionAttributeValues: { ':state': { S: 'STATE' } },
            ExclusiveStartKey,
          }),
        );
        for (const { group } of page.Items ?? []) {
          const { count, labels } = JSON.parse(group?.S ?? '{}') as CountedGroup;
          const queue = labels?.resource?.split(':').at(-1);
          if (queue !== undefined) counts.set(queue, (counts.get(queue) ?? 0) + count);
        }
        ExclusiveStartKey = page.LastEvaluatedKey as Record<string, never> | undefined;
      } while (ExclusiveStartKey !== undefined);
    }
    return counts;
  }

  async #comeAgainAfter(seconds: (url: string) => string): Promise<void> {
    for (const QueueUrl of this.#queues)
      await this.deployed.home.sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl,
          Attributes: { VisibilityTimeout: seconds(QueueUrl) },
        }),
      );
  }
}

interface CountedGroup {
  readonly count: number;
  readonly labels: { readonly resource: string | null } | null;
}
