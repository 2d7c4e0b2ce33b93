import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { FilterPattern, LogGroup, MetricFilter, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DenialRule } from './denial-rule';
import { ownDenials } from './event-pattern';
import { PERIOD } from './operations';

/** What {@link OwnDenials} needs. */
export interface OwnDenialsProps {
  /** ARNs of the roles that Denywatch works under. */
  readonly roleArns: readonly string[];
  readonly encryptionKey: IKey;
  readonly logRetention: RetentionDays;
  readonly metricNamespace: string;
}

/**
 * Denials of Denywatch itself: kept in a log and counted, and never diagnosed, for that would cause
 * the next one.
 */
export class OwnDenials extends Construct {
  /** How many there were. */
  readonly count: Metric;
  /** Where they can be read. */
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: OwnDenialsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    this.logGroup = new LogGroup(this, 'Log', {
      // EventBridge expects its log groups under this prefix.
      logGroupName: `/aws/events/${stack.stackName}-own-denials`,
      retention: props.logRetention,
      encryptionKey: props.encryptionKey,
      // Its name is fixed: a kept one would be in the way of the next deployment.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.logGroup.addToResourcePolicy(
      new PolicyStatement({
        principals: [
          new ServicePrincipal('events.amazonaws.com'),
          new ServicePrincipal('delivery.logs.amazonaws.com'),
        ],
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
    );
    const logGroupArn = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: this.logGroup.logGroupName,
    });
    new DenialRule(this, 'Rule', {
      description: 'Denials of Denywatch itself, to a log and an alarm',
      eventPattern: ownDenials(props.roleArns),
      target: { bind: () => ({ arn: logGroupArn }) },
    });
    const metric = { metricNamespace: props.metricNamespace, metricName: 'OwnDenials' };
    new MetricFilter(this, 'Filter', {
      ...metric,
      logGroup: this.logGroup,
      filterPattern: FilterPattern.exists('$.detail.errorCode'),
      metricValue: '1',
    });
    this.count = new Metric({
      namespace: metric.metricNamespace,
      metricName: metric.metricName,
      statistic: Stats.SUM,
      period: PERIOD,
    });
  }
}
