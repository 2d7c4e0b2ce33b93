import { Dashboard, GraphWidget, AlarmStatusWidget, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { DenialQueue } from './denial-queue';
import type { DenialWatcher } from './denial-watcher';
import { PERIOD, type Operations } from './operations';

/** What a {@link DenywatchDashboard} shows. */
export interface DenywatchDashboardProps {
  readonly denials: DenialQueue;
  readonly watcher: DenialWatcher;
  readonly operations: Operations;
}

/** One page for whoever runs Denywatch: is it well, how much comes in, how soon are people told. */
export class DenywatchDashboard extends Construct {
  constructor(scope: Construct, id: string, props: DenywatchDashboardProps) {
    super(scope, id);
    const { watcher, denials, operations } = props;
    const lambda = { period: PERIOD };
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
            watcher.metric('Alerts'),
            watcher.metric('Gaps'),
          ]),
          graph('Milliseconds from event to alert', [
            watcher.metric('AlertLatency', Stats.p(50)),
            watcher.metric('AlertLatency', Stats.p(99)),
          ]),
        ],
        [
          graph('Waiting', [
            denials.queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD }),
            denials.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: PERIOD }),
          ]),
          graph('Watcher', [
            watcher.function.metricInvocations(lambda),
            watcher.function.metricErrors(lambda),
            watcher.function.metricThrottles(lambda),
          ]),
        ],
      ],
    });
  }
}

function graph(title: string, left: NonNullable<GraphWidgetLeft>): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}

type GraphWidgetLeft = ConstructorParameters<typeof GraphWidget>[0]['left'];
