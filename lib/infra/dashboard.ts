import { Dashboard, GraphWidget, AlarmStatusWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AlertSender } from './alert-sender';
import type { DeliveryQueue } from './delivery-queue';
import type { DenialQueue } from './denial-queue';
import type { DenialWatcher } from './denial-watcher';
import { PERIOD, type Operations } from './operations';

/** What a {@link DenywatchDashboard} shows. */
export interface DenywatchDashboardProps {
  readonly denials: DenialQueue;
  readonly delivery: DeliveryQueue;
  readonly watcher: DenialWatcher;
  readonly sender: AlertSender;
  readonly operations: Operations;
}

/** One page for whoever runs Denywatch: is it well, how much comes in, how soon are people told. */
export class DenywatchDashboard extends Construct {
  constructor(scope: Construct, id: string, props: DenywatchDashboardProps) {
    super(scope, id);
    const { watcher, sender, denials, delivery, operations } = props;
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [
          new AlarmStatusWidget({
            title: 'Alarms',
            alarms: operations.alarms,
            width: 24,
            height: 3,
          }),
        ],
        [
          graph('Denials and alerts', [
            watcher.metric('Denials'),
            watcher.metric('Hidden'),
            watcher.metric('Diagnoses'),
            sender.metric('Alerts'),
            watcher.metric('Gaps'),
          ]),
          graph('Milliseconds from event to alert', [
            sender.metric('AlertLatency', Stats.p(50)),
            sender.metric('AlertLatency', Stats.p(99)),
          ]),
        ],
        [
          graph('Waiting', [
            ...[
              denials.queue,
              denials.deadLetterQueue,
              delivery.queue,
              delivery.deadLetterQueue,
            ].map((queue) => queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD })),
          ]),
          graph('Messages', [
            sender.metric('Posts'),
            sender.metric('PutOff'),
            sender.metric('FoldedIntoStorm'),
            sender.metric('SendFailures'),
          ]),
        ],
        [graphOfLambda('Watcher', watcher), graphOfLambda('Sender', sender)],
      ],
    });
  }
}

function graphOfLambda(
  title: string,
  { function: lambda }: DenialWatcher | AlertSender,
): GraphWidget {
  const period = { period: PERIOD };
  return graph(title, [
    lambda.metricInvocations(period),
    lambda.metricErrors(period),
    lambda.metricThrottles(period),
  ]);
}

function graph(title: string, left: NonNullable<GraphWidgetLeft>): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}

type GraphWidgetLeft = ConstructorParameters<typeof GraphWidget>[0]['left'];
