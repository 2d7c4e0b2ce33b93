import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { EncryptionKey } from './encryption-key';
import { EncryptedTopic } from './encrypted-topic';

/** What {@link Operations} needs. */
export interface OperationsProps {
  readonly encryptionKey: EncryptionKey;
  readonly emails: readonly string[];
}

/** One alarm: when it goes off, and what to do then. */
export interface AlarmProps {
  readonly metric: IMetric;
  /** Goes off above this. */
  readonly above: number;
  /** For how many periods in a row; one unless told. */
  readonly periods?: number;
  /** What it means and what to do, for who is woken. */
  readonly says: string;
}

/** Who is told when Denywatch itself is in trouble, and the alarms that tell. */
export class Operations extends Construct {
  readonly topic: EncryptedTopic;
  readonly alarms: Alarm[] = [];
  readonly #action: SnsAction;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    this.topic = new EncryptedTopic(this, 'Topic', {
      displayName: 'Denywatch operations',
      encryptionKey: props.encryptionKey,
      emails: props.emails,
    });
    props.encryptionKey.allowAlarms();
    // The policy of a topic replaces SNS's own, under which alarms of the account may publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    this.#action = new SnsAction(this.topic);
  }

  /** Adds an alarm. Silence is good: a metric without data does not alarm. */
  alarm(id: string, props: AlarmProps): void {
    const alarm = new Alarm(this, id, {
      metric: props.metric,
      alarmDescription: props.says,
      threshold: props.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(this.#action);
    alarm.addOkAction(this.#action);
    this.alarms.push(alarm);
  }
}

/** The period of all metrics here. */
export const PERIOD = Duration.minutes(5);
